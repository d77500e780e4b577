/** The time that one page, or one call outside a page, may wait for plenigo: shared by all its calls and retries. */

import { once, setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { PlenigoError } from '../base/errors.js';

/** A process that was at other work for this share of the time is called busy. */
const BUSY = 0.9;

/** The end of a budget, from when something begins to wait for it. */
interface End {
  readonly controller: AbortController;
  readonly timer: NodeJS.Timeout;
  /** Rejects with `budget-spent` when the time is up. */
  readonly over: Promise<never>;
}

/** Starts to run out when it is made. `close()` it when nothing waits any more, so that its timer does not outlive it. */
export class Budget {
  /** The whole time of what it belongs to, in ms: more than it began with if a part was spent before. */
  readonly total: number;
  readonly #endsAt: number;
  /** Absent while nobody waits, because a page that makes no call needs no timer. */
  #end: End | undefined;
  readonly #left: Promise<unknown>[] = [];
  #isOver = false;
  #wasBusy = false;

  constructor(milliseconds: number, total = milliseconds) {
    this.total = total;
    this.#endsAt = performance.now() + milliseconds;
  }

  /** What is left, in ms; never negative. */
  get remaining(): number {
    return this.#isOver ? 0 : Math.max(0, this.#endsAt - performance.now());
  }

  /** The time ran out while this process was at other work nearly all of it, so plenigo had no fair chance. */
  get wasBusy(): boolean {
    return this.#wasBusy;
  }

  get isSpent(): boolean {
    return this.remaining === 0;
  }

  /** Less than half of `total` is left: a service that is too slow for that may be well all the same. */
  get isShort(): boolean {
    return this.remaining < this.total / 2;
  }

  /** Aborted when the time is up, but never while the code that asks for it runs. */
  get signal(): AbortSignal {
    return this.#begin().controller.signal;
  }

  /**
   * Settles as `work` does, which goes on whatever becomes of this.
   * @throws PlenigoError `budget-spent` if the time is up first.
   */
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
    work.catch(() => {});
    this.#left.push(work);
  }

  async close(): Promise<void> {
    if (this.#left.length > 0) await Promise.allSettled(this.#left);
    clearTimeout(this.#end?.timer);
  }

  #begin(): End {
    this.#end ??= this.#createEnd();
    return this.#end;
  }

  #createEnd(): End {
    const controller = new AbortController();
    const { signal } = controller;
    // Each call of a page listens to it, and Node would warn of the eleventh.
    setMaxListeners(0, signal);
    const left = this.remaining;
    const load = performance.eventLoopUtilization();
    const runOut = async () => {
      // The timer may fire a fraction of a millisecond early.
      this.#isOver = true;
      this.#wasBusy = performance.eventLoopUtilization(load).active > BUSY * left;
      // Answers that have come in meanwhile still count.
      await nextTurn();
      controller.abort();
    };
    const over = throwAfter(signal);
    // There may be nobody who waits.
    over.catch(() => {});
    return { controller, over, timer: setTimeout(runOut, left) };
  }
}

async function throwAfter(signal: AbortSignal): Promise<never> {
  await once(signal, 'abort');
  // What becomes of a call that ends now says more than that its time is up.
  await nextTurn();
  throw new PlenigoError('budget-spent');
}

/** Does work with so many ms of its own. */
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
