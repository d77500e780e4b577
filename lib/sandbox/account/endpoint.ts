/** The self-service page's own requests: `POST /account/start` and `/account/change`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiFailure, JsonObject, readJsonObject, sendJson } from '../http.js';
import { AccountFailure } from './failure.js';
import type { AccountSessions } from './sessions.js';
import type { AccountReply } from './view.js';

type Step = (sessions: AccountSessions, body: JsonObject) => AccountReply;

function text(body: JsonObject, name: string): string {
  const value = body.get(name);
  return typeof value === 'string' ? value : '';
}

const STEPS: ReadonlyMap<string, Step> = new Map([
  [
    '/account/start',
    (sessions, body) =>
      sessions.start({ snippetId: body.get('snippetId'), loginToken: body.get('loginToken') }),
  ],
  [
    '/account/change',
    (sessions, body) => {
      const values = body.get('values');
      return sessions.change(text(body, 'accountId'), {
        section: text(body, 'section'),
        action: text(body, 'action'),
        values: new JsonObject(typeof values === 'object' && values !== null ? values : {}),
      });
    },
  ],
]);

/** Answers a request of the self-service page; `false` when the path is not one of its. */
export async function answerAccount(
  req: IncomingMessage,
  res: ServerResponse,
  { path, origin, sessions }: { path: string; origin: string; sessions: AccountSessions },
): Promise<boolean> {
  const step = req.method === 'POST' ? STEPS.get(path) : undefined;
  if (!step) return false;
  // Only the sandbox's own page may use a token or change an account: a browser names the origin of every POST.
  if (req.headers.origin !== origin) {
    req.resume();
    refuse(res, 403, 'The request did not come from the self-service page.');
    return true;
  }
  try {
    sendJson(res, { status: 200, body: step(sessions, await readJsonObject(req)) });
  } catch (error) {
    if (error instanceof ApiFailure) {
      refuse(res, error.status, error.message);
    } else if (error instanceof AccountFailure) {
      const { code, message, field } = error;
      const reply: AccountReply = { step: 'error', code, detail: message, ...(field && { field }) };
      sendJson(res, { status: 200, body: reply });
    } else {
      throw error;
    }
  }
  return true;
}

function refuse(res: ServerResponse, status: number, detail: string): void {
  const reply: AccountReply = { step: 'error', code: 'request-refused', detail };
  sendJson(res, { status, body: reply });
}
