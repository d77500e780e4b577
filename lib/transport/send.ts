/** Sends a request to plenigo: the only place that calls fetch, and where every fault becomes one error with a code. */

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isObject, parseJson } from '../base/check.js';
import { PlenigoApiError, PlenigoError, type PlenigoErrorCode, PlenigoNetworkError } from '../base/errors.js';
import type { ConnectionConfig, Fetch, FetchResponse } from '../base/options.js';
import { createBreaker } from './breaker.js';
import type { Budget } from './budget.js';
import { createObserver } from './observe.js';
import { readBody } from './read-body.js';
import type { ApiRequest } from './request.js';
import { pauseBeforeRetry } from './retry.js';

type TransportConfig = Pick<ConnectionConfig, 'apiUrl' | 'fetch' | 'logger' | 'circuitBreaker'>;

/** What is peculiar to one API of plenigo. */
interface Api {
  /** The headers that say who calls, anew for each attempt. */
  headers(): Record<string, string>;
  /** What an answer means that is not what the call is for, if its status alone does not say; `json` is undefined if its body was none. */
  findErrorCode(
    request: ApiRequest<unknown>,
    answer: { status: number; json: unknown; isHtml: boolean },
  ): PlenigoErrorCode | undefined;
  /** What such an answer says beyond that, for the message: nothing personal. Default: nothing. */
  describeError?(json: unknown): string | undefined;
}

/** Sends one request within a budget, retries included. Throws only errors of this package. */
export type Send = <Result>(request: ApiRequest<Result>, budget: Budget) => Promise<Result>;

type Outcome<Result> =
  | { readonly result: Result; readonly status: number; readonly error?: undefined }
  | { readonly error: PlenigoError };

/** Answers are a few bytes; a compressed one could unpack to any size. */
const UNCOMPRESSED = { 'accept-encoding': 'identity' };

/**
 * node-fetch on connections that stay open. It loads while the site starts: no import of this package waits for it. Where
 * it cannot be loaded, as in Jest, which requires no ES modules, the built-in fetch serves.
 */
function nodeFetch({ apiUrl, logger }: Pick<TransportConfig, 'apiUrl' | 'logger'>): Fetch {
  const options = { keepAlive: true, scheduling: 'lifo' as const };
  const agent = apiUrl.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options);
  const loading = import('node-fetch').then(
    ({ default: fetch }): Fetch =>
      (url, init) => {
        // Started with an aborted signal, node-fetch destroys a body that nobody listens to: an uncaught error.
        init.signal.throwIfAborted();
        // Each header costs it as much as a signature: it asks for no compression by saying nothing.
        return fetch(url, Object.assign(init, { agent, compress: false }));
      },
    (): Fetch => {
      logger.debug({}, 'node-fetch cannot be loaded here: the built-in fetch serves');
      return (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...UNCOMPRESSED } });
    },
  );
  // If that fails, too, the calls say so; here it must not end the process before there was one.
  loading.catch(() => {});
  // Never at once: what a page asks at the same time is written in a row, which wakes the other end once.
  return async (url, init) => (await loading)(url, init);
}

