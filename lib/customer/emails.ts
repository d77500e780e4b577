/** Tells plenigo the e-mail addresses of customers: beside the pages, none of which waits or fails for it. */

import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { hasCode, PlenigoCustomerError } from '../base/errors.js';
import type { Platform } from '../platform/platform.js';
import type { Buyer } from '../platform/user.js';
import { withBudget } from '../transport/budget.js';
import type { CustomerRecord, Records } from './records.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What was told longer ago is told again: so what two processes or devices disagree on heals by itself. */
const DAY = 24 * HOUR;
/** Two devices that name two addresses in turn must not make a change of every page. */
const TRIES_A_MINUTE = 5;
/** So many readers with changes a process watches. */
const READERS = 10_000;

/** What is under way for one reader, and what was tried. */
class Reader {
  /** The last of the changes that wait for one another. */
  last: { email: string; done: Promise<void> } | undefined;
  tries: { email: string; at: number }[] = [];
  warnedAt = 0;
  /** An address of another customer: not tried again before `until`. */
  conflict: { email: string; until: number } | undefined;
}

export interface Told {
  readonly req: Request | undefined;
  readonly user: Buyer;
}

/** Whether plenigo may not know the user's address, or was told it long ago. */
export function isNews(record: CustomerRecord, { email }: Buyer): boolean {
  return record.email !== email || Date.now() - record.at >= DAY;
}

/** `timeout` is that of a change, in ms. */
export function createEmails(platform: Platform, records: Records, timeout: number) {
  const readers = new LRUCache<string, Reader>({ max: READERS, memoMethod: () => new Reader() });

  async function change(reader: Reader, { req, user: { id: userId, email } }: Told): Promise<void> {
    const record = await records.load(req, userId);
    try {
      const wish = { customer: record ?? { userId }, email };
      await withBudget(timeout, (budget) => platform.changeEmail(wish, budget));
    } catch (error) {
      // plenigo may have carried it out all the same: only being told again makes that sure.
      if (record) await records.keep(req, { ...record, email: undefined, at: Date.now() });
      if (!hasCode(error, 'email-exists')) throw error;
      reader.conflict = { email, until: Date.now() + HOUR };
      throw new PlenigoCustomerError('email-conflict', { cause: error });
    }
    await records.keep(req, { userId, customerId: record?.customerId, email, at: Date.now() });
  }

  /**
   * Tells plenigo the user's address, one change after the other; the record says what it knows then.
   * @throws `email-conflict`, and what the call throws.
   */
  function tell(told: Told): Promise<void> {
    const reader = readers.memo(told.user.id);
    const before = reader.last?.done.catch(() => {}) ?? Promise.resolve();
    const done = before
      .then(() => change(reader, told))
      .finally(() => {
        if (reader.last === mine) reader.last = undefined;
      });
    const mine = { email: told.user.email, done };
    reader.last = mine;
    return done;
  }

  /**
   * Tells plenigo the user's address if the record says that it may not know it.
   * @throws `email-conflict`, `email-unstable`, and what the call throws.
   */
  async function bringUpToDate({ req, user, record }: Told & { record: CustomerRecord }): Promise<void> {
    if (!isNews(record, user)) return;
    const now = Date.now();
    const { email } = user;
    const reader = readers.memo(user.id);
    const { last, conflict } = reader;
    if (last?.email === email) return last.done;
    if (conflict?.email === email && now < conflict.until) return;
    reader.tries = reader.tries.filter(({ at }) => now - at < MINUTE);
    if (reader.tries.length < TRIES_A_MINUTE) {
      reader.tries.push({ email, at: now });
      return tell({ req, user });
    }
    // Tries that failed say nothing about the site.
    const isUnstable = reader.tries.some((tried) => tried.email !== email);
    if (!isUnstable || now - reader.warnedAt < MINUTE) return;
    reader.warnedAt = now;
    throw new PlenigoCustomerError('email-unstable');
  }

  return { tell, bringUpToDate };
}
