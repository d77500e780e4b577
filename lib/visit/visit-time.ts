/** The time that one visit may wait for plenigo, however many middlewares and calls it has. It runs while somebody waits. */

import { Budget } from '../transport/budget.js';

export class VisitTime {
  /** In ms. */
  readonly #total: number;
  #left: number;
  /** There while somebody waits. */
  #budget: Budget | undefined;
  #waiting = 0;

  /** `before` is the time of an earlier visit of the same request, which goes on. */
  constructor(total: number, before: VisitTime | undefined) {
    this.#total = total;
    this.#left = before?.remaining ?? total;
  }

  /** In ms. */
  get remaining(): number {
    return this.#budget?.remaining ?? this.#left;
  }

  /** Does work for which somebody waits. */
  async spend<T>(work: (budget: Budget) => Promise<T>): Promise<T> {
    this.#budget ??= new Budget(this.#left, this.#total);
    const budget = this.#budget;
    this.#waiting += 1;
    try {
      return await work(budget);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) {
        this.#left = budget.remaining;
        this.#budget = undefined;
        budget.close();
      }
    }
  }
}
