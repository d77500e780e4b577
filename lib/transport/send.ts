/** Sends a request to plenigo: the only place that calls fetch, and where every fault becomes one error with a code. */

import { channel } from 'node:diagnostics_channel';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { finished, Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { isObject, parseJson } from '../base/check.js';
import { hasCode, PlenigoApiError, PlenigoError, type PlenigoErrorCode, PlenigoNetworkError } from '../base/errors.js';
import { memo } from '../base/memo.js';
import type { ConnectionConfig, Fetch, FetchResponse } from '../base/options.js';
import { Circuit } from './breaker.js';
import type { Budget } from './budget.js';
import type { ApiRequest, Send } from './calls.js';

/** The message on the diagnostics channel `express-plenigo:call`, published after every attempt. */
export interface CallEvent {
  /** The REST call that was tried. */
  readonly call: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** In ms. */
  readonly duration: number;
  /** The code of the error; absent when the call succeeded. */
  readonly code?: PlenigoErrorCode;
  /** The HTTP status of the answer; absent when there was none. */
  readonly status?: number;
}

const calls = channel('express-plenigo:call');

type TransportConfig = Pick<ConnectionConfig, 'apiUrl' | 'fetch' | 'reporter' | 'circuitBreaker'>;

export interface Api {
  /** The headers that say who calls, made anew for each attempt. */
  headers(): Record<string, string>;
  /** What an answer that is not what the call is for means, if its status alone does not say; `json` is undefined if its body held none. */
  findErrorCode(call: string, answer: { status: number; json: unknown; isHtml: boolean }): PlenigoErrorCode | undefined;
  /** What such an answer says beyond that, for the message of the error: nothing personal. Default: nothing. */
  describeError?(json: unknown): string | undefined;
}

/** The message while it is being written. */
type Shown = { -readonly [Field in keyof CallEvent]: CallEvent[Field] };

type FetchInit = Parameters<Fetch>[1];

type Outcome<Result> =
  | { readonly result: Result; readonly status: number; readonly error?: undefined }
  | { readonly error: PlenigoError; readonly status?: number };

/** Some thousand purchases of one customer; nearly all of plenigo's answers have some hundred bytes. */
const LIMIT_BYTES = 512 * 1024;

/** node-fetch on connections that stay open. It loads while the site starts, so that no import waits for it. */
async function loadFetch({ apiUrl, reporter }: TransportConfig): Promise<Fetch> {
  const options = { keepAlive: true, scheduling: 'lifo' as const };
  const agent = apiUrl.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options);
  try {
    const { default: nodeFetch } = await import('node-fetch');
    return (url, init) => {
      // Started with an aborted signal, node-fetch destroys a body that nobody listens to: an uncaught error.
      init.signal.throwIfAborted();
      return nodeFetch(url, Object.assign(init, { agent, compress: false }));
    };
  } catch {
    // Jest requires no ES modules.
    reporter.debug({}, 'node-fetch cannot be loaded here: the built-in fetch serves');
    return fetch;
  }
}

