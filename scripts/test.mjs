// Runs the tests, six files at a time: all but the smoke runs of bench and soak, or with `--quick` those that need
// neither a browser nor the packed package nor typedoc nor a program that runs beside them. With `--check` also
// `npm run check`, beside them; what it finds comes last. What else is in the command line goes to mocha. Files and tests
// run in an order that `SEED` decides.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { tarball } from '../test/package/tarball.ts';
import { shuffle } from '../test/support/shuffle.mjs';
import { MOCHA, testFiles } from './test-files.mjs';

const own = ['--quick', '--check'];
const [isQuick, isChecked] = own.map((flag) => process.argv.includes(flag));
const others = process.argv.slice(2).filter((argument) => !own.includes(argument));
const seed = process.env.SEED ?? String(randomInt(1_000_000));
const needed = testFiles().filter(({ needs }) => !isQuick || needs.length === 0);
const files = shuffle(needed, { seed, name: ({ path }) => path })
  // What takes long begins first, so that no process is left alone at the end.
  .sort((a, b) => b.limit - a.limit);

const options = { cwd: fileURLToPath(new URL('..', import.meta.url)) };

/** Its exit code, and what it has said, which is kept until mocha has said all. */
async function check() {
  const checking = spawn('npm run check 2>&1', { ...options, stdio: ['ignore', 'pipe', 'inherit'], shell: true });
  const [said, [status]] = await Promise.all([text(checking.stdout), once(checking, 'exit')]);
  return { status, said };
}

/** What the tests share that need more than this repository: the browser, and the package as it is packed. */
async function prepare() {
  // Unpacking is not atomic: a second process would find half a browser. Where it fails, the tests say what is missing.
  const unpacking = chromium.executablePath().catch(() => {});
  // The packed package is gone when this process has said that it ends.
  process.once('SIGINT', () => process.exit(130));
  const PACKED = JSON.stringify(await tarball());
  await unpacking;
  return { PACKED };
}

const sayOrder = () => console.log(`The order of the tests: SEED=${seed} repeats it.`);
sayOrder();

const prepared = isQuick ? {} : await prepare();

// Only now, because packing writes lib/generated, which the check reads.
const checked = isChecked ? check() : { status: 0 };
const mocha = spawn(process.execPath, [...MOCHA, ...others, ...files.map(({ path }) => path)], {
  ...options,
  env: { ...process.env, ...prepared, SEED: seed },
  stdio: 'inherit',
});
const [status] = await once(mocha, 'exit');
const { status: fault, said } = await checked;
if (fault !== 0) console.error(said);
if (status !== 0) sayOrder();
process.exitCode = (status ?? 1) || (fault ?? 1);
