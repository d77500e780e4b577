// Builds the package: browser scripts as constants, then the same sources to ESM and to CommonJS.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });

run('scripts/build-browser.mjs');
rmSync(`${root}/dist`, { recursive: true, force: true });
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.esm.json');
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.cjs.json');
writeFileSync(`${root}/dist/cjs/package.json`, '{ "type": "commonjs" }\n');
