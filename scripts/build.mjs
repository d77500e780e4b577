// Builds the package into `dist`, or into the folder it is given: browser scripts as constants, then the same sources to
// ESM and to CommonJS.
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = resolve(process.argv[2] ?? join(root, 'dist'));
const run = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });

run('scripts/build-browser.mjs');
rmSync(target, { recursive: true, force: true });
for (const format of ['esm', 'cjs']) {
  const outDir = join(target, format);
  run('node_modules/typescript7/bin/tsc', '-p', `tsconfig.${format}.json`, '--outDir', outDir);
}
writeFileSync(join(target, 'cjs/package.json'), '{ "type": "commonjs" }\n');
// npm does so on installing; `npx express-plenigo` inside this repository needs it, too.
chmodSync(join(target, 'esm/cli/main.js'), 0o755);
