/** The table at the end of a soak, and what of it must be so. */

import type { Sandbox } from 'express-plenigo/sandbox';

/** What happened to all readers together. */
export class Tally {
  requests = 0;
  /** How many HTML pages came with 200. */
  pages = 0;
  /** How many readers got through the sign-up. */
  signUps = 0;
  logIns = 0;
  /** How many pages did not know what the reader had bought. */
  unavailable = 0;
  /** How many clicks on the buy button had to be repeated. */
  clicksAgain = 0;
  /** Each 5xx for a page or a form, and each site that did not answer, as `GET /path: 500`. */
  readonly failures: string[] = [];
  /** What must never happen: the reader was taken for somebody else, a click was refused, a login failed. */
  readonly faults: string[] = [];
}

/** What plenigo has on its books. */
export interface Account {
  readonly calls: number;
  /** How many registrations succeeded. */
  readonly registrations: number;
  /** The customers, with the ids of what they bought, as often as they bought it. */
  readonly customers: readonly { readonly email: string; readonly bought: readonly string[] }[];
  readonly tokens: number;
  /** How often somebody tried to log in with a token that had been used, was too old, or was never given out. */
  readonly tokenFailures: Sandbox['tokenFailures'];
}

export interface Outcome {
  readonly seconds: number;
  readonly secondsAway: number;
  readonly tally: Tally;
  readonly account: Account;
  /** How many of the purchases on the sandbox's books their buyers can read at the end. */
  readonly found: number;
  /** The memory of each process of the site, after a collection. */
  readonly memory: { readonly start: NodeJS.MemoryUsage[]; readonly end: NodeJS.MemoryUsage[] };
}

export interface Row {
  readonly name: string;
  readonly value: string;
  /** What it must be; where it is absent, any value is right. */
  readonly must?: string;
}

export const show = (name: string, value: number | string): Row => ({ name, value: String(value) });

export const must = (name: string, value: number, be: number): Row => ({ ...show(name, value), must: String(be) });

const showMib = (bytes: number) => (bytes / 2 ** 20).toFixed(0);

const showMemory = (list: readonly NodeJS.MemoryUsage[]) =>
  list.map(({ heapUsed, rss }) => `${showMib(heapUsed)} (${showMib(rss)})`).join(', ');

/** A run in which nobody bought anything proves nothing, so that is broken, too. */
export function makeRows({ seconds, secondsAway, tally, account, found, memory }: Outcome): Row[] {
  const { customers, registrations, tokens, tokenFailures } = account;
  const bought = customers.map((customer) => customer.bought);
  const purchases = bought.flat().length;
  const twice = bought.filter((ids) => new Set(ids).size < ids.length).length;
  return [
    show('duration', `${seconds} s, of which plenigo was away for ${secondsAway} s`),
    show('requests by readers', tally.requests),
    show('pages', `${tally.pages} (${(tally.pages / seconds).toFixed(0)} a second)`),
    show('calls at plenigo', `${account.calls}, one in ten of them failed on purpose`),
    must('errors seen by readers (5xx, no answer)', tally.failures.length, 0),
    must('readers taken for another, logged out or refused', tally.faults.length, 0),
    show('pages without checkout because plenigo did not answer', tally.unavailable),
    show('clicks that had to be repeated for the same reason', tally.clicksAgain),
    show('readers signed up, logins', `${tally.signUps}, ${tally.logIns}`),
    must('customers at plenigo', customers.length, tally.signUps),
    must('registrations per reader', registrations / tally.signUps, 1),
    { ...show('purchases made', purchases), ...(purchases === 0 && { must: 'more' }) },
    must('purchases found', found, purchases),
    must('readers who paid twice for the same', twice, 0),
    show('login tokens made', tokens),
    must('login tokens used twice', tokenFailures.used, 0),
    must('login tokens refused for another reason', tokenFailures.expired + tokenFailures.unknown, 0),
    show('heap (resident) of each process at the start, MiB', showMemory(memory.start)),
    show('heap (resident) of each process at the end, MiB', showMemory(memory.end)),
  ];
}

/** Whether a row is not what it must be. */
export const isBroken = ({ value, must }: Row): boolean => must !== undefined && value !== must;

/** Prints a table, and lets the process end as what must be so is or is not. */
export function print(table: readonly Row[]): void {
  const width = Math.max(...table.map(({ name }) => name.length));
  for (const row of table) {
    const verdict = isBroken(row) ? `  MUST BE ${row.must}` : '  ok';
    console.log(`${row.name.padEnd(width)}  ${row.value}${row.must === undefined ? '' : verdict}`);
  }
  process.exitCode = table.some(isBroken) ? 1 : 0;
}
