/** The publisher's switch: whether everybody may read everything just now. Asked beside the pages, for all of them. */

import type { Platform } from '../platform/platform.js';
import { waitAtMost, withBudget } from '../transport/budget.js';

/** In ms: an answer is news for so long. */
export const SWITCH_TTL = 60_000;

/** `timeout` is that of a page, in ms. */
export function createPaywallSwitch(platform: Platform, timeout: number) {
  let wasOff = false;
  let askedAt = Number.NEGATIVE_INFINITY;

  /**
   * Whether everything is free, as far as this process knows: until it does, nothing is. It asks anew at most once a
   * minute, and keeps the last answer while that fails; `onFault` hears of it.
   */
  function isOff(onFault: (error: unknown) => void): boolean {
    const now = performance.now();
    if (now - askedAt < SWITCH_TTL) return wasOff;
    const isFirst = askedAt === Number.NEGATIVE_INFINITY;
    askedAt = now;
    const asking = withBudget(timeout, async (budget) => {
      wasOff = !(await platform.isPaywallOn(budget));
    });
    // What the site's own logger throws is no reason to end the process.
    asking.catch(onFault).catch(() => {});
    if (isFirst) {
      // A page that waits has questions of its own to ask in its time.
      paywall.first = waitAtMost(timeout / 4, asking).then(() => {
        paywall.first = undefined;
      });
    }
    return wasOff;
  }

  const paywall = {
    isOff,
    /** Settles when the first question is over, or takes more than a page can spare; undefined if it has, or none was asked. */
    first: undefined as Promise<void> | undefined,
  };
  return paywall;
}
