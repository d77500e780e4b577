// The table at the end of a soak, and what of it must be so.

import type { Tally } from './browser.js';
import type { Account, Memory } from './messages.js';
import type { Events } from './reader.js';

export interface Outcome {
  readonly seconds: number;
  readonly secondsAway: number;
  readonly tally: Tally;
  readonly events: Events;
  readonly account: Account;
  /** Purchases that their buyers can read at the end, of those that the sandbox has on its books. */
  readonly found: number;
  /** Of each process of the site. */
  readonly memory: { readonly start: readonly Memory[]; readonly end: readonly Memory[] };
}

export interface Row {
  readonly name: string;
  readonly value: string;
  /** What it must be; undefined: it is what it is. */
  readonly must?: string;
}

const sizes = (list: readonly Memory[]) =>
  list.map(({ heap, rss }) => `${heap.toFixed(0)} (${rss.toFixed(0)})`).join(', ');

/** A run in which nobody bought anything proves nothing, so that is broken, too. */
export function rows({ seconds, secondsAway, tally, events, account, found, memory }: Outcome): Row[] {
  const bought = account.customers.map((customer) => customer.bought);
  const purchases = bought.flat().length;
  const twice = bought.filter((ids) => new Set(ids).size < ids.length).length;
  const perReader = account.registrations / events.signUps;
  return [
    { name: 'duration', value: `${seconds} s, of which plenigo was away for ${secondsAway} s` },
    { name: 'requests by readers', value: String(tally.requests) },
    { name: 'pages', value: `${tally.pages} (${(tally.pages / seconds).toFixed(0)} a second)` },
    { name: 'calls at plenigo', value: `${account.calls}, one in ten of them failed on purpose` },
    { name: 'errors seen by readers (5xx, no answer)', value: String(tally.failures.length), must: '0' },
    {
      name: 'readers taken for another, logged out or refused',
      value: String(events.faults.length),
      must: '0',
    },
    { name: 'pages without checkout because plenigo did not answer', value: String(events.unavailable) },
    { name: 'clicks that had to be repeated for the same reason', value: String(events.clicksAgain) },
    { name: 'readers signed up, logins', value: `${events.signUps}, ${events.logIns}` },
    { name: 'customers at plenigo', value: String(account.customers.length), must: String(events.signUps) },
    { name: 'registrations per reader', value: String(perReader), must: '1' },
    { name: 'purchases made', value: String(purchases), ...(purchases === 0 && { must: 'more' }) },
    { name: 'purchases found', value: String(found), must: String(purchases) },
    { name: 'readers who paid twice for the same', value: String(twice), must: '0' },
    { name: 'login tokens made', value: String(account.tokens) },
    { name: 'login tokens used twice', value: String(account.tokenFailures.used), must: '0' },
    {
      name: 'login tokens refused for another reason',
      value: String(account.tokenFailures.expired + account.tokenFailures.unknown),
      must: '0',
    },
    { name: 'heap (resident) of each process at the start, MiB', value: sizes(memory.start) },
    { name: 'heap (resident) of each process at the end, MiB', value: sizes(memory.end) },
  ];
}

/** Whether a row is not what it must be. */
export function isBroken({ value, must }: Row): boolean {
  return must !== undefined && value !== must;
}

export function print(table: readonly Row[]): void {
  const width = Math.max(...table.map(({ name }) => name.length));
  for (const row of table) {
    const { name, value, must } = row;
    const verdict = must === undefined ? '' : isBroken(row) ? `  MUST BE ${must}` : '  ok';
    console.log(`${name.padEnd(width)}  ${value}${verdict}`);
  }
}
