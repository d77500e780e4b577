/** Whether a request comes from a page of the site itself: the guard against cross-site requests that needs no token. */

import type { Request } from 'express';

/**
 * Every current browser sends `Sec-Fetch-Site` over https and to loopback, and `Origin` with a POST over plain http,
 * too. Where neither decides (no browser, or an `Origin` but no `baseUrl` to compare it with; the Host header proves
 * nothing), the request passes only if a CSRF middleware stood before and has let it through.
 */
export function isSameOrigin(req: Request, siteOrigin: string | undefined): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = req.headers;
  if (origin !== undefined && siteOrigin !== undefined) return origin === siteOrigin;
  return typeof (req as Request & { csrfToken?: unknown }).csrfToken === 'function';
}
