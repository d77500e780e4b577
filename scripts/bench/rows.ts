/** The rows of the table: each a ratio with its target, from the figures of one run. */

import { type ContenderKey, contenders } from './contenders.js';
import type { Round, Rounds } from './measure.js';
import type { Imports, MemoryPoint } from './measure-others.js';
import { divide, type Spread, showRatio, summarize } from './statistics.js';

/** Everything that one run measured. */
export interface Figures {
  /** Plain HTTP, 64 connections. */
  readonly http: Rounds;
  /** TLS without delay, 64 connections. */
  readonly tls: Rounds;
  /** TLS with 20 ms round trip, one reader. */
  readonly far: Rounds;
  readonly imports: Imports;
  readonly memory: readonly MemoryPoint[];
}

export interface Row {
  readonly what: string;
  /** As the table shows it; absent where there is none. */
  readonly target?: string;
  readonly measured: string;
  /** Absent where there is no target. */
  readonly met?: boolean;
}

/** The name of a contender for tables and plots. */
export const showName = (key: string): string => contenders[key as ContenderKey].name;

/** What a contender reached in each round. */
export const pick = (rounds: Rounds, key: string, figure: keyof Round): number[] =>
  (rounds[key] ?? []).map((round) => round[figure]);

/** The first contender's figure ÷ the second's. */
function compare(rounds: Rounds, figure: keyof Round, [a, b]: [ContenderKey, ContenderKey]): Spread {
  return summarize(divide(pick(rounds, a, figure), pick(rounds, b, figure)));
}

/** Ten pages of one reader: the plain way, which asks on each, ÷ ours, which asks on the first. */
function compareTenPages(rounds: Rounds, known: ContenderKey): Spread {
  const first = pick(rounds, 'clickAccess', 'p50');
  const ours = pick(rounds, known, 'p50').map((time, round) => (first[round] ?? Number.NaN) + 9 * time);
  const plain = pick(rounds, 'plainAccess', 'p50').map((time) => 10 * time);
  return summarize(divide(plain, ours));
}

/** The growth from the point where the caches are full (half of 30,000 readers fill 10,000 places) to the end, in per cent. */
function computeGrowth(points: readonly MemoryPoint[]): number {
  const full = points.find(({ readers }) => readers >= 30_000) ?? points[0];
  return ((points.at(-1)?.heap ?? Number.NaN) / (full?.heap ?? Number.NaN) - 1) * 100;
}

function report(what: string, ratio: Spread): Row {
  return { what, measured: showRatio(ratio) };
}

function atLeast(limit: number, what: string, ratio: Spread): Row {
  return { ...report(what, ratio), target: `≥ ${limit}`, met: ratio.median >= limit };
}

function atMost(limit: number, what: string, ratio: Spread): Row {
  return { ...report(what, ratio), target: `≤ ${limit}`, met: ratio.median <= limit };
}

export function makeRows({ http, tls, far, imports, memory }: Figures): Row[] {
  const wait = (...pair: [ContenderKey, ContenderKey]) => compare(far, 'p50', pair);
  const rate = (...pair: [ContenderKey, ContenderKey]) => compare(http, 'rate', pair);
  const tlsRate = (...pair: [ContenderKey, ContenderKey]) => compare(tls, 'rate', pair);
  const growth = computeGrowth(memory);
  const readers = memory.at(-1)?.readers.toLocaleString('en');
  return [
    atLeast(
      6,
      'Time to a known reader’s page, TLS, 20 ms round trip: (a) ÷ has-bought and token',
      wait('plain', 'page'),
    ),
    atLeast(6, 'The same with token only, as (a) has it', wait('plain', 'token')),
    report('The same for the floor: (a) ÷ (b)', wait('plain', 'floor')),
    report('The same for the floor with both calls: (a) ÷ (b)', wait('plain', 'floorAccess')),
    report('Ten pages of a reader who has not bought: (a) ÷ click mode', compareTenPages(far, 'clickKnown')),
    report('Ten articles that one subscription opens: (a) ÷ click mode', compareTenPages(far, 'subscription')),
    atLeast(5, 'Pages a second, TLS: token only ÷ (a)', tlsRate('token', 'plain')),
    atLeast(5, 'Pages a second, TLS: has-bought and token ÷ (a)', tlsRate('page', 'plain')),
    report('Pages a second, TLS: has-bought and token, `undiciFetch` ÷ (a)', tlsRate('pageUndici', 'plain')),
    atLeast(0.85, 'Pages a second, TLS: token only ÷ floor (b)', tlsRate('token', 'floor')),
    atLeast(0.85, 'Pages a second: token only ÷ floor (b)', rate('token', 'floor')),
    report('Pages a second: token only, `undiciFetch` ÷ floor (b)', rate('tokenUndici', 'floor')),
    atLeast(0.95, 'Pages a second: anonymous ÷ bare Express (c)', rate('anonymous', 'bareAnonymous')),
    atLeast(0.95, 'Pages a second: bought ÷ bare Express (c)', rate('bought', 'bareClosed')),
    atLeast(0.9, 'Pages a second: click mode, no call ÷ bare Express (c)', rate('click', 'bare')),
    atMost(1.2, 'Event-loop delay p99: token only ÷ floor (b)', compare(http, 'delayP99', ['token', 'floor'])),
    atMost(0.8, 'Importing the package ÷ importing Express', summarize(divide(imports.ours, imports.express))),
    {
      what: `Growth of the heap after the caches are full, ${readers} distinct readers`,
      target: '≤ 5 %',
      measured: `${growth.toFixed(1)} %`,
      met: growth <= 5,
    },
  ];
}
