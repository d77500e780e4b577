/** One piece of work at a time for each key: who asks meanwhile shares the outcome, but not the time limit. */

import { hasCode } from '../base/errors.js';
import type { Budget } from '../transport/budget.js';

interface Work<T> {
  readonly key: string;
  readonly budget: Budget;
  run(): Promise<T>;
  /** Whether an error is the trouble of another alone. A time-out always is, while there is time to try again. */
  isOthers?(error: unknown): boolean;
}

/** `running` holds the work of all keys while it runs. */
export async function share<T>(running: Map<string, Promise<T>>, work: Work<T>): Promise<T> {
  const { key, budget, run } = work;
  for (let current = running.get(key); current !== undefined; current = running.get(key)) {
    try {
      return await budget.wait(current);
    } catch (error) {
      if (!mayRunAgain(error, work)) throw error;
    }
  }
  const own = run();
  running.set(key, own);
  try {
    return await own;
  } finally {
    // It goes before anybody learns the outcome, so that nobody finds it twice.
    if (running.get(key) === own) running.delete(key);
  }
}

function mayRunAgain<T>(error: unknown, { budget, isOthers }: Work<T>): boolean {
  if (budget.isSpent) return false;
  return hasCode(error, 'timeout', 'budget-spent') ? !budget.isShort : isOthers?.(error) === true;
}
