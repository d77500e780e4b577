/** `callbacks()`: takes what plenigo tells a site by itself, once it is sure that plenigo has sent it. */

import type { Request, RequestHandler } from 'express';
import { type Site, warnOnce } from '../visit/site.js';
import { asMiddleware } from './as-middleware.js';
import { isRead, readBytes } from './read-body.js';

const LIMIT_BYTES = 1024 * 1024;

/** In ms: plenigo is to have its answer within a second. */
const PATIENCE = 800;

interface Api<Event> {
  /** What the body says, or why it is refused. */
  read(body: Buffer, req: Request): Event | string;
  /** May be told the same twice. */
  handle(event: Event, req: Request): void | Promise<void>;
}

export function callbacks<Event extends object>(site: Site, { read, handle }: Api<Event>): RequestHandler {
  const { logger } = site.config;
  return asMiddleware(async (req, res) => {
    if (req.method !== 'POST') return true;
    const answer = (status: number) => {
      res.status(status).set('Cache-Control', 'no-store').end();
      return false;
    };
    if (isRead(req) && rawBody(req) === undefined) {
      warnOnce(
        site,
        'a body parser has read the callback before plenigo.callbacks(), which needs it as it came: put it first',
      );
      return answer(500);
    }
    const body = rawBody(req) ?? (await readBytes(req, LIMIT_BYTES));
    const event =
      body === undefined || body.length > LIMIT_BYTES ? 'a body that is too large or broken' : read(body, req);
    if (typeof event === 'string') {
      // Anybody can send some: the log is not theirs to fill.
      warnOnce(site, `plenigo.callbacks() has refused a request: ${event}`, 60_000);
      return answer(400);
    }
    const handled = (async () => handle(event, req))();
    try {
      await Promise.race([handled, patience()]);
      // Whatever comes of it later, plenigo has been answered; a logger that fails is no reason to end the process.
      handled.catch(() => logger.error({}, FAILED)).catch(() => {});
      return answer(200);
    } catch {
      // plenigo sends it again.
      logger.error({}, FAILED);
      return answer(500);
    }
  });
}

const FAILED = 'the function given to plenigo.callbacks() failed';

/** The body, where a parser before has kept it as it came. */
function rawBody(req: Request): Buffer | undefined {
  const { body, rawBody } = req as Request & { rawBody?: unknown };
  const kept = [rawBody, body].find((value) => Buffer.isBuffer(value) || typeof value === 'string');
  return kept === undefined ? undefined : Buffer.from(kept as string);
}

const patience = () => new Promise<void>((resolve) => setTimeout(resolve, PATIENCE).unref());
