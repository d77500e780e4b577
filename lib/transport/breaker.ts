/** The circuit breaker: a call that fails at several readers is not made for a moment, then tried by one probe. */

import { isOutage, type PlenigoError } from '../base/errors.js';
import { memo } from '../base/memo.js';
import type { ConnectionConfig } from '../base/options.js';
import type { Budget } from './budget.js';
import type { ApiRequest } from './request.js';

/** At most so many readers are remembered, and all are forgotten once no attempt was made for so long. */
const MEMORY = { readers: 50, milliseconds: 30_000 };

/** The circuit opens when plenigo fails at so many of the readers remembered, and at least at every second one. */
const FAILURES = 5;

/** How long it stays open at first, in ms, and at most after it has doubled with every failed probe. */
const DELAY = { first: 1000, longest: 30_000 };

/** Each call has a circuit of its own, because a fault of registrations must not stop the checks of access. */
class Circuit {
  /** Whether the last attempt for each reader failed, so that one alone opens nothing. The latest stands last. */
  readonly failed = new Map<unknown, boolean>();
  lastAttemptAt = 0;
  /** 0 while the circuit is closed. */
  delay = 0;
  probeAt = 0;
}

interface Attempt {
  readonly call: string;
  readonly circuit: Circuit;
  readonly reader: unknown;
}

export class Breaker {
  readonly #circuits = new Map<string, Circuit>();
  readonly #config: Pick<ConnectionConfig, 'circuitBreaker' | 'reporter'>;

  constructor(config: Pick<ConnectionConfig, 'circuitBreaker' | 'reporter'>) {
    this.#config = config;
  }

  /** To be asked before each attempt, and its answer to be told how it ended. Undefined: it must not be made. */
  beginAttempt(
    { call, about }: Pick<ApiRequest<unknown>, 'call' | 'about'>,
    budget: Budget,
  ): ((error?: PlenigoError) => void) | undefined {
    if (!this.#config.circuitBreaker) return () => {};
    const circuit = memo(this.#circuits, call, () => new Circuit());
    const attempt = { call, circuit, reader: about ?? Symbol('nobody') };
    if (circuit.delay === 0) return (error) => this.#endOrdinary(attempt, error);
    const now = performance.now();
    // A reader at whom plenigo has failed leaves the probe to others, or one alone could keep the circuit open for all.
    const dueAt = circuit.failed.get(about) ? circuit.probeAt + DELAY.longest : circuit.probeAt;
    if (budget.isShort || now < dueAt) return undefined;
    // While the probe is out others are refused at once: waiting for its outcome would cost each its whole budget.
    circuit.probeAt = now + budget.remaining;
    return (error) => this.#endProbe(attempt, error);
  }

  #endOrdinary(attempt: Attempt, error: PlenigoError | undefined): void {
    const { circuit } = attempt;
    // What was under way when the circuit opened tells nothing new, and an attempt without time tells nothing of plenigo.
    if (circuit.delay > 0 || error?.code === 'budget-spent') return;
    const now = performance.now();
    if (now - circuit.lastAttemptAt > MEMORY.milliseconds) circuit.failed.clear();
    circuit.lastAttemptAt = now;
    const { failed } = circuit;
    remember(attempt, isOutage(error));
    const failures = [...failed.values()].filter(Boolean).length;
    if (isOutage(error) && failures >= FAILURES && failures * 2 >= failed.size) this.#open(attempt, DELAY.first);
  }

  #endProbe(attempt: Attempt, error: PlenigoError | undefined): void {
    const { call, circuit } = attempt;
    // The probe had no time for an answer, so the next call may be one.
    if (error?.code === 'budget-spent') circuit.probeAt = 0;
    else if (isOutage(error)) {
      remember(attempt, true);
      this.#open(attempt, circuit.delay * 2);
    } else {
      // A refusal is a success for a service that was feared dead.
      this.#circuits.delete(call);
      const { reporter } = this.#config;
      if (reporter.end('circuit-open')) reporter.error({ call }, 'plenigo answers again');
    }
  }

  #open({ call, circuit }: Attempt, delay: number): void {
    circuit.delay = Math.min(delay, DELAY.longest);
    // Chance takes off up to one half, so that the processes of a site do not all probe at once.
    circuit.probeAt = performance.now() + circuit.delay * (0.5 + Math.random() / 2);
    const message = 'plenigo fails: it is not asked for a moment, pages are served without it';
    this.#config.reporter.begin('circuit-open', { message, fields: { call } });
  }
}

function remember({ circuit: { failed }, reader }: Attempt, hasFailed: boolean): void {
  failed.delete(reader);
  failed.set(reader, hasFailed);
  if (failed.size > MEMORY.readers) failed.delete(failed.keys().next().value);
}
