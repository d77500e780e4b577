/** The site's store, where several processes remember together: pages work without it as well. */

import { PlenigoError } from '../base/errors.js';
import type { SiteConfig } from '../base/options.js';
import type { SharedStore } from '../platform/store.js';
import { withBudget } from '../transport/budget.js';

const MINUTE = 60_000;

/** The store of the site, if it has one, in the form in which it never fails and never takes too long. */
export function createStore({ store, timeout, reporter }: SiteConfig): SharedStore | undefined {
  if (store === undefined) return undefined;

  /** Gives up after a quarter of the time of a page: asking plenigo again is better than a page that waits. */
  async function attempt(work: () => Promise<unknown>): Promise<unknown> {
    try {
      return await withBudget(timeout / 4, (budget) => budget.wait(work()));
    } catch {
      // The fault itself is the store's own to log: its message may repeat keys and values.
      const { code, message } = new PlenigoError('store-failed');
      reporter.warnOnce(message, { within: MINUTE, fields: { code } });
      return undefined;
    }
  }

  return {
    get: (key) => attempt(() => store.get(key)),
    set: async (key, text) => {
      await attempt(() => store.set(key, text));
    },
  };
}
