/** Keeps a response that depends on who the reader is out of every cache, whatever is set before or later. */

import type { Response } from 'express';
import onHeaders from 'on-headers';
import { type Site, warnOnce } from '../visit/site.js';

const PRIVATE = 'private, no-store';

/** Headers that caches in front of a site (CDNs, nginx, Akamai) believe more than Cache-Control. */
const overrides = /^(.+-cache-control|surrogate-control|expires|x-accel-expires|edge-control)$/i;

const decidesCaching = (name: unknown) =>
  /^cache-control$/i.test(String(name)) || overrides.test(String(name));

const forbidden = new WeakSet<object>();

/** This response leaves with `Cache-Control: private, no-store`, and without any header that says otherwise. */
export function forbidCaching(site: Site, res: Response): void {
  if (res.headersSent) {
    warnOnce(site, 'a personal page was sent before plenigo could keep it out of caches: put plenigo first');
    return;
  }
  // A stand-in made from a response, and that response: the page may leave through either.
  for (const each of new Set([res, original(res)])) {
    if (forbidden.has(each)) continue;
    forbidden.add(each);
    clean(each);
    onHeaders(each, function lock(this: Response) {
      clean(this);
      guard(this);
    });
  }
}

/** The response itself, not something derived from it. */
function original(res: Response): Response {
  let object: object | null = res;
  while (object !== null && !Object.hasOwn(object, '_header')) object = Object.getPrototypeOf(object);
  return (object as Response | null) ?? res;
}

function clean(res: Response): void {
  for (const name of res.getHeaderNames()) if (overrides.test(name)) res.removeHeader(name);
  res.setHeader('Cache-Control', PRIVATE);
}

/** Listeners that were there before ours come after it. */
function guard(res: Response): void {
  const { setHeader, appendHeader, removeHeader } = res;
  res.setHeader = (name, value) =>
    (decidesCaching(name) ? res : setHeader.call(res, name, value)) as Response;
  res.appendHeader = (name, value) =>
    (decidesCaching(name) ? res : appendHeader.call(res, name, value)) as Response;
  res.removeHeader = (name) => {
    if (!decidesCaching(name)) removeHeader.call(res, name);
  };
}
