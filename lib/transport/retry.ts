/** When a failed call is tried again: only where sending it twice is safe, and only within the budget. */

import { PlenigoApiError, type PlenigoError, type PlenigoErrorCode } from '../base/errors.js';
import type { Budget } from './budget.js';
import type { ApiRequest } from './request.js';

/** One more try heals a broken keep-alive connection or a passing fault; more would only load a service in trouble. */
const MAX_ATTEMPTS = 2;

/** It may have arrived and may pass: only for calls that may be sent twice. */
const MAY_PASS: ReadonlySet<PlenigoErrorCode> = new Set([
  'connection-reset',
  'network-error',
  'invalid-response',
  'server-error',
  'bad-gateway',
  'service-unavailable',
  'gateway-timeout',
]);

/** Waits and answers true if the call is to be sent again, else answers false. */
export async function pauseBeforeRetry(
  error: PlenigoError,
  { request, attempt, budget }: { request: ApiRequest<unknown>; attempt: number; budget: Budget },
): Promise<boolean> {
  if (attempt >= MAX_ATTEMPTS) return false;
  // Refused, the request never arrived: any call may be sent again.
  if (error.code !== 'connection-refused' && !(request.repeatable && MAY_PASS.has(error.code))) return false;
  // Spread, so that many pages that failed together do not come back together.
  const asked = error instanceof PlenigoApiError ? error.retryAfter : undefined;
  return budget.pause(asked ?? 20 + Math.random() * 80);
}
