/** One piece of work at a time for each key: who asks meanwhile shares the outcome, but not the time limit. */

import { hasCode } from '../base/errors.js';
import type { Budget } from '../transport/budget.js';

interface Work<T> {
  readonly key: string;
  readonly budget: Budget;
  run(): Promise<T>;
  /** Another's error that this one need not share. Its time-outs never are, while there is time to try again. */
  isOthers?(error: unknown): boolean;
}

/** `running` is where the work of all keys is found while it runs. */
export async function share<T>(running: Map<string, Promise<T>>, { key, budget, run, isOthers }: Work<T>): Promise<T> {
  for (let current = running.get(key); current !== undefined; current = running.get(key)) {
    try {
      return await budget.wait(current);
    } catch (error) {
      if (budget.isSpent || !(hasCode(error, 'timeout', 'budget-spent') ? !budget.isShort : isOthers?.(error)))
        throw error;
    }
  }
  const own = run();
  running.set(key, own);
  try {
    return await own;
  } finally {
    // Before anybody else learns the outcome, so that nobody finds it twice.
    if (running.get(key) === own) running.delete(key);
  }
}
