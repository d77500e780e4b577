/** Answers every request: finds its endpoint, lets faults hit calls of the APIs, and keeps a list of these. */
import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend } from './backend.js';
import { Misfit } from './check.js';
import type { Endpoint } from './endpoint.js';
import { findEndpoint } from './endpoints.js';
import { applyFault, replacesAnswer } from './faults.js';
import type { RequestDetails } from './history.js';
import { ApiFailure, describeError, type Reply, readText, send } from './http.js';
import { masked } from './mask.js';
import type { SandboxRequest } from './types.js';

/** A request, and the endpoint that it is for. */
interface Arrival {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly query: URLSearchParams;
  readonly endpoint: Endpoint;
  readonly rawIds: readonly string[];
}

/** Decodes a part of a path, once. Throws `ApiFailure` 400 when it is not percent-encoded text. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ApiFailure(400, 'The id in the path is not valid percent-encoding.');
  }
}

/** What the HTTP server hands its requests to. */
export class SandboxService {
  readonly #backend: Backend;
  /** Aborts delays, so that `close` leaves no timer behind. */
  readonly #closing = new AbortController();

  constructor(backend: Backend) {
    this.#backend = backend;
    // Each delay listens; Node would warn of the eleventh.
    setMaxListeners(0, this.#closing.signal);
  }

  async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      const { path, query } = splitUrl(req.url ?? '/');
      const arrival = { req, res, query, ...findEndpoint(req.method ?? '', path) };
      if (path.startsWith('/api/')) return await this.#answerCall(arrival);
      const { reply } = await this.#ask(arrival);
      if (reply) send(res, reply);
    } catch (error) {
      const isGone = req.destroyed || (error instanceof Error && error.name === 'AbortError');
      if (isGone || res.headersSent) res.destroy();
      else send(res, { status: 500, body: describeError(500, `The sandbox itself failed: ${error}`) });
    }
  }

  close(): void {
    this.#closing.abort();
    this.#backend.callbacks.close();
  }

  /** Answers a call of an API. It is listed, and a fault may delay the answer or take its place. */
  async #answerCall(arrival: Arrival): Promise<void> {
    const { req, res, endpoint } = arrival;
    const { log, faults, state } = this.#backend;
    const request: SandboxRequest = {
      call: endpoint.call ?? 'unknown',
      method: req.method ?? '',
      url: req.url ?? '/',
      status: 0,
    };
    const details = log.add(request, state.now());
    const began = performance.now();
    const fault = faults.take(request.call);
    details.fault = fault !== undefined;
    if (fault?.delay) await sleep(fault.delay, undefined, { signal: this.#closing.signal });
    let reply: Reply | undefined;
    if (fault && replacesAnswer(fault)) {
      const describe = (failure: ApiFailure) => endpoint.door.refuse(failure).body;
      reply = applyFault(fault, { req, res, describe });
    } else {
      const asked = await this.#ask(arrival);
      reply = asked.reply ?? { status: res.statusCode };
      details.sent = masked(asked.text);
      send(res, reply);
    }
    noteAnswer(request, details, reply);
    if (request.status !== 0) details.ms = Math.round(performance.now() - began);
  }

  /** Asks the endpoint for its answer; there is none when it has answered by itself. */
  async #ask({ req, res, query, endpoint, rawIds }: Arrival): Promise<{ reply: Reply | undefined; text: string }> {
    let text = '';
    try {
      text = await readText(req);
      endpoint.door.admit(req, this.#backend);
      const ids = rawIds.map(decode);
      const [id = ''] = ids;
      return { reply: endpoint.answer({ req, res, ids, id, query, text, sandbox: this.#backend }), text };
    } catch (error) {
      const failure = error instanceof Misfit ? new ApiFailure(400, error.message) : error;
      if (!(failure instanceof ApiFailure)) throw failure;
      return { reply: endpoint.door.refuse(failure), text };
    } finally {
      // What was not read must not stay in the connection.
      req.resume();
    }
  }
}

function splitUrl(url: string): { path: string; query: URLSearchParams } {
  const [path = '', ...query] = url.split('?');
  return { path, query: new URLSearchParams(query.join('?')) };
}

function noteAnswer(request: SandboxRequest, details: RequestDetails, { status, body = '' }: Reply): void {
  request.status = status;
  details.answered = masked(typeof body === 'string' ? body : JSON.stringify(body));
}
