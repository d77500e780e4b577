/** The circuit breaker: a plenigo that fails again and again is not asked for a moment, then by one probe. */

import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';
import { PlenigoApiError, PlenigoNetworkError } from '../errors.js';
import type { ClientConfig } from '../options.js';
import type { CallName } from './wire.js';

/** Runs an attempt, or refuses with `circuit-open` without running it. */
export type Guard = <T>(call: CallName, attempt: () => Promise<T>) => Promise<T>;

/** So many failures one after the other, without a success between, open the circuit. */
const FAILURES = 5;

/** How long it stays open: 1 s, then longer with every failed probe, at most 30 s. */
const OPEN_FOR = { initialDelay: 1000, maxDelay: 30_000 };

/** Faults of the service; a refused e-mail or a wrong secret is an answer, and asking again costs plenigo nothing. */
function isOutage(error: unknown): boolean {
  return (
    error instanceof PlenigoNetworkError ||
    (error instanceof PlenigoApiError && (error.status >= 500 || error.code === 'invalid-response'))
  );
}

export function createBreaker({ circuitBreaker: wanted, logger }: ClientConfig): Guard {
  if (!wanted) return (_call, attempt) => attempt();
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: new ExponentialBackoff(OPEN_FOR),
    breaker: new ConsecutiveBreaker(FAILURES),
  });
  breaker.onBreak(() =>
    logger.error(
      { code: 'circuit-open' },
      'plenigo fails: it is not asked for a moment, pages are served without it',
    ),
  );
  breaker.onReset(() => logger.info({}, 'plenigo answers again'));
  return async (call, attempt) => {
    // While the probe is out, others are refused at once: waiting for its outcome would cost each page its whole budget.
    if (breaker.state === CircuitState.HalfOpen) throw new PlenigoNetworkError('circuit-open', { call });
    try {
      return await breaker.execute(attempt);
    } catch (error) {
      throw isBrokenCircuitError(error) ? new PlenigoNetworkError('circuit-open', { call }) : error;
    }
  };
}