export function createSend(config: TransportConfig, api: Api): Send {
  const { apiUrl, reporter } = config;
  const loading = config.fetch ? Promise.resolve(config.fetch) : loadFetch(config);
  const circuits = new Map<string, Circuit>();

  async function attempt<Result>(request: ApiRequest<Result>, budget: Budget): Promise<Outcome<Result>> {
    const { call, path, body } = request;
    const headers = api.headers();
    headers.accept = 'application/json';
    // Answers have a few bytes, and a compressed one could unpack to any size.
    headers['accept-encoding'] = 'identity';
    // A redirect would carry the token to wherever it points.
    const init: FetchInit = { method: methodOf(request), headers, redirect: 'manual', signal: budget.signal };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(body);
    }
    const wasShort = budget.isShort;
    const got: { response?: FetchResponse; text?: string | undefined } = {};
    async function exchange(): Promise<void> {
      const fetch = await loading;
      got.response = await fetch(`${apiUrl}${path}`, init);
      got.text = await readBody(got.response, request.limit ?? LIMIT_BYTES);
    }
    try {
      // The budget ends it even if the fetch of a site knows nothing of signals.
      await budget.wait(exchange());
    } catch (error) {
      // The status of a refusal says enough, even if its body breaks off.
      if (!got.response || isSuccess(got.response.status)) {
        if (budget.remaining > 0) return { error: createNetworkError(call, error) };
        // A call with little time, or in a process that was busy with something else, proves nothing about plenigo.
        if (wasShort || budget.wasBusy) return { error: new PlenigoError('budget-spent', { detail: call }) };
        return { error: new PlenigoNetworkError('timeout', { call }) };
      }
    }
    return readAnswer(request, got.response as FetchResponse, got.text);
  }

  function readAnswer<Result>(request: ApiRequest<Result>, { status, headers }: FetchResponse, text?: string) {
    const { call } = request;
    const json = parseJson(text ?? '');
    if (isSuccess(status) || request.answers?.includes(status)) {
      // An empty body is an answer. One that is no JSON, calls itself HTML, or was not read to its end, is none.
      const isWhole = text?.trim() === '' || (json !== undefined && !/html/i.test(headers.get('content-type') ?? ''));
      const result = isWhole ? request.parse(json, status) : undefined;
      if (result !== undefined) return { result, status };
      return { status, error: new PlenigoApiError('invalid-response', { call, status }) };
    }
    const isHtml = text?.trimStart().startsWith('<') === true;
    const code = api.findErrorCode(call, { status, json, isHtml }) ?? statusCodes.get(status) ?? 'unexpected-status';
    const retryAfter = readRetryAfter(headers.get('retry-after') ?? '');
    const detail = api.describeError?.(json);
    return { status, error: new PlenigoApiError(code, { call, status, retryAfter, detail }) };
  }

  function show(event: Shown, { error, status }: Outcome<unknown>): void {
    if (error !== undefined) event.code = error.code;
    if (status) event.status = status;
    if (calls.hasSubscribers) calls.publish(event);
    reporter.debug(event, 'plenigo call');
    // Wrong credentials are told once, and again only after a call has succeeded in between.
    if (error?.code === 'invalid-credentials') reporter.begin(error.code, error);
    else if (error === undefined) reporter.end('invalid-credentials');
  }

  return async function send(request, budget) {
    const { call, about } = request;
    let fault: PlenigoError | undefined;
    for (let number = 1; ; number += 1) {
      if (budget.remaining === 0) throw fault ?? new PlenigoError('budget-spent', { detail: call });
      const started = performance.now();
      const circuit = config.circuitBreaker && memo(circuits, call, () => new Circuit(call, reporter));
      const endAttempt = circuit ? circuit.beginAttempt(about, budget) : () => {};
      const outcome = endAttempt
        ? await attempt(request, budget)
        : { error: new PlenigoNetworkError('circuit-open', { call }) };
      endAttempt?.(outcome.error);
      show({ call, attempt: number, duration: performance.now() - started }, outcome);
      if (outcome.error === undefined) return outcome.result;
      const { error } = outcome;
      // One more try heals a broken connection or a passing fault; more would only load a service in trouble. What became
      // of the first says more than that there was no second one, or no time for it.
      if (fault !== undefined) throw hasCode(error, 'circuit-open', 'budget-spent') ? fault : error;
      if (!(await pauseBeforeRetry(error, request, budget))) throw error;
      fault = error;
    }
  };
}

const methodOf = ({ method, body }: ApiRequest<unknown>) => method ?? (body ? 'POST' : 'GET');

