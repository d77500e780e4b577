/**
 * `npm run bench:beside -- <folder>`: the pages of this checkout beside those of another one, such as 0.1.0, which must be
 * installed and built. Both take turns in every round: two runs of the bench, one after the other, differ by what the
 * machine does meanwhile. Prints a table. `--quick` is a smoke run whose figures mean nothing.
 */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withApi } from './api.js';
import { type ContenderKey, contenders, measurePages, nameOfOther, type Rounds } from './measure.js';
import { ratioOf } from './statistics.js';

const ours = ['token', 'page', 'tokenUndici', 'pageUndici', 'click', 'bought', 'anonymous'] as const;

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [folder] = positionals;
if (folder === undefined) throw new Error('which other checkout? npm run bench:beside -- <folder>');
const other = resolve(folder);
const sizes = values.quick
  ? { rounds: 2, generations: 1, duration: 100, warmUp: 100, wakeUp: 50, connections: 8 }
  : // Two processes of the same site differ by a twentieth, so there are many; and more code takes longer to be compiled,
    // which is no matter of a site that runs for days: after two seconds a page still costs a third more than after five.
    { rounds: 12, generations: 6, duration: 600, warmUp: 5000, wakeUp: 300, connections: 64 };

function row(key: ContenderKey, rounds: Rounds, how: string, what: 'rate' | 'delayP99' = 'rate'): string {
  const of = (name: string) => (rounds[name] ?? []).map((round) => round[what]);
  const { median, low, high } = ratioOf(of(key), of(nameOfOther(key)));
  const [measured, lowest, highest] = [median, low, high].map((value) => value.toFixed(2));
  return `| ${contenders[key].name}, ${how} | ${measured} (${lowest} to ${highest}) |`;
}

await withApi(async ({ http, https, caFile }) => {
  const say = (line: string) => console.error(line);
  const plan = { ...sizes, caFile, other, say };
  // The floor is the same in both: how far its ratio is from 1 tells what the figures are worth.
  const plain = await measurePages({ ...plan, keys: ['floor', ...ours], apiUrl: http });
  const tls = await measurePages({ ...plan, keys: ['token', 'page', 'pageUndici'], apiUrl: https });
  const rows = [
    ...(['floor', ...ours] as const).map((key) => row(key, plain, 'plain HTTP')),
    ...(['token', 'page', 'pageUndici'] as const).map((key) => row(key, tls, 'TLS')),
    // Here less is better.
    row('token', plain, 'event-loop delay p99', 'delayP99'),
  ];
  console.log(['| pages a second | this ÷ the other |', '| --- | --- |', ...rows].join('\n'));
});
