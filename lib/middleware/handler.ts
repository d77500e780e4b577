/** What all handlers share: how they hand on to the next one, and how they read the body of a request. */

import { on } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, Request, RequestHandler } from 'express';
import { parseJson } from '../base/check.js';
import type { Page } from '../page/page.js';

/** A middleware of Express 4 and 5. It names no type of Express, so that the site's own handlers behind it keep theirs. */
export type Middleware = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

/**
 * A handler that calls `next` exactly once unless `work` is `done`, because it has answered or handed on by itself: with the
 * error, if there is one. Before an error goes on, `onFault` can prepare the response for the site's error page.
 */
export function asMiddleware(
  work: (page: Page, next: NextFunction) => Promise<'next' | 'done'>,
  onFault?: (page: Page) => void,
): RequestHandler {
  return async function plenigo(req, res, next) {
    const page = { req, res };
    try {
      if ((await work(page, next)) === 'done') return;
    } catch (error) {
      try {
        onFault?.(page);
      } catch {
        // The site learns more from the error itself.
      }
      return next(asError(error));
    }
    next();
  };
}

/** What `next` takes for an error. It would read a falsy reason, `'route'` or `'router'` as leave to pass a guard. */
export const asError = (reason: unknown): unknown =>
  !reason || reason === 'route' || reason === 'router' ? new Error('rejected without a reason') : reason;

/** The bodies that this package expects are small, so they arrive at once. */
const PATIENCE_MS = 5_000;

/** An offer has about one kilobyte, and a few with long titles and addresses. */
const LIMIT_BYTES = 32 * 1024;

/** Whether a body is as it came. */
export const isRaw = (body: unknown): body is string | Buffer => typeof body === 'string' || Buffer.isBuffer(body);

/** What a parser of the site has left of the body, else its bytes; undefined if they are more than `limit`, too slow, or break off. */
export async function readBody(req: Request, limit: number): Promise<unknown> {
  // An empty `body` alone proves no parser: Express 4 and parsers of other types leave `{}`.
  if (req.readableEnded || (req as Request & { _body?: unknown })._body === true) return req.body ?? {};
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const [data] of on(req, 'data', { close: ['end'], signal: AbortSignal.timeout(PATIENCE_MS) })) {
      // It is text where the site has set an encoding.
      const chunk = Buffer.from(data as string);
      size += chunk.length;
      if (size > limit) return undefined;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch {
    // Nobody reads the rest of the body, so the connection cannot be used again.
    if (req.res?.headersSent === false) req.res.set('Connection', 'close');
    return undefined;
  } finally {
    // What is left of a body that is too large has to flow off, or the client would never read the answer.
    req.resume();
  }
}

/** The fields of a JSON body, or none. Other types are not read, because a form of another site can send them without asking. */
export async function readJson(req: Request): Promise<Readonly<Record<string, unknown>>> {
  const body = req.is('application/json') ? await readBody(req, LIMIT_BYTES) : undefined;
  const value = isRaw(body) ? parseJson(body.toString()) : body;
  return Object.assign(Object.create(null), typeof value === 'object' ? value : {});
}
