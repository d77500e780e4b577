/** Sends a request to plenigo: the only place that calls fetch, and where every fault becomes one error with a code. */

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { PlenigoApiError, PlenigoError, PlenigoNetworkError } from '../errors.js';
import type { ClientConfig, Fetch, FetchResponse } from '../options.js';
import { codeForStatus } from '../v2/status-codes.js';
import { createPlenigoToken } from '../v2/token.js';
import { createBreaker } from './breaker.js';
import type { Budget } from './budget.js';
import { createObserver } from './observe.js';
import { readBody } from './read-body.js';
import type { ApiRequest } from './request.js';
import { pauseBeforeRetry } from './retry.js';
import { whenLoaded } from './when-loaded.js';

/** Sends one request within a budget, retries included. Throws only errors of this package. */
export type Send = <Result>(request: ApiRequest<Result>, budget: Budget) => Promise<Result>;

/** What an attempt brought. */
type Outcome<Result> =
  | { readonly result: Result; readonly status: number; readonly error?: undefined }
  | { readonly error: PlenigoError };

type Init = Omit<Parameters<Fetch>[1], 'signal'>;

/** A fetch that ends when the budget is spent. */
type Transport = (url: string, init: Init, budget: Budget) => Promise<FetchResponse>;

/** node-fetch on connections that stay open. */
function nodeFetch(apiUrl: string): Transport {
  const options = { keepAlive: true, scheduling: 'lifo' as const };
  const agent = apiUrl.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options);
  return whenLoaded(
    import('node-fetch').then(
      ({ default: fetch }): Transport =>
        (url, init, budget) => {
          const signal = budget.plainSignal;
          // Started with an aborted signal, node-fetch destroys a body that nobody listens to: an uncaught error.
          if (signal.aborted) return Promise.reject(new Error('spent before it was sent'));
          return fetch(url, { ...init, signal, agent });
        },
    ),
  );
}

const injected =
  (fetch: Fetch): Transport =>
  (url, init, budget) =>
    fetch(url, { ...init, signal: budget.signal });

export function createSend(config: ClientConfig): Send {
  const { apiUrl, logger } = config;
  const transport = config.fetch ? injected(config.fetch) : nodeFetch(apiUrl);
  const guard = createBreaker(config);
  const observe = createObserver(logger);

  async function attempt<Result>(request: ApiRequest<Result>, budget: Budget): Promise<Outcome<Result>> {
    const headers: Record<string, string> = {
      plenigoToken: createPlenigoToken(config),
      accept: 'application/json',
      // Answers are a few bytes; a compressed one could unpack to any size.
      'accept-encoding': 'identity',
    };
    const { call, method, body } = request;
    if (body !== undefined) headers['content-type'] = 'application/json';
    let response: FetchResponse | undefined;
    let text: string | undefined;
    try {
      // A redirect would carry the token to wherever it points.
      const init: Init = { method, headers, redirect: 'manual' };
      if (body !== undefined) init.body = JSON.stringify(body);
      response = await budget.race(transport(`${apiUrl}${request.path}`, init, budget), call);
      text = await budget.race(readBody(response), call);
    } catch (error) {
      // The status of a refusal says enough, even if its body breaks off.
      if (response === undefined || isSuccess(response)) {
        return { error: networkError(call, { error, budget }) };
      }
    }
    const { status } = response;
    if (isSuccess(response)) {
      const result = text === undefined ? undefined : parse(request, text);
      if (result !== undefined) return { result, status };
      return { error: new PlenigoApiError('invalid-response', { call, status }) };
    }
    const result = request.answers?.[status];
    if (result !== undefined) return { result, status };
    const retryAfter = retryAfterMs(response.headers.get('retry-after'));
    return { error: new PlenigoApiError(codeForStatus(call, status), { call, status, retryAfter }) };
  }

  return async function send(request, budget) {
    let fault: PlenigoError | undefined;
    for (let number = 1; ; number += 1) {
      // Spent on something else, such as a slow session store: no fault of plenigo's, so the breaker must not see it.
      budget.throwIfSpent(request.call);
      const started = performance.now();
      const outcome = await guard(request.call, () => attempt(request, budget));
      observe({ call: request.call, attempt: number, started }, outcome);
      const { error } = outcome;
      if (error === undefined) return outcome.result;
      // The first attempt's fault has just opened the circuit: it says more than that the second was not sent.
      if (fault !== undefined && error.code === 'circuit-open') throw fault;
      if (!(await pauseBeforeRetry(error, { request, attempt: number, budget }))) throw error;
      fault = error;
    }
  };
}

const isSuccess = ({ status }: FetchResponse): boolean => status >= 200 && status < 300;

/** An empty answer is `{}` to a call that expects nothing; anything that is not JSON is no answer. */
function parse<Result>(request: ApiRequest<Result>, text: string): Result | undefined {
  if (text.trim() === '') return request.parse(undefined);
  try {
    return request.parse(JSON.parse(text));
  } catch {
    // The parser's message repeats the answer, which may hold a token.
    return undefined;
  }
}

/** `Retry-After` in ms: seconds or a date (RFC 9110). */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  // Dates begin with the day of the week; Date.parse would read one into "-5", too.
  const ms = /^[A-Z][a-z]{2}/.test(header) ? Date.parse(header) - Date.now() : Number.NaN;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** System codes in `error`, in its causes, and in what an AggregateError collects. */
function systemCode(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined;
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  const nested =
    systemCode(cause, depth + 1) ?? (Array.isArray(errors) ? systemCode(errors[0], depth + 1) : undefined);
  return nested ?? (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : undefined);
}

const TIMEOUTS = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** The budget is spent, or an injected fetch has a limit of its own. */
function isTimeout(error: unknown, system = ''): boolean {
  return TIMEOUTS.has(system) || (error instanceof Error && /^(Timeout|Abort)Error$/.test(error.name));
}

const RESETS = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ECONNABORTED',
]);

function networkError(
  call: ApiRequest<unknown>['call'],
  { error, budget }: { error: unknown; budget: Budget },
): PlenigoError {
  if (error instanceof PlenigoError) return error;
  const system = systemCode(error);
  // The original's message holds the URL, and so the customer's id: only its code goes on.
  const cause = Object.assign(
    new Error(system ?? 'unknown fault of the transport'),
    system && { code: system },
  );
  if (budget.isSpent || isTimeout(error, system)) {
    return new PlenigoNetworkError('timeout', { call });
  }
  if (system === 'ECONNREFUSED') return new PlenigoNetworkError('connection-refused', { call, cause });
  if (system !== undefined && RESETS.has(system))
    return new PlenigoNetworkError('connection-reset', { call, cause });
  return new PlenigoNetworkError('network-error', { call, cause });
}
