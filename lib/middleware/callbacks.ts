/** `callbacks()`: takes what plenigo tells a site by itself, once it is sure that plenigo has sent it. */

import { setTimeout as pause } from 'node:timers/promises';
import type { Request, RequestHandler } from 'express';
import { MINUTE_MS } from '../base/reporter.js';
import type { Site } from '../visit/site.js';
import { asMiddleware, isRaw, readBody } from './handler.js';

const LIMIT_BYTES = 1024 * 1024;

/** plenigo expects its answer within a second. */
const PATIENCE_MS = 800;

const PARSED =
  'a body parser has read the callback before plenigo.callbacks(), which needs it as it came: put it first';
const LATE =
  'the function given to plenigo.callbacks() takes more than 800 ms, so plenigo sends the event again: hand long work to a queue';

/** `read` finds out what the body says, or why it is refused, in a sentence. `handle` may get the same event twice. */
export function callbacks<Event extends object>(
  { config: { reporter } }: Site,
  read: (body: Buffer, req: Request) => Event | string,
  handle: (event: Event, req: Request) => Promise<void>,
): RequestHandler {
  /** Answers with an HTTP status. Whatever gets no 2xx plenigo sends again, so nothing is lost of work that may still fail. */
  async function take(req: Request): Promise<number> {
    const { body, rawBody } = req as Request & { rawBody?: unknown };
    // A parser before may have kept the body as it came.
    const given = [rawBody, body].find(isRaw) ?? (await readBody(req, LIMIT_BYTES));
    if (given !== undefined && !isRaw(given)) {
      reporter.warnOnce(PARSED);
      return 500;
    }
    const isWhole = given !== undefined && Buffer.byteLength(given) <= LIMIT_BYTES;
    const event = isWhole ? read(Buffer.from(given as string), req) : 'a body that is too large or broken';
    if (typeof event === 'string') {
      // Anybody can send requests that are refused, so the log says the same of them only so often.
      reporter.warnOnce(`plenigo.callbacks() has refused a request: ${event}`, { within: MINUTE_MS });
      return 400;
    }
    const fail = () => {
      reporter.error({}, 'the function given to plenigo.callbacks() failed');
      return 500;
    };
    const working = handle(event, req).then(() => 200, fail);
    const httpStatus = await Promise.race([working, pause(PATIENCE_MS, 503, { ref: false })]);
    if (httpStatus === 503) reporter.warnOnce(LATE, { within: MINUTE_MS });
    return httpStatus;
  }

  return asMiddleware(async ({ req, res }) => {
    if (req.method !== 'POST') return 'next';
    const httpStatus = await take(req);
    res.status(httpStatus).set('Cache-Control', 'no-store').end();
    return 'done';
  });
}
