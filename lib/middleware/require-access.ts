/** `requireAccess()`: lets only those through who have bought one of the products. */

import type { NextFunction, RequestHandler } from 'express';
import { checkFields, type Fields, type Rule, type Subject } from '../base/check.js';
import { oneOrMore, rules } from '../base/rules.js';
import type { Page } from '../page/script-tags.js';
import type { Site } from '../visit/site.js';
import { asError, asMiddleware, type Outcome } from './as-middleware.js';
import { show, showFault } from './checkout.js';
import { isBrowser, refuseReader } from './refuse-reader.js';
import { checkSales, checkSettings, describeRoute, type OfRequest, openingRules, perRequest } from './selling.js';

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
  const checked = checkFields(options, { rules: { ...guardRules, ...openingRules }, subject });
  const { notBought = [], failOpen, ...opening } = checked;
  const settings = checkSettings(site, opening, subject);
  const route = perRequest(products, (value) =>
    describeRoute(site, { sales: checkSales(platform, value, 'gate'), settings }, { need: 'customer', failOpen }),
  );

  async function work(page: Page, next: NextFunction): Promise<Outcome> {
    const { req, res } = page;
    const standing = await show(site, page, await route.read(req));
    if (standing.access) return 'next';
    const isSentToLogin = standing.status === 'anonymous' && config.loginUrl !== undefined;
    if (isBrowser(req) && !isSentToLogin) {
      try {
        await runNotBought([notBought].flat(), page);
      } catch (error) {
        next(asError(error));
        return 'done';
      }
    }
    if (!res.headersSent) await refuseReader(site, page, standing);
    return 'done';
  }

  return asMiddleware(work, (page) => showFault(site, page));
}

/**
 * Runs the handlers one after the other, as a route does, but none of them can lead past the guard. The promise stays open
 * where one of them answers, and takes its first word alone: who hands on and then fails reaches no error page.
 */
async function runNotBought(handlers: readonly RequestHandler[], { req, res }: Page): Promise<void> {
  const { next } = req;
  try {
    for (const handler of handlers) {
      const reason = await new Promise<unknown>((resolve, reject) => {
        // Express itself goes on by `req.next`, for instance from a file that turns out to be a folder.
        req.next = resolve;
        const result: unknown = handler(req, res, resolve);
        // Express 4 knows nothing of promises, but a rejected handler must reach the site's error handler there, too.
        if (result instanceof Promise) result.catch(reject);
      });
      // Leaving this route or router would lead past the guard, so the other handlers are skipped instead.
      if (reason === 'route' || reason === 'router') return;
      if (reason) throw reason;
    }
  } finally {
    req.next = next;
  }
}
