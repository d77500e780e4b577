/** Decides when a failed call is tried again: only where sending it twice is safe, and only within the budget. */

import { hasCode, PlenigoApiError, type PlenigoError } from '../base/errors.js';
import type { Budget } from './budget.js';
import type { ApiRequest } from './request.js';

/** One more try heals a broken keep-alive connection or a passing fault; more would only load a service in trouble. */
const MAX_ATTEMPTS = 2;

/** The pause before the second try, in ms. Chance spreads it, so that pages that failed together do not come back together. */
const PAUSE = { least: 20, spread: 80 };

/** Waits and answers true if the call is to be sent again, else answers false. */
export async function pauseBeforeRetry(
  error: PlenigoError,
  { request, attempt, budget }: { request: ApiRequest<unknown>; attempt: number; budget: Budget },
): Promise<boolean> {
  if (attempt >= MAX_ATTEMPTS || !maySendAgain(error, request)) return false;
  const asked = error instanceof PlenigoApiError ? error.retryAfter : undefined;
  return budget.pause(asked ?? PAUSE.least + Math.random() * PAUSE.spread);
}

function maySendAgain(error: PlenigoError, { repeatable }: ApiRequest<unknown>): boolean {
  // A request whose connection was refused never arrived.
  if (error.code === 'connection-refused') return true;
  // After these faults the request may have arrived, and the next one may succeed.
  return (
    repeatable &&
    hasCode(
      error,
      ...(['connection-reset', 'network-error', 'invalid-response'] as const),
      ...(['server-error', 'bad-gateway', 'service-unavailable', 'gateway-timeout'] as const),
    )
  );
}
