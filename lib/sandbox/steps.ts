/** How the checkout and the self-service page go on: one POST a step, and what cannot be done is an answer, too. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiFailure, type JsonObject, readJsonObject, sendJson } from './http.js';

/** The steps of one page, by path. A step throws `StepFailure`. */
export type Steps<Sessions, Reply extends object> = ReadonlyMap<
  string,
  (sessions: Sessions, body: JsonObject) => Reply
>;

/** A step that cannot be done, with the code that the page explains to the reader. */
export class StepFailure<Code extends string> extends Error {
  readonly code: Code;
  /** The field of a form that has to be corrected. */
  readonly field: string | undefined;

  /** `detail` is for the reader beside a field, for developers elsewhere. */
  constructor(code: Code, detail: string, field?: string) {
    super(detail);
    this.code = code;
    this.field = field;
  }
}

/** A field that is text; empty when it is missing or anything else. */
export function textIn(body: JsonObject, name: string): string {
  const value = body.get(name);
  return typeof value === 'string' ? value : '';
}

/** Takes the step that a request asks for; `false` when its path is none of `steps`. */
export async function answerStep<Sessions, Reply extends object>(
  req: IncomingMessage,
  res: ServerResponse,
  {
    path,
    origin,
    steps,
    sessions,
  }: { path: string; origin: string; steps: Steps<Sessions, Reply>; sessions: Sessions },
): Promise<boolean> {
  const step = req.method === 'POST' ? steps.get(path) : undefined;
  if (!step) return false;
  // Only the sandbox's own page may use a token, pay or change an account: a browser names the origin of every POST.
  if (req.headers.origin !== origin) {
    req.resume();
    refuse(res, 403, 'The request did not come from the page that this is for.');
    return true;
  }
  try {
    sendJson(res, { status: 200, body: step(sessions, await readJsonObject(req)) });
  } catch (error) {
    if (error instanceof ApiFailure) {
      refuse(res, error.status, error.message);
    } else if (error instanceof StepFailure) {
      const { code, message, field } = error;
      sendJson(res, { status: 200, body: { step: 'error', code, detail: message, ...(field && { field }) } });
    } else {
      throw error;
    }
  }
  return true;
}

function refuse(res: ServerResponse, status: number, detail: string): void {
  sendJson(res, { status, body: { step: 'error', code: 'request-refused', detail } });
}
