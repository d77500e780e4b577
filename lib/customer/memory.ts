/** What is remembered of readers: in this process, and what lies in the site's store, which all processes share. */

import { createHash, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { hasCode, PlenigoError } from '../base/errors.js';
import type { SharedStore, SiteConfig } from '../base/options.js';
import { MINUTE_MS } from '../base/reporter.js';
import type { Signer } from '../base/signing.js';
import { ownField } from '../transport/answer.js';
import { withBudget } from '../transport/budget.js';
import { Answers, type Lifetimes } from './answers.js';

/** For so long, in ms, a process goes by what it has read; and so far the clocks of two machines may be apart. */
export const MOMENT = 5000;
/** The longest time to live that every store can count, in ms. */
const MOST_LIFETIME = 2 ** 31 - 1;

class Reader {
  answers = new Answers();
  /** As the store or this process keeps it, unread. */
  record: unknown;
  readAt = Number.NEGATIVE_INFINITY;
  reading: Promise<void> | undefined;
  /** Until then another process asks plenigo about this reader. */
  claimedUntil = 0;
}

export type Memory = ReturnType<typeof createMemory>;

/** It goes by the clock of the machine, because other machines read what it writes. */
export function createMemory(
  { store, companyId }: { store: SharedStore | undefined; companyId: string },
  config: Lifetimes & { readonly signer: Signer },
) {
  const readers = new LRUCache<string, Reader>({ max: 10_000, memoMethod: () => new Reader() });
  // What lies in the store is signed, so that nothing counts that others have put there, or for another reader.
  const signer = config.signer.derive('answers');
  const { boughtTtl, staleWhileRevalidate, staleIfError, notBoughtTtl } = config;
  const longest = Math.max(boughtTtl + Math.max(staleWhileRevalidate, staleIfError), notBoughtTtl);
  /** When whatever lies in the store has lost its use. */
  const expiry = Math.min(Math.ceil(longest) + MOMENT, MOST_LIFETIME);

  const nameRecord = (userId: string) => `plenigo:${companyId}:${userId}`;

  /** Unlike the record's own key it has no user id in it, because a site's ids may be addresses. */
  function nameKey(kind: Kind, userId: string): string {
    const hash = createHash('sha256').update(userId).digest('base64url').slice(0, 22);
    return `plenigo-${kind}:${companyId}:${hash}`;
  }

  const put = async (kind: Kind, userId: string, content: object, lifetime = expiry) =>
    store?.set(nameKey(kind, userId), signer.sign(content, `${kind} ${userId}`), lifetime);

  const unseal = (kind: Kind, userId: string, kept: unknown) =>
    typeof kept === 'string' ? signer.verify(kept, `${kind} ${userId}`) : undefined;

  async function readStore(shared: SharedStore, userId: string, reader: Reader): Promise<void> {
    const keys = (['answers', 'end', 'claim'] as const).map((kind) => nameKey(kind, userId));
    const kept = await shared.getMany([nameRecord(userId), ...keys]);
    reader.readAt = Date.now();
    reader.reading = undefined;
    // While the store fails, what this process knows by itself is all there is.
    if (kept === undefined) return;
    const [record, answers, end, claim] = kept;
    reader.record = record;
    const endedAt = readTime(unseal('end', userId, end));
    if (endedAt > reader.answers.endedAt) reader.answers = new Answers(endedAt);
    reader.answers.merge(unseal('answers', userId, answers));
    reader.claimedUntil = readTime(unseal('claim', userId, claim)) + MOMENT;
  }

  return {
    isShared: store !== undefined,
    find: (userId: string): Reader | undefined => readers.get(userId),
    open: (userId: string): Reader => readers.memo(userId),

    /** Reads the store after a moment or, `anew`, at once; who wants it meanwhile shares that. Never fails. */
    async read(userId: string, how?: 'anew'): Promise<void> {
      const reader = readers.memo(userId);
      if (store === undefined || (how !== 'anew' && Date.now() - reader.readAt < MOMENT)) return;
      reader.reading ??= readStore(store, userId, reader);
      await reader.reading;
    },

    async keepRecord(userId: string, record: object): Promise<void> {
      readers.memo(userId).record = record;
      await store?.set(nameRecord(userId), JSON.stringify(record));
    },

    async publish(userId: string): Promise<void> {
      if (store !== undefined) await put('answers', userId, readers.memo(userId).answers.write());
    },

    /**
     * Forgets all answers about a user, those under way included. A note in the store says so: the other processes follow
     * within a moment, and what one of them writes late does not count, even if its clock is ahead by as much.
     */
    async forget(userId: string): Promise<void> {
      const at = store === undefined ? 0 : Date.now() + MOMENT;
      readers.memo(userId).answers = new Answers(at);
      await Promise.all([put('end', userId, { at }), store?.delete(nameKey('answers', userId))]);
    },

    /**
     * Whether this process is the one to ask plenigo anew. A store knows no lock: each process writes its own name, and the
     * last one reads it again. Where the store fails, each process asks.
     */
    async claim(userId: string): Promise<boolean> {
      if (store === undefined) return true;
      if (readers.memo(userId).claimedUntil > Date.now()) return false;
      const by = randomUUID();
      await put('claim', userId, { by, at: Date.now() }, MOMENT);
      const kept = unseal('claim', userId, await store.get(nameKey('claim', userId)));
      return kept === undefined || ownField(kept, 'by') === by;
    },
  };
}

/** What this package writes to the store besides records. */
type Kind = 'answers' | 'end' | 'claim';

const readTime = (content: unknown) => Number(ownField(content, 'at') ?? 0);

const NO_DELETE =
  'the option store has no method delete: what is forgotten about a reader stays in it, unused, until its time to live ends';

/** The store of the site, if it has one, in the form in which it never fails and never takes too long. */
export function createStore({ store, timeout, reporter }: SiteConfig): SharedStore | undefined {
  if (store === undefined) return undefined;
  if (typeof store.delete !== 'function') reporter.warnOnce(NO_DELETE);
  /** Until then nobody waits for it, as `performance.now()` has it. */
  let restsUntil = 0;
  const rests = () => performance.now() < restsUntil;

  /** Gives up after a quarter of the time of a page: asking plenigo again is better than a page that waits. */
  async function attempt(work: () => Promise<unknown>): Promise<unknown> {
    try {
      return await withBudget(timeout / 4, (budget) => budget.wait(work()));
    } catch (error) {
      // A page asks it several things, and many pages come in a second: only the first of them waits in vain.
      if (hasCode(error, 'budget-spent')) restsUntil = performance.now() + 1000;
      // The fault itself is the store's own to log: its message may repeat keys and values.
      const { code, message } = new PlenigoError('store-failed');
      reporter.warnOnce(message, { within: MINUTE_MS, fields: { code } });
      return undefined;
    }
  }

  const read = async (work: () => Promise<unknown>) => (rests() ? undefined : attempt(work));

  /** It is tried while the store rests, too, since what is forgotten must reach the others if it can. */
  async function write(work: () => Promise<unknown>): Promise<void> {
    const writing = attempt(work);
    if (!rests()) await writing;
  }

  return {
    get: (key) => read(() => store.get(key)),
    async getMany(keys) {
      const values = await read(() => store.getMany?.([...keys]) ?? Promise.all(keys.map((key) => store.get(key))));
      return Array.isArray(values) && values.length === keys.length ? values : undefined;
    },
    set: (key, text, lifetime) => write(() => store.set(key, text, lifetime)),
    delete: (key) => write(async () => store.delete?.(key)),
  };
}
