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

/** The same for a page whose script has asked, with the way back to that page. On another origin it is a whole address. */
export async function findLoginUrlOfPage(site: Site, req: Request): Promise<string | undefined> {
  const { allowedOrigins, appOrigins, siteOrigin } = site.config;
  const page = parseWebAddress(req.headers.referer);
  // A site without any origin of its own is asked by its own pages alone.
  const isOwn = page !== undefined && (allowedOrigins.size === 0 || allowedOrigins.has(page.origin));
  const back = isOwn ? page.pathname + page.search : '/';
  // The site's function is asked for the page as well, and not for the script's request.
  const asked = { method: 'GET', url: back, originalUrl: back, baseUrl: '' };
  const address = await findLoginUrl(site, Object.assign(Object.create(req), asked));
  const isElsewhere = appOrigins.has(req.headers.origin ?? '');
  return address !== undefined && isElsewhere ? new URL(address, siteOrigin).href : address;
}
