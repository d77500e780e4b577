/** Handlers that both Express 4 and 5 understand, and factories that notice when nobody called them. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { refuseRequest } from '../base/options.js';

/** A middleware of Express 4 and 5. It names no type of Express's, so that the site's own handlers behind it keep theirs. */
export type Middleware = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

/**
 * `next` is called exactly once, at once if `work` has nothing to wait for, with the error if there is one; not at all if
 * `work` says `false` because it has answered or handed on by itself. `onFault` comes before an error goes on, and is not
 * the last word if it throws.
 */
export function asMiddleware(
  work: (req: Request, res: Response, next: NextFunction) => boolean | Promise<boolean>,
  onFault?: (req: Request, res: Response) => void,
): RequestHandler {
  return function plenigo(req, res, next) {
    const finish = (goOn: boolean) => {
      // What the site's own `next` returns is not ours to wait for.
      if (goOn) next();
    };
    const fail = (error: unknown) => {
      try {
        onFault?.(req, res);
      } catch {
        // The error itself says more.
      }
      next(asError(error));
    };
    let done: boolean | Promise<boolean>;
    try {
      done = work(req, res, next);
    } catch (error) {
      return fail(error);
    }
    if (typeof done === 'boolean') finish(done);
    else done.then(finish, fail);
  };
}

/** For `next`: what is falsy, `'route'` or `'router'` is no error there, and leads on to what a guard stands before. */
export function asError(reason: unknown): unknown {
  return !reason || reason === 'route' || reason === 'router' ? new Error('rejected without a reason') : reason;
}

/** A factory of middleware; in `app.use(plenigo.register)`, without the call, it says so instead of hanging. */
export function factory<Args extends unknown[]>(
  name: string,
  make: (...args: Args) => RequestHandler,
): (...args: Args) => Middleware {
  return (...args) => {
    refuseRequest(args[0], { name: `plenigo.${name}`, code: 'invalid-argument' });
    return make(...args) as Middleware;
  };
}
