/** Records in the site's session, written without touching anything else that is in it. */

import type { Request } from 'express';
import { type CustomerRecord, isSameRecord, parseRecord, type Records } from './record.js';
import { isSessionStore, mergeIntoSession, type SessionData, type SessionStore } from './session-store.js';
import { forgiving, type MemoryRecords, type StoreTerms } from './store-records.js';

/** The one key this package uses in a session. */
const KEY = 'plenigo';

/** What a session middleware leaves at a request; its types are an optional peer. */
interface SessionFields {
  session?: unknown;
  sessionID?: unknown;
  sessionStore?: unknown;
}

/** A request's session, with all that is needed to write to it. */
interface Session {
  readonly data: SessionData;
  /** Where it is kept, and under which id; undefined: in a cookie, as cookie-session does. */
  readonly kept: { readonly store: SessionStore; readonly id: string } | undefined;
  /** The browser sent this session's id, so other requests may be using it as well. */
  readonly isInUse: boolean;
}

/** Records of requests that have a session; `memory` holds those that no session could take. */
export function sessionRecords(memory: MemoryRecords, terms: StoreTerms): Records {
  // A record written to the store is not in the session object of the request that wrote it.
  const written = new WeakMap<Request, CustomerRecord>();

  /** Answers whether the session has the record now. */
  async function keepInSession(req: Request, record: CustomerRecord): Promise<boolean> {
    const session = sessionOf(req);
    if (session === undefined) return false;
    const { data, kept, isInUse } = session;
    const seen = parseRecord(ownValue(data), record.userId);
    if (isSameRecord(seen, record)) return true;
    if (kept === undefined) {
      // A cookie that is sent again undoes what other answers have put into it, a logout even: the record goes along
      // only where the site sends it anyway.
      if (data.isChanged !== true) return false;
      data[KEY] = record;
      return true;
    }
    if (!isInUse) {
      // This request has just begun it (login): the site's own save takes the record along.
      data[KEY] = record;
      return true;
    }
    if (!written.has(req)) joinSave(data, () => written.get(req));
    written.set(req, record);
    const mayStay = (value: unknown) => isAsGood(parseRecord(value, record.userId), { seen, record });
    const { store, id } = kept;
    const merged = await forgiving(
      (signal) => mergeIntoSession(store, { id, key: KEY, value: record, mayStay, signal }),
      terms,
    );
    return merged === true;
  }

  return {
    isShared: false,
    load(req, userId) {
      const remembered = memory.get(userId);
      if (remembered !== undefined || req === undefined) return remembered;
      return parseRecord(written.get(req), userId) ?? parseRecord(ownValue(sessionOf(req)?.data), userId);
    },
    async save(req, record) {
      if (req !== undefined && (await keepInSession(req, record))) memory.forget(record.userId);
      else memory.set(record);
    },
  };
}

/** Whether what the store holds now makes a write of `record` needless; `seen` is what this request found at its start. */
function isAsGood(
  current: CustomerRecord | undefined,
  { seen, record }: { seen: CustomerRecord | undefined; record: CustomerRecord },
): boolean {
  if (current === undefined || isSameRecord(current, record)) return current !== undefined;
  // Another request has written it meanwhile, and has learnt the customer id from the registration.
  const isNews = !isSameRecord(seen, current);
  return isNews && current.email === record.email && record.customerId === undefined;
}

/** The session to keep a record in, or undefined if there is none or it is nobody's yet. */
function sessionOf(req: Request): Session | undefined {
  const { session: data, sessionID: id, sessionStore: store }: SessionFields = req as object;
  if (typeof data !== 'object' || data === null) return undefined;
  const kept = isSessionStore(store) && typeof id === 'string' ? { store, id } : undefined;
  const isInUse = kept !== undefined && cameWith(req, kept.id);
  // A session made for this very request that holds nothing: the reader came with a bearer token or the like
  // (`session: false`), and a record would make a new session of every request.
  if (!isInUse && Object.keys(data).every((key) => key === 'cookie')) return undefined;
  return { data: data as SessionData, kept, isInUse };
}

function cameWith(req: Request, id: string): boolean {
  const cookies = req.headers.cookie ?? '';
  return cookies.includes(id) || cookies.includes(encodeURIComponent(id));
}

function ownValue(data: SessionData | undefined): unknown {
  return data !== undefined && Object.hasOwn(data, KEY) ? data[KEY] : undefined;
}

/** If the site saves this request's copy of the session, the record goes along instead of getting lost. */
function joinSave(data: SessionData, record: () => CustomerRecord | undefined): void {
  const { save } = data;
  if (typeof save !== 'function') return;
  data.save = function saveWithRecord(this: SessionData, ...args: unknown[]): unknown {
    this[KEY] = record();
    return Reflect.apply(save, this, args);
  };
}
