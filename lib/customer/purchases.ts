/** What a user has bought: asked once at a time, and remembered for a while. */

import { LRUCache } from 'lru-cache';
import type { SiteConfig } from '../base/options.js';
import type { Purchases } from '../platform/purchases.js';
import type { Budget } from '../transport/budget.js';
import { share } from './share.js';

/** So many readers' purchases a process remembers. */
const READERS = 10_000;
/** And so many of each. */
const PRODUCTS = 100;

/** One reader. Whoever forgets a reader drops this, with the answers that are still under way. */
class Reader {
  /** Product id, or several joined as in a question that did not say which, and when to forget it, as `performance.now()` has it. */
  readonly yes = new Map<string, number>();
  /** Likewise what is not bought, by product. */
  readonly no = new Map<string, number>();
  readonly running = new Map<string, Promise<boolean>>();
}

export interface Question {
  readonly userId: string;
  readonly ids: readonly string[];
}

export function createPurchaseAnswers({ boughtTtl, notBoughtTtl }: Pick<SiteConfig, 'boughtTtl' | 'notBoughtTtl'>) {
  const readers = new LRUCache<string, Reader>({ max: READERS, memoMethod: () => new Reader() });

  function keepAnswer({ yes, no }: Reader, { ids }: Question, { bought, products }: Purchases): void {
    const now = performance.now();
    if (!bought) {
      for (const id of ids) keep(no, id, now + notBoughtTtl);
      return;
    }
    if (products.length === 0) keep(yes, keyOf(ids), now + boughtTtl);
    for (const { productId, until } of products) {
      const left = until === undefined ? boughtTtl : until.getTime() - Date.now();
      keep(yes, productId, now + Math.min(boughtTtl, left));
    }
  }

  return {
    /** What is remembered: whether any of the products is bought; undefined if that has to be asked. */
    known({ userId, ids }: Question): boolean | undefined {
      const reader = readers.get(userId);
      if (reader === undefined) return undefined;
      const now = performance.now();
      const holds = (answers: Map<string, number>) => (key: string) => (answers.get(key) ?? 0) > now;
      const isYes = holds(reader.yes);
      if (ids.some(isYes) || (ids.length > 1 && isYes(keyOf(ids)))) return true;
      return ids.every(holds(reader.no)) ? false : undefined;
    },
    /** Whether any of the products is bought; those who ask the same at the same time share one call. */
    ask(question: Question, { budget, ask }: { budget: Budget; ask: () => Promise<Purchases> }): Promise<boolean> {
      const reader = readers.memo(question.userId);
      const run = async () => {
        const answer = await ask();
        // An answer that was forgotten while it was under way may be older than the refund.
        if (readers.peek(question.userId) === reader) keepAnswer(reader, question, answer);
        return answer.bought;
      };
      return share(reader.running, { key: keyOf(question.ids), budget, run });
    },
    /** Forgets all answers about a user, those under way included. */
    forget(userId: string): void {
      readers.delete(userId);
    },
  };
}

function keep(answers: Map<string, number>, key: string, until: number): void {
  answers.delete(key);
  const now = performance.now();
  // Oldest first: a Map iterates in the order of insertion.
  for (const [oldest, ends] of answers) {
    if (ends > now && answers.size < PRODUCTS) break;
    answers.delete(oldest);
  }
  answers.set(key, until);
}

/** No product id has a comma. */
const keyOf = (ids: readonly string[]) => ids.join(',');
