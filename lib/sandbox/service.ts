/** Answers every request: finds its endpoint, lets faults hit calls of the APIs, and keeps a list of these. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend } from './backend.js';
import { Misfit } from './check.js';
import { v2Door } from './doors.js';
import type { Incoming } from './endpoint.js';
import { findEndpoint } from './endpoints.js';
import { applyFault } from './faults.js';
import { masked } from './history.js';
import { ApiFailure, type Reply, readText, send } from './http.js';
import type { SandboxRequest } from './types.js';

type Arrival = Pick<Incoming, 'req' | 'res' | 'query' | 'sandbox'> & ReturnType<typeof findEndpoint>;

export async function answerRequest(req: IncomingMessage, res: ServerResponse, sandbox: Backend): Promise<void> {
  try {
    const [path = '', ...query] = (req.url ?? '/').split('?');
    const found = findEndpoint(req.method ?? '', path);
    const arrival = { req, res, sandbox, query: new URLSearchParams(query.join('?')), ...found };
    if (path.startsWith('/api/')) return await answerCall(arrival);
    const { reply } = await ask(arrival);
    if (reply) send(res, reply);
  } catch (error) {
    const isGone = req.destroyed || (error instanceof Error && error.name === 'AbortError');
    if (isGone || res.headersSent) res.destroy();
    else send(res, v2Door.refuse(new ApiFailure(500, `The sandbox itself failed: ${error}`)));
  }
}

/** Answers a call of an API. It is listed, and a fault may delay the answer or take its place. */
async function answerCall(arrival: Arrival): Promise<void> {
  const { req, res, endpoint, sandbox } = arrival;
  const { log, faults, state, closing } = sandbox;
  const { method = '', url = '/' } = req;
  const request: SandboxRequest = { call: endpoint.call ?? 'unknown', method, url, status: 0 };
  const details = log.add(request, state.now());
  const began = performance.now();
  const fault = faults.take(request.call);
  details.fault = fault !== undefined;
  if (fault?.delay) await sleep(fault.delay, undefined, { signal: closing.signal });
  let reply = fault && applyFault(fault, { req, res, refuse: endpoint.door.refuse });
  if (!reply) {
    const asked = await ask(arrival);
    reply = asked.reply ?? { status: res.statusCode };
    details.sent = masked(asked.text);
    details.notes = asked.notes;
    send(res, reply);
  }
  const { status, body = '' } = reply;
  request.status = status;
  details.answered = masked(typeof body === 'string' ? body : JSON.stringify(body));
  if (status !== 0) details.ms = Math.round(performance.now() - began);
}

/** Asks the endpoint for its answer; there is none when it has answered by itself. */
async function ask(arrival: Arrival): Promise<{ reply: Reply | undefined; text: string; notes: string[] }> {
  const { req, res, query, endpoint, rawIds, sandbox } = arrival;
  let text = '';
  const notes: string[] = [];
  try {
    text = await readText(req);
    endpoint.door.admit(req, sandbox);
    const ids = rawIds.map(decode);
    const [id = ''] = ids;
    return { reply: endpoint.answer({ req, res, ids, id, query, text, notes, sandbox }), text, notes };
  } catch (error) {
    const failure = error instanceof Misfit ? new ApiFailure(400, error.message) : error;
    if (!(failure instanceof ApiFailure)) throw failure;
    return { reply: endpoint.door.refuse(failure), text, notes };
  } finally {
    // What was not read must not stay in the connection.
    req.resume();
  }
}

/** Decodes a part of a path, once. Throws `ApiFailure` 400 when it is not percent-encoded text. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ApiFailure(400, 'The id in the path is not valid percent-encoding.');
  }
}
