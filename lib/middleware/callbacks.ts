/** `callbacks()`: takes what plenigo tells a site by itself, once it is sure that plenigo has sent it. */

import type { Request, RequestHandler } from 'express';
import type { Site } from '../visit/site.js';
import { asMiddleware, pause } from './as-middleware.js';
import { isRead, readBytes } from './read-body.js';

const LIMIT_BYTES = 1024 * 1024;

/** In ms. plenigo expects its answer within a second. */
const PATIENCE = 800;

/** In ms. Anybody can send requests that are refused, so the log says the same of them only so often. */
const MINUTE = 60_000;

const PARSED =
  'a body parser has read the callback before plenigo.callbacks(), which needs it as it came: put it first';
const FAILED = 'the function given to plenigo.callbacks() failed';
const LATE =
  'the function given to plenigo.callbacks() takes more than 800 ms, so plenigo sends the event again: hand long work to a queue';

/** `read` finds out what the body says, or why it is refused, in a sentence. `handle` may get the same event twice. */
export function callbacks<Event extends object>(
  { config: { reporter } }: Site,
  read: (body: Buffer, req: Request) => Event | string,
  handle: (event: Event, req: Request) => void | Promise<void>,
): RequestHandler {
  return asMiddleware(async (req, res) => {
    if (req.method !== 'POST') return 'next';
    const answer = (httpStatus: number) => {
      res.status(httpStatus).set('Cache-Control', 'no-store').end();
      return 'done' as const;
    };
    const { body, rawBody } = req as Request & { rawBody?: unknown };
    // A parser before may have kept the body as it came.
    const kept = [rawBody, body].find((value) => Buffer.isBuffer(value) || typeof value === 'string');
    if (kept === undefined && isRead(req)) {
      reporter.warnOnce(PARSED);
      return answer(500);
    }
    const bytes = kept === undefined ? await readBytes(req, LIMIT_BYTES) : Buffer.from(kept as string);
    const isWhole = bytes !== undefined && bytes.length <= LIMIT_BYTES;
    const event = isWhole ? read(bytes, req) : 'a body that is too large or broken';
    if (typeof event === 'string') {
      reporter.warnOnce(`plenigo.callbacks() has refused a request: ${event}`, { within: MINUTE });
      return answer(400);
    }
    const work = async () => {
      try {
        await handle(event, req);
        return 200;
      } catch {
        reporter.error({}, FAILED);
        return 500;
      }
    };
    // Whatever gets no 2xx plenigo sends again, so nothing is lost of work that is not done yet and may still fail.
    const httpStatus = await Promise.race([work(), pause(PATIENCE).then(() => 503)]);
    if (httpStatus === 503) reporter.warnOnce(LATE, { within: MINUTE });
    return answer(httpStatus);
  });
}
