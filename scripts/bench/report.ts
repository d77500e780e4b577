/** Makes the tables of what a run has measured, and writes them into the documentation, between two markers. */

import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ContenderKey, contenders } from './contenders.js';
import type { Round, Rounds } from './measure.js';
import { computeMedian, divide, showRatio } from './statistics.js';

/** Everything that one run measured. */
export interface Figures {
  /** Plain HTTP, 64 connections. */
  readonly http: Rounds;
  /** TLS without delay, 64 connections. */
  readonly tls: Rounds;
  /** TLS with 20 ms round trip, one reader. */
  readonly far: Rounds;
  /** Calls to plenigo for ten pages of one reader at ten processes. */
  readonly calls: { readonly alone: number; readonly withStore: number };
  /** Bytes, each after as many new readers as before it. */
  readonly heaps: readonly number[];
}

/** A ratio, some with a target, as the table has it. */
export interface Row {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly verdict: 'met' | '**missed**' | '';
}

/** The name of a contender for tables. */
export const showName = (key: string): string => contenders[key as ContenderKey].name;

/** What a contender reached in each round. */
export const pick = (rounds: Rounds, key: string, figure: keyof Round): number[] =>
  (rounds[key] ?? []).map((round) => round[figure]);

/** Ten pages of one reader: the plain way, which asks on each, ÷ ours, which asks on the first. */
function compareTenPages(rounds: Rounds, known: ContenderKey): number[] {
  const first = pick(rounds, 'clickAccess', 'p50');
  const ours = pick(rounds, known, 'p50').map((time, round) => (first[round] ?? Number.NaN) + 9 * time);
  const plain = pick(rounds, 'plainAccess', 'p50').map((time) => 10 * time);
  return divide(plain, ours);
}

function show(what: string, ratios: readonly number[]): Row {
  return { what, target: 'none', measured: showRatio(ratios), verdict: '' };
}

function judge(what: string, sign: '≥' | '≤', limit: number, ratios: readonly number[]): Row {
  const median = computeMedian(ratios);
  const isMet = sign === '≥' ? median >= limit : median <= limit;
  return { ...show(what, ratios), target: `${sign} ${limit}`, verdict: isMet ? 'met' : '**missed**' };
}

export function makeRows({ http, tls, far, calls, heaps }: Figures): Row[] {
  /** The first contender's figure ÷ the second's. */
  const compare = (rounds: Rounds, figure: keyof Round) => (a: ContenderKey, b: ContenderKey) =>
    divide(pick(rounds, a, figure), pick(rounds, b, figure));
  const [wait, rate, tlsRate] = [compare(far, 'p50'), compare(http, 'rate'), compare(tls, 'rate')];
  return [
    judge('Time to a known reader’s page, far away: (a) ÷ has-bought and token', '≥', 6, wait('plain', 'page')),
    judge('The same: (a) ÷ token only, which is what (a) has', '≥', 6, wait('plain', 'token')),
    show('The same for the floor: (a) ÷ (b)', wait('plain', 'floor')),
    show('Ten pages of a reader who has not bought, far away: (a) ÷ click mode', compareTenPages(far, 'clickKnown')),
    show('Ten articles that one subscription opens, far away: (a) ÷ click mode', compareTenPages(far, 'subscription')),
    judge('Pages a second, TLS: token only ÷ (a)', '≥', 5, tlsRate('token', 'plain')),
    judge('Pages a second, TLS: has-bought and token ÷ (a)', '≥', 5, tlsRate('page', 'plain')),
    show('Pages a second, TLS: has-bought and token, `undiciFetch` ÷ (a)', tlsRate('pageUndici', 'plain')),
    judge('Pages a second, TLS: token only ÷ floor (b)', '≥', 0.85, tlsRate('token', 'floor')),
    judge('Pages a second: token only ÷ floor (b)', '≥', 0.85, rate('token', 'floor')),
    judge('Pages a second: anonymous ÷ bare Express (c)', '≥', 0.95, rate('anonymous', 'bareAnonymous')),
    judge('Pages a second: bought ÷ bare Express (c)', '≥', 0.95, rate('bought', 'bareClosed')),
    judge('Pages a second: click mode, no call ÷ bare Express (c)', '≥', 0.9, rate('click', 'bare')),
    judge(
      'Time to a buyer’s page, far away: one to ten minutes after the last answer ÷ remembered',
      '≤',
      1.1,
      wait('boughtOld', 'bought'),
    ),
    judge('The same an hour after it, while plenigo hangs', '≤', 1.1, wait('boughtAway', 'bought')),
    show('The same with a store that takes 1 ms ÷ without', wait('boughtStore', 'bought')),
    show('Calls for ten pages of a buyer at ten processes, without a store', [calls.alone]),
    judge('With a store: calls for the same pages', '≤', 2, [calls.withStore]),
    judge('Event-loop delay p99: token only ÷ floor (b)', '≤', 1.2, compare(http, 'delayP99')('token', 'floor')),
    // The caches are full when half of 30,000 readers have filled 10,000 places.
    judge('Heap after 100,000 new readers ÷ after 30,000', '≤', 1.05, divide(heaps.slice(9), heaps.slice(2, 3))),
  ];
}

export const makeTable = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export const makeRatioTable = (rows: readonly Row[]): string =>
  makeTable(['ratio', 'target', 'median (lowest to highest round)', ''], rows.map(Object.values));

/** A line for each contender; a cell is empty where it was not measured. */
export function makePageTable({ http, tls, far }: Figures): string {
  const show = (rounds: Rounds, key: string, figure: keyof Round, digits = 0) => {
    const values = pick(rounds, key, figure);
    const numbers = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return values.length === 0 ? '' : computeMedian(values).toLocaleString('en', numbers);
  };
  const lines = Object.keys(contenders).map((key) => [
    showName(key),
    show(http, key, 'rate'),
    show(http, key, 'p50', 1),
    show(http, key, 'p99', 1),
    show(http, key, 'cpu'),
    show(http, key, 'delayP99', 1),
    show(tls, key, 'rate'),
    show(far, key, 'p50', 2),
  ]);
  const head = ['page', 'pages/s', 'p50 ms', 'p99 ms', 'CPU µs', 'loop delay p99 ms', 'TLS pages/s', 'far p50 ms'];
  return makeTable(head, lines);
}

/** The folder that a run writes to unless told otherwise. */
export const docs = fileURLToPath(new URL('../../docs/internals/', import.meta.url));

/**
 * Puts the text between the markers of this name in `performance.md`, below a line about the machine that says nothing by
 * which it could be found; what stands around the markers stays as it is.
 */
export async function writeSection(name: string, text: string, folder = docs): Promise<void> {
  const file = join(folder, 'performance.md');
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const old = await readFile(file, 'utf8').catch(() => `# Performance\n\n${start}\n${end}\n`);
  const [before, after] = [old.split(start)[0], old.split(end)[1]];
  if (before === undefined || after === undefined) throw new Error(`${file} lacks the markers ${start} and ${end}`);
  const model = cpus()[0]?.model.trim() ?? 'unknown CPU';
  const machine = `Machine: ${cpus().length} × ${model}, ${process.platform} ${process.arch}, Node ${process.version}.`;
  await writeFile(file, `${before}${start}\n\n${machine} ${text}\n\n${end}${after}`);
}
