/** Writes one value into a session that other requests are using, through express-session's store. */

export type SessionData = Record<string, unknown>;

/** What this package uses of express-session's store; its types are an optional peer. */
export interface SessionStore {
  get(id: string, done: (error: unknown, session?: SessionData | null) => void): void;
  set(id: string, ...rest: unknown[]): unknown;
  destroy(id: string, ...rest: unknown[]): unknown;
  createSession(
    req: object,
    session: SessionData,
  ): SessionData & { save(done: (error: unknown) => void): void };
}

export function isSessionStore(value: unknown): value is SessionStore {
  return typeof value === 'object' && value !== null && 'createSession' in value;
}

/** A read whose outcome is to be written back. */
interface Read {
  readonly id: string;
  /** The session was written or destroyed since: what was read must not be written back. */
  isStale: boolean;
}

/** The reads under way in each store. */
const watched = new WeakMap<SessionStore, Set<Read>>();

/** Watches what this process writes to a store from now on; a store knows no transactions. */
function readsOf(store: SessionStore): Set<Read> {
  const known = watched.get(store);
  if (known !== undefined) return known;
  const reads = new Set<Read>();
  const watch = (write: SessionStore['set']) =>
    function watchedWrite(this: SessionStore, id: string, ...rest: unknown[]): unknown {
      for (const read of reads) {
        if (read.id === id) read.isStale = true;
      }
      return write.call(this, id, ...rest);
    };
  store.set = watch(store.set);
  store.destroy = watch(store.destroy);
  watched.set(store, reads);
  return reads;
}

/** The change to make. */
interface Change {
  readonly id: string;
  readonly key: string;
  readonly value: object;
  /** Whether what the session holds under `key` can stay. */
  mayStay(current: unknown): boolean;
  /** Nothing is written once it is aborted. */
  readonly signal: AbortSignal;
}

/**
 * Adds a value to what the store holds now. Saving a request's copy of the session instead would undo what others have
 * written since it was loaded, and would bring back a session that a logout has destroyed. Resolves to `true` also if
 * the session is gone.
 */
export function mergeIntoSession(store: SessionStore, change: Change): Promise<true> {
  const { id, key, value, mayStay, signal } = change;
  const reads = readsOf(store);
  const read: Read = { id, isStale: false };
  return new Promise((resolve, reject) => {
    reads.add(read);
    signal.addEventListener('abort', () => reads.delete(read), { once: true });
    store.get(id, (error, current) => {
      reads.delete(read);
      if (error) return reject(error);
      if (signal.aborted || !current || mayStay(current[key])) return resolve(true);
      if (read.isStale) return resolve(mergeIntoSession(store, change));
      try {
        // Through the store's own Session class, so that the cookie keeps its expiry whatever the store looks at.
        const session = store.createSession({ sessionID: id, sessionStore: store }, current);
        session[key] = value;
        return session.save((fault) => (fault ? reject(fault) : resolve(true)));
      } catch (fault) {
        // Out of a callback it would end the process.
        return reject(fault);
      }
    });
  });
}
