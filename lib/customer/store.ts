/** The site's store, where several processes remember together: pages work without it as well. */

import { PlenigoError } from '../base/errors.js';
import type { SiteConfig } from '../base/options.js';
import type { SharedStore } from '../platform/store.js';
import { withBudget } from '../transport/budget.js';

const MINUTE = 60_000;

/** When the log of a site was last told that the store had failed, which it hears once a minute. */
const failures = new WeakMap<SiteConfig, number>();

/** Undefined where it fails, or takes a quarter of the time of a page: asking plenigo again is better than a page that waits. */
async function askStore(config: SiteConfig, ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await withBudget(config.timeout / 4, (budget) => budget.wait(ask()));
  } catch {
    // Which fault it was is the store's own to log: its message may repeat keys and values.
    const now = performance.now();
    if (now - (failures.get(config) ?? Number.NEGATIVE_INFINITY) < MINUTE) return undefined;
    failures.set(config, now);
    config.logger.warn({ code: 'store-failed' }, new PlenigoError('store-failed').message);
    return undefined;
  }
}

/** The store of the site, if it has one, in the form in which it never fails and never takes too long. */
export function createStore(config: SiteConfig): SharedStore | undefined {
  const { store } = config;
  if (store === undefined) return undefined;
  return {
    get: (key) => askStore(config, () => store.get(key)),
    set: async (key, text) => {
      await askStore(config, () => store.set(key, text));
    },
  };
}
