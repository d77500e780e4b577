/** Tells plenigo the e-mail addresses of customers: beside the pages, none of which waits or fails for it. */

import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { hasCode, PlenigoCustomerError } from '../base/errors.js';
import { READERS } from '../base/memo.js';
import { HOUR_MS, MINUTE_MS } from '../base/reporter.js';
import type { Platform } from '../platform/platform.js';
import type { Buyer } from '../platform/user.js';
import { withBudget } from '../transport/budget.js';
import type { CustomerRecord, createRecords } from './records.js';

/** What was told longer ago is told again, so that whatever two processes or devices disagree on heals by itself. */
const DAY_MS = 24 * HOUR_MS;
/** Two devices that name two addresses in turn must not cause a change with every page. */
const TRIES_A_MINUTE = 5;

/** The changes of one reader's address: what is under way, what waits for it, and what was tried. */
class Changes {
  running: Promise<void> | undefined;
  waiting: Promise<void> | undefined;
  /** What is under way, or what waits if something does. */
  newest: EmailChange | undefined;
  /** The addresses that were tried since then. */
  tries: string[] = [];
  triedSince = Number.NEGATIVE_INFINITY;
  /** An address that belongs to another customer, and until when it is not tried again. */
  conflict: { readonly email: string; readonly until: number } | undefined;
}

/** `req` is absent for a change outside of any request. */
type EmailChange = Readonly<{ req: Request | undefined; user: Buyer }>;

/** Whether plenigo may not know the user's address, or was told it long ago. */
export function isOutdated(record: CustomerRecord, { email }: Buyer): boolean {
  return record.email !== email || Date.now() - record.at >= DAY_MS;
}

/** `timeout` is the time that one change may take, in ms. */
export function createEmails(platform: Platform, records: ReturnType<typeof createRecords>, timeout: number) {
  const readers = new LRUCache<string, Changes>({ ...READERS, memoMethod: () => new Changes() });

  /**
   * Tells plenigo the user's address; the record then says what plenigo knows. While one change is under way, one more
   * waits: the newest. Whoever asked for one that it has replaced gets the outcome of the newest.
   * @throws `email-conflict`, and what the call throws.
   */
  function tell(change: EmailChange): Promise<void> {
    const changes = readers.memo(change.user.id);
    changes.newest = change;
    changes.waiting ??= startNewest(changes);
    return changes.waiting;
  }

  async function startNewest(changes: Changes): Promise<void> {
    // Whatever becomes of the change before is told to whoever asked for it.
    await changes.running?.catch(() => {});
    [changes.running, changes.waiting] = [changes.waiting, undefined];
    try {
      if (changes.newest !== undefined) await carryOut(changes, changes.newest);
    } finally {
      changes.running = undefined;
    }
  }

  async function carryOut(changes: Changes, { req, user: { id: userId, email } }: EmailChange): Promise<void> {
    const record = await records.load(req, userId);
    const { customerId, confirmedAt = 0 } = record ?? {};
    const keep = (told: string | undefined) =>
      records.keep(req, { userId, customerId, email: told, at: Date.now(), confirmedAt });
    try {
      await withBudget(timeout, (budget) => platform.changeEmail({ userId, email }, budget));
    } catch (error) {
      // plenigo may have carried it out all the same, and only being told again makes that sure.
      if (record) await keep(undefined);
      if (!hasCode(error, 'email-exists')) throw error;
      changes.conflict = { email, until: Date.now() + HOUR_MS };
      throw new PlenigoCustomerError('email-conflict', { cause: error });
    }
    await keep(email);
  }

  /** Tells plenigo the user's address where the record says that it may not know it. @throws what `tell` does, and `email-unstable`. */
  async function bringUpToDate({ req, user, record: known }: EmailChange & { record: CustomerRecord }): Promise<void> {
    if (!isOutdated(known, user)) return;
    // Another process may have told it since the record was read.
    const record = (await records.load(req, user.id, 'anew')) ?? known;
    if (!isOutdated(record, user)) return;
    const now = Date.now();
    const { email } = user;
    const changes = readers.memo(user.id);
    const underWay = changes.waiting ?? changes.running;
    if (underWay !== undefined && changes.newest?.user.email === email) return underWay;
    if (changes.conflict?.email === email && now < changes.conflict.until) return;
    if (now - changes.triedSince >= MINUTE_MS) Object.assign(changes, { tries: [], triedSince: now });
    if (changes.tries.length > TRIES_A_MINUTE) return;
    changes.tries.push(email);
    if (changes.tries.length <= TRIES_A_MINUTE) return tell({ req, user });
    // Tries of one and the same address that failed say nothing about the site.
    if (new Set(changes.tries).size > 1) throw new PlenigoCustomerError('email-unstable');
  }

  return { tell, bringUpToDate };
}
