/** What is remembered of customers, and where: enough to skip the search and to know what plenigo was told, never a token. */

import type { Request } from 'express';
import { isObject, parseJson, sessionOf } from '../base/check.js';
import type { CustomerHint } from '../platform/user.js';
import { ownField } from '../transport/answer.js';
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
