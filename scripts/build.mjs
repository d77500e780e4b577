// Builds the package into `dist`, or into the folder it is given: browser scripts as constants, the types, then
// everything to CommonJS. One build only: `import` and `require` of it in one process share every class, so `instanceof`
// holds. What serves pages is one file: a page runs through some hundred functions, and where each is looked up in the
// exports of a module of its own, that takes three percent of its time.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollup } from 'rollup';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = resolve(process.argv[2] ?? join(root, 'dist'));

/** Ends the build where a step fails, which has said why. */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run('scripts/build-browser.mjs');
rmSync(target, { recursive: true, force: true });
const modules = mkdtempSync(join(tmpdir(), 'express-plenigo-build-'));
process.once('exit', () => rmSync(modules, { recursive: true }));
const tsc = ['node_modules/typescript7/bin/tsc', '-p', 'tsconfig.build.json'];
run(...tsc, '--declarationDir', target, '--outDir', modules);

const entries = ['index', 'passport/index', 'entries/v3', 'undici/index', 'sandbox/index', 'cli/main'];
const fileOf = (entry) => join(modules, `${entry}.js`);
/** What serves pages: of one API, or of all. Everything else is in the file of the door that it is for. */
function chunkOf(id) {
  const path = relative(modules, id).replaceAll('\\', '/');
  if (/^(?:v2\/|entries\/v2\.js$)/.test(path)) return 'v2';
  if (path.startsWith('v3/')) return 'v3';
  return /^(?:(?:undici|sandbox|cli|generated)\/|entries\/v3\.js$|index\.js$)/.test(path) ? undefined : 'core';
}

const bundle = await rollup({
  input: Object.fromEntries(entries.map((entry) => [entry, fileOf(entry)])),
  external: (id) => !id.startsWith('.') && !isAbsolute(id),
  onLog(_level, log) {
    throw new Error(log.message);
  },
});
await bundle.write({
  dir: target,
  format: 'cjs',
  interop: 'auto',
  hoistTransitiveImports: false,
  manualChunks: chunkOf,
  chunkFileNames: '[name].js',
});

// The package itself says `module`, for its sources.
writeFileSync(join(target, 'package.json'), '{ "type": "commonjs" }\n');
// npm does so on installing; `npx express-plenigo` inside this repository needs it, too.
chmodSync(join(target, 'cli/main.js'), 0o755);
