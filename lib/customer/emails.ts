/** Tells plenigo the e-mail addresses of customers: beside the pages, none of which waits or fails for it. */

import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { hasCode, PlenigoCustomerError } from '../base/errors.js';
import type { Reporter } from '../base/reporter.js';
import type { Platform } from '../platform/platform.js';
import type { Buyer } from '../platform/user.js';
import { withBudget } from '../transport/budget.js';
import type { CustomerRecord, Records } from './records.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What was told longer ago is told again, so that whatever two processes or devices disagree on heals by itself. */
const DAY = 24 * HOUR;
/** Two devices that name two addresses in turn must not cause a change with every page. */
const TRIES_A_MINUTE = 5;
/** A process watches so many readers with changes. */
const READERS = 10_000;

/** The changes of one reader: what is under way, and what was tried. */
class Changes {
  /** Each change waits for the one before, and this is the last of them. */
  last: { readonly email: string; readonly done: Promise<void> } | undefined;
  tries: { readonly email: string; readonly at: number }[] = [];
  /** An address that belongs to another customer, and until when it is not tried again. */
  conflict: { readonly email: string; readonly until: number } | undefined;
}

export interface EmailChange {
  /** Absent for a change outside of any request. */
  readonly req: Request | undefined;
  readonly user: Buyer;
}

/** Whether plenigo may not know the user's address, or was told it long ago. */
export function isOutdated(record: CustomerRecord, { email }: Buyer): boolean {
  return record.email !== email || Date.now() - record.at >= DAY;
}

export class Emails {
  readonly #platform: Platform;
  readonly #records: Records;
  /** In ms, for each change. */
  readonly #timeout: number;
  readonly #reporter: Reporter;
  readonly #readers = new LRUCache<string, Changes>({ max: READERS, memoMethod: () => new Changes() });

  constructor(platform: Platform, records: Records, { timeout, reporter }: { timeout: number; reporter: Reporter }) {
    this.#platform = platform;
    this.#records = records;
    this.#timeout = timeout;
    this.#reporter = reporter;
  }

  /**
   * Tells plenigo the user's address, one change after the other; the record then says what plenigo knows.
   * @throws `email-conflict`, and what the call throws.
   */
  async tell({ req, user }: EmailChange): Promise<void> {
    const changes = this.#readers.memo(user.id);
    const mine = { email: user.email, done: this.#change(changes, { req, user }) };
    changes.last = mine;
    try {
      await mine.done;
    } finally {
      if (changes.last === mine) changes.last = undefined;
    }
  }

  /**
   * Tells plenigo the user's address if the record says that plenigo may not know it.
   * @throws `email-conflict`, `email-unstable`, and what the call throws.
   */
  async bringUpToDate({ req, user, record }: EmailChange & { record: CustomerRecord }): Promise<void> {
    if (!isOutdated(record, user)) return;
    const now = Date.now();
    const { email } = user;
    const changes = this.#readers.memo(user.id);
    const { last, conflict } = changes;
    if (last?.email === email) return last.done;
    if (conflict?.email === email && now < conflict.until) return;
    changes.tries = changes.tries.filter(({ at }) => now - at < MINUTE);
    if (changes.tries.length < TRIES_A_MINUTE) {
      changes.tries.push({ email, at: now });
      return this.tell({ req, user });
    }
    // Tries of one and the same address that failed say nothing about the site.
    const isUnstable = changes.tries.some((tried) => tried.email !== email);
    if (isUnstable && this.#reporter.isDue(`email-unstable ${user.id}`, MINUTE)) {
      throw new PlenigoCustomerError('email-unstable');
    }
  }

  async #change(changes: Changes, { req, user }: EmailChange): Promise<void> {
    // Whatever becomes of the change before is told to whoever asked for it.
    await changes.last?.done.catch(() => {});
    const { id: userId, email } = user;
    const record = await this.#records.load(req, userId);
    try {
      const change = { customer: record ?? { userId }, email };
      await withBudget(this.#timeout, (budget) => this.#platform.changeEmail(change, budget));
    } catch (error) {
      // plenigo may have carried it out all the same, and only being told again makes that sure.
      if (record) await this.#records.keep(req, { ...record, email: undefined, at: Date.now() });
      if (!hasCode(error, 'email-exists')) throw error;
      changes.conflict = { email, until: Date.now() + HOUR };
      throw new PlenigoCustomerError('email-conflict', { cause: error });
    }
    await this.#records.keep(req, { userId, customerId: record?.customerId, email, at: Date.now() });
  }
}
