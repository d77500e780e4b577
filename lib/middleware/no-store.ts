/** Keeps a response that depends on who the reader is out of every cache, whatever is set before or later. */

import { OutgoingMessage } from 'node:http';
import type { Response } from 'express';
import onHeaders from 'on-headers';
import type { Site } from '../visit/site.js';

const PRIVATE = 'private, no-store';

/** Caches in front of a site (nginx, Akamai, CDNs) have headers of their own, which they believe more than Cache-Control. */
const DECIDES_CACHING = /(?:^|-)cache-control$|^(?:surrogate-control|expires|x-accel-expires|edge-control)$/i;

/** Lets this response leave with `Cache-Control: private, no-store`, and without any header that says otherwise. */
export function forbidCaching(site: Site, res: Response): void {
  if (res.headersSent) {
    const { reporter } = site.config;
    reporter.warnOnce('a personal page was sent before plenigo could keep it out of caches: put plenigo first');
    return;
  }
  for (const each of withOriginal(res)) {
    // The headers are set right now as well, because a cache inside the site may look at them before they leave, and
    // because an object that stands in for a response may never say when they do.
    removeOverrides(each);
    each.setHeader('Cache-Control', PRIVATE);
    onHeaders(each, lockCaching);
  }
}

/** Lets caches show this response, which all may read for now, for at most `seconds`, and only where the site has allowed it. */
export function limitCaching(res: Response, seconds: number): void {
  for (const each of withOriginal(res)) onHeaders(each, limitAge);

  function limitAge(this: Response): void {
    const { setHeader } = this;
    const limit = () => {
      removeOverrides(this);
      const value = shorten(String(this.getHeader('Cache-Control') ?? ''), seconds);
      setHeader.call(this, 'Cache-Control', value);
    };
    limit();
    // Listeners that the site installed before ours run after it. They may forbid more, but not allow more.
    this.setHeader = (name, value) => {
      setHeader.call(this, name, value);
      if (DECIDES_CACHING.test(name)) limit();
      return this;
    };
  }
}

/** The value of Cache-Control with no age above `seconds`. */
function shorten(value: string, seconds: number): string {
  if (value === '') return 'no-cache';
  // With a value, such as `private="set-cookie"`, these words are about single headers only.
  if (/\b(no-store|no-cache|private)\b(?!\s*=)/i.test(value)) return value;
  const ages = [...value.matchAll(/\b(?:s-maxage|max-age)\s*=\s*"?(\d+)/gi)].map(([, age]) => Number(age));
  return `public, max-age=${Math.min(seconds, ...ages)}`;
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

/**
 * Sets the headers for good at the moment they leave. Listeners that the site installed before ours run after it, so from
 * now on the response's own methods leave alone what decides caching.
 */
function lockCaching(this: Response): void {
  for (const each of withOriginal(this)) {
    removeOverrides(each);
    // Node's own method, because the site may have given the response one that writes something else.
    const { setHeader } = each instanceof OutgoingMessage ? OutgoingMessage.prototype : each;
    setHeader.call(each, 'Cache-Control', PRIVATE);
    for (const name of ['setHeader', 'appendHeader', 'removeHeader'] as const) {
      const write = each[name] as (header: string, ...rest: unknown[]) => unknown;
      function writeOther(this: Response, header: string, ...rest: unknown[]): unknown {
        return DECIDES_CACHING.test(header) ? this : write.call(this, header, ...rest);
      }
      // Not by an assignment, which an app can forbid for the method that the response inherits from it.
      Object.defineProperty(each, name, { value: writeOther, configurable: true, writable: true });
    }
  }
}
