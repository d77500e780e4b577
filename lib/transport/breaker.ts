/** The circuit breaker: a call that fails at several readers is not made for a moment, then tried by one probe. */

import { LRUCache } from 'lru-cache';
import { isOutage, type PlenigoError } from '../base/errors.js';
import type { Reporter } from '../base/reporter.js';
import type { Budget } from './budget.js';

/** At most so many readers are remembered, and all are forgotten once no attempt was made for so long. */
const MEMORY = { readers: 50, milliseconds: 30_000 };
/** The circuit opens when plenigo fails at so many of the readers remembered, and at least at every second one. */
const FAILURES = 5;
/** How long it stays open at first, in ms, and at most after it has doubled with every failed probe. */
const DELAY = { first: 1000, longest: 5000 };
/** For so long a reader at whom plenigo has failed leaves a due probe to others, or one could keep the circuit open for all. */
const COURTESY_MS = 30_000;

/** Each call has a circuit of its own, because a fault of registrations must not stop the checks of access. */
export class Circuit {
  readonly #call: string;
  readonly #reporter: Reporter;
  /** Whether the last attempt for each reader failed, so that one alone opens nothing. */
  readonly #failed = new LRUCache<string | symbol, boolean>({ max: MEMORY.readers });
  #lastAttemptAt = 0;
  /** 0 while the circuit is closed. */
  #delay = 0;
  #probeAt = 0;

  constructor(call: string, reporter: Reporter) {
    this.#call = call;
    this.#reporter = reporter;
  }

  /** To be asked before each attempt, and its answer to be told how it ended. Undefined: it must not be made. */
  beginAttempt(reader: string | undefined, budget: Budget): ((error?: PlenigoError) => void) | undefined {
    const key = reader ?? Symbol('nobody');
    if (this.#delay === 0) return (error) => this.#endOrdinary(key, error);
    const now = performance.now();
    const dueAt = this.#failed.peek(key) ? this.#probeAt + COURTESY_MS : this.#probeAt;
    if (budget.isShort || now < dueAt) return undefined;
    // While the probe is out others are refused at once: waiting for its outcome would cost each its whole budget.
    this.#probeAt = now + budget.remaining;
    return (error) => this.#endProbe(key, error);
  }

  #endOrdinary(reader: string | symbol, error: PlenigoError | undefined): void {
    // What was under way when the circuit opened tells nothing new, and an attempt without time tells nothing of plenigo.
    if (this.#delay > 0 || error?.code === 'budget-spent') return;
    const now = performance.now();
    if (now - this.#lastAttemptAt > MEMORY.milliseconds) this.#failed.clear();
    this.#lastAttemptAt = now;
    this.#failed.set(reader, isOutage(error));
    const failures = isOutage(error) ? [...this.#failed.values()].filter(Boolean).length : 0;
    if (failures >= FAILURES && failures * 2 >= this.#failed.size) this.#open(DELAY.first);
  }

  #endProbe(reader: string | symbol, error: PlenigoError | undefined): void {
    // The probe had no time for an answer, so the next call may be one.
    if (error?.code === 'budget-spent') this.#probeAt = 0;
    else if (isOutage(error)) {
      this.#failed.set(reader, true);
      this.#open(this.#delay * 2);
    } else {
      // A refusal is a success for a service that was feared dead.
      this.#delay = 0;
      this.#failed.clear();
      if (this.#reporter.end('circuit-open')) this.#reporter.error({ call: this.#call }, 'plenigo answers again');
    }
  }

  #open(delay: number): void {
    this.#delay = Math.min(delay, DELAY.longest);
    // Chance takes off up to one half, so that the processes of a site do not all probe at once.
    this.#probeAt = performance.now() + this.#delay * (0.5 + Math.random() / 2);
    const message = 'plenigo fails: it is not asked for a moment, pages are served without it';
    this.#reporter.begin('circuit-open', { message, fields: { call: this.#call } });
  }
}
