/** Keeps a response that depends on who the reader is out of every cache, whatever is set before or later. */

import { OutgoingMessage } from 'node:http';
import type { Response } from 'express';
import onHeaders from 'on-headers';
import { memo } from '../base/memo.js';
import { type Site, warnOnce } from '../visit/site.js';

const PRIVATE = 'private, no-store';

/** Also what caches in front of a site (nginx, Akamai) believe more than Cache-Control; CDNs have headers that end like it. */
const DECIDES = /(?:^|-)cache-control$|^(?:surrogate-control|expires|x-accel-expires|edge-control)$/i;

const decidesCaching = (name: unknown) => DECIDES.test(String(name));

/** This response leaves with `Cache-Control: private, no-store`, and without any header that says otherwise. */
export function forbidCaching(site: Site, res: Response): void {
  if (res.headersSent) {
    warnOnce(site, 'a personal page was sent before plenigo could keep it out of caches: put plenigo first');
    return;
  }
  forBoth(res, (each) => {
    // At once, too: for a cache inside the site, which may look at the site's own writer, and where nobody says when headers leave.
    if (!Object.hasOwn(each, '_header')) removeOverrides(each);
    each.setHeader('Cache-Control', PRIVATE);
    onHeaders(each, lock);
  });
}

/** A stand-in made from a response, and that response: the page may leave through either. */
function forBoth(res: Response, work: (res: Response) => void): void {
  work(res);
  const source = original(res);
  if (source !== res) work(source);
}

/** Everybody may read this for now: no cache shows it for longer than `seconds`, and none that the site has not asked to. */
export function limitCaching(res: Response, seconds: number): void {
  forBoth(res, (each) => onHeaders(each, listener));
  function listener(this: Response) {
    const { setHeader } = this;
    const limit = () => {
      removeOverrides(this);
      const value = limited(String(this.getHeader('Cache-Control') ?? ''), seconds);
      setHeader.call(this, 'Cache-Control', value);
    };
    limit();
    // Listeners that were there before ours come after it, and may forbid more, but not less.
    this.setHeader = (name, value) => {
      setHeader.call(this, name, value);
      if (decidesCaching(name)) limit();
      return this;
    };
  }
}

function limited(header: string, seconds: number): string {
  if (header === '') return 'no-cache';
  // With a value, such as `private="set-cookie"`, the words are about single headers only.
  if (/\b(no-store|no-cache|private)\b(?!\s*=)/i.test(header)) return header;
  const ages = [...header.matchAll(/\b(?:s-maxage|max-age)\s*=\s*"?(\d+)/gi)].map(([, age]) => Number(age));
  return `public, max-age=${Math.min(seconds, ...ages)}`;
}

/** The response itself, not something derived from it. */
function original(res: Response): Response {
  // One of HTTP/2 has it on the prototype, which is everybody's.
  if (!isNodes(res)) return res;
  let object: object | null = res;
  while (object !== null && !Object.hasOwn(object, '_header')) object = Object.getPrototypeOf(object);
  return (object as Response | null) ?? res;
}

const { setHeader } = OutgoingMessage.prototype;

/** A stand-in, or a response of HTTP/2, may be another's. */
const isNodes = (res: object): boolean => res instanceof OutgoingMessage;

function lock(this: Response): void {
  forBoth(this, (each) => {
    removeOverrides(each);
    // A writer of the site's own may write something else.
    const write = isNodes(each) ? setHeader : each.setHeader;
    write.call(each, 'Cache-Control', PRIVATE);
    guard(each);
  });
}

function removeOverrides(res: Response): void {
  for (const name of res.getHeaderNames()) {
    if (name !== 'cache-control' && DECIDES.test(name)) res.removeHeader(name);
  }
}

const setters = ['setHeader', 'appendHeader', 'removeHeader'] as const;
type Setters = Pick<Response, (typeof setters)[number]>;

/** For each prototype of responses, one above it whose methods write no caching header. */
const guarded = new WeakMap<object, object>();

/**
 * Listeners that were there before ours come after it, and shall change nothing. Not by methods of the response's own:
 * three properties that are added to it cost as much as four signatures.
 */
function guard(res: Response): void {
  if (setters.some((name) => Object.hasOwn(res, name))) {
    Object.assign(res, guardsOf(res));
    return;
  }
  const prototype = Object.getPrototypeOf(res) as Setters;
  const make = (): object => Object.create(prototype, Object.getOwnPropertyDescriptors(guardsOf(prototype)));
  Object.setPrototypeOf(res, memo(guarded, prototype, make));
}

function guardsOf({ setHeader, appendHeader, removeHeader }: Setters): Setters & ThisType<Response> {
  return {
    setHeader(name, value) {
      return decidesCaching(name) ? this : setHeader.call(this, name, value);
    },
    appendHeader(name, value) {
      return decidesCaching(name) ? this : appendHeader.call(this, name, value);
    },
    removeHeader(name) {
      if (!decidesCaching(name)) removeHeader.call(this, name);
    },
  };
}
