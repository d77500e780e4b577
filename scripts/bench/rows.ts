/** The rows of the table: each a ratio, some with a target, from the figures of one run. */

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

function atLeast(limit: number, what: string, ratios: readonly number[]): Row {
  const verdict = computeMedian(ratios) >= limit ? 'met' : '**missed**';
  return { ...show(what, ratios), target: `≥ ${limit}`, verdict };
}

function atMost(limit: number, what: string, ratios: readonly number[]): Row {
  const verdict = computeMedian(ratios) <= limit ? 'met' : '**missed**';
  return { ...show(what, ratios), target: `≤ ${limit}`, verdict };
}

export function makeRows({ http, tls, far, calls, heaps }: Figures): Row[] {
  /** The first contender's figure ÷ the second's. */
  const compare = (rounds: Rounds, figure: keyof Round, a: ContenderKey, b: ContenderKey) =>
    divide(pick(rounds, a, figure), pick(rounds, b, figure));
  const wait = (a: ContenderKey, b: ContenderKey) => compare(far, 'p50', a, b);
  const rate = (a: ContenderKey, b: ContenderKey) => compare(http, 'rate', a, b);
  const tlsRate = (a: ContenderKey, b: ContenderKey) => compare(tls, 'rate', a, b);
  return [
    atLeast(6, 'Time to a known reader’s page, far away: (a) ÷ has-bought and token', wait('plain', 'page')),
    atLeast(6, 'The same: (a) ÷ token only, which is what (a) has', wait('plain', 'token')),
    show('The same for the floor: (a) ÷ (b)', wait('plain', 'floor')),
    show('Ten pages of a reader who has not bought, far away: (a) ÷ click mode', compareTenPages(far, 'clickKnown')),
    show('Ten articles that one subscription opens, far away: (a) ÷ click mode', compareTenPages(far, 'subscription')),
    atLeast(5, 'Pages a second, TLS: token only ÷ (a)', tlsRate('token', 'plain')),
    atLeast(5, 'Pages a second, TLS: has-bought and token ÷ (a)', tlsRate('page', 'plain')),
    show('Pages a second, TLS: has-bought and token, `undiciFetch` ÷ (a)', tlsRate('pageUndici', 'plain')),
    atLeast(0.85, 'Pages a second, TLS: token only ÷ floor (b)', tlsRate('token', 'floor')),
    atLeast(0.85, 'Pages a second: token only ÷ floor (b)', rate('token', 'floor')),
    atLeast(0.95, 'Pages a second: anonymous ÷ bare Express (c)', rate('anonymous', 'bareAnonymous')),
    atLeast(0.95, 'Pages a second: bought ÷ bare Express (c)', rate('bought', 'bareClosed')),
    atLeast(0.9, 'Pages a second: click mode, no call ÷ bare Express (c)', rate('click', 'bare')),
    atMost(
      1.1,
      'Time to a buyer’s page, far away: one to ten minutes after the last answer ÷ remembered',
      wait('boughtOld', 'bought'),
    ),
    atMost(1.1, 'The same an hour after it, while plenigo hangs', wait('boughtAway', 'bought')),
    show('The same with a store that takes 1 ms ÷ without', wait('boughtStore', 'bought')),
    show('Calls for ten pages of a buyer at ten processes, without a store', [calls.alone]),
    atMost(2, 'With a store: calls for the same pages', [calls.withStore]),
    atMost(1.2, 'Event-loop delay p99: token only ÷ floor (b)', compare(http, 'delayP99', 'token', 'floor')),
    // The caches are full when half of 30,000 readers have filled 10,000 places.
    atMost(1.05, 'Heap after 100,000 new readers ÷ after 30,000', divide(heaps.slice(9), heaps.slice(2, 3))),
  ];
}
