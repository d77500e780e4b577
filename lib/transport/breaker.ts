/** The circuit breaker: a call of plenigo that mostly fails is not made for a moment, then tried by one probe. */

import { isOutage, type PlenigoError, PlenigoNetworkError } from '../base/errors.js';
import { memo } from '../base/memo.js';
import type { ConnectionConfig } from '../base/options.js';
import type { Budget } from './budget.js';

/** So many attempts are remembered, none of them once there was none for so long. */
const MEMORY = { attempts: 50, milliseconds: 30_000 };

/** So many of those remembered have failed, and at least every second one: the circuit opens. */
const FAILURES = 5;

/** In ms: how long it stays open at first, and at most after it has doubled with every failed probe. */
const DELAY = { first: 1000, longest: 30_000 };

/** Of one call: a fault of registrations must not stop the checks of access. */
interface Circuit {
  readonly call: string;
  /** Whether each failed, oldest first. */
  attempts: boolean[];
  /** When the last of them ended. */
  noted: number;
  /** 0 while it is closed. */
  delay: number;
  probeAt: number;
}

/** Asked before each attempt: the error `circuit-open` if it is not to be made, else what is to be told the error that it ended with. */
export function createBreaker({ circuitBreaker, logger }: Pick<ConnectionConfig, 'circuitBreaker' | 'logger'>) {
  if (!circuitBreaker) return () => () => {};
  const circuits = new Map<string, Circuit>();
  let isTold = false;

  function open(circuit: Circuit, delay: number): void {
    circuit.delay = Math.min(delay, DELAY.longest);
    // Chance takes off up to one half, so that the processes of a site do not all probe at once.
    circuit.probeAt = performance.now() + circuit.delay * (0.5 + Math.random() / 2);
    if (!isTold) {
      const fields = { code: 'circuit-open', call: circuit.call };
      logger.error(fields, 'plenigo fails: it is not asked for a moment, pages are served without it');
    }
    isTold = true;
  }

  function close(call: string): void {
    circuits.delete(call);
    if (isTold) logger.error({ call }, 'plenigo answers again');
    isTold = false;
  }

  function note(circuit: Circuit, isFailure: boolean): void {
    const now = performance.now();
    if (now - circuit.noted > MEMORY.milliseconds) circuit.attempts = [];
    circuit.noted = now;
    const { attempts } = circuit;
    if (attempts.push(isFailure) > MEMORY.attempts) attempts.shift();
    if (!isFailure) return;
    const failures = attempts.filter(Boolean).length;
    if (failures >= FAILURES && failures * 2 >= attempts.length) open(circuit, DELAY.first);
  }

  return ({ call, budget }: { call: string; budget: Budget }) => {
    const circuit = memo(circuits, call, () => ({ call, attempts: [], noted: 0, delay: 0, probeAt: 0 }));
    const isProbe = circuit.delay > 0;
    const now = performance.now();
    if (isProbe && (budget.isShort || now < circuit.probeAt)) return new PlenigoNetworkError('circuit-open', { call });
    // While the probe is out, others are refused at once: waiting for its outcome would cost each its whole budget.
    if (isProbe) circuit.probeAt = now + budget.remaining;
    return (error: PlenigoError | undefined) => {
      const isFailure = isOutage(error);
      // No time for an answer says nothing of plenigo; a refusal is a success for a service that was feared dead.
      if (error?.code === 'budget-spent') {
        if (isProbe) circuit.probeAt = 0;
      } else if (!isProbe) {
        // Of what was under way when it opened, nothing is news.
        if (circuit.delay === 0) note(circuit, isFailure);
      } else if (isFailure) open(circuit, circuit.delay * 2);
      else close(call);
    };
  };
}
