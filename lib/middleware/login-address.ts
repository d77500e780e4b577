/** Where the site's login is, with the way back to the page that its reader is on. */

import type { Request } from 'express';
import { parseWebAddress } from '../base/rules.js';
import type { Site } from '../visit/site.js';

/** Undefined if the site has not said where its login is. */
export async function findLoginUrl({ config: { loginUrl } }: Site, req: Request): Promise<string | undefined> {
  if (loginUrl === undefined || typeof loginUrl === 'function') return loginUrl?.(req);
  // A path with two slashes at its start would be an address on another host.
  const back = req.originalUrl.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^[/\\]*/, '/');
  const [address = '', fragment] = loginUrl.path.split('#', 2);
  const query = `${address.includes('?') ? '&' : '?'}${encodeURIComponent(loginUrl.param)}=${encodeURIComponent(back)}`;
  return `${address}${query}${fragment === undefined ? '' : `#${fragment}`}`;
}

/** Where the reader of a page whose script has asked goes on. On another origin it is a whole address. */
export async function findWayOfPage(site: Site, req: Request, way: 'login' | 'account'): Promise<string | undefined> {
  const { accountUrl, appOrigins, siteOrigin } = site.config;
  const address = way === 'account' ? accountUrl : await findLoginUrl(site, createRequestOfPage(site, req));
  const isElsewhere = appOrigins.has(req.headers.origin ?? '');
  return address !== undefined && isElsewhere ? new URL(address, siteOrigin).href : address;
}

/** The request as if for the page whose script has made it: the login leads back there, and a site's function is asked for it. */
function createRequestOfPage({ config: { allowedOrigins } }: Site, req: Request): Request {
  const page = parseWebAddress(req.headers.referer);
  // A site without any origin of its own is asked by its own pages alone.
  const isOwn = page !== undefined && (allowedOrigins.size === 0 || allowedOrigins.has(page.origin));
  const back = isOwn ? page.pathname + page.search : '/';
  return Object.assign(Object.create(req), { method: 'GET', url: back, originalUrl: back, baseUrl: '' });
}
