/** The control API: what a test of a site in any language does to a sandbox, over HTTP and with the company secret. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Misfit, must, object } from '../check.js';
import { findAction } from '../console/actions.js';
import { isOwnHost } from '../console/guard.js';
import type { Subject } from '../console/snapshot.js';
import { ApiFailure, errorBody, parseJsonObject, type Reply, readText, sendJson } from '../http.js';

const PREFIX = '/sandbox/';
const MOST_REQUESTS = 1000;

type Body = Readonly<Record<string, unknown>>;

const isSeconds = (value: unknown): boolean => typeof value === 'number' && value >= 0;
const ADVANCE = object({ advanceSeconds: must('a number of seconds from 0 on', isSeconds) }, ['advanceSeconds']);

function inMilliseconds(body: Body): Body {
  ADVANCE(body, '');
  return { ms: Number(body.advanceSeconds) * 1000 };
}

/** By path: what a button does, and what it takes, if that is not the body as it came. */
const POSTS: ReadonlyMap<string, { action: string; take?: (body: Body) => Body }> = new Map([
  ['customers', { action: 'add-customer' }],
  ['purchases', { action: 'buy' }],
  ['refunds', { action: 'refund' }],
  ['cancellations', { action: 'cancel' }],
  ['faults', { action: 'fault-on', take: (body: Body) => ({ times: 1, ...body }) }],
  ['clock', { action: 'advance', take: inMilliseconds }],
  ['paywall', { action: 'paywall' }],
  ['reset', { action: 'reset' }],
]);

const GETS: ReadonlyMap<string, (on: Subject) => object> = new Map<string, (on: Subject) => object>([
  ['requests', ({ log }) => ({ requests: log.latest(MOST_REQUESTS).reverse() })],
  ['customers', ({ state }) => ({ customers: state.customers })],
]);

/** Whether a browser sent it for a page, whichever. (Node's own `fetch` sends other headers of that kind.) */
function isFromPage(req: IncomingMessage): boolean {
  return !isOwnHost(req) || req.headers.origin !== undefined || req.headers['sec-fetch-site'] !== undefined;
}

export class Control {
  readonly #subject: Subject;
  readonly #authorization: Buffer;

  constructor(subject: Subject, secret: string) {
    this.#subject = subject;
    this.#authorization = digest(`Bearer ${secret}`);
  }

  /** `false` for a path that is none of its own. */
  async answer(req: IncomingMessage, res: ServerResponse, path: string): Promise<boolean> {
    if (!path.startsWith(PREFIX)) return false;
    try {
      sendJson(res, await this.#reply(req, path.slice(PREFIX.length)));
    } catch (error) {
      if (!(error instanceof ApiFailure || error instanceof Misfit)) throw error;
      const status = error instanceof ApiFailure ? error.status : 400;
      if (status === 401) res.setHeader('www-authenticate', 'Bearer');
      sendJson(res, { status, body: errorBody(status, error.message) });
    } finally {
      req.resume();
    }
    return true;
  }

  async #reply(req: IncomingMessage, name: string): Promise<Reply> {
    if (isFromPage(req))
      throw new ApiFailure(403, 'The control API is for programs on this machine, not for web pages.');
    if (!timingSafeEqual(digest(req.headers.authorization ?? ''), this.#authorization)) {
      throw new ApiFailure(401, 'The header "Authorization: Bearer SECRET" with the secret of the company is missing.');
    }
    if (req.method === 'GET') return { status: 200, body: found(GETS.get(name))(this.#subject) };
    const { action, take } = found(req.method === 'POST' ? POSTS.get(name) : undefined);
    const text = await readText(req);
    const body = text.trim() === '' ? {} : parseJsonObject(text)?.plain();
    if (!body) throw new ApiFailure(400, 'The body is not a JSON object.');
    const result = found(findAction(action))(take ? take(body) : body, this.#subject);
    return result === undefined ? { status: 204 } : { status: 200, body: result };
  }
}

function found<T>(entry: T | undefined): T {
  if (entry === undefined) throw new ApiFailure(404, 'The control API has no such call.');
  return entry;
}

/** Of one length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
