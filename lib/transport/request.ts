/** One call of an API, as data: built by the files of that API, sent by `send.ts`; and when it is sent again. */

import { hasCode, PlenigoApiError, type PlenigoError } from '../base/errors.js';
import type { Budget } from './budget.js';

export interface ApiRequest<Result> {
  readonly call: string;
  /** Whom the call is about, because the circuit breaker counts each reader once; without it the call counts by itself. */
  readonly about?: string | undefined;
  /** Default: POST with a body, else GET. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, percent-encoded. */
  readonly path: string;
  readonly body?: object | undefined;
  /**
   * Sending it twice does what sending it once does, so it may be sent again when it is unknown whether it arrived. Default:
   * true but for POST, as HTTP has it (RFC 9110, 9.2.2).
   */
  readonly repeatable?: boolean;
  /** The largest answer, in bytes. Default: room for some thousand purchases. */
  readonly limit?: number;
  /** Statuses besides 2xx that are an answer rather than an error. */
  readonly answers?: readonly number[];
  /** The result of an answer, or undefined if it lacks what the call is for. `json` is undefined if it was empty. */
  parse(json: unknown, status: number): Result | undefined;
}

export const methodOf = ({ method, body }: Pick<ApiRequest<unknown>, 'method' | 'body'>) =>
  method ?? (body ? 'POST' : 'GET');

/** One more try heals a broken connection or a passing fault; more would only load a service in trouble. */
const MAX_ATTEMPTS = 2;

/** Waits and answers true if the call is to be sent again within the budget, else answers false. */
export async function pauseBeforeRetry(
  error: PlenigoError,
  { request, attempt, budget }: { request: ApiRequest<unknown>; attempt: number; budget: Budget },
): Promise<boolean> {
  // A request whose connection was refused never arrived. After other faults it may have, and the next may succeed.
  const mayPass = hasCode(error, 'connection-reset', 'network-error', 'invalid-response');
  const isOut = hasCode(error, 'server-error', 'bad-gateway', 'service-unavailable', 'gateway-timeout');
  const { repeatable = methodOf(request) !== 'POST' } = request;
  const maySendAgain = error.code === 'connection-refused' || (repeatable && (mayPass || isOut));
  if (attempt >= MAX_ATTEMPTS || !maySendAgain) return false;
  const asked = error instanceof PlenigoApiError ? error.retryAfter : undefined;
  // Chance spreads the pauses over 20 to 100 ms, so that pages that failed together do not come back together.
  return budget.pause(asked ?? 20 + Math.random() * 80);
}
