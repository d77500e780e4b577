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
import { makeTable, pick, writeSection } from './report.js';
import { computeMedian, divide, showRatio } from './statistics.js';

/** The floor is the same in both: how far its ratio is from 1 tells what the figures are worth. */
const plain = ['floor', 'token', 'page', 'pageUndici', 'click', 'bought', 'anonymous'] as const;
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
  ? { generations: 1, rounds: 2, turn: { amount: 16 }, warmUp: { amount: 64 }, connections: 8 }
  : // Two processes of the same site differ by a twentieth, so there are many.
    { generations: 6, rounds: 10, turn: { duration: 0.3 }, warmUp: WARM_UP, connections: 64 };

const measure = (key: ContenderKey, transport: 'http' | 'https') =>
  withApi(({ caFile, ...urls }) =>
    measurePages({ ...sizes, caFile, other, title: `${key}, ${transport}`, keys: [key], apiUrl: urls[transport] }),
  );

/** The median of all rounds, and the lowest and highest generation, because one round says nothing. */
function makeRow(key: ContenderKey, how: string, rounds: Rounds, figure: 'rate' | 'delayP99' = 'rate'): string[] {
  const ratios = divide(pick(rounds, key, figure), pick(rounds, nameOther(key), figure));
  const generations = Array.from({ length: sizes.generations }, (_, index) =>
    computeMedian(ratios.slice(index * sizes.rounds, (index + 1) * sizes.rounds)),
  );
  return [`${contenders[key].name}, ${how}`, showRatio(ratios, generations)];
}

const rows: string[][] = [];
for (const key of plain.filter(isChosen)) {
  const rounds = await measure(key, 'http');
  rows.push(makeRow(key, 'plain HTTP', rounds));
  if (key === 'token') rows.push(makeRow(key, 'event-loop delay p99 (less is better)', rounds, 'delayP99'));
}
for (const key of tls.filter(isChosen)) rows.push(makeRow(key, 'TLS', await measure(key, 'https')));
const commit = execFileSync('git', ['-C', folder, 'rev-parse', '--short=7', 'HEAD'], { encoding: 'utf8' }).trim();
const head = ['pages a second', `this ÷ ${commit}: median (lowest to highest generation)`];
console.log(makeTable(head, rows));
if (!values.quick && chosen.length === 0) await writeSection('beside', `\n\n${makeTable(head, rows)}`);
