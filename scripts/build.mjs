// Builds the package into `dist`, or into the folder it is given: browser scripts as constants, then everything to
// CommonJS. One build only: `import` and `require` of it in one process share every class, so `instanceof` holds.
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = resolve(process.argv[2] ?? join(root, 'dist'));

/** Ends the build where a step fails, which has said why. */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run('scripts/build-browser.mjs');
rmSync(target, { recursive: true, force: true });
run('node_modules/typescript7/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', target);
// The package itself says `module`, for its sources.
writeFileSync(join(target, 'package.json'), '{ "type": "commonjs" }\n');
// npm does so on installing; `npx express-plenigo` inside this repository needs it, too.
chmodSync(join(target, 'cli/main.js'), 0o755);
