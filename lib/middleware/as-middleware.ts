/** Turns async functions into handlers that Express 4 and 5 both understand. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, RequestHandler } from 'express';
import type { Page } from '../page/script-tags.js';

/** A middleware of Express 4 and 5. It names no type of Express, so that the site's own handlers behind it keep theirs. */
export type Middleware = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

/** Whether the next handler has its turn, or this one has answered or handed on by itself. */
export type Outcome = 'next' | 'done';

/**
 * A handler that calls `next` exactly once unless `work` is `done`: with the error, if there is one. Before an error goes
 * on, `onFault` can prepare the response for the site's error page.
 */
export function asMiddleware(
  work: (page: Page, next: NextFunction) => Promise<Outcome>,
  onFault?: (page: Page) => void,
): RequestHandler {
  return async function plenigo(req, res, next) {
    const page = { req, res };
    let outcome: Outcome;
    try {
      outcome = await work(page, next);
    } catch (error) {
      try {
        onFault?.(page);
      } catch {
        // The site learns more from the error itself.
      }
      return next(asError(error));
    }
    if (outcome === 'next') next();
  };
}

/** What `next` takes for an error. It would read a falsy reason, `'route'` or `'router'` as leave to pass a guard. */
export const asError = (reason: unknown): unknown =>
  !reason || reason === 'route' || reason === 'router' ? new Error('rejected without a reason') : reason;
