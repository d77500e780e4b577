/** The time that one page, or one call outside a page, may wait for plenigo: shared by all its calls and retries. */

/** Starts to run out when it is made; `close()` it when nothing waits any more, so that its timer does not outlive it. */
export class Budget {
  readonly #ends: number;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #giveUp: (() => void) | undefined;
  #spent: Promise<never> | undefined;

  constructor(milliseconds: number) {
    this.#ends = performance.now() + milliseconds;
    this.#timer = setTimeout(() => {
      this.#controller.abort();
      this.#giveUp?.();
    }, milliseconds);
  }

  /** Aborted when the time is up. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What is left, in ms; never negative. */
  get remaining(): number {
    return Math.max(0, this.#ends - performance.now());
  }

  get isSpent(): boolean {
    return this.#controller.signal.aborted;
  }

  /**
   * The outcome of `work`, or a rejection with `BudgetSpent` when the time is up first: an injected fetch or store may
   * know nothing of abort signals.
   */
  race<T>(work: Promise<T>): Promise<T> {
    this.#spent ??= new Promise<never>((_resolve, reject) => {
      this.#giveUp = () => reject(new BudgetSpent());
      if (this.isSpent) this.#giveUp();
    });
    return Promise.race([work, this.#spent]);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}

/** The time is up. Internal: callers see a `PlenigoNetworkError` with the code `timeout`. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}
