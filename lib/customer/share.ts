/** One piece of work at a time for each key: who asks meanwhile shares the outcome, but not the time limit. */

import { hasCode } from '../base/errors.js';
import type { Budget } from '../transport/budget.js';

/** `running` holds the work of all keys while it runs. */
export async function share<T>(
  running: Map<string, Promise<T>>,
  { key, budget, run }: { key: string; budget: Budget; run(): Promise<T> },
): Promise<T> {
  for (let current = running.get(key); current !== undefined; current = running.get(key)) {
    try {
      return await budget.wait(current);
    } catch (error) {
      // Another's time-out is not shared while there is time to try again.
      if (budget.isShort || !hasCode(error, 'timeout', 'budget-spent')) throw error;
    }
  }
  // It goes before anybody learns the outcome, so that nobody finds it twice.
  const own = run().finally(() => running.delete(key));
  running.set(key, own);
  return own;
}
