/** What many middlewares do by the package on-headers. */
import type { Response } from 'express';

/** Runs `listener` right before the headers leave, as the package on-headers does for many middlewares. */
export function onHeaders(res: Response, listener: () => void): void {
  const { writeHead } = res;
  res.writeHead = ((...args: Parameters<typeof writeHead>) => {
    listener();
    return Reflect.apply(writeHead, res, args);
  }) as typeof writeHead;
}
