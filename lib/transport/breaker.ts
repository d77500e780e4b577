/** The circuit breaker: a call of plenigo that mostly fails is not made for a moment, then tried by one probe. */

import { isOutage, type PlenigoError } from '../base/errors.js';
import { memo } from '../base/memo.js';
import type { ConnectionConfig } from '../base/options.js';
import type { Budget } from './budget.js';

/** At most so many attempts are remembered, and all are forgotten once none was made for so long. */
const MEMORY = { attempts: 50, milliseconds: 30_000 };

/** The circuit opens when so many of the attempts remembered have failed, and at least every second one. */
const FAILURES = 5;

/** How long it stays open at first, in ms, and at most after it has doubled with every failed probe. */
const DELAY = { first: 1000, longest: 30_000 };

/** Each call has a circuit of its own, because a fault of registrations must not stop the checks of access. */
interface Circuit {
  readonly call: string;
  /** Whether each attempt failed, oldest first. */
  attempts: boolean[];
  lastAttemptAt: number;
  /** 0 while the circuit is closed. */
  delay: number;
  probeAt: number;
}

/** Takes the error that an attempt has ended with, or undefined if it has succeeded. */
type EndAttempt = (error: PlenigoError | undefined) => void;

export class Breaker {
  readonly #circuits = new Map<string, Circuit>();
  readonly #config: Pick<ConnectionConfig, 'circuitBreaker' | 'reporter'>;

  constructor(config: Pick<ConnectionConfig, 'circuitBreaker' | 'reporter'>) {
    this.#config = config;
  }

  /** To be asked before each attempt; answers undefined if the attempt must not be made. */
  beginAttempt({ call, budget }: { call: string; budget: Budget }): EndAttempt | undefined {
    if (!this.#config.circuitBreaker) return () => {};
    const circuit = memo(this.#circuits, call, () => ({ call, attempts: [], lastAttemptAt: 0, delay: 0, probeAt: 0 }));
    if (circuit.delay === 0) return (error) => this.#endOrdinary(circuit, error);
    const now = performance.now();
    if (budget.isShort || now < circuit.probeAt) return undefined;
    // While the probe is out others are refused at once: waiting for its outcome would cost each its whole budget.
    circuit.probeAt = now + budget.remaining;
    return (error) => this.#endProbe(circuit, error);
  }

  #endOrdinary(circuit: Circuit, error: PlenigoError | undefined): void {
    // What was under way when the circuit opened tells nothing new, and an attempt without time tells nothing of plenigo.
    if (circuit.delay > 0 || error?.code === 'budget-spent') return;
    const now = performance.now();
    if (now - circuit.lastAttemptAt > MEMORY.milliseconds) circuit.attempts = [];
    circuit.lastAttemptAt = now;
    const { attempts } = circuit;
    const isFailure = isOutage(error);
    if (attempts.push(isFailure) > MEMORY.attempts) attempts.shift();
    const failures = attempts.filter(Boolean).length;
    if (isFailure && failures >= FAILURES && failures * 2 >= attempts.length) this.#open(circuit, DELAY.first);
  }

  #endProbe(circuit: Circuit, error: PlenigoError | undefined): void {
    // The probe had no time for an answer, so the next call may be one.
    if (error?.code === 'budget-spent') circuit.probeAt = 0;
    else if (isOutage(error)) this.#open(circuit, circuit.delay * 2);
    // A refusal is a success for a service that was feared dead.
    else this.#close(circuit);
  }

  #open(circuit: Circuit, delay: number): void {
    circuit.delay = Math.min(delay, DELAY.longest);
    // Chance takes off up to one half, so that the processes of a site do not all probe at once.
    circuit.probeAt = performance.now() + circuit.delay * (0.5 + Math.random() / 2);
    const message = 'plenigo fails: it is not asked for a moment, pages are served without it';
    this.#config.reporter.begin('circuit-open', { message, fields: { call: circuit.call } });
  }

  #close({ call }: Circuit): void {
    this.#circuits.delete(call);
    const { reporter } = this.#config;
    if (reporter.end('circuit-open')) reporter.error({ call }, 'plenigo answers again');
  }
}
