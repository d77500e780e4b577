/** `requireAccess()`: lets only those through who have bought one of the products. */

import type { RequestHandler } from 'express';
import { checkFields, type Fields, type Rule, type Subject } from '../base/check.js';
import { oneOrMore, rules } from '../base/rules.js';
import type { Site } from '../visit/site.js';
import { asMiddleware } from './as-middleware.js';
import { runNotBought } from './not-bought.js';
import { isBrowser, refuseReader } from './refuse-reader.js';
import {
  checkOpening,
  checkSales,
  checkSettings,
  describeSelling,
  type OfRequest,
  openingRules,
  perRequest,
} from './selling.js';
import { closeOnFault, show } from './show.js';

const guardRules = {
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
export interface AccessOptions extends Fields<typeof guardRules>, Fields<typeof openingRules> {}

const subject: Subject = { name: 'requireAccess', code: 'invalid-option' };

export function requireAccess(site: Site, products: OfRequest<unknown>, options: AccessOptions = {}): RequestHandler {
  const { config, platform } = site;
  const known = { ...guardRules, ...openingRules };
  const { notBought = [], failOpen, ...opening } = checkFields(options, { rules: known, subject });
  checkOpening(platform, opening, subject);
  // They are assigned rather than spread, because what has been checked inherits nothing.
  const settings = Object.assign(checkSettings(site, {}), opening);
  const handlers = [notBought].flat();
  const routeSelling = perRequest(products, (value) =>
    describeSelling(platform, checkSales(platform, value, 'gate'), settings),
  );
  const need = config.mode === 'page' ? 'customer' : 'nothing';

  return asMiddleware(
    async (req, res, next) => {
      const page = { req, res };
      const selling = await routeSelling.read(req);
      const standing = await show(site, { page, selling, settings, need, failOpen });
      if (standing.access) return 'next';
      const answer = () => refuseReader(site, page, standing);
      const isSentToLogin = standing.status === 'anonymous' && config.loginUrl !== undefined;
      if (handlers.length === 0 || isSentToLogin || !isBrowser(req)) await answer();
      else runNotBought(handlers, { req, res, next, answer });
      return 'done';
    },
    (req, res) => closeOnFault(site, { req, res }),
  );
}
