// Runs the tests, four files at a time: all but the smoke runs of bench and soak, or with `--quick` those that need
// neither a browser nor the packed package. What else is in the command line goes to mocha.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { MOCHA, testFiles } from './test-files.mjs';

const isQuick = process.argv.includes('--quick');
const others = process.argv.slice(2).filter((argument) => argument !== '--quick');
const files = testFiles()
  .filter(({ needs }) => !isQuick || needs.length === 0)
  // What takes long begins first, so that neither process is left alone at the end.
  .sort((a, b) => b.needs.length - a.needs.length);

// Unpacking is not atomic: a second process would find half a browser. Where it fails, the tests say what is missing.
if (!isQuick) await chromium.executablePath().catch(() => {});

const { status } = spawnSync(process.execPath, [...MOCHA, ...others, ...files.map(({ path }) => path)], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
