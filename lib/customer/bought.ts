/** Has the user bought the product: asked once at a time, and a "yes" remembered for a while. */

import { LRUCache } from 'lru-cache';
import { PlenigoError } from '../errors.js';
import type { Budget } from '../transport/budget.js';
import type { PlenigoCalls } from '../v2/client.js';

/** So many readers' purchases a process remembers. */
const READERS = 10_000;
/** And so many purchases of each. */
const PRODUCTS = 100;

interface Question {
  userId: string;
  productId: string;
}

interface Asking {
  calls: PlenigoCalls;
  budget: Budget;
}

/** Answers of this process; `ttl` in ms. "Not bought" is not kept, so that a purchase shows at once. */
export class BoughtAnswers {
  readonly #ttl: number;
  readonly #kept = new LRUCache<string, Map<string, number>>({ max: READERS });
  readonly #flights = new Map<string, Promise<boolean>>();

  constructor(ttl: number) {
    this.#ttl = ttl;
  }

  /** Whether a "yes" is remembered. */
  isKnown({ userId, productId }: Question): boolean {
    const until = this.#kept.get(userId)?.get(productId);
    return until !== undefined && until > performance.now();
  }

  /** Asks plenigo; those who ask the same at the same time share one call. */
  ask(question: Question, { calls, budget }: Asking): Promise<boolean> {
    const key = flightKey(question);
    let flight = this.#flights.get(key);
    if (flight === undefined) {
      flight = this.#keepAnswer(question, hasBought(question, calls));
      this.#flights.set(key, flight);
    }
    return budget.race(flight, 'hasUserBought');
  }

  /** Forgets all answers about a user, those under way included. */
  forget(userId: string): void {
    this.#kept.delete(userId);
    const prefix = flightKey({ userId, productId: '' });
    for (const key of this.#flights.keys()) {
      if (key.startsWith(prefix)) this.#flights.delete(key);
    }
  }

  #keepAnswer(question: Question, answer: Promise<boolean>): Promise<boolean> {
    const key = flightKey(question);
    const flight: Promise<boolean> = answer.then(
      (bought) => {
        // An answer that was forgotten while it was under way may be older than the refund.
        if (bought && this.#flights.get(key) === flight) this.#keep(question);
        this.#end(key, flight);
        return bought;
      },
      (error) => {
        this.#end(key, flight);
        throw error;
      },
    );
    return flight;
  }

  #end(key: string, flight: Promise<boolean>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }

  #keep({ userId, productId }: Question): void {
    if (this.#ttl === 0) return;
    let products = this.#kept.get(userId);
    if (products === undefined) {
      products = new Map();
      this.#kept.set(userId, products);
    }
    // Oldest first: a Map iterates in the order of insertion.
    products.delete(productId);
    if (products.size >= PRODUCTS) {
      const [oldest] = products.keys();
      if (oldest !== undefined) products.delete(oldest);
    }
    products.set(productId, performance.now() + this.#ttl);
  }
}

/** The length before the id keeps two pairs from sharing a key. */
const flightKey = ({ userId, productId }: Question) => `${userId.length}:${userId}:${productId}`;

async function hasBought({ userId, productId }: Question, calls: PlenigoCalls): Promise<boolean> {
  try {
    return await calls.hasUserBought({ externalUserId: userId }, productId);
  } catch (error) {
    // plenigo documents 200 and 403 only; a customer it does not know has bought nothing either.
    if (error instanceof PlenigoError && error.code === 'customer-not-found') return false;
    throw error;
  }
}
