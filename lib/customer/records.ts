/** What is remembered of customers, enough to skip the search and to know what plenigo was told; and how it is told what has changed. */

import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { isObject, parseJson, sessionOf } from '../base/check.js';
import { hasCode, PlenigoCustomerError } from '../base/errors.js';
import { MINUTE_MS } from '../base/reporter.js';
import type { Platform } from '../platform/platform.js';
import type { Buyer, CustomerHint } from '../platform/user.js';
import { ownField } from '../transport/answer.js';
import { withBudget } from '../transport/budget.js';
import { AHEAD, type Memory } from './memory.js';

/** A user of the site who is known to be a customer. The id is absent when plenigo has found them by the site's user id. */
export interface CustomerRecord extends CustomerHint {
  readonly userId: string;
  /** The address that plenigo was last told; absent where that is not known. */
  readonly email: string | undefined;
  /** When plenigo was told, in ms since 1970: of two records the newer one is right. */
  readonly at: number;
}

/** Records are in the site's store, if it has one; else in this process, and in sessions that begin with a login. */
export function createRecords(memory: Memory, companyId: string) {
  // The key holds the company id, because several companies' middlewares may share one session.
  const key = `plenigo:${companyId}`;
  /** The requests of logins, and whether the site is about to save the session even if there is nothing in it yet. */
  const logins = new WeakMap<Request, boolean>();

  /**
   * Only at a login, or into a session that this request itself has begun: a change of one that other requests use could
   * undo what they write, or bring back a session that a logout has destroyed.
   */
  function putInSession(req: Request | undefined, record: CustomerRecord): void {
    const session = sessionOf(req);
    if (req === undefined || session === undefined) return;
    const savesSession = logins.get(req);
    if (savesSession === undefined && !beginsSession(req, session)) return;
    // The site may not mean to keep a session that holds nothing of its own.
    const isEmpty = Object.keys(session).every((name) => name === 'cookie');
    // A text, because express-session copies and hashes a session four times a page, field by field.
    if (!isEmpty || savesSession) session[key] = JSON.stringify(record);
  }

  return {
    /** The record of this user. What lies in a store is read after a moment, or `anew` at once. */
    async load(req: Request | undefined, userId: string, how?: 'anew'): Promise<CustomerRecord | undefined> {
      if (memory.isShared) {
        await memory.read(userId, how);
        return readRecord(memory.find(userId)?.record, userId);
      }
      // Nobody but this process has written it.
      const remembered = memory.find(userId)?.record as CustomerRecord | undefined;
      const kept = readRecord(ownField(sessionOf(req), key), userId);
      if (remembered === undefined || (kept !== undefined && kept.at > remembered.at)) return kept;
      // A known reader may log in on a second device.
      if (remembered.at !== kept?.at) putInSession(req, remembered);
      return remembered;
    },
    async keep(req: Request | undefined, record: CustomerRecord): Promise<void> {
      if (!memory.isShared) putInSession(req, record);
      await memory.keepRecord(record.userId, record);
    },
    /** The reader logs in with this request. */
    noteLogin(req: Request, savesSession: boolean): void {
      logins.set(req, savesSession);
    },
  };
}

/**
 * The record in what was kept, if it is one of this user: a session can change hands, and a store can be edited. Some
 * stores read JSON by themselves.
 */
function readRecord(kept: unknown, userId: string): CustomerRecord | undefined {
  const value = typeof kept === 'string' ? parseJson(kept) : kept;
  if (!isObject(value) || value.userId !== userId) return undefined;
  const { email, customerId } = value;
  const readTime = (time: unknown) => (typeof time === 'number' && time < Date.now() + AHEAD ? time : 0);
  return {
    userId,
    email: typeof email === 'string' ? email : undefined,
    customerId: typeof customerId === 'string' ? customerId : undefined,
    at: readTime(value.at),
    confirmedAt: readTime(value.confirmedAt),
  };
}

/** The browser has not sent this session along, so no other request can be using it. */
function beginsSession(req: Request, session: Record<string, unknown>): boolean {
  // The session of cookie-session says so itself.
  if ('isNew' in session) return session.isNew === true;
  const { sessionID } = req as { sessionID?: unknown };
  if (typeof sessionID !== 'string') return false;
  const { cookie = '' } = req.headers;
  return !cookie.includes(sessionID) && !cookie.includes(encodeURIComponent(sessionID));
}

const HOUR_MS = 60 * MINUTE_MS;
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
  const readers = new LRUCache<string, Changes>({ max: 10_000, memoMethod: () => new Changes() });

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