export function createSend(config: TransportConfig, api: Api): Send {
  const { apiUrl, logger, fetch = nodeFetch(config) } = config;
  const breaker = createBreaker(config);
  const observe = createObserver(logger);
  /** An injected fetch may know nothing of signals. */
  const wait = <T>(work: Promise<T>, budget: Budget) => (config.fetch === undefined ? work : budget.wait(work));

  async function attempt<Result>(request: ApiRequest<Result>, budget: Budget): Promise<Outcome<Result>> {
    const { call, method, path, body } = request;
    const headers = api.headers();
    headers.accept = 'application/json';
    if (config.fetch !== undefined) Object.assign(headers, UNCOMPRESSED);
    // A redirect would carry the token to wherever it points.
    const init: Parameters<Fetch>[1] = { method, headers, redirect: 'manual', signal: budget.signal };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(body);
    }
    const wasShort = budget.isShort;
    let response: FetchResponse | undefined;
    let text: string | undefined;
    try {
      response = await wait(fetch(`${apiUrl}${path}`, init), budget);
      text = await wait(readBody(response), budget);
    } catch (error) {
      // The status of a refusal says enough, even if its body breaks off.
      if (!response || isSuccess(response.status)) {
        if (!budget.isSpent) return { error: networkError(call, error) };
        // Who had little time, or was busy with something else, proves nothing about plenigo.
        if (wasShort || budget.wasBusy) return { error: new PlenigoError('budget-spent', { detail: call }) };
        return { error: new PlenigoNetworkError('timeout', { call }) };
      }
    }
    const { status } = response;
    const content = read(text);
    if (isSuccess(status) || request.answers?.includes(status)) {
      const result = content && request.parse(content.json, status);
      // Own, so that nobody's prototype has a say.
      if (result !== undefined) return { result, status, error: undefined };
      return { error: new PlenigoApiError('invalid-response', { call, status }) };
    }
    const retryAfter = retryAfterMs(response.headers.get('retry-after'));
    const own = api.findErrorCode(request, { status, json: content?.json, isHtml: /^\s*</.test(text ?? '') });
    const code = own ?? codeOfStatus.get(status) ?? 'unexpected-status';
    const detail = api.describeError?.(content?.json);
    return { error: new PlenigoApiError(code, { call, status, retryAfter, detail }) };
  }

  return async function send(request, budget) {
    const { call } = request;
    let fault: PlenigoError | undefined;
    for (let number = 1; ; number += 1) {
      if (budget.isSpent) throw fault ?? new PlenigoError('budget-spent', { detail: call });
      const started = performance.now();
      const note = breaker({ call, budget });
      const outcome = note instanceof PlenigoError ? { error: note } : await attempt(request, budget);
      if (typeof note === 'function') note(outcome.error);
      observe({ call, attempt: number, started }, outcome);
      const { error } = outcome;
      if (error === undefined) return outcome.result;
      // What became of the first attempt says more than that there was no second one, or no time for it.
      if (fault !== undefined && /^(circuit-open|budget-spent)$/.test(error.code)) throw fault;
      if (!(await pauseBeforeRetry(error, { request, attempt: number, budget }))) throw error;
      fault = error;
    }
  };
}

/** What a status means at every call of every API of plenigo (source: its error tables). */
const codeOfStatus: ReadonlyMap<number, PlenigoErrorCode> = new Map([
  [400, 'invalid-parameters'],
  [401, 'invalid-credentials'],
  [402, 'module-missing'],
  [403, 'forbidden'],
  [423, 'registration-locked'],
  [429, 'rate-limited'],
  [500, 'server-error'],
  [502, 'bad-gateway'],
  [503, 'service-unavailable'],
  [504, 'gateway-timeout'],
]);

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** What a body holds: no JSON if it is empty. Undefined for one that is anything else, or was not read to its end. */
function read(text: string | undefined): { json: unknown } | undefined {
  if (text === undefined) return undefined;
  if (text.trim() === '') return { json: undefined };
  const json = parseJson(text);
  return json === undefined ? undefined : { json };
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
  if (!isObject(error) || depth > 4) return undefined;
  const { code, cause, errors } = error;
  const nested = systemCode(cause, depth + 1) ?? (Array.isArray(errors) ? systemCode(errors[0], depth + 1) : undefined);
  return nested ?? (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : undefined);
}

/** An injected fetch may have a limit of its own. */
const TIMEOUTS = /^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/;

const RESETS = /^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET|ERR_STREAM_PREMATURE_CLOSE)$/;

function networkError(call: string, error: unknown): PlenigoNetworkError {
  const system = systemCode(error) ?? '';
  const isAbort = error instanceof Error && /^(Timeout|Abort)Error$/.test(error.name);
  if (isAbort || TIMEOUTS.test(system)) return new PlenigoNetworkError('timeout', { call });
  // The original's message holds the URL, and so the customer's id: only its code goes on.
  const cause = Object.assign(new Error(system || 'unknown fault of the transport'), system && { code: system });
  if (system === 'ECONNREFUSED') return new PlenigoNetworkError('connection-refused', { call, cause });
  const code = RESETS.test(system) ? 'connection-reset' : 'network-error';
  return new PlenigoNetworkError(code, { call, cause });
}
