/** Pages of other origins that the site trusts (`appOrigins`): what browsers ask and are told before such a page may read an answer. */

import type { Request } from 'express';
import type { Page } from '../page/script-tags.js';
import type { Site } from '../visit/site.js';

/** In seconds: how long a browser need not ask again whether it may. */
const MAX_AGE = '600';

const HEADER_NAMES = /^[\w-]+( *, *[\w-]+)*$/;

function findAppOrigin({ config }: Site, { headers: { origin } }: Request): string | undefined {
  return origin !== undefined && config.appOrigins.has(origin) ? origin : undefined;
}

/** Forms of any site send other types than JSON without asking first. */
export const isFromApp = (site: Site, req: Request) =>
  findAppOrigin(site, req) !== undefined && req.is('application/json') === 'application/json';

/** Lets the page that asks read the answer, if it is on such an origin, and tells caches that the answer depends on that. */
export function allowApp(site: Site, { req, res }: Page): void {
  if (site.config.appOrigins.size === 0) return;
  res.vary('Origin');
  const origin = findAppOrigin(site, req);
  if (origin === undefined) return;
  res.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' });
}

/** What a browser asks before it sends JSON to another origin, if the page that wants to is on one of these. */
export const isPreflight = (site: Site, req: Request) =>
  req.method === 'OPTIONS' && findAppOrigin(site, req) !== undefined;

export function answerPreflight(site: Site, page: Page): void {
  const { req, res } = page;
  allowApp(site, page);
  // A listener in the page may add headers of its own, such as a bearer token's.
  const wanted = String(req.headers['access-control-request-headers'] ?? '');
  res.vary('Access-Control-Request-Headers').set({
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': HEADER_NAMES.test(wanted) ? wanted : 'content-type',
    'Access-Control-Max-Age': MAX_AGE,
  });
  res.status(204).end();
}
