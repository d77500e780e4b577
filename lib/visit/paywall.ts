/** The publisher's switch: whether everybody may read everything just now. It is asked beside the pages, for all of them. */

import type { Platform } from '../platform/platform.js';
import { waitAtMost, withBudget } from '../transport/budget.js';

/** An answer holds for so long, in ms. */
export const SWITCH_TTL = 60_000;

export class PaywallSwitch {
  /**
   * Settles when the first question is answered, or takes more time than a page can spare, which has questions of its own
   * to ask. Undefined once it has settled, and before anybody asks.
   */
  first: Promise<void> | undefined;
  readonly #platform: Platform;
  /** That of a page, in ms. */
  readonly #timeout: number;
  #wasOff = false;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(platform: Platform, timeout: number) {
    this.#platform = platform;
    this.#timeout = timeout;
  }

  /**
   * Whether everything is free, as far as this process knows: until it does, nothing is. It asks anew at most once a
   * minute, and keeps the last answer while that fails; `onFault` hears of it.
   */
  isOff(onFault: (error: unknown) => void): boolean {
    const now = performance.now();
    if (now - this.#askedAt < SWITCH_TTL) return this.#wasOff;
    const isFirst = this.#askedAt === Number.NEGATIVE_INFINITY;
    this.#askedAt = now;
    const asking = waitAtMost(this.#timeout / 4, this.#ask(onFault));
    if (isFirst) {
      this.first = asking.then(() => {
        this.first = undefined;
      });
    }
    return this.#wasOff;
  }

  async #ask(onFault: (error: unknown) => void): Promise<void> {
    try {
      this.#wasOff = !(await withBudget(this.#timeout, (budget) => this.#platform.isPaywallOn(budget)));
    } catch (error) {
      onFault(error);
    }
  }
}
