/** The rows of the table: each a ratio with its target, from the figures of one run. */

import { type ContenderKey, contenders, type Round, type Rounds } from './measure.js';
import type { Importing, MemoryPoint, Signing } from './measure-others.js';
import { ratioOf, type Spread } from './statistics.js';

/** Everything that one run measured. */
export interface Figures {
  /** Plain HTTP, 64 connections. */
  readonly http: Rounds;
  /** TLS without delay, 64 connections. */
  readonly tls: Rounds;
  /** TLS with 20 ms round trip, few connections. */
  readonly far: Rounds;
  readonly signing: Record<'managed' | 'foreign', Signing>;
  readonly importing: Importing;
  /** Bytes, gzipped. */
  readonly script: number;
  readonly memory: readonly MemoryPoint[];
}

export interface Row {
  readonly what: string;
  /** As the table shows it. */
  readonly target: string;
  readonly measured: string;
  /** Absent where there is no target. */
  readonly met?: boolean;
}

const ratio = (value: number) => value.toFixed(2);

const withSpread = ({ median, low, high }: Spread) => `${ratio(median)} (${ratio(low)} to ${ratio(high)})`;

function compare(rounds: Rounds, figure: keyof Round, [a, b]: [ContenderKey, ContenderKey]): Spread {
  const values = (key: ContenderKey) => (rounds[key] ?? []).map((round) => round[figure]);
  return ratioOf(values(a), values(b));
}

/** Ten pages of one reader, ms: ours asks on the first, the plain way on each. */
function tenPages(rounds: Rounds, known: ContenderKey): Spread {
  const times = (key: ContenderKey) => (rounds[key] ?? []).map(({ p50 }) => p50);
  const first = times('clickAccess');
  const ours = times(known).map((time, round) => (first[round] ?? Number.NaN) + 9 * time);
  const plain = times('plainAccess').map((time) => 10 * time);
  return ratioOf(plain, ours);
}

function atLeast(what: string, limit: number, spread: Spread): Row {
  return {
    what,
    target: `≥ ${limit}`,
    measured: withSpread(spread),
    met: spread.median >= limit,
  };
}

function atMost(what: string, limit: number, spread: Spread): Row {
  return {
    what,
    target: `≤ ${limit}`,
    measured: withSpread(spread),
    met: spread.median <= limit,
  };
}

function noTarget(what: string, spread: Spread): Row {
  return { what, target: 'none', measured: withSpread(spread) };
}

/** Growth from the point where the caches are full (the half of the readers who bought fill 10,000 places) to the end. */
export function memoryGrowth(points: readonly MemoryPoint[]): number {
  const last = points.at(-1);
  const full = points.find(({ readers }) => readers >= 30_000) ?? points[0];
  if (last === undefined || full === undefined) throw new Error('no memory was measured');
  return last.heapUsed / full.heapUsed - 1;
}

export function rowsOf({ http, tls, far, signing, importing, script, memory }: Figures): Row[] {
  const growth = memoryGrowth(memory);
  return [
    atLeast(
      'Page view of a known reader, TLS, 20 ms round trip: (a) ÷ ours with has-bought and token, p50',
      6,
      compare(far, 'p50', ['plain', 'page']),
    ),
    atLeast('The same with token only, as (a) has it', 6, compare(far, 'p50', ['plain', 'token'])),
    noTarget('The same for the floor: (a) ÷ (b)', compare(far, 'p50', ['plain', 'floor'])),
    noTarget('The same for the floor with both calls: (a) ÷ (b)', compare(far, 'p50', ['plain', 'floorAccess'])),
    noTarget(
      'Ten pages of a reader who has not bought, TLS, 20 ms round trip: asked on each page ÷ click mode',
      tenPages(far, 'clickKnown'),
    ),
    noTarget('The same for ten articles that one subscription opens', tenPages(far, 'subscription')),
    atLeast(
      'Throughput at 64 connections, TLS without delay: ours with token only ÷ (a)',
      5,
      compare(tls, 'rate', ['token', 'plain']),
    ),
    atLeast('The same: ours with has-bought and token ÷ (a)', 5, compare(tls, 'rate', ['page', 'plain'])),
    atLeast('Throughput, token only: ours ÷ floor (b)', 0.85, compare(http, 'rate', ['token', 'floor'])),
    atLeast('Throughput, token only, TLS: ours ÷ floor (b)', 0.85, compare(tls, 'rate', ['token', 'floor'])),
    noTarget(
      'Throughput, TLS, with `undiciFetch`: ours with has-bought and token ÷ (a)',
      compare(tls, 'rate', ['pageUndici', 'plain']),
    ),
    noTarget(
      'Throughput, token only, with `undiciFetch`: ours ÷ floor (b)',
      compare(http, 'rate', ['tokenUndici', 'floor']),
    ),
    atLeast(
      'Throughput, anonymous: ours ÷ bare Express (c)',
      0.95,
      compare(http, 'rate', ['anonymous', 'bareAnonymous']),
    ),
    atLeast('Throughput, bought: ours ÷ bare Express (c)', 0.95, compare(http, 'rate', ['bought', 'bareClosed'])),
    atLeast(
      'Throughput, click mode without access check: ours ÷ bare Express (c)',
      0.9,
      compare(http, 'rate', ['click', 'bare']),
    ),
    atMost(
      '`createPaymentData` + snippet, managed product (id) ÷ one HMAC over the same bytes',
      2.5,
      signing.managed.ratio,
    ),
    atMost(
      '`createPaymentData` + snippet, foreign product (price, title, type) ÷ one HMAC over the same bytes',
      2.5,
      signing.foreign.ratio,
    ),
    atMost('Importing the package ÷ importing express, fresh process', 0.8, importing.ratio),
    {
      what: 'Browser script, minified and gzipped',
      target: '≤ 1.5 kB',
      measured: `${(script / 1000).toFixed(2)} kB`,
      met: script <= 1500,
    },
    {
      what: `Memory, ${(memory.at(-1)?.readers ?? 0).toLocaleString('en')} distinct readers: growth of the heap after the caches are full`,
      target: '0 (flat within 5 %)',
      measured: `${(growth * 100).toFixed(1)} %`,
      met: growth <= 0.05,
    },
    atMost(
      'Event-loop delay p99, 64 connections, token only: ours ÷ floor (b)',
      1.2,
      compare(http, 'delayP99', ['token', 'floor']),
    ),
  ];
}

/** The name of a contender for tables and plots. */
export const nameOf = (key: string): string => contenders[key as ContenderKey].name;
