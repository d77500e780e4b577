/** Turns async functions into handlers that Express 4 and 5 both understand. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { refuseRequest } from '../base/options.js';

/** A middleware of Express 4 and 5. It names no type of Express, so that the site's own handlers behind it keep theirs. */
export type Middleware = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

/** Whether the next handler has its turn, or this one has answered or handed on by itself. */
export type Outcome = 'next' | 'done';

/**
 * A handler that calls `next` exactly once unless `work` is `done`: with the error, if there is one. Before an error goes
 * on, `onFault` can prepare the response for the site's error page.
 */
export function asMiddleware(
  work: (req: Request, res: Response, next: NextFunction) => Promise<Outcome>,
  onFault?: (req: Request, res: Response) => void,
): RequestHandler {
  return async function plenigo(req, res, next) {
    let outcome: Outcome;
    try {
      outcome = await work(req, res, next);
    } catch (error) {
      try {
        onFault?.(req, res);
      } catch {
        // The site learns more from the error itself.
      }
      return next(asError(error));
    }
    if (outcome === 'next') next();
  };
}

/** What `next` takes for an error. It would read a falsy reason, `'route'` or `'router'` as leave to pass a guard. */
export function asError(reason: unknown): unknown {
  return !reason || reason === 'route' || reason === 'router' ? new Error('rejected without a reason') : reason;
}

/** Makes a factory of handlers say what is wrong, instead of hanging, in `app.use(plenigo.register)` without the call. */
export function refuseRequests<Args extends unknown[]>(
  name: string,
  make: (...args: Args) => RequestHandler,
): (...args: Args) => Middleware {
  return (...args) => {
    refuseRequest(args[0], { name: `plenigo.${name}`, code: 'invalid-argument' });
    return make(...args) as Middleware;
  };
}

/** In ms. It keeps no process alive. */
export const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds).unref());
