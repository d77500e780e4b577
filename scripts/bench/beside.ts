/**
 * `npm run bench:beside -- <folder>`: the pages of this checkout beside those of another one, such as 0.1.0, which must be
 * installed and built. Two runs of the bench, one after the other, differ by what the machine does meanwhile; here the two
 * sites of a page take turns, alone on the machine and many times a second. Prints a table. Names behind the folder, such as
 * `bought click`, choose pages. `--quick` is a smoke run whose figures mean nothing.
 */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withApi } from './api.js';
import { type ContenderKey, contenders, measurePages, nameOfOther, type Rounds, WARM_UP } from './measure.js';
import { median, ratiosOf, spreadOf } from './statistics.js';

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
const other = resolve(folder);
const sizes = values.quick
  ? { rounds: 2, generations: 1, duration: 100, warmUp: 100, connections: 8 }
  : // Two processes of the same site differ by a twentieth, so there are many.
    { rounds: 120, generations: 6, duration: 150, warmUp: WARM_UP, connections: 64 };

/** The median of all generations, and the lowest and highest of them: one round says nothing. */
function row(key: ContenderKey, rounds: Rounds, how: string, what: 'rate' | 'delayP99' = 'rate'): string {
  const of = (name: string) => (rounds[name] ?? []).map((round) => round[what]);
  const ratios = ratiosOf(of(key), of(nameOfOther(key)));
  const each = ratios.length / sizes.generations;
  const generations = Array.from({ length: sizes.generations }, (_, index) =>
    median(ratios.slice(index * each, (index + 1) * each)),
  );
  const { low, high } = spreadOf(generations);
  const [measured, lowest, highest] = [median(ratios), low, high].map((value) => value.toFixed(2));
  return `| ${contenders[key].name}, ${how} | ${measured} (${lowest} to ${highest}) |`;
}

const measure = (key: ContenderKey, transport: 'http' | 'https') =>
  withApi(async ({ caFile, ...urls }) => {
    const say = (line: string) => console.error(`${key}, ${transport}: ${line}`);
    return measurePages({ ...sizes, caFile, other, say, keys: [key], apiUrl: urls[transport] });
  });

const rows: string[] = [];
for (const key of plain.filter(isChosen)) {
  const rounds = await measure(key, 'http');
  rows.push(row(key, rounds, 'plain HTTP'));
  // Here less is better.
  if (key === 'token') rows.push(row(key, rounds, 'event-loop delay p99', 'delayP99'));
}
for (const key of tls.filter(isChosen)) rows.push(row(key, await measure(key, 'https'), 'TLS'));
console.log(['| pages a second | this ÷ the other |', '| --- | --- |', ...rows].join('\n'));
