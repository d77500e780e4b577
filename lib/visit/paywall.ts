/** The publisher's switch: whether everybody may read everything just now. Asked beside the pages, for all of them. */

import type { Platform } from '../platform.js';
import { Budget, waitAtMost } from '../transport/budget.js';

/** In ms: an answer is news for so long. */
export const SWITCH_TTL = 60_000;

interface Terms {
  readonly platform: Platform;
  /** Of a page, in ms. */
  readonly timeout: number;
}

export class PaywallSwitch {
  readonly #terms: Terms;
  #isOff = false;
  #askedAt = Number.NEGATIVE_INFINITY;
  #first: Promise<void> | undefined;

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  /**
   * Whether everything is free, as far as this process knows: until it does, nothing is. It asks anew at most once a
   * minute, and keeps the last answer while that fails; `onFault` hears of it.
   */
  isOff(onFault: (error: unknown) => void): boolean {
    const now = performance.now();
    if (now - this.#askedAt >= SWITCH_TTL) {
      const isFirst = this.#askedAt === Number.NEGATIVE_INFINITY;
      this.#askedAt = now;
      const asking = this.#ask();
      if (isFirst) this.#first = this.#settled(asking);
      // What the site's own logger throws is no reason to end the process.
      asking.catch(onFault).catch(() => {});
    }
    return this.#isOff;
  }

  /** Settles when the first question is over, or takes more than a page can spare; undefined if it has, or none was asked. */
  get first(): Promise<void> | undefined {
    return this.#first;
  }

  async #ask(): Promise<void> {
    const { platform, timeout } = this.#terms;
    const budget = new Budget(timeout);
    try {
      this.#isOff = !(await platform.isPaywallOn(budget));
    } finally {
      budget.close();
    }
  }

  /** A page that waits has questions of its own to ask in its time. */
  async #settled(asking: Promise<void>): Promise<void> {
    await waitAtMost(this.#terms.timeout / 4, asking);
    this.#first = undefined;
  }
}
