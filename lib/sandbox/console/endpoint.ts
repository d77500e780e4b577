/** The requests of the sandbox's own page: its live view and its buttons. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiFailure, errorBody, type Reply, readJsonObject, sendJson } from '../http.js';
import { findAction } from './actions.js';
import { isNotForeign, isOwnHost, isOwnPage } from './guard.js';
import { LivePages } from './live.js';
import { type Subject, takeSnapshot } from './snapshot.js';

const PREFIX = '/console/';

/** The page's server side; one for each sandbox. */
export class SandboxConsole {
  readonly #subject: Subject;
  readonly #pages: LivePages;

  constructor(subject: Subject) {
    this.#subject = subject;
    const instance = randomUUID();
    this.#pages = new LivePages(() => takeSnapshot(subject, instance));
  }

  /**
   * Answers a request of the page, or refuses one from elsewhere; `false` when neither is the case, so that somebody
   * else answers: also for the page's own HTML, style sheet and script.
   */
  async answer(req: IncomingMessage, res: ServerResponse, path: string): Promise<boolean> {
    if (path !== '/' && !path.startsWith(PREFIX)) return false;
    if (!isOwnHost(req)) {
      const place = `http://127.0.0.1:${req.socket.localPort}`;
      return refuse(req, res, `The page of this sandbox is only at ${place}`);
    }
    const name = path.slice(PREFIX.length);
    if (req.method === 'GET' && name === 'events') {
      if (!isNotForeign(req)) return refuse(req, res, 'The request did not come from the page of this sandbox.');
      req.resume();
      this.#pages.open(res);
      return true;
    }
    const action = req.method === 'POST' ? findAction(name) : undefined;
    if (!action) return false;
    if (!isOwnPage(req)) return refuse(req, res, 'The request did not come from the page of this sandbox.');
    sendJson(res, await this.#act(req, action));
    return true;
  }

  async #act(req: IncomingMessage, action: NonNullable<ReturnType<typeof findAction>>): Promise<Reply> {
    try {
      action((await readJsonObject(req)).plain(), this.#subject);
      this.#pages.refresh();
      return { status: 204 };
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      return { status: error.status, body: errorBody(error.status, error.message) };
    } finally {
      req.resume();
    }
  }
}

function refuse(req: IncomingMessage, res: ServerResponse, description: string): true {
  req.resume();
  sendJson(res, { status: 403, body: errorBody(403, description) });
  return true;
}
