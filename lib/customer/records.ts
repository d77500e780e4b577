/** What is remembered of customers, and where: enough to skip the search and to know what plenigo was told, never a token. */

import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { isObject, parseJson } from '../base/check.js';
import { inSession, sessionOf } from '../base/session.js';
import type { SharedStore } from '../platform/store.js';

/** One user of the site who is known to be a customer. */
export interface CustomerRecord {
  readonly userId: string;
  /** The address that plenigo was last told; absent where that is not known. */
  readonly email: string | undefined;
  /** plenigo's own id; absent when the customer was found by the site's user id. */
  readonly customerId: string | undefined;
  /** When that was, in ms since 1970: of two records the newer one is right. */
  readonly at: number;
}

/** So many readers a process remembers without a store; about 200 bytes each. */
const MEMORY_SIZE = 10_000;

export type Records = ReturnType<typeof createRecords>;

/** Records in the site's store, if it has one; else in this process, and in the session where the site saves that anyway. */
export function createRecords(store: SharedStore | undefined, companyId: string) {
  // Of the company: a session holds what several companies' middlewares put there.
  const key = `plenigo:${companyId}`;
  const memory = new LRUCache<string, CustomerRecord>({ max: MEMORY_SIZE });
  // Under which a session has what waits for its save: a WeakMap of sessions costs a page as much as three signatures.
  const waitingKey = Symbol('record');

  /**
   * Puts the record where the site saves this session by itself. This package never does: it would undo what other
   * requests have written meanwhile, and bring back a session that a logout has destroyed.
   */
  function joinSession(req: Request | undefined, record: CustomerRecord): void {
    const session = sessionOf(req);
    if (req === undefined || session === undefined) return;
    const { save } = session;
    // As cookie-session has it: sent anew to the browser only if the site has changed it.
    const isCookie = 'isChanged' in session;
    // Begun by this request, at a login.
    const isBegun = isCookie ? session.isChanged === true : isNew(req);
    // One that holds nothing is nobody's, unless the site saves it.
    if (isBegun && Object.keys(session).some((name) => name !== 'cookie')) session[key] = written(record);
    else if (typeof save === 'function') {
      const waiting = (session as { [key: symbol]: { record: CustomerRecord } | undefined })[waitingKey];
      if (waiting !== undefined) {
        waiting.record = record;
        return;
      }
      const mine = { record };
      // A session that takes nothing new is left alone.
      if (!Reflect.defineProperty(session, waitingKey, { value: mine, configurable: true })) return;
      const value = function saveWithRecord(this: Record<string, unknown>, ...args: unknown[]): unknown {
        this[key] = written(mine.record);
        return Reflect.apply(save, this, args);
      };
      Reflect.defineProperty(session, 'save', { value, configurable: true, writable: true });
    }
  }

  return {
    /** The record of this user; a fault of the store counts as none. At once, if there is no store. */
    load(req: Request | undefined, userId: string): CustomerRecord | undefined | Promise<CustomerRecord | undefined> {
      if (store !== undefined) {
        return store.get(`${key}:${userId}`).then((value) => parse(value, userId));
      }
      const remembered = memory.get(userId);
      const kept = parse(inSession(req, key), userId);
      if (remembered === undefined || (kept?.at ?? 0) > remembered.at) return kept;
      // A reader's second device, or one whose session was not saved so far.
      if (remembered.at !== kept?.at) joinSession(req, remembered);
      return remembered;
    },
    async keep(req: Request | undefined, record: CustomerRecord): Promise<void> {
      if (store !== undefined) {
        await store.set(`${key}:${record.userId}`, written(record));
        return;
      }
      memory.set(record.userId, record);
      joinSession(req, record);
    },
  };
}

/** As others keep it. A text: express-session copies and hashes a session four times a page, field by field. */
const written = (record: CustomerRecord): string => JSON.stringify(record);

/**
 * The record in what was kept, if it is one and of this user: a session can change hands, a store can be edited. Some stores
 * read JSON by themselves.
 */
function parse(kept: unknown, userId: string): CustomerRecord | undefined {
  const value = typeof kept === 'string' ? parseJson(kept) : kept;
  if (!isObject(value) || value.userId !== userId) return undefined;
  const { email, customerId, at } = value;
  return {
    userId,
    email: typeof email === 'string' ? email : undefined,
    customerId: typeof customerId === 'string' ? customerId : undefined,
    // By a clock that was wrong it would be right for good; a few seconds are between any two machines.
    at: typeof at === 'number' && at < Date.now() + 60_000 ? at : 0,
  };
}

/** The browser has not sent this session's id, so no other request can be using it. */
function isNew(req: Request): boolean {
  const { sessionID } = req as { sessionID?: unknown };
  if (typeof sessionID !== 'string') return false;
  const { cookie = '' } = req.headers;
  return !cookie.includes(sessionID) && !cookie.includes(encodeURIComponent(sessionID));
}
