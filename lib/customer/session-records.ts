/** Records in the site's session, written without touching anything else that is in it. */

import type { Request } from 'express';
import { type CustomerRecord, isSameRecord, parseRecord, type Records } from './record.js';
import { forgiving } from './store-records.js';

/** The one key this package uses in a session. */
const KEY = 'plenigo';

type SessionData = Record<string, unknown>;

/** What this package uses of express-session's store; its types are an optional peer. */
interface SessionStore {
  get(id: string, done: (error: unknown, session?: SessionData | null) => void): void;
  createSession(
    req: object,
    session: SessionData,
  ): SessionData & { save(done: (error: unknown) => void): void };
}

type WithSession = Request & { session?: unknown; sessionID?: unknown; sessionStore?: unknown };

interface SessionTerms {
  /** In ms; see `storeRecords`. */
  patience: number;
  onFault: () => void;
}

/** The session to keep a record in, or undefined if there is none or it is nobody's yet. */
export function usableSession(req: Request | undefined): SessionData | undefined {
  const session = (req as WithSession | undefined)?.session;
  if (typeof session !== 'object' || session === null) return undefined;
  // A session made for this very request that holds nothing: the reader came with a bearer token or the like
  // (`session: false`), and a record would make a new session of every request.
  if (
    req !== undefined &&
    storeOf(req) !== undefined &&
    !cameWithRequest(req) &&
    Object.keys(session).every((key) => key === 'cookie')
  ) {
    return undefined;
  }
  return session as SessionData;
}

/** Records of requests that have a session; `elsewhere` for those that have none. */
export function sessionRecords(elsewhere: Records, terms: SessionTerms): Records {
  // A record written to the store is not in the session object of the request that wrote it.
  const written = new WeakMap<Request, CustomerRecord>();
  return {
    isShared: false,
    async load(req, userId) {
      const session = usableSession(req);
      if (req === undefined || session === undefined) return elsewhere.load(req, userId);
      return parseRecord(written.get(req), userId) ?? parseRecord(ownValue(session), userId);
    },
    async save(req, record) {
      const session = usableSession(req);
      if (req === undefined || session === undefined) return elsewhere.save(req, record);
      if (isSameRecord(parseRecord(ownValue(session), record.userId), record)) return undefined;
      const store = storeOf(req);
      if (store === undefined || !cameWithRequest(req)) {
        // A cookie-session, or a session that this request has just begun (login): nobody else has it yet, and the
        // site's own save takes the record along.
        session[KEY] = record;
        return undefined;
      }
      written.set(req, record);
      const id = String((req as WithSession).sessionID);
      await forgiving(() => mergeIntoStore(record, { store, id }), terms);
      return undefined;
    },
  };
}

function ownValue(session: SessionData): unknown {
  return Object.hasOwn(session, KEY) ? session[KEY] : undefined;
}

function storeOf(req: Request): SessionStore | undefined {
  const { sessionStore, sessionID } = req as WithSession;
  const isStore =
    typeof sessionStore === 'object' && sessionStore !== null && 'createSession' in sessionStore;
  return isStore && typeof sessionID === 'string' ? (sessionStore as SessionStore) : undefined;
}

/** Whether the browser sent this session's id, so that the session may be in use by other requests as well. */
function cameWithRequest(req: Request): boolean {
  const id = (req as WithSession).sessionID;
  const cookies = req.headers.cookie;
  if (typeof id !== 'string' || cookies === undefined) return false;
  return cookies.includes(id) || cookies.includes(encodeURIComponent(id));
}

/**
 * Adds the record to what the store holds now. Saving this request's copy of the session would undo what other
 * requests have written since it was loaded, and would bring back a session that a logout has destroyed.
 */
function mergeIntoStore(
  record: CustomerRecord,
  { store, id }: { store: SessionStore; id: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    store.get(id, (error, current) => {
      if (error) return reject(error);
      if (!current || isSameRecord(parseRecord(ownValue(current), record.userId), record)) return resolve();
      // Through the store's own Session class, so that the cookie keeps its expiry whatever the store looks at.
      const session = store.createSession({ sessionID: id, sessionStore: store }, current);
      session[KEY] = record;
      return session.save((fault) => (fault ? reject(fault) : resolve()));
    });
  });
}
