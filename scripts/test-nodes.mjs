// Runs the tests on the current LTS lines of Node: `npm run test:nodes`, or with lines as arguments: `npm run test:nodes 24`.
// With `--quick` it runs only the packed package, the middlewares and Passport, which a site would notice first.
// The binaries come from the npm registry, into a temporary folder. What does not depend on Node's version is left out:
// browser, docs, types, house rules, and what the packaging tools say.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MOCHA, testFiles } from './test-files.mjs';

const LINES = ['22', '24', '26'];

const root = fileURLToPath(new URL('..', import.meta.url));
const isQuick = process.argv.includes('--quick');
const asked = process.argv.slice(2).filter((argument) => argument !== '--quick');
const lines = asked.length > 0 ? asked : LINES;

const elsewhere = /^test\/(?:(?:docs|house)\/|package\/(?:types|tools|declarations)\.test\.ts$)/;
const first = /^test\/(?:package|middleware|passport)\//;
const files = testFiles()
  .filter(({ path, needs }) => !elsewhere.test(path) && !needs.includes('browser'))
  .map(({ path }) => path)
  .filter((path) => !isQuick || first.test(path));

/** Installs the package that has just the binary; the package `node` would fetch the same one in an install script. */
function install(line, folder) {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const flags = ['--prefix', folder, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...flags, `${name}@${line}`], { cwd: folder, stdio: 'inherit' });
  return join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

const failed = [];
for (const line of lines) {
  const folder = mkdtempSync(join(tmpdir(), `express-plenigo-node-${line}-`));
  try {
    const node = install(line, folder);
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
    console.log(`\nNode ${version}`);
    const { status } = spawnSync(node, [...MOCHA, '--reporter', 'dot', ...files], {
      cwd: root,
      stdio: 'inherit',
    });
    if (status !== 0) failed.push(version);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
if (failed.length > 0) {
  console.error(`\nFailed on Node ${failed.join(', ')}`);
  process.exitCode = 1;
}
