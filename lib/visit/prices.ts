/** What things cost: asked of plenigo once for all pages, remembered for an hour, and then asked anew beside the pages. */

import { LRUCache } from 'lru-cache';
import type { PlenigoError } from '../base/errors.js';
import type { SiteConfig } from '../base/options.js';
import type { Platform } from '../platform/platform.js';
import type { Price, Priced } from '../platform/sale.js';
import { waitAtMost, withBudget } from '../transport/budget.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `timeout` is that of a page, in ms. */
export function createPrices(platform: Platform, { timeout, reporter }: Pick<SiteConfig, 'timeout' | 'reporter'>) {
  /** What plenigo has said, and when, in ms since 1970. */
  const answers = new LRUCache<string, { readonly price: Price | undefined; readonly at: number }>({
    max: 1000,
    ttl: HOUR,
    ignoreFetchAbort: true,
    async fetchMethod(id, before = { price: undefined, at: Date.now() }, { options }) {
      try {
        return { price: await withBudget(timeout, (budget) => platform.findPrice(id, budget)), at: Date.now() };
      } catch (error) {
        const { code } = error as PlenigoError;
        reporter.warnOnce('plenigo does not say what it asks for', { within: MINUTE, fields: { code } });
        // For a minute nobody asks that again.
        options.ttl = MINUTE;
        return before;
      }
    },
  });

  /** Rather no price than one that may have changed long ago. */
  function recall(id: string) {
    const answer = answers.peek(id, { allowStale: true });
    return answer !== undefined && Date.now() - answer.at < 2 * HOUR ? answer : undefined;
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
