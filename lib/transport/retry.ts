/** When a failed call is tried again: only where sending it twice is safe, and only within the budget. */

import { setTimeout as sleep } from 'node:timers/promises';
import { PlenigoApiError, PlenigoError, type PlenigoErrorCode } from '../errors.js';
import type { Budget } from './budget.js';
import type { ApiRequest } from './request.js';

/** One more try heals a broken keep-alive connection or a passing fault; more would only load a service in trouble. */
const MAX_ATTEMPTS = 2;

/** The request never arrived: any call may be sent again. */
const NEVER_SENT: ReadonlySet<PlenigoErrorCode> = new Set(['connection-refused']);

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
  error: unknown,
  { request, attempt, budget }: { request: ApiRequest<unknown>; attempt: number; budget: Budget },
): Promise<boolean> {
  if (attempt >= MAX_ATTEMPTS || !(error instanceof PlenigoError)) return false;
  if (!NEVER_SENT.has(error.code) && !(request.repeatable && MAY_PASS.has(error.code))) return false;
  // Spread, so that many pages that failed together do not come back together.
  const asked = error instanceof PlenigoApiError ? error.retryAfter : undefined;
  const pause = asked ?? 20 + Math.random() * 80;
  // Half of what is left must remain for the answer.
  if (pause > budget.remaining / 2) return false;
  try {
    await sleep(pause, undefined, { signal: budget.signal });
    return true;
  } catch {
    return false;
  }
}
