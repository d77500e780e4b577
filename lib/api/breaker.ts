/** The circuit breaker: a plenigo that fails again and again is not asked for a moment, then by one probe. */

import { isOutage, PlenigoNetworkError } from '../errors.js';
import type { ClientConfig, Logger } from '../options.js';
import { whenLoaded } from './when-loaded.js';
import type { CallName } from './wire.js';

/** Runs an attempt, or refuses with `circuit-open` without running it. */
export type Guard = <T>(call: CallName, attempt: () => Promise<T>) => Promise<T>;

/** So many failures one after the other, without a success between, open the circuit. */
const FAILURES = 5;

/**
 * How long it stays open: up to 1 s, then twice as long after every failed probe, up to 30 s. Chance takes off up to
 * one half, so that the processes of a site do not all probe at once.
 */
const OPEN_FOR = { initialDelay: 1000, maxDelay: 30_000 };

/** A refusal travels as a success through the breaker: it is one, for a service that was feared dead. */
async function refusalsAsOutcome<T>(attempt: () => Promise<T>): Promise<{ value: T } | { refusal: unknown }> {
  try {
    return { value: await attempt() };
  } catch (error) {
    if (isOutage(error)) throw error;
    return { refusal: error };
  }
}

export function createBreaker({ circuitBreaker: wanted, logger }: ClientConfig): Guard {
  if (!wanted) return (_call, attempt) => attempt();
  return whenLoaded(loadBreaker(logger)) as Guard;
}

/** The library takes as long to load as all of this package. */
async function loadBreaker(logger: Logger): Promise<Guard> {
  const cockatiel = await import('cockatiel');
  const { CircuitState, ConsecutiveBreaker, ExponentialBackoff, halfJitterGenerator } = cockatiel;
  const breaker = cockatiel.circuitBreaker(cockatiel.handleAll, {
    halfOpenAfter: new ExponentialBackoff({ ...OPEN_FOR, generator: halfJitterGenerator }),
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
      const outcome = await breaker.execute(() => refusalsAsOutcome(attempt));
      if ('refusal' in outcome) throw outcome.refusal;
      return outcome.value;
    } catch (error) {
      throw cockatiel.isBrokenCircuitError(error) ? new PlenigoNetworkError('circuit-open', { call }) : error;
    }
  };
}
