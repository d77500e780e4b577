/** What sites and other middlewares say about caching, for tests of pages that are kept out of caches. */
import type { RequestHandler, Response } from 'express';

export const PUBLIC = 'public, max-age=3600';
export const PRIVATE = 'private, no-store';

/** A site that wants all of its pages cached. */
export const sayPublic: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', PUBLIC);
  next();
};

/** Runs `listener` right before the headers leave, as the package on-headers does for many middlewares. */
export function onHeaders(res: Response, listener: () => void): void {
  const { writeHead } = res;
  res.writeHead = ((...args: Parameters<typeof writeHead>) => {
    listener();
    return Reflect.apply(writeHead, res, args);
  }) as typeof writeHead;
}
