/** The time that one page, or one call outside a page, may wait for plenigo: shared by all its calls and retries. */

import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlenigoError } from '../base/errors.js';
import { memo } from '../base/memo.js';

/** So much of its time a process must have had for other work, to be called busy. */
const BUSY = 0.9;

/** Budgets that end in the same hundredth of their time end together: a real signal of its own costs a page as much as ten signatures. */
const TOGETHER = 1 / 100;

/** The end of some budgets. */
interface End {
  readonly signal: AbortSignal;
  readonly timer: NodeJS.Timeout;
  /** Budgets that are not closed yet. */
  users: number;
  /** What gives up. Not by the signal: each of its listeners walks past all others. */
  readonly waits: Set<() => void>;
  isOver: boolean;
  wasBusy: boolean;
}

/** Those to come, by their time as `performance.now()` has it. */
const ends = new Map<number, End>();

function endAt(at: number): End {
  const controller = new AbortController();
  const { signal } = controller;
  // One for each thing that a page waits for: Node would warn of the eleventh.
  setMaxListeners(0, signal);
  const left = Math.max(0, at - performance.now());
  const load = performance.eventLoopUtilization();
  const timer = setTimeout(() => {
    ends.delete(at);
    // It may be a fraction of a millisecond early.
    end.isOver = true;
    end.wasBusy = performance.eventLoopUtilization(load).active > BUSY * left;
    // Behind what has come in meanwhile.
    setImmediate(() => {
      controller.abort();
      // Behind the calls that end at the same moment: what became of them says more.
      setImmediate(() => {
        for (const giveUp of end.waits) giveUp();
      });
    });
  }, left);
  const end: End = { signal, timer, users: 0, waits: new Set(), isOver: false, wasBusy: false };
  return end;
}

/** Starts to run out when it is made; `close()` it once when nothing waits any more, so that its timer does not outlive it. */
export class Budget {
  /** The whole time of what it belongs to, in ms: more than it began with if a part was spent before. */
  readonly total: number;
  #ends: number;
  // Made when first asked for: a page that makes no call needs none.
  #end: End | undefined;

  constructor(milliseconds: number, total = milliseconds) {
    this.total = total;
    this.#ends = performance.now() + milliseconds;
  }

  /** What is left, in ms; never negative. */
  get remaining(): number {
    return this.#end?.isOver ? 0 : Math.max(0, this.#ends - performance.now());
  }

  /** The time ran out while this process was at other work nearly all of it: plenigo had no fair chance. */
  get wasBusy(): boolean {
    return this.#end?.wasBusy === true;
  }

  get isSpent(): boolean {
    return this.remaining === 0;
  }

  /** Less than half of `total` is left: who is too slow for that may be well all the same. */
  get isShort(): boolean {
    return this.remaining < this.total / 2;
  }

  /** Aborted when the time is up, but never while the code that asks for it runs. */
  get signal(): AbortSignal {
    return this.#begun().signal;
  }

  #begun(): End {
    if (this.#end === undefined) {
      const step = this.total * TOGETHER;
      this.#ends = Math.floor(this.#ends / step) * step;
      this.#end = memo(ends, this.#ends, () => endAt(this.#ends));
      this.#end.users += 1;
    }
    return this.#end;
  }

  /**
   * Settles as `work` does, which goes on whatever becomes of this.
   * @throws PlenigoError `budget-spent` if the time is up first.
   */
  wait<T>(work: Promise<T>): Promise<T> {
    const { signal, waits } = this.#begun();
    // Not Promise.race: the promise of the end would hold on to everything that ever raced it, for as long as the page.
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(new PlenigoError('budget-spent'));
      if (signal.aborted) setImmediate(giveUp);
      else waits.add(giveUp);
      const settle =
        <V>(by: (value: V) => void) =>
        (value: V) => {
          waits.delete(giveUp);
          by(value);
        };
      // A fetch of a test may answer without a promise.
      Promise.resolve(work).then(settle(resolve), settle(reject));
    });
  }

  /** Waits so many ms and answers true, or false at once if less than half of what is left would remain for the answer. */
  async pause(milliseconds: number): Promise<boolean> {
    if (milliseconds > this.remaining / 2) return false;
    return sleep(milliseconds, true, { signal: this.signal }).catch(() => false);
  }

  close(): void {
    if (this.#end === undefined) return;
    this.#end.users -= 1;
    if (this.#end.users > 0 || this.#end.isOver) return;
    clearTimeout(this.#end.timer);
    ends.delete(this.#ends);
  }
}

/** Work with so many ms of its own. */
export async function withBudget<T>(milliseconds: number, work: (budget: Budget) => Promise<T>): Promise<T> {
  const budget = new Budget(milliseconds);
  try {
    return await work(budget);
  } finally {
    budget.close();
  }
}

/** Waits for `work`, whatever becomes of it, but not longer than so many ms. */
export async function waitAtMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  await withBudget(milliseconds, (patience) => patience.wait(work)).catch(() => {});
}
