/** The time that one page, or one call outside a page, may wait for plenigo: shared by all its calls and retries. */

import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { hasCode, PlenigoError } from '../base/errors.js';

/**
 * A time limit in ms, which starts to run out when it is made. `close()` it when nothing waits any more, so that its
 * timer does not outlive it.
 */
export class Budget {
  /** The whole time of what it belongs to, in ms: more than it began with if a part was spent before. */
  readonly total: number;
  /** The time ran out while this process was at other work for nine tenths of it, so plenigo had no fair chance. */
  wasBusy = false;
  /** How many need its timer: whoever made it, and each piece of work that was left to it. */
  #users = 1;
  #endsAt: number;
  /** Absent while nobody waits, because a page that makes no call needs neither a timer nor a signal. */
  #end: { readonly over: Promise<never>; readonly signal: AbortSignal } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(milliseconds: number, total = milliseconds) {
    this.total = total;
    this.#endsAt = performance.now() + milliseconds;
  }

  get remaining(): number {
    return Math.max(0, this.#endsAt - performance.now());
  }

  /** Less than half of `total` is left: a service that is too slow for that may be well all the same. */
  get isShort(): boolean {
    return this.remaining < this.total / 2;
  }

  /** Aborted when the time is up, but never while the code that asks for it runs. */
  get signal(): AbortSignal {
    return this.#begin().signal;
  }

  /** Settles as `work` does, or rejects with `budget-spent` when the time is up; the work itself goes on. */
  wait<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#begin().over]);
  }

  /** Waits so many ms and answers true, or false at once if less than half of what is left would remain for the answer. */
  async pause(milliseconds: number): Promise<boolean> {
    if (milliseconds > this.remaining / 2) return false;
    return sleep(milliseconds, true, { signal: this.signal }).catch(() => false);
  }

  /** Nobody may wait for this work any more, but it still ends with the budget. */
  leave(work: Promise<unknown>): void {
    this.#users += 1;
    const close = () => this.close();
    work.then(close, close);
  }

  close(): void {
    this.#users -= 1;
    if (this.#users === 0) clearTimeout(this.#timer);
  }

  #begin() {
    if (this.#end !== undefined) return this.#end;
    const controller = new AbortController();
    // Each call of a page listens to it, and Node would warn of the eleventh.
    setMaxListeners(0, controller.signal);
    const left = this.remaining;
    const load = performance.eventLoopUtilization();
    const over = new Promise<never>((_resolve, reject) => {
      const runOut = async () => {
        // The timer may fire a fraction of a millisecond early.
        this.#endsAt = 0;
        this.wasBusy = performance.eventLoopUtilization(load).active > 0.9 * left;
        // Answers that have come in meanwhile still count.
        await nextTurn();
        controller.abort();
        // What becomes of a call that ends now says more than that its time is up.
        await nextTurn();
        reject(new PlenigoError('budget-spent'));
      };
      this.#timer = setTimeout(runOut, left);
    });
    // There may be nobody who waits.
    over.catch(() => {});
    this.#end = { over, signal: controller.signal };
    return this.#end;
  }
}

export async function withBudget<T>(milliseconds: number, work: (budget: Budget) => Promise<T>): Promise<T> {
  const budget = new Budget(milliseconds);
  try {
    return await work(budget);
  } finally {
    budget.close();
  }
}

/** Waits for `work`, whatever becomes of it, but not longer than so many ms. Never throws. */
export async function waitAtMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  await withBudget(milliseconds, (patience) => patience.wait(work)).catch(() => {});
}

/**
 * One piece of work at a time for each key, which `running` holds: who asks meanwhile shares the outcome, but not the
 * time limit.
 */
export async function share<T>(running: Map<string, Promise<T>>, key: string, budget: Budget, run: () => Promise<T>) {
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
  return await own;
}
