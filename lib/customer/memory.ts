/** What is remembered of readers and their purchases: in this process, and what lies in the site's store, which all processes share. */

import { createHash, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { READERS } from '../base/memo.js';
import type { SharedStore, SiteConfig } from '../base/options.js';
import type { Signer } from '../base/signing.js';
import type { Purchases } from '../platform/sale.js';
import { listField, ownField } from '../transport/answer.js';

export type Lifetimes = Pick<SiteConfig, 'boughtTtl' | 'staleWhileRevalidate' | 'staleIfError' | 'notBoughtTtl'>;

/** How old a "yes" is. `old`: it opens pages while plenigo is asked anew. `spare`: only where plenigo cannot be asked. */
export type Remembered = 'fresh' | 'old' | 'spare' | 'no' | undefined;

/** So many products are remembered of each reader, and so many of them in the store, where no value may be large. */
const PRODUCTS = { here: 100, inStore: 20 };
/** In ms. Written by a clock that was wrong, anything would be right for good; a few seconds are between any two machines. */
export const AHEAD = 60_000;
/** The form of what lies in the store. */
const VERSION = 1;

interface Answer {
  readonly bought: boolean;
  /** When it was asked, in ms since 1970: of two answers the newer counts. */
  readonly at: number;
  /** When what was bought ends, likewise. */
  readonly until: number;
}

const NOTHING: Answer = { bought: false, at: Number.NEGATIVE_INFINITY, until: 0 };

/** To forget answers is to drop this object, with the questions that are still under way. */
export class Answers {
  /** By product id, or several joined by commas, which no id has, where plenigo did not say which is bought. The oldest come first. */
  readonly #answers = new Map<string, Answer>();
  readonly running = new Map<string, Promise<boolean>>();
  /** Questions whether an old "yes" still holds, which go on beside all pages. */
  readonly revisions = new Map<string, { answer: Promise<boolean | undefined>; soon: Promise<void> }>();
  /** Such a question has failed, so none is begun until then. */
  quietUntil = 0;
  /** No answer to what was asked until then counts. */
  readonly endedAt: number;

  constructor(endedAt = 0) {
    this.endedAt = endedAt;
  }

  /** Takes the answer to what was asked at that time, and says whether a "yes" has ended with it. */
  note(ids: readonly string[], { bought, products }: Purchases, at: number): boolean {
    const hasEnded = !bought && this.drop(ids, at);
    const named: Purchases['products'] = bought ? products : ids.map((productId) => ({ productId }));
    for (const { productId, until } of named.length > 0 ? named : [{ productId: ids.join(',') }]) {
      this.#keep(productId, { bought, at, until: until?.getTime() ?? Number.POSITIVE_INFINITY });
    }
    return hasEnded;
  }

  /** Drops each "yes" that can only be about these products, and was asked for no later than `at`. Says whether there was one. */
  drop(ids: readonly string[], at = Number.POSITIVE_INFINITY): boolean {
    const isAbout = (key: string) => key.split(',').every((id) => ids.includes(id));
    const ended = [...this.#answers].filter(([key, each]) => each.bought && each.at <= at && isAbout(key));
    for (const [key] of ended) this.#answers.delete(key);
    return ended.length > 0;
  }

  /** The age of the youngest "yes" to any of these products, or that none of them is bought. Undefined if that is not known. */
  judge(ids: readonly string[], lifetimes: Lifetimes): Remembered {
    const now = Date.now();
    let youngest = Number.NEGATIVE_INFINITY;
    let isNo = true;
    for (const key of ids.length > 1 ? [...ids, ids.join(',')] : ids) {
      const { bought, at, until } = this.#answers.get(key) ?? NOTHING;
      if (bought && now < until && at <= now + AHEAD) youngest = Math.max(youngest, at);
      if (bought || (now - at >= lifetimes.notBoughtTtl && !key.includes(','))) isNo = false;
    }
    const beyond = now - youngest - lifetimes.boughtTtl;
    if (beyond < 0) return 'fresh';
    if (beyond < lifetimes.staleWhileRevalidate) return 'old';
    if (beyond < lifetimes.staleIfError) return 'spare';
    return isNo ? 'no' : undefined;
  }

  /** The newest of them, for other processes. */
  write(): object {
    const newest = [...this.#answers].slice(-PRODUCTS.inStore);
    return { v: VERSION, answers: newest.map(([key, { bought, at, until }]) => [key, bought, at, until]) };
  }

  /** Takes what another process has written. */
  merge(written: unknown): void {
    if (ownField(written, 'v') !== VERSION) return;
    for (const entry of listField(written, 'answers')) {
      // JSON has no infinity: it is null there.
      const [key, bought, at, until] = Array.isArray(entry) ? entry : [];
      if (typeof key !== 'string' || typeof at !== 'number' || at > Date.now() + AHEAD) continue;
      this.#keep(key, { bought: bought === true, at, until: Number(until ?? Number.POSITIVE_INFINITY) });
    }
  }

  #keep(key: string, answer: Answer): void {
    if (answer.at <= this.endedAt || answer.at < (this.#answers.get(key)?.at ?? 0)) return;
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    // A Map iterates in the order of insertion.
    const [oldest = ''] = this.#answers.keys();
    if (this.#answers.size > PRODUCTS.here) this.#answers.delete(oldest);
  }
}

/** For so long, in ms, a process goes by what it has read; and so far the clocks of two machines may be apart. */
export const MOMENT = 5000;
/** The longest time to live that every store can count, in ms. */
const MOST_LIFETIME = 2 ** 31 - 1;

class Reader {
  answers = new Answers();
  /** As the store or this process keeps it, unread. */
  record: unknown;
  /** When the store was read, in ms since 1970. */
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
  const readers = new LRUCache<string, Reader>({ ...READERS, memoMethod: () => new Reader() });
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

    /** Hands the answers about a reader to the other processes. */
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
