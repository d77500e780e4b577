/** Whether a request comes from a page of the site itself: the guard against cross-site requests that needs no token. */

import type { Request } from 'express';

/**
 * Every current browser sends `Sec-Fetch-Site`, older ones send `Origin` with a POST. A request with neither does not
 * come from a page; it passes only if a CSRF middleware stood before and has let it through.
 */
export function isSameOrigin(req: Request, siteOrigin: string | undefined): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = req.headers;
  if (origin !== undefined) return siteOrigin !== undefined && origin === siteOrigin;
  return typeof (req as Request & { csrfToken?: unknown }).csrfToken === 'function';
}
