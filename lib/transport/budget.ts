/** The time that one page, or one call outside a page, may wait for plenigo: shared by all its calls and retries. */

import { PlenigoNetworkError } from '../errors.js';
import type { CallName } from '../v2/wire.js';

/** Starts to run out when it is made; `close()` it when nothing waits any more, so that its timer does not outlive it. */
export class Budget {
  readonly #ends: number;
  /** What is to be ended when the time is up. */
  readonly #waits: (() => void)[] = [];
  // Made when something waits: a page that makes no call needs none.
  #timer: NodeJS.Timeout | undefined;
  #controller: AbortController | undefined;
  // A timer may be a fraction of a millisecond early; once it has fired, the time is up.
  #isOver = false;

  constructor(milliseconds: number) {
    this.#ends = performance.now() + milliseconds;
  }

  /** What is left, in ms; never negative. */
  get remaining(): number {
    return this.#isOver ? 0 : Math.max(0, this.#ends - performance.now());
  }

  get isSpent(): boolean {
    return this.remaining === 0;
  }

  /** @throws PlenigoNetworkError `timeout` of this call, if the time is up. */
  throwIfSpent(call: CallName): void {
    if (this.isSpent) throw new PlenigoNetworkError('timeout', { call });
  }

  /** Aborted when the time is up. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController();
      this.#controller = controller;
      this.onSpent(() => controller.abort());
    }
    return this.#controller.signal;
  }

  /**
   * The little that node-fetch uses of a signal. With a real one for every page, a site would serve one page in
   * twenty less.
   */
  get plainSignal(): AbortSignal {
    return new PlainSignal(this) as unknown as AbortSignal;
  }

  /** The timer has fired. Unlike `isSpent`, nothing changes it while code runs that does not wait. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * The outcome of `work`, or a rejection with `timeout` of this call when the time is up first: an injected fetch or
   * store may know nothing of abort signals.
   */
  race<T>(work: T | Promise<T>, call: CallName): Promise<T> {
    // Not Promise.race: the promise of the end would hold on to everything that ever raced it, for as long as the page.
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(new PlenigoNetworkError('timeout', { call }));
      this.onSpent(giveUp);
      // A fetch of a test may answer without a promise.
      Promise.resolve(work).then(
        (value) => {
          this.offSpent(giveUp);
          resolve(value);
        },
        (error) => {
          this.offSpent(giveUp);
          reject(error);
        },
      );
    });
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** `end` is called when the time is up: at once if it was before, else never before this returns. */
  onSpent(end: () => void): void {
    if (this.#isOver) {
      end();
      return;
    }
    this.#waits.push(end);
    this.#timer ??= setTimeout(() => {
      this.#isOver = true;
      for (const each of this.#waits.splice(0)) each();
    }, this.remaining);
  }

  /** It is not any more. */
  offSpent(end: () => void): void {
    const index = this.#waits.indexOf(end);
    if (index >= 0) this.#waits.splice(index, 1);
  }
}

class PlainSignal {
  readonly [Symbol.toStringTag] = 'AbortSignal';
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  // As of a real signal: node-fetch relies on it that a request which it has begun is not ended before it listens.
  get aborted(): boolean {
    return this.#budget.isOver;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#budget.onSpent(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#budget.offSpent(listener);
  }
}
