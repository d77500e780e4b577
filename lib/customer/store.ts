/** The site's store, where several processes remember together: pages work without it as well. */

import { hasCode, PlenigoError } from '../base/errors.js';
import type { SiteConfig } from '../base/options.js';
import type { SharedStore } from '../platform/store.js';
import { withBudget } from '../transport/budget.js';

const SECOND = 1000;
const MINUTE = 60_000;

const NO_DELETE =
  'the option store has no method delete: what is forgotten about a reader stays in it, unused, until its time to live ends';

/** The store of the site, if it has one, in the form in which it never fails and never takes too long. */
export function createStore({ store, timeout, reporter }: SiteConfig): SharedStore | undefined {
  if (store === undefined) return undefined;
  if (typeof store.delete !== 'function') reporter.warnOnce(NO_DELETE);
  /** Until then nobody waits for it, as `performance.now()` has it. */
  let restsUntil = 0;
  const rests = () => performance.now() < restsUntil;

  /** Gives up after a quarter of the time of a page: asking plenigo again is better than a page that waits. */
  async function attempt(work: () => Promise<unknown>): Promise<unknown> {
    try {
      return await withBudget(timeout / 4, (budget) => budget.wait(work()));
    } catch (error) {
      // A page asks it several things, and many pages come in a second: only the first of them waits in vain.
      if (hasCode(error, 'budget-spent')) restsUntil = performance.now() + SECOND;
      // The fault itself is the store's own to log: its message may repeat keys and values.
      const { code, message } = new PlenigoError('store-failed');
      reporter.warnOnce(message, { within: MINUTE, fields: { code } });
      return undefined;
    }
  }

  const read = async (work: () => Promise<unknown>) => (rests() ? undefined : attempt(work));

  /** It is tried while the store rests, too, since what is forgotten must reach the others if it can. */
  async function write(work: () => Promise<unknown>): Promise<void> {
    const writing = attempt(work);
    if (!rests()) await writing;
  }

  return {
    get: (key) => read(() => store.get(key)),
    async getMany(keys) {
      const values = await read(() => store.getMany?.([...keys]) ?? Promise.all(keys.map((key) => store.get(key))));
      return Array.isArray(values) && values.length === keys.length ? values : undefined;
    },
    set: (key, text, lifetime) => write(() => store.set(key, text, lifetime)),
    delete: (key) => write(async () => store.delete?.(key)),
  };
}
