/**
 * `npm run bench:beside -- <folder>`: measures the pages of this checkout beside those of another one, which must be
 * installed and built. Two runs of the bench, one after the other, differ by what the machine does meanwhile; here the two
 * sites of a page take turns, alone on the machine and many times. Prints a table, and writes it into `performance.md` of
 * `docs/internals/` if it has all pages. Names behind the folder, such as `bought click`, choose pages. `--quick` is a smoke
 * run whose figures mean nothing, so it only prints them.
 */

import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { withApi } from './api.js';
import { type ContenderKey, contenders } from './contenders.js';
import { measurePages, nameOther, type Rounds, WARM_UP } from './measure.js';
import { describeMachine, makeTable, writeSection } from './report.js';
import { pick } from './rows.js';
import { computeMedian, divide, showRatio, summarize } from './statistics.js';

/** The floor is the same in both: how far its ratio is from 1 tells what the figures are worth. */
const plain = ['floor', 'token', 'page', 'tokenUndici', 'pageUndici', 'click', 'bought', 'anonymous'] as const;
const tls = ['token', 'page', 'pageUndici'] as const;

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [folder, ...chosen] = positionals;
if (folder === undefined) throw new Error('which other checkout? npm run bench:beside -- <folder>');
const unknown = chosen.find((name) => !plain.some((key) => key === name));
if (unknown !== undefined) throw new Error(`no page is called ${unknown}; there are ${plain.join(', ')}`);
const isChosen = (key: ContenderKey) => chosen.length === 0 || chosen.includes(key);
const other = pathToFileURL(`${resolve(folder)}/`);
const sizes = values.quick
  ? { rounds: 2, generations: 1, duration: 300, warmUp: 300, connections: 8 }
  : // Two processes of the same site differ by a twentieth, so there are many.
    { rounds: 60, generations: 6, duration: 300, warmUp: WARM_UP, connections: 64 };

/** The median of all rounds, and the lowest and highest generation, because one round says nothing. */
function makeRow(key: ContenderKey, rounds: Rounds, how: string, figure: 'rate' | 'delayP99' = 'rate'): string[] {
  const ratios = divide(pick(rounds, key, figure), pick(rounds, nameOther(key), figure));
  const each = ratios.length / sizes.generations;
  const generations = Array.from({ length: sizes.generations }, (_, index) =>
    computeMedian(ratios.slice(index * each, (index + 1) * each)),
  );
  const ratio = { ...summarize(generations), median: computeMedian(ratios) };
  return [`${contenders[key].name}, ${how}`, showRatio(ratio)];
}

const measure = (key: ContenderKey, transport: 'http' | 'https') =>
  withApi(async ({ caFile, ...urls }) => {
    const say = (line: string) => console.error(`${key}, ${transport}: ${line}`);
    return measurePages({ ...sizes, caFile, other, say, keys: [key], apiUrl: urls[transport] });
  });

/** What the other checkout is called in the table: its commit, or nothing that could name this machine. */
function nameCheckout(path: string): string {
  try {
    return execFileSync('git', ['-C', path, 'rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return 'the other';
  }
}

const rows: string[][] = [];
for (const key of plain.filter(isChosen)) {
  const rounds = await measure(key, 'http');
  rows.push(makeRow(key, rounds, 'plain HTTP'));
  if (key === 'token') rows.push(makeRow(key, rounds, 'event-loop delay p99 (less is better)', 'delayP99'));
}
for (const key of tls.filter(isChosen)) rows.push(makeRow(key, await measure(key, 'https'), 'TLS'));
const table = makeTable(
  ['pages a second', `this ÷ ${nameCheckout(folder)}: median (lowest to highest generation)`],
  rows,
);
console.log(table);
if (!values.quick && chosen.length === 0) await writeSection('beside', `Machine: ${describeMachine()}.\n\n${table}`);
