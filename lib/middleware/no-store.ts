/** Keeps a response that depends on who the reader is out of every cache, whatever is set before or later. */

import { ServerResponse } from 'node:http';
import type { Response } from 'express';
import onHeaders from 'on-headers';
import { type Site, warnOnce } from '../visit/site.js';

const PRIVATE = 'private, no-store';

/** What caches in front of a site (nginx, Akamai) believe more than Cache-Control, as they do the headers that end like it (CDNs). */
const others = new Set(['surrogate-control', 'expires', 'x-accel-expires', 'edge-control']);

/** In small letters. */
const decidesCaching = (name: string) => name.endsWith('cache-control') || others.has(name);

/** What Cache-Control is to say: by what it says already, of which it changes no word of its own. */
type Rule = (res: Response) => string;

const forbid: Rule = () => PRIVATE;

/** This response leaves with `Cache-Control: private, no-store`, and without any header that says otherwise. */
export function forbidCaching(site: Site, res: Response): void {
  if (res.headersSent) {
    warnOnce(site, 'a personal page was sent before plenigo could keep it out of caches: put plenigo first');
    return;
  }
  forBoth(res, (each) => {
    // At once, too, for a cache inside the site.
    follow(each, forbid);
    hold(each, forbid);
  });
}

/** Everybody may read this for now: no cache shows it for longer than `seconds`, and none that the site has not asked to. */
export function limitCaching(res: Response, seconds: number): void {
  forBoth(res, (each) => hold(each, (answer) => limited(headerOf(answer), seconds)));
}

function limited(header: string, seconds: number): string {
  if (header === '') return 'no-cache';
  // With a value, such as `private="set-cookie"`, the words are about single headers only.
  if (/\b(no-store|no-cache|private)\b(?!\s*=)/i.test(header)) return header;
  const ages = [...header.matchAll(/\b(?:s-maxage|max-age)\s*=\s*"?(\d+)/gi)].map(([, age]) => Number(age));
  return `public, max-age=${Math.min(seconds, ...ages)}`;
}

/** A stand-in made from a response, and that response: the page may leave through either. */
function forBoth(res: Response, work: (res: Response) => void): void {
  work(res);
  const source = original(res);
  if (source !== res) work(source);
}

/** The response itself, not something derived from it. */
function original(res: Response): Response {
  let object: object | null = res;
  while (object !== null && !Object.hasOwn(object, '_header')) object = Object.getPrototypeOf(object);
  return (object as Response | null) ?? res;
}

const { setHeader, getHeader, writeHead } = ServerResponse.prototype;

/** A stand-in, or a response of HTTP/2, may be another's. */
const isNodes = (res: object): boolean => res instanceof ServerResponse;

// A writer of the site's own may read or write something else.
const headerOf = (res: Response) => String((isNodes(res) ? getHeader : res.getHeader).call(res, 'Cache-Control') ?? '');

function follow(res: Response, rule: Rule): void {
  for (const name of overrides(res)) res.removeHeader(name);
  (isNodes(res) ? setHeader : res.setHeader).call(res, 'Cache-Control', rule(res));
}

const overrides = (res: Response) =>
  res.getHeaderNames().filter((name) => name !== 'cache-control' && decidesCaching(name));

/** The rule holds when the headers leave. */
function hold(res: Response, rule: Rule): void {
  const { writeHead: before } = res;
  onHeaders(res, function lock(this: Response) {
    forBoth(this, (each) => follow(each, rule));
  });
  if (before === ServerResponse.prototype.writeHead) return;
  // Listeners that were there before ours come after it: what they change is put right. Not by methods of the response's
  // own, nor by another prototype, which would stop them: until Node 24 either costs as much as three signatures.
  const { writeHead: locked } = res;
  res.writeHead = function putRight(this: Response, ...args: unknown[]) {
    const result: unknown = Reflect.apply(locked, this, args);
    const source = original(this);
    if (headerOf(source) !== rule(source) || overrides(source).length > 0) sayAgain(source, rule);
    return result;
  } as Response['writeHead'];
}

/** Node puts the headers together once more. */
function sayAgain(res: Response, rule: Rule): void {
  const written = res as { _header?: unknown; _headerSent?: boolean };
  if (!isNodes(res) || written._headerSent === true) {
    // They have left. A page that breaks off is in no cache.
    res.destroy();
    return;
  }
  written._header = null;
  follow(res, rule);
  Reflect.apply(writeHead, res, [res.statusCode, res.statusMessage]);
}
