/** The publisher's switch: whether everybody may read everything just now. It is asked beside the pages, for all of them. */

import type { Platform } from '../platform/platform.js';
import { waitAtMost, withBudget } from '../transport/budget.js';

/** An answer holds for so long, in ms. */
export const SWITCH_TTL = 60_000;

/** `timeout` is that of a page, in ms. */
export function createPaywallSwitch(platform: Platform, timeout: number) {
  let wasOff = false;
  let askedAt = Number.NEGATIVE_INFINITY;

  async function ask(onFault: (error: unknown) => void): Promise<void> {
    try {
      wasOff = !(await withBudget(timeout, (budget) => platform.isPaywallOn(budget)));
    } catch (error) {
      onFault(error);
    }
  }

  const paywall = {
    /**
     * Settles when the first question is answered, or takes more time than a page can spare, which has questions of its
     * own to ask. Undefined once it has settled, and before anybody asks.
     */
    first: undefined as Promise<void> | undefined,
    /**
     * Whether everything is free, as far as this process knows: until it does, nothing is. It asks anew at most once a
     * minute, and keeps the last answer while that fails; `onFault` hears of it.
     */
    isOff(onFault: (error: unknown) => void): boolean {
      const now = performance.now();
      if (now - askedAt < SWITCH_TTL) return wasOff;
      const isFirst = askedAt === Number.NEGATIVE_INFINITY;
      askedAt = now;
      const asking = waitAtMost(timeout / 4, ask(onFault));
      if (isFirst) {
        paywall.first = asking.then(() => {
          paywall.first = undefined;
        });
      }
      return wasOff;
    },
  };
  return paywall;
}
