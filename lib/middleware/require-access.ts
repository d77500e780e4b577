/** `requireAccess()`: lets only those through who have bought one of the products. */

import type { NextFunction, Request, RequestHandler } from 'express';
import { checkFields, type Fields, type Rule, type Subject, whenKnown } from '../base/check.js';
import { oneOrMore, rules } from '../base/rules.js';
import { wordingIn } from '../base/texts.js';
import type { Page, Selling } from '../page/page.js';
import { type Refusal, refusalMessage, renderRefusal } from '../page/refusal.js';
import type { Site } from '../visit/site.js';
import type { Standing } from '../visit/standing.js';
import { asError, asMiddleware } from './as-middleware.js';
import { forbidCaching } from './no-store.js';
import { checkPage, checkSales, gateRules, type OfRequest, ofRequest, sellingOf, termsCheck } from './selling.js';
import { closeOnFault, show } from './show.js';

const ownRules = {
  /**
   * Answers a browser that is not let through; `res.locals.plenigo` says why, and has the buy button when `ready`.
   * One that ends without an answer is followed by the default: a plain page with status 401, 402, or 503 if plenigo is
   * unavailable. With the option `loginUrl`, browsers with nobody logged in are sent there instead.
   */
  notBought: oneOrMore('a request handler, or a list of them', rules.function) as Rule<
    RequestHandler | readonly RequestHandler[]
  >,
  /**
   * Let every logged-in reader through while plenigo does not answer or fails on its side. Default false: then nobody
   * passes. A "no" or a refusal of plenigo's, such as a wrong secret or too many requests, opens nothing.
   */
  failOpen: rules.boolean,
};

/** How `requireAccess` treats those it does not let through. */
export interface AccessOptions extends Fields<typeof ownRules>, Fields<typeof gateRules> {}

const optionSubject: Subject = { name: 'requireAccess', code: 'invalid-option' };

export function requireAccess(site: Site, products: OfRequest<unknown>, options: AccessOptions = {}): RequestHandler {
  const { config, platform } = site;
  const { notBought, failOpen, ...pageSettings } = checkFields(options, {
    rules: { ...ownRules, ...gateRules },
    subject: optionSubject,
  });
  checkPage(platform, pageSettings, optionSubject);
  const handlers = notBought === undefined ? [] : [notBought].flat();
  const salesOf = ofRequest(products, (value) => checkSales(platform, value, 'gate'));
  // Not a spread: what is checked inherits nothing.
  const terms = Object.assign(termsCheck(site)({}), pageSettings);
  const fixed = salesOf.fixed && sellingOf(platform, salesOf.fixed, terms);
  const need = config.mode === 'page' ? 'customer' : 'nothing';

  async function sellingTo(req: Request): Promise<Selling | undefined> {
    const sales = await salesOf.of(req);
    return sales && sellingOf(platform, sales, terms);
  }

  async function refuseReader(standing: Standing, page: Page & { next: NextFunction }): Promise<false> {
    const { req, res, next } = page;
    const refuse = () => refusal(site, page, standing);
    const isSentToLogin = standing.status === 'anonymous' && config.loginUrl !== undefined;
    if (isBrowser(req) && handlers.length > 0 && !isSentToLogin) {
      const { next: outer } = req;
      const leave: NextFunction = (error) => {
        if (outer) req.next = outer;
        next(error);
      };
      const end = () => refuse().catch((error) => leave(asError(error)));
      runChain(handlers, { req, res, next: leave, end });
    } else await refuse();
    return false;
  }

  return asMiddleware(
    (req, res, next) => {
      const page = { req, res, next };
      const shown = whenKnown(fixed ?? sellingTo(req), (selling) =>
        show(site, { page, selling, terms, need, failOpen }),
      );
      return whenKnown(shown, (standing) => standing.access || refuseReader(standing, page));
    },
    (req, res) => closeOnFault(site, { req, res }),
  );
}

/** A browser says that it reads HTML; a program that accepts anything gets JSON. */
const isBrowser = (req: Request) => /text\/html/i.test(req.headers.accept ?? '');

interface Chain extends Page {
  readonly next: NextFunction;
  /** Behind the last handler, if none has answered. */
  readonly end: () => void;
}

/** Runs the site's handlers one after the other, as a route does. Only an error leaves it: what comes next is protected. */
function runChain([first, ...rest]: readonly RequestHandler[], chain: Chain): void {
  const { req, res, next, end } = chain;
  if (first === undefined) {
    if (!res.headersSent) end();
    return;
  }
  let isOver = false;
  const goOn = (error?: unknown) => {
    // A handler that hands on and then fails must not reach the site's error handler with an answer under way.
    if (isOver) return;
    isOver = true;
    if (!error) runChain(rest, chain);
    // To leave this route or router would lead to whatever the guard stands before.
    else if (error === 'route' || error === 'router') runChain([], chain);
    else next(error);
  };
  const fail = (error: unknown) => goOn(asError(error));
  // Express itself goes on by it, from a file that is a folder for instance.
  req.next = goOn;
  try {
    const result: unknown = first(req, res, goOn);
    // Express 4 knows nothing of promises: a rejected handler must reach the site's error handler there, too.
    if (result instanceof Promise) result.catch(fail);
  } catch (error) {
    fail(error);
  }
}

/** The answer to a reader who is not let through. */
async function refusal(site: Site, { req, res }: Page, { status, user }: Standing): Promise<void> {
  const reason = status as Refusal;
  const wording = wordingIn(site.config, user?.language);
  // Of the site's headers for this page none is meant for a refusal.
  forbidCaching(site, res);
  const isPage = req.method === 'GET' || req.method === 'HEAD';
  const mayHelp = isPage && isBrowser(req) && /^(anonymous|ready|email-conflict)$/.test(reason);
  const loginUrl = mayHelp ? await loginAddress(site, req) : undefined;
  if (reason === 'anonymous' && loginUrl !== undefined) {
    res.redirect(loginUrl);
    return;
  }
  res.status(reason === 'anonymous' ? 401 : reason === 'unavailable' ? 503 : 402);
  if (reason === 'unavailable') res.set('Retry-After', '10');
  if (isBrowser(req)) {
    const locals = site.scripts && res.locals.plenigo;
    res.type('html').send(renderRefusal({ reason, wording, locals, loginUrl }));
    return;
  }
  // One word for one thing in the answers to programs: what is missing is a purchase.
  res.json({ error: reason === 'ready' ? 'not-bought' : reason, message: refusalMessage(wording, reason) });
}

/** Where the site's login is, with the way back; undefined if the site has not said. */
async function loginAddress({ config }: Site, req: Request): Promise<string | undefined> {
  const { loginUrl } = config;
  if (loginUrl === undefined || typeof loginUrl === 'function') return loginUrl?.(req);
  // A path with two slashes at its start would be an address on another host.
  const path = req.originalUrl.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^[/\\]*/, '/');
  const back = encodeURIComponent(path);
  const [address = '', fragment] = loginUrl.split('#', 2);
  const query = `${address.includes('?') ? '&' : '?'}returnTo=${back}`;
  return `${address}${query}${fragment === undefined ? '' : `#${fragment}`}`;
}
