/** The circuit breaker: a plenigo that fails again and again is not asked for a moment, then by one probe. */

import { isOutage, type PlenigoError, PlenigoNetworkError } from '../errors.js';
import type { ClientConfig, Logger } from '../options.js';
import type { CallName } from '../v2/wire.js';
import { whenLoaded } from './when-loaded.js';

/** What an attempt brought: whatever a success is, or an error. Never a rejection. */
interface Outcome {
  readonly error?: PlenigoError | undefined;
}

/** Runs an attempt, or gives the error `circuit-open` without running it. */
export type Guard = <T extends Outcome>(
  call: CallName,
  attempt: () => Promise<T>,
) => Promise<T | { readonly error: PlenigoError }>;

/** So many failures one after the other, without a success between, open the circuit. */
const FAILURES = 5;

/**
 * How long it stays open: up to 1 s, then twice as long after every failed probe, up to 30 s. Chance takes off up to
 * one half, so that the processes of a site do not all probe at once.
 */
const OPEN_FOR = { initialDelay: 1000, maxDelay: 30_000 };

export function createBreaker({ circuitBreaker: wanted, logger }: ClientConfig): Guard {
  if (!wanted) return (_call, attempt) => attempt();
  return whenLoaded(loadBreaker(logger)) as Guard;
}

/** The library takes as long to load as all of this package. */
async function loadBreaker(logger: Logger): Promise<Guard> {
  const cockatiel = await import('cockatiel');
  const { CircuitState, ConsecutiveBreaker, ExponentialBackoff, halfJitterGenerator } = cockatiel;
  // A refusal is a success for a service that was feared dead.
  const outages = cockatiel.handleWhenResult((outcome) => isOutage((outcome as Outcome).error));
  const breaker = cockatiel.circuitBreaker(outages, {
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
    if (breaker.state === CircuitState.HalfOpen) return circuitOpen(call);
    try {
      return await breaker.execute(attempt);
    } catch (error) {
      if (cockatiel.isBrokenCircuitError(error)) return circuitOpen(call);
      throw error;
    }
  };
}

function circuitOpen(call: CallName): { error: PlenigoError } {
  return { error: new PlenigoNetworkError('circuit-open', { call }) };
}
