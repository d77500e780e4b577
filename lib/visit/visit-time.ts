/** What one visit may still wait for plenigo, whatever number of middlewares and of calls it has: it runs while somebody waits. */

import { Budget } from '../transport/budget.js';

export class VisitTime {
  readonly #total: number;
  /** In ms. */
  #left: number;
  #budget: Budget | undefined;
  #waiting = 0;
  #leftover: Promise<unknown> | undefined;

  /** `before`: of an earlier visit of the same request, whose time it is. In ms. */
  constructor(total: number, before: VisitTime | undefined) {
    this.#total = total;
    this.#left = before === undefined ? total : (before.#budget?.remaining ?? before.#left);
  }

  /** Somebody waits for this. */
  async spend<T>(work: (budget: Budget) => Promise<T>): Promise<T> {
    this.#waiting += 1;
    this.#budget ??= new Budget(this.#left, this.#total);
    const budget = this.#budget;
    try {
      return await work(budget);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) {
        this.#left = budget.remaining;
        this.#budget = undefined;
        if (this.#leftover === undefined) budget.close();
        else Promise.allSettled([this.#leftover]).then(() => budget.close());
        this.#leftover = undefined;
      }
    }
  }

  /** Nobody waits for this any more, but it is still to end with the budget. */
  leave(call: Promise<unknown>): void {
    this.#leftover = call;
  }
}
