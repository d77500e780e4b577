/** Answers a reader who is not let through: a redirect to the login, a plain page, or JSON for programs. */

import type { Request } from 'express';
import { wordingIn } from '../base/texts.js';
import { type Refusal, refusals, renderRefusal } from '../page/refusal.js';
import type { Page } from '../page/script-tags.js';
import type { Site } from '../visit/site.js';
import type { Standing } from '../visit/standing.js';
import { forbidCaching } from './no-store.js';

/** In seconds: when it is worth asking again. */
const RETRY_AFTER = '10';

/** A browser says that it reads HTML; a program that accepts anything gets JSON. */
export const isBrowser = (req: Request) => /text\/html/i.test(req.headers.accept ?? '');

export async function refuseReader(site: Site, { req, res }: Page, { status, user }: Standing): Promise<void> {
  const reason = status as Refusal;
  const { text, httpStatus, loginHelps } = refusals[reason];
  const wording = wordingIn(site.config, user?.language);
  // The headers that the site has set for this page are not meant for a refusal.
  forbidCaching(site, res);
  const isPage = isBrowser(req) && (req.method === 'GET' || req.method === 'HEAD');
  const loginUrl = isPage && loginHelps ? await findLoginUrl(site, req) : undefined;
  if (reason === 'anonymous' && loginUrl !== undefined) {
    res.redirect(loginUrl);
    return;
  }
  res.status(httpStatus);
  if (reason === 'unavailable') res.set('Retry-After', RETRY_AFTER);
  if (isBrowser(req)) {
    // Without the router's script no button works.
    const locals = site.scripts && res.locals.plenigo;
    res.type('html').send(renderRefusal({ reason, wording, locals, loginUrl }));
  } else {
    // A program is told what is missing, which is a purchase, rather than what its reader might do.
    res.json({ error: reason === 'ready' ? 'not-bought' : reason, message: wording[text] });
  }
}

/** Where the site's login is, with the way back to this page; undefined if the site has not said. */
async function findLoginUrl({ config: { loginUrl } }: Site, req: Request): Promise<string | undefined> {
  if (loginUrl === undefined || typeof loginUrl === 'function') return loginUrl?.(req);
  // A path with two slashes at its start would be an address on another host.
  const path = req.originalUrl.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^[/\\]*/, '/');
  const [address = '', fragment] = loginUrl.split('#', 2);
  const query = `${address.includes('?') ? '&' : '?'}returnTo=${encodeURIComponent(path)}`;
  return `${address}${query}${fragment === undefined ? '' : `#${fragment}`}`;
}
