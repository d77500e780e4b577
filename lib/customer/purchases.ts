/** What a user has bought: asked once at a time, and a "yes" remembered for a while. */

import { LRUCache } from 'lru-cache';
import type { Purchases } from '../platform.js';
import type { Budget } from '../transport/budget.js';
import { share } from './share.js';

/** So many readers' purchases a process remembers. */
const READERS = 10_000;
/** And so many of each. */
const PRODUCTS = 100;

/** One reader. Whoever forgets a reader drops this, with the answers that are still under way. */
interface Reader {
  /** Product id, or several joined as in a question that did not say which, and when to forget it, as `performance.now()` has it. */
  readonly yes: Map<string, number>;
  readonly running: Map<string, Promise<boolean>>;
}

interface Question {
  readonly userId: string;
  readonly ids: readonly string[];
}

/** Answers of this process; `ttl` in ms. */
export class PurchaseAnswers {
  readonly #ttl: number;
  readonly #readers = new LRUCache<string, Reader>({ max: READERS });

  constructor(ttl: number) {
    this.#ttl = ttl;
  }

  /** Whether a "yes" is remembered for any of the products. */
  isKnown({ userId, ids }: Question): boolean {
    const yes = this.#readers.get(userId)?.yes;
    if (yes === undefined || yes.size === 0) return false;
    const now = performance.now();
    const holds = (key: string) => (yes.get(key) ?? 0) > now;
    return ids.some(holds) || (ids.length > 1 && holds(keyOf(ids)));
  }

  /** Whether any of the products is bought; those who ask the same at the same time share one call. */
  async ask(
    question: Question,
    { budget, ask }: { budget: Budget; ask: () => Promise<Purchases> },
  ): Promise<boolean> {
    const reader = this.#reader(question.userId);
    const run = async () => {
      const answer = await ask();
      // An answer that was forgotten while it was under way may be older than the refund.
      if (answer.bought && this.#readers.peek(question.userId) === reader)
        this.#keep(reader, question, answer);
      return answer.bought;
    };
    return (await share(reader.running, { key: keyOf(question.ids), budget, run })).value;
  }

  /** Forgets all answers about a user, those under way included. */
  forget(userId: string): void {
    this.#readers.delete(userId);
  }

  #reader(userId: string): Reader {
    let reader = this.#readers.get(userId);
    if (reader === undefined) {
      reader = { yes: new Map(), running: new Map() };
      this.#readers.set(userId, reader);
    }
    return reader;
  }

  #keep({ yes }: Reader, { ids }: Question, { products }: Purchases): void {
    if (this.#ttl === 0) return;
    const ends = performance.now() + this.#ttl;
    const keep = (key: string, until = ends) => {
      // Oldest first: a Map iterates in the order of insertion.
      yes.delete(key);
      const [oldest] = yes.keys();
      if (yes.size >= PRODUCTS && oldest !== undefined) yes.delete(oldest);
      yes.set(key, Math.min(ends, until));
    };
    if (products.length === 0) keep(keyOf(ids));
    for (const { productId, until } of products) {
      keep(productId, until && performance.now() + until.getTime() - Date.now());
    }
  }
}

/** No product id has a comma. */
const keyOf = (ids: readonly string[]) => ids.join(',');
