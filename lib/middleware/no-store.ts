/** Keeps a response that carries a reader's own data out of every cache, whatever the handler sets later. */

import type { Response } from 'express';

const PRIVATE = 'private, no-store';

/** Headers that caches in front of a site (CDNs, nginx, Akamai) believe more than Cache-Control. */
const overrides = new Set([
  'cdn-cache-control',
  'surrogate-control',
  'expires',
  'x-accel-expires',
  'edge-control',
]);

const isOverride = (lower: string) => overrides.has(lower) || lower.endsWith('-cdn-cache-control');

function decidesCaching(name: unknown): boolean {
  const lower = String(name).toLowerCase();
  return lower === 'cache-control' || isOverride(lower);
}

/** This response leaves with `Cache-Control: private, no-store`. */
export function forbidCaching(res: Response): void {
  if (res.headersSent) return;
  // For whoever looks before the headers leave, such as a cache inside the site; not yet the last word.
  res.setHeader('Cache-Control', PRIVATE);
  const { writeHead } = res;
  // The one moment that counts, and one property instead of a guard around every writer from now on: on a response of
  // Express each new property costs as much as signing a token.
  res.writeHead = function lockedWriteHead(this: Response, status: number, ...rest: unknown[]) {
    const methods = Object.getPrototypeOf(res) as Writers;
    for (const name of res.getHeaderNames()) {
      if (isOverride(name)) methods.removeHeader.call(res, name);
    }
    methods.setHeader.call(res, 'Cache-Control', PRIVATE);
    // Header listeners that were installed before run inside, after this.
    if (writeHead !== methods.writeHead) seal(res, methods);
    if (rest.length === 0) return writeHead.call(this, status);
    const [reason, headers] =
      typeof rest[0] === 'string' ? [rest[0], rest[1]] : [undefined, rest[0] ?? rest[1]];
    const args = [reason, withoutCaching(headers)].filter((argument) => argument !== undefined);
    return Reflect.apply(writeHead, this, [status, ...args]);
  } as typeof res.writeHead;
}

type Writers = Pick<Response, 'setHeader' | 'appendHeader' | 'removeHeader' | 'writeHead'>;

const writers = ['setHeader', 'appendHeader', 'removeHeader'] as const;

/** Responses whose headers are leaving: no method writes those that decide about caching any more. */
const sealed = new WeakSet<object>();

const guarded = new WeakSet<object>();

/** Seals the response. Express documents `app.response`, the methods of all its responses, as a thing to extend. */
function seal(res: Response, methods: Writers): void {
  sealed.add(res);
  const isOfApp = !Object.hasOwn(methods, 'writeHead');
  if (isOfApp && !guarded.has(methods)) {
    guarded.add(methods);
    for (const name of writers) guard(methods, name);
  }
  // Another middleware's writer on this very response knows only what was below it when it was made.
  for (const name of writers) if (!isOfApp || Object.hasOwn(res, name)) guard(res, name);
}

function guard(target: Writers, name: (typeof writers)[number]): void {
  const write = target[name] as (header: string, values?: unknown) => unknown;
  const value = function guardedWriter(this: Response, header: string, values?: unknown) {
    return sealed.has(this) && decidesCaching(header) ? this : write.call(this, header, values);
  };
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

/** The headers given to `writeHead`, in any of its forms, without those that decide about caching. */
function withoutCaching(headers: unknown): unknown {
  if (typeof headers !== 'object' || headers === null) return headers;
  if (!Array.isArray(headers)) {
    return Object.fromEntries(Object.entries(headers).filter(([name]) => !decidesCaching(name)));
  }
  // Pairs, or names and values in turn; beside headers that are set already, Node takes only the latter.
  const list: unknown[] = Array.isArray(headers[0]) ? headers.flat() : headers;
  const isKept = (index: number) => !decidesCaching(list[index - (index % 2)]);
  return list.filter((_item, index) => isKept(index));
}
