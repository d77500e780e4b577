/** The time that one page, or one call outside a page, may wait for plenigo: shared by all its calls and retries. */

import { PlenigoNetworkError } from '../errors.js';
import type { CallName } from './wire.js';

/** Starts to run out when it is made; `close()` it when nothing waits any more, so that its timer does not outlive it. */
export class Budget {
  readonly #ends: number;
  // Made when something waits: a page that makes no call needs neither.
  #controller: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** What ends each wait that is under way. */
  readonly #waits: (() => void)[] = [];

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
        for (const giveUp of this.#waits) giveUp();
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

  /** @throws PlenigoNetworkError `timeout` of this call, if the time is up. */
  throwIfSpent(call: CallName): void {
    if (this.isSpent) throw new PlenigoNetworkError('timeout', { call });
  }

  /**
   * The outcome of `work`, or a rejection with `timeout` of this call when the time is up first: an injected fetch or
   * store may know nothing of abort signals.
   */
  race<T>(work: Promise<T>, call: CallName): Promise<T> {
    // Not Promise.race: the promise of the end would hold on to everything that ever raced it, for as long as the page.
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(new PlenigoNetworkError('timeout', { call }));
      this.#waits.push(giveUp);
      const end = () => this.#waits.splice(this.#waits.indexOf(giveUp), 1);
      work.then(
        (value) => {
          end();
          resolve(value);
        },
        (error) => {
          end();
          reject(error);
        },
      );
      if (this.isSpent) giveUp();
    });
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
