/** What plenigo has said of one reader's purchases, and how long each answer is good for. */

import type { SiteConfig } from '../base/options.js';
import type { Purchases } from '../platform/sale.js';
import { listField, ownField } from '../transport/answer.js';

export type Lifetimes = Pick<SiteConfig, 'boughtTtl' | 'staleWhileRevalidate' | 'staleIfError' | 'notBoughtTtl'>;

/** How old a "yes" is. `old`: it opens pages while plenigo is asked anew. `spare`: only where plenigo cannot be asked. */
export type Remembered = 'fresh' | 'old' | 'spare' | 'no' | undefined;

/** So many products are remembered of each reader, and so many of them in the store, where no value may be large. */
const PRODUCTS = { here: 100, inStore: 20 };
/** In ms. Written by a clock that was wrong, anything would be right for good; a few seconds are between any two machines. */
export const AHEAD = 60_000;
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
