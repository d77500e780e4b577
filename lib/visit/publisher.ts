/** What the publisher has set at plenigo for all readers: it is asked beside the pages, remembered, and no page fails for it. */

import { LRUCache } from 'lru-cache';
import type { PlenigoError } from '../base/errors.js';
import type { SiteConfig } from '../base/options.js';
import { HOUR_MS, MINUTE_MS } from '../base/reporter.js';
import type { Platform } from '../platform/platform.js';
import type { Price, Priced } from '../platform/sale.js';
import { waitAtMost, withBudget } from '../transport/budget.js';

/** The answer of the switch holds for so long, in ms. */
export const SWITCH_TTL = MINUTE_MS;

/** Says whether everybody may read everything just now. `timeout` is that of a page, in ms. */
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
    /** Settles when the first question is answered, or takes more than a page can spare for it. Undefined before and after. */
    first: undefined as Promise<void> | undefined,
    /** Asks anew at most once a minute. Until this process knows, nothing is free. While plenigo fails, which `onFault` hears, the last answer stays. */
    isOff(onFault: (error: unknown) => void): boolean {
      const now = performance.now();
      if (now - askedAt < SWITCH_TTL) return wasOff;
      const isFirst = askedAt === Number.NEGATIVE_INFINITY;
      askedAt = now;
      const asking = waitAtMost(timeout / 4, ask(onFault)).then(() => {
        paywall.first = undefined;
      });
      if (isFirst) paywall.first = asking;
      return wasOff;
    },
  };
  return paywall;
}

/** Remembers for an hour what things cost. `timeout` is that of a page, in ms. */
export function createPrices(platform: Platform, { timeout, reporter }: Pick<SiteConfig, 'timeout' | 'reporter'>) {
  /** What plenigo has said, and when, in ms since 1970. */
  const answers = new LRUCache<string, { readonly price: Price | undefined; readonly at: number }>({
    max: 1000,
    ttl: HOUR_MS,
    ignoreFetchAbort: true,
    async fetchMethod(id, before = { price: undefined, at: Date.now() }, { options }) {
      try {
        return { price: await withBudget(timeout, (budget) => platform.findPrice(id, budget)), at: Date.now() };
      } catch (error) {
        const { code } = error as PlenigoError;
        reporter.warnOnce('plenigo does not say what it asks for', { within: MINUTE_MS, fields: { code } });
        // For a minute nobody asks that again.
        options.ttl = MINUTE_MS;
        return before;
      }
    },
  });

  /** Rather no price than one that may have changed long ago. */
  function recall(id: string) {
    const answer = answers.peek(id, { allowStale: true });
    return answer !== undefined && Date.now() - answer.at < 2 * HOUR_MS ? answer : undefined;
  }

  return {
    /** Puts prices in the place of ids, as far as they are known in time: a quarter of a page's at most. Never fails. */
    async fill<Offer extends Priced>(offers: readonly Offer[], patience = timeout): Promise<Offer[]> {
      const ids = offers.map(({ price }) => price).filter((price) => typeof price === 'string');
      const isToWait = ids.some((id) => recall(id) === undefined);
      const asking = Promise.all(ids.map((id) => answers.fetch(id, { allowStale: recall(id) !== undefined })));
      if (isToWait) await waitAtMost(Math.min(patience, timeout / 4), asking);
      return offers.map((offer) => {
        return typeof offer.price === 'string' ? { ...offer, price: recall(offer.price)?.price ?? offer.price } : offer;
      });
    },
  };
}
