/** What a user has bought: asked once at a time, and remembered for a while. */

import { LRUCache } from 'lru-cache';
import type { SiteConfig } from '../base/options.js';
import type { Purchases } from '../platform/purchases.js';
import type { Budget } from '../transport/budget.js';
import { share } from './share.js';

/** A process remembers the purchases of so many readers. */
const READERS = 10_000;
/** And so many products of each of them. */
const PRODUCTS = 100;

/** The answers about one reader. To forget them is to drop this object, with the calls that are still under way. */
class Answers {
  /** What is bought: a product id, or several joined where plenigo did not say which; until when, as `performance.now()` has it. */
  readonly yes = new Map<string, number>();
  /** What is not bought, likewise, each product by itself. */
  readonly no = new Map<string, number>();
  readonly running = new Map<string, Promise<boolean>>();
}

/** Which products of which reader. */
export interface AccessQuery {
  readonly userId: string;
  readonly ids: readonly string[];
}

/** How long answers are remembered, in ms. */
type Lifetimes = Pick<SiteConfig, 'boughtTtl' | 'notBoughtTtl'>;

export function createPurchaseAnswers({ boughtTtl, notBoughtTtl }: Lifetimes) {
  const readers = new LRUCache<string, Answers>({ max: READERS, memoMethod: () => new Answers() });

  function remember({ yes, no }: Answers, ids: readonly string[], { bought, products }: Purchases): void {
    const now = performance.now();
    if (!bought) {
      for (const id of ids) keep(no, id, now + notBoughtTtl);
      return;
    }
    if (products.length === 0) keep(yes, joinIds(ids), now + boughtTtl);
    for (const { productId, until } of products) {
      const left = until === undefined ? boughtTtl : until.getTime() - Date.now();
      keep(yes, productId, now + Math.min(boughtTtl, left));
    }
  }

  return {
    /** Whether any of the products is bought, as far as this process remembers; undefined if plenigo has to be asked. */
    recall({ userId, ids }: AccessQuery): boolean | undefined {
      const answers = readers.get(userId);
      if (answers === undefined) return undefined;
      const now = performance.now();
      const isYes = (key: string) => (answers.yes.get(key) ?? 0) > now;
      const isNo = (key: string) => (answers.no.get(key) ?? 0) > now;
      if (ids.some(isYes) || (ids.length > 1 && isYes(joinIds(ids)))) return true;
      return ids.every(isNo) ? false : undefined;
    },
    /** Whether any of the products is bought; those who ask the same at the same time share one call. */
    ask({ userId, ids }: AccessQuery, { budget, ask }: { budget: Budget; ask: () => Promise<Purchases> }) {
      const answers = readers.memo(userId);
      const run = async () => {
        const purchases = await ask();
        // If the reader was forgotten meanwhile, the answer may be older than a refund.
        if (readers.peek(userId) === answers) remember(answers, ids, purchases);
        return purchases.bought;
      };
      return share(answers.running, { key: joinIds(ids), budget, run });
    },
    /** Forgets all answers about a user, those under way included. */
    forget(userId: string): void {
      readers.delete(userId);
    },
  };
}

/** Keeps the answer until that time, and at most so many: those that have ended go, then the oldest. */
function keep(answers: Map<string, number>, key: string, until: number): void {
  answers.delete(key);
  const now = performance.now();
  // A Map iterates in the order of insertion, so the oldest come first.
  for (const [oldest, ends] of answers) {
    if (ends > now && answers.size < PRODUCTS) break;
    answers.delete(oldest);
  }
  answers.set(key, until);
}

/** No product id has a comma. */
const joinIds = (ids: readonly string[]) => ids.join(',');
