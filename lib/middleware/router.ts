/** `router()`: serves the browser script, and fresh credentials when a reader clicks. */

import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { PlenigoRequestError } from '../errors.js';
import { clientScripts } from '../page/client-script.js';
import { csrfTokenOf } from '../page/page.js';
import { asMiddleware, type Context, knownUser, report, siteUser, statusOf } from './context.js';
import { forbidCaching } from './no-store.js';
import { readJsonField } from './read-json.js';
import { isSameOrigin } from './same-origin.js';

/** A middleware rather than an Express router: this package works with the site's Express and brings none. */
export function router(context: Context): RequestHandler {
  context.hasRouter = true;
  const click = asMiddleware((req, res) => answerClick(context, { req, res }));
  return function plenigoRouter(req: Request, res: Response, next: NextFunction) {
    const script = scriptPath.exec(req.path)?.[1] as keyof typeof clientScripts | undefined;
    if (script !== undefined && (req.method === 'GET' || req.method === 'HEAD')) {
      serveScript(clientScripts[script], { req, res });
    } else if (req.path === '/checkout' && req.method === 'POST') click(req, res, next);
    else next();
  };
}

/** Every version's name: while a new version is rolled out, a page of one process loads the script of another. */
const scriptPath = /^\/(checkout|account)-[0-9a-f]{12}\.js$/;

function serveScript(
  { name, text }: { name: string; text: string },
  { req, res }: { req: Request; res: Response },
): void {
  const isCurrent = req.path === `/${name}`;
  res.set('Cache-Control', isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache');
  res.set('X-Content-Type-Options', 'nosniff');
  res.type('text/javascript').send(text);
}

/** Answers `{ status, …}`: what the script needs to start the checkout, or why it cannot. */
async function answerClick(
  context: Context,
  { req, res }: { req: Request; res: Response },
): Promise<boolean> {
  forbidCaching(res);
  const { config, customers, offers } = context;
  const refuse = (code: 'cross-origin' | 'offer-invalid') => {
    const error = new PlenigoRequestError(code);
    report(context, { error, req });
    res.status(error.status).json({ status: code });
    return false;
  };
  if (!isSameOrigin(req, config.siteOrigin)) return refuse('cross-origin');
  const user = await siteUser(context, req);
  if (user === undefined) {
    res.status(401).json({ status: 'anonymous' });
    return false;
  }
  const token = await readJsonField(req, 'offer');
  try {
    const known = knownUser(context, user);
    const offer = offers.read(token, known.id);
    if (offer === undefined) return refuse('offer-invalid');
    const { claims, page, access } = offer;
    const productId = access && claims.fp !== true ? (claims.pir ?? claims.pi) : undefined;
    const answer = await customers.ask({ req, user: known, productId, need: 'token' });
    if (answer.bought || answer.token === undefined) {
      res.json({ status: 'bought' });
      return false;
    }
    // The page may be hours old: the CSRF token of today goes along.
    const csrf = offer.csrf ? csrfTokenOf(req) : claims.csrf;
    const paymentData = context.signPaymentData({ ...claims, csrf });
    const call = { ...page, paymentData, loginToken: answer.token.token };
    res.json({
      status: 'ready',
      call: { ...call, startWithRegistration: page.startWithRegistration ?? false },
    });
  } catch (error) {
    const status = statusOf(report(context, { error, req }));
    // plenigo's outage is no failure of the site: a 5xx would call its operators for nothing.
    res.status(status === 'unavailable' ? 200 : 409).json({ status });
  }
  return false;
}
