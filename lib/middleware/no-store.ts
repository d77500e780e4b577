/** Keeps a response that depends on who the reader is out of every cache, whatever is set before or later. */

import { OutgoingMessage } from 'node:http';
import type { Response } from 'express';
import onHeaders from 'on-headers';
import type { Site } from '../visit/site.js';

const PRIVATE = 'private, no-store';

/** Caches in front of a site (nginx, Akamai, CDNs) have headers of their own, which they believe more than Cache-Control. */
const DECIDES_CACHING = /(?:^|-)cache-control$|^(?:surrogate-control|expires|x-accel-expires|edge-control)$/i;

export function forbidCaching({ config }: Site, res: Response): void {
  if (res.headersSent) {
    config.reporter.warnOnce('a personal page was sent before plenigo could keep it out of caches: put plenigo first');
    return;
  }
  for (const each of withOriginal(res)) {
    // The headers are set right now as well, because a cache inside the site may look at them before they leave, and
    // because an object that stands in for a response may never say when they do.
    removeOverrides(each);
    each.setHeader('Cache-Control', PRIVATE);
    decideLast(each, () => PRIVATE);
  }
}

/** Lets caches show this response, which all may read for now, for at most `seconds`, and only where the site has allowed it. */
export function limitCaching(res: Response, seconds: number): void {
  function shorten(value: string): string {
    if (value === '') return 'no-cache';
    // With a value, such as `private="set-cookie"`, these words are about single headers only.
    if (/\b(no-store|no-cache|private)\b(?!\s*=)/i.test(value)) return value;
    const shortened = value
      .replace(/\b(s-maxage|max-age)\s*=\s*"?(\d+)"?/gi, (_all, name, age) => `${name}=${Math.min(seconds, age)}`)
      .replace(/\b(stale-while-revalidate|stale-if-error)\s*=\s*"?\d+"?/gi, '$1=0');
    // Without an age caches choose one by themselves.
    return /\b(s-maxage|max-age)=/i.test(shortened) ? shortened : `${shortened}, max-age=${seconds}`;
  }

  for (const each of withOriginal(res)) decideLast(each, shorten);
}

/**
 * The response, and the one that it was derived from by `Object.create` if it was: the page may leave through either.
 * Node keeps the field `_header` on the original itself. A response of HTTP/2 has it on a prototype that all share.
 */
function withOriginal(res: Response): Response[] {
  let object: object | null = res instanceof OutgoingMessage ? res : null;
  while (object !== null && !Object.hasOwn(object, '_header')) object = Object.getPrototypeOf(object);
  return object === null || object === res ? [res] : [res, object as Response];
}

function removeOverrides(res: Response): void {
  for (const name of res.getHeaderNames()) {
    if (name !== 'cache-control' && DECIDES_CACHING.test(name)) res.removeHeader(name);
  }
}

/** What Node itself calls once all headers are there: a method of the response, or with HTTP/2 of its stream. */
interface NodeResponse extends Response {
  _storeHeader?(statusLine: string, headers: unknown): void;
  stream?: { respond(headers: unknown, options: unknown): void };
}

/**
 * Decides Cache-Control when the headers leave, by what it is until then. Listeners that the site has installed before ours
 * run after it, so this waits for the moment behind them all. It gives the response a single method of its own, because
 * guards around its three writers cost the page of a buyer an eighth more.
 */
function decideLast(res: NodeResponse, decide: (value: string) => string): void {
  function lock(each: Response): void {
    removeOverrides(each);
    // Node's own method, because the site may have given the response one that writes something else.
    const { setHeader } = each instanceof OutgoingMessage ? OutgoingMessage.prototype : each;
    setHeader.call(each, 'Cache-Control', decide(String(each.getHeader('Cache-Control') ?? '')));
  }
  const { _storeHeader: store, stream } = res;
  const respond = stream?.respond;
  if (store !== undefined) {
    res._storeHeader = function storeHeader(this: Response, ...headers) {
      lock(this);
      store.apply(this, headers);
    };
  } else if (stream !== undefined && respond !== undefined) {
    stream.respond = (...headers) => {
      lock(res);
      respond.apply(stream, headers);
    };
  } else onHeaders(res, () => lock(res));
}
