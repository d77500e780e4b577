/** Keeps a response that carries a reader's own data out of every cache, whatever the handler sets later. */

import type { Response } from 'express';

const PRIVATE = 'private, no-store';

/** Headers that caches in front of a site (CDNs, nginx, Akamai) believe more than Cache-Control. */
const overrides = /^((.+-)?cdn-cache-control|surrogate-control|expires|x-accel-expires|edge-control)$/;

const locked = new WeakSet<Response>();

/** From now on `Cache-Control` of this response is `private, no-store`. */
export function forbidCaching(res: Response): void {
  if (locked.has(res) || res.headersSent) return;
  locked.add(res);
  for (const name of res.getHeaderNames()) {
    if (overrides.test(name)) res.removeHeader(name);
  }
  res.setHeader('Cache-Control', PRIVATE);

  // Writers are replaced rather than checked at the end: header listeners that were installed earlier run after ours.
  const { setHeader, appendHeader, removeHeader, writeHead } = res;
  const isOurs = (name: unknown) => {
    const lower = String(name).toLowerCase();
    return lower === 'cache-control' || overrides.test(lower);
  };
  res.setHeader = (name, value) => (isOurs(name) ? res : setHeader.call(res, name, value));
  res.appendHeader = (name, value) => (isOurs(name) ? res : appendHeader.call(res, name, value));
  res.removeHeader = (name) => {
    if (!isOurs(name)) removeHeader.call(res, name);
  };
  res.writeHead = function lockedWriteHead(this: Response, status: number, ...rest: unknown[]) {
    const [reason, headers] =
      typeof rest[0] === 'string' ? [rest[0], rest[1]] : [undefined, rest[0] ?? rest[1]];
    const kept = withoutCaching(headers, isOurs);
    const args = [reason, kept].filter((argument) => argument !== undefined);
    return Reflect.apply(writeHead, this, [status, ...args]);
  } as typeof res.writeHead;
}

/** The headers given to `writeHead`, in any of its forms, without those that decide about caching. */
function withoutCaching(headers: unknown, isOurs: (name: unknown) => boolean): unknown {
  if (typeof headers !== 'object' || headers === null) return headers;
  if (!Array.isArray(headers)) {
    return Object.fromEntries(Object.entries(headers).filter(([name]) => !isOurs(name)));
  }
  // Pairs, or names and values in turn; beside headers that are set already, Node takes only the latter.
  const list: unknown[] = Array.isArray(headers[0]) ? headers.flat() : headers;
  const isKept = (index: number) => !isOurs(list[index - (index % 2)]);
  return list.filter((_item, index) => isKept(index));
}