/** Waits and answers true if the call is to be sent again within the budget, else answers false. */
export async function pauseBeforeRetry(error: PlenigoError, request: ApiRequest<unknown>, budget: Budget) {
  // A request whose connection was refused never arrived. After other faults it may have, and the next may succeed.
  const mayPass = hasCode(error, 'connection-reset', 'network-error', 'invalid-response');
  const isOut = hasCode(error, 'server-error', 'bad-gateway', 'service-unavailable', 'gateway-timeout');
  const { repeatable = methodOf(request) !== 'POST' } = request;
  if (error.code !== 'connection-refused' && !(repeatable && (mayPass || isOut))) return false;
  const asked = error instanceof PlenigoApiError ? error.retryAfter : undefined;
  // Chance spreads the pauses over 20 to 100 ms, so that pages that failed together do not come back together.
  return budget.pause(asked ?? 20 + Math.random() * 80);
}

/** The body as text, or undefined if it is too large; then the connection is given up rather than read to its end. */
async function readBody(response: FetchResponse, limit: number): Promise<string | undefined> {
  const { body, headers } = response;
  if (body instanceof Readable) return await readStream(body, limit);
  const length = headers.get('content-length');
  // With a known length the transport itself reads no more; a compressed body could unpack to any size.
  if (length && Number(length) <= limit && headers.get('content-encoding') === null) return response.text();
  if (body === null) return '';
  return isObject(body) && Symbol.asyncIterator in body
    ? readStream(Readable.from(body as unknown as AsyncIterable<unknown>), limit)
    : undefined;
}

/** As a fetch reads text: without the mark in front that some servers write. */
const decoder = new TextDecoder();

/** Reads by events, because a loop over a stream of Node takes as long as all else that this package does for a page. */
function readStream(stream: Readable, limit: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    stream.on('data', (chunk: unknown) => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      if (bytes instanceof Uint8Array) {
        chunks.push(bytes);
        size += bytes.byteLength;
        if (size > limit) stream.destroy();
      } else stream.destroy(new TypeError('a body that is no bytes'));
    });
    finished(stream, (error) => {
      if (size > limit) resolve(undefined);
      else if (error) reject(error);
      else resolve(decoder.decode(Buffer.concat(chunks)));
    });
  });
}

/** What a status means at every call of every API of plenigo (source: its error tables). */
const statusCodes: ReadonlyMap<number, PlenigoErrorCode> = new Map([
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

/** `Retry-After` in ms: seconds or a date (RFC 9110). */
function readRetryAfter(header: string): number | undefined {
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  // A date begins with the day of the week; Date.parse would read one into "-5", too.
  const ms = /^[A-Z][a-z]{2}/.test(header) ? Date.parse(header) - Date.now() : Number.NaN;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

const RESET_CODES = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET', 'ERR_STREAM_PREMATURE_CLOSE']);

function createNetworkError(call: string, error: unknown): PlenigoNetworkError {
  const system = findSystemCode(error) ?? '';
  // A fetch of the site's own may have time limits of its own, and these are their names.
  const isNamed = error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name);
  if (isNamed || /_TIMEOUT$|^ETIMEDOUT$/.test(system)) return new PlenigoNetworkError('timeout', { call });
  // The message of the original holds the URL, and so the customer's id: only its code goes on.
  const cause = Object.assign(new Error(system || 'unknown fault of the transport'), system && { code: system });
  if (system === 'ECONNREFUSED') return new PlenigoNetworkError('connection-refused', { call, cause });
  const code = RESET_CODES.has(system) ? 'connection-reset' : 'network-error';
  return new PlenigoNetworkError(code, { call, cause });
}

/** Looks for a code in the error, in its causes, and in the first of what an AggregateError collects. */
function findSystemCode(error: unknown, depth = 0): string | undefined {
  if (!isObject(error) || depth > 4) return undefined;
  const { code, cause, errors } = error;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const nested = findSystemCode(cause, depth + 1) ?? findSystemCode(first, depth + 1);
  return nested ?? (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : undefined);
}
