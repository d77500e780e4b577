/** The publisher's switch: whether everybody may read everything just now. Asked beside the pages, for all of them. */

import type { Platform } from '../platform.js';
import { Budget } from '../transport/budget.js';

/** In ms: an answer is news for so long. */
export const SWITCH_TTL = 60_000;

interface Terms {
  readonly platform: Platform;
  readonly timeout: number;
}

export class PaywallSwitch {
  readonly #terms: Terms;
  #isOff = false;
  #isKnown = false;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  /**
   * Whether everything is free, as far as this process knows: until it does, nothing is. It asks anew at most once a
   * minute, and keeps the last answer while that fails; `onFault` hears of it.
   */
  isOff(onFault: (error: unknown) => void): boolean {
    if (performance.now() - this.#askedAt >= SWITCH_TTL) {
      this.#askedAt = performance.now();
      // What the site's own logger throws is no reason to end the process.
      this.#asking = this.#ask()
        .catch(onFault)
        .catch(() => {});
    }
    return this.#isOff;
  }

  /** Settles when the first question is over; undefined if it is, or none was asked. */
  get first(): Promise<void> | undefined {
    return this.#isKnown ? undefined : this.#asking;
  }

  async #ask(): Promise<void> {
    const { platform, timeout } = this.#terms;
    const budget = new Budget(timeout);
    try {
      this.#isOff = !(await platform.isPaywallOn(budget));
    } finally {
      budget.close();
      this.#isKnown = true;
    }
  }
}
