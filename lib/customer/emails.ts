/** Tells plenigo the e-mail addresses of customers: beside the pages, none of which waits or fails for it. */

import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { PlenigoCustomerError, PlenigoError, type PlenigoErrorCode } from '../errors.js';
import type { Buyer, Platform } from '../platform.js';
import { Budget } from '../transport/budget.js';
import type { CustomerRecord, Records } from './records.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What was told longer ago is told again: so what two processes or devices disagree on heals by itself. */
const DAY = 24 * HOUR;
/** Two devices that name two addresses in turn must not make a change of every page. */
const TRIES_A_MINUTE = 5;
/** So many readers with changes a process watches. */
const READERS = 10_000;

/** After these plenigo has not carried the change out; after any other error that is unknown. */
const REFUSALS: ReadonlySet<PlenigoErrorCode> = new Set([
  'invalid-parameters',
  'invalid-credentials',
  'module-missing',
  'closed-user-group-missing',
  'forbidden',
  'customer-not-found',
  'email-exists',
  'registration-locked',
  'rate-limited',
  'circuit-open',
]);

/** What is under way for one reader, and what was tried. */
interface Reader {
  /** The last of the changes that wait for one another. */
  last: { email: string; done: Promise<void> } | undefined;
  tries: { email: string; at: number }[];
  /** Told of the tries of this minute. */
  isWarned: boolean;
  /** An address of another customer: not tried again before `until`. */
  conflict: { email: string; until: number } | undefined;
}

/** What one request knows of its reader. */
interface Told {
  readonly req: Request | undefined;
  readonly record: CustomerRecord;
  readonly user: Buyer;
}

interface Terms {
  readonly platform: Platform;
  readonly records: Records;
  readonly timeout: number;
}

export class Emails {
  readonly #terms: Terms;
  readonly #readers = new LRUCache<string, Reader>({ max: READERS });

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  /**
   * Tells plenigo the user's address if it may not know it, one change after the other.
   * @throws `email-conflict`, `email-unstable`, and what the call throws.
   */
  async bringUpToDate({ req, record, user }: Told): Promise<void> {
    const now = Date.now();
    if (record.email === user.email && now - record.at < DAY) return;
    const reader = this.#reader(user.id);
    if (reader.last?.email === user.email) return reader.last.done;
    const { conflict } = reader;
    if (conflict?.email === user.email && now < conflict.until) return;
    reader.tries = reader.tries.filter(({ at }) => now - at < MINUTE);
    if (reader.tries.length >= TRIES_A_MINUTE) {
      // Tries that failed say nothing about the site.
      const isUnstable = reader.tries.some(({ email }) => email !== user.email);
      if (reader.isWarned || !isUnstable) return;
      reader.isWarned = true;
      throw new PlenigoCustomerError('email-unstable');
    }
    reader.isWarned = false;
    reader.tries.push({ email: user.email, at: now });
    const before = reader.last?.done.catch(() => {}) ?? Promise.resolve();
    const done = before.then(() => this.tell({ req, record, user }));
    const mine = { email: user.email, done };
    reader.last = mine;
    try {
      await done;
    } finally {
      if (reader.last === mine) reader.last = undefined;
    }
  }

  /**
   * Tells plenigo the user's address, now; the record says what it knows then.
   * @throws `email-conflict`, and what the call throws.
   */
  async tell({ req, record, user }: Told): Promise<void> {
    const { platform, records, timeout } = this.#terms;
    const { email: _before, ...rest } = record;
    const budget = new Budget(timeout);
    try {
      await platform.changeEmail({ customer: record, email: user.email }, budget);
    } catch (error) {
      if (!(error instanceof PlenigoError)) throw error;
      if (!REFUSALS.has(error.code)) await records.keep(req, { ...rest, at: Date.now() });
      if (error.code !== 'email-exists') throw error;
      this.#reader(user.id).conflict = { email: user.email, until: Date.now() + HOUR };
      throw new PlenigoCustomerError('email-conflict', { cause: error });
    } finally {
      budget.close();
    }
    await records.keep(req, { ...rest, email: user.email, at: Date.now() });
  }

  #reader(userId: string): Reader {
    let reader = this.#readers.get(userId);
    if (reader === undefined) {
      reader = { last: undefined, tries: [], isWarned: false, conflict: undefined };
      this.#readers.set(userId, reader);
    }
    return reader;
  }
}
