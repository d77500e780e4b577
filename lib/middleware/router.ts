/** `router()`: serves the browser script, and fresh credentials when a reader clicks. */

import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { PlenigoRequestError } from '../errors.js';
import { clientScripts } from '../page/client-script.js';
import { openOffer } from '../page/offer.js';
import { csrfTokenOf } from '../page/page.js';
import { reportFault, type Site } from '../visit/site.js';
import type { Standing, Status } from '../visit/standing.js';
import { visitOf } from '../visit/visit.js';
import { asMiddleware } from './as-middleware.js';
import { forbidCaching } from './no-store.js';
import { readJsonField } from './read-json.js';
import { isSameOrigin } from './same-origin.js';

/** A middleware rather than an Express router: this package works with the site's Express and brings none. */
export function router(site: Site): RequestHandler {
  site.hasRouter = true;
  const click = asMiddleware((req, res) => answerClick(site, { req, res }));
  return function plenigoRouter(req: Request, res: Response, next: NextFunction) {
    const script = scriptPath.exec(req.path)?.[1] as keyof typeof clientScripts | undefined;
    if (script !== undefined && (req.method === 'GET' || req.method === 'HEAD')) {
      serveScript(clientScripts[script], { req, res });
    } else if (req.path === '/checkout' && req.method === 'POST') click(req, res, next);
    else next();
  };
}

/** Every version's name: while a new version is rolled out, a page of one process loads the script of another. */
const scriptPath = /^\/((?:checkout|account)(?:-de)?)-[0-9a-f]{12}\.js$/;

function serveScript(
  { name, text }: { name: string; text: string },
  { req, res }: { req: Request; res: Response },
): void {
  const isCurrent = req.path === `/${name}`;
  res.set('Cache-Control', isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache');
  res.set('X-Content-Type-Options', 'nosniff');
  res.type('text/javascript').send(text);
}

/** What a click is answered with while it cannot buy. plenigo's outage is no failure of the site: a 5xx would call its operators for nothing. */
const httpStatus: Readonly<Record<Exclude<Status, 'ready' | 'free' | 'metered'>, number>> = {
  anonymous: 401,
  bought: 200,
  'email-missing': 409,
  'email-conflict': 409,
  unavailable: 200,
};

/** Answers `{ status, …}`: what the script needs to start the checkout, or why it cannot. */
async function answerClick(site: Site, { req, res }: { req: Request; res: Response }): Promise<boolean> {
  const { config, platform } = site;
  forbidCaching(site, res);
  const refuse = (code: 'cross-origin' | 'offer-invalid') => {
    const error = new PlenigoRequestError(code);
    reportFault(site, { error, req });
    res.status(error.status).json({ status: code });
    return false;
  };
  const answer = ({ status }: Pick<Standing, 'status'>) => {
    res.status(httpStatus[status as keyof typeof httpStatus]).json({ status });
    return false;
  };
  if (!isSameOrigin(req, config.siteOrigin)) return refuse('cross-origin');
  const visit = visitOf(site, { req, res });
  const user = await visit.user();
  if (user === undefined) return answer({ status: 'anonymous' });
  if (user instanceof Error) return answer({ status: 'unavailable' });
  const offer = openOffer(site, { token: await readJsonField(req, 'offer'), userId: user.id });
  if (offer === undefined) return refuse('offer-invalid');
  const standing = await visit.standing({
    ids: offer.ids,
    need: 'credential',
    failOpen: false,
    mayRemember: false,
    metered: false,
    freeFor: () => false,
  });
  // Whatever has opened the page meanwhile: it is to be loaded anew.
  if (standing.access) return answer({ status: 'bought' });
  const { status, credential } = standing;
  if (status !== 'ready' || credential === undefined) return answer(standing);
  // The page may be hours old: the CSRF token of today goes along.
  const call = platform.callOf({ terms: offer.terms, credential, csrfToken: csrfTokenOf(req) });
  res.json({ status, call });
  return false;
}
