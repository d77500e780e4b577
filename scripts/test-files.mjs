// Sorts the test files by what they need, as their own code and that of their helpers says: there is no list to keep.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** mocha with the tests of six files at a time: most wait half their time or more, for a time-out, a browser or a program. */
export const MOCHA = [join(root, 'node_modules/mocha/bin/mocha.js'), '--parallel', '--jobs', '6'];

/** What a file calls that needs a browser, the packed package, typedoc, or a program that runs beside the tests: all take as long as many tests. */
const calls = {
  browser: /^\s*useBrowser\(\);/m,
  tarball: /\bawait tarball\(\)/,
  typedoc: /\btypedoc\/bin\b/,
  program: /\b(?:spawn|fork)\(|\bProgram\.start\b/,
};

/** As the formatter writes them, at the beginning of a line. */
const importPattern = /^(?:(?:import|export) .*|\}) from '(\.[^']+)';|^import '(\.[^']+)';/gm;

const textOf = (file) => readFileSync(join(root, file), 'utf8');

/** What a file of `test` imports of `test`; programs that it holds as text name files that are not there. */
function importsOf(file) {
  return [...textOf(file).matchAll(importPattern)]
    .map(([, from, bare]) => join(dirname(file), from ?? bare).replace(/\.js$/, '.ts'))
    .filter((target) => target.startsWith('test/') && existsSync(join(root, target)));
}

function needsOf(file) {
  const reached = new Set([file]);
  for (const one of reached) for (const target of importsOf(one)) reached.add(target);
  const texts = [...reached].map(textOf);
  return Object.keys(calls).filter((need) => texts.some((text) => calls[need].test(text)));
}

/** The longest time that a file gives a test, in milliseconds: what takes long says so. */
const limitOf = (file) =>
  Math.max(
    0,
    ...[...textOf(file).matchAll(/\.timeout\(([\d_]+)\)/g)].map(([, limit]) => Number(limit.replaceAll('_', ''))),
  );

/**
 * Every test file but the smoke runs of bench and soak, what asks the npm registry, for other versions of the
 * neighbours or for Jest, and what needs nginx and Varnish: its path from the project's folder, what it needs of `browser`,
 * `tarball`, `typedoc` and `program`, and its `limit`.
 */
export function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .map((file) => join('test', file).replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.test.ts') && !/^test\/(?:smoke|neighbours|edge)\//.test(path))
    .sort()
    .map((path) => ({ path, needs: needsOf(path), limit: limitOf(path) }));
}
