/** Runs the handlers that a site gives `requireAccess` for readers who are not let through. */

import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { asError } from './as-middleware.js';

/** What the handlers are run for. */
export interface NotBought {
  readonly req: Request;
  readonly res: Response;
  /** Called with errors only: without one it would lead to what the guard stands before. */
  readonly next: NextFunction;
  /** Answers if no handler has. */
  readonly answer: () => Promise<void>;
}

/** Runs the handlers one after the other, as a route does, but none of them can lead past the guard. */
export function runNotBought(handlers: readonly RequestHandler[], { req, res, next, answer }: NotBought): void {
  const { next: outerNext } = req;
  runFrom(0);

  function runFrom(index: number): void {
    const handler = handlers[index];
    if (handler === undefined) {
      if (!res.headersSent) answer().catch((error) => leave(asError(error)));
      return;
    }
    let isOver = false;
    const goOn = (error?: unknown) => {
      // A handler that hands on and then fails must not reach the site's error handler with an answer under way.
      if (isOver) return;
      isOver = true;
      if (!error) runFrom(index + 1);
      // Leaving this route or router would lead past the guard, so the other handlers are skipped instead.
      else if (error === 'route' || error === 'router') runFrom(handlers.length);
      else leave(error);
    };
    const fail = (error: unknown) => goOn(asError(error));
    // Express itself goes on by `req.next`, for instance from a file that turns out to be a folder.
    req.next = goOn;
    try {
      const result: unknown = handler(req, res, goOn);
      // Express 4 knows nothing of promises, but a rejected handler must reach the site's error handler there, too.
      if (result instanceof Promise) result.catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  function leave(error: unknown): void {
    if (outerNext) req.next = outerNext;
    next(error);
  }
}
