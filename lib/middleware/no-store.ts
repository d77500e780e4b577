/** Keeps a response that carries a reader's own data out of every cache, whatever the handler sets later. */

import { ServerResponse } from 'node:http';
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

/** Responses that carry a reader's own data: no method writes those of their headers that decide about caching. */
const locked = new WeakSet<object>();

/** This response leaves with `Cache-Control: private, no-store`. */
export function forbidCaching(res: Response): void {
  if (res.headersSent) return;
  guardWriters(res);
  for (const name of res.getHeaderNames()) if (isOverride(name)) res.removeHeader(name);
  res.setHeader('Cache-Control', PRIVATE);
  locked.add(res);
}

type Writers = Pick<Response, 'setHeader' | 'appendHeader' | 'removeHeader' | 'writeHead'>;

const setters = ['setHeader', 'appendHeader', 'removeHeader'] as const;

/** The guards themselves. */
const guards = new WeakSet<object>();

/**
 * Puts a guard before whatever writes headers of this response: once before the methods that all responses of this
 * Express share, whatever app they are passed on to, and before each that an app, or another middleware, has put in
 * front of them. On each response it would cost as much as signing a token, as does every property that a response of
 * Express gets.
 */
function guardWriters(res: Response): void {
  guardSetters(res);
  let methods: Writers = res;
  // Node's own methods are not Express's to extend, so not ours either; and a response may be a stand-in of a test.
  for (let next = prototypeOf(res); next instanceof ServerResponse; next = prototypeOf(next)) {
    methods = next as Response;
    guardSetters(methods);
  }
  // The last thing that gets a guard.
  if (guards.has(methods.writeHead)) return;
  for (const name of setters) if (!Object.hasOwn(methods, name)) guardSetter(methods, name);
  guardWriteHead(methods);
}

const prototypeOf = (object: object): unknown => Object.getPrototypeOf(object);

/** Those that are this object's own: they may know only what was below them when they were made. */
function guardSetters(target: Writers): void {
  for (const name of setters) {
    if (Object.hasOwn(target, name) && !guards.has(target[name])) guardSetter(target, name);
  }
}

function guardSetter(target: Writers, name: (typeof setters)[number]): void {
  const write = target[name] as (header: string, values?: unknown) => unknown;
  replace(target, name, function guardedSetter(this: Response, header: string, values?: unknown) {
    return locked.has(this) && decidesCaching(header) ? this : write.call(this, header, values);
  });
}

/** Node takes an array of pairs only where no header is set before, as one is here: it becomes a flat one. */
function guardWriteHead(target: Writers): void {
  const { writeHead } = target;
  replace(target, 'writeHead', function guardedWriteHead(this: Response, status: number, ...rest: unknown[]) {
    if (rest.length === 0 || !locked.has(this)) return Reflect.apply(writeHead, this, [status, ...rest]);
    const [reason, headers] =
      typeof rest[0] === 'string' ? [rest[0], rest[1]] : [undefined, rest[0] ?? rest[1]];
    const args = [reason, withoutCaching(headers)].filter((argument) => argument !== undefined);
    return Reflect.apply(writeHead, this, [status, ...args]);
  });
}

function replace(target: Writers, name: keyof Writers, value: object): void {
  guards.add(value);
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
