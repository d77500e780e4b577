/** The time that one page, or one call outside a page, may wait for plenigo: shared by all its calls and retries. */

/** Starts to run out when it is made; `close()` it when nothing waits any more, so that its timer does not outlive it. */
export class Budget {
  readonly #ends: number;
  // Made when something waits: a page that makes no call needs neither.
  #controller: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #giveUp: (() => void) | undefined;
  #spent: Promise<never> | undefined;

  constructor(milliseconds: number) {
    this.#ends = performance.now() + milliseconds;
  }

  /** Aborted when the time is up. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController();
      this.#controller = controller;
      this.#timer = setTimeout(() => {
        controller.abort();
        this.#giveUp?.();
      }, this.remaining);
    }
    return this.#controller.signal;
  }

  /** What is left, in ms; never negative. */
  get remaining(): number {
    // A timer may be a fraction of a millisecond early; once it has fired, the time is up.
    return this.#controller?.signal.aborted ? 0 : Math.max(0, this.#ends - performance.now());
  }

  get isSpent(): boolean {
    return this.signal.aborted;
  }

  /**
   * The outcome of `work`, or a rejection with `BudgetSpent` when the time is up first: an injected fetch or store may
   * know nothing of abort signals.
   */
  race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    this.#spent ??= new Promise<never>((_resolve, reject) => {
      this.#giveUp = () => reject(new BudgetSpent());
      if (signal.aborted) this.#giveUp();
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
