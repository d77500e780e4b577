/** `requireAccess()`: lets only those through who have bought one of the products. */

import type { NextFunction, RequestHandler } from 'express';
import { checkFields, type Fields, type Rule, type Subject } from '../base/check.js';
import { oneOrMore, rules } from '../base/rules.js';
import type { Page } from '../page/script-tags.js';
import type { Site } from '../visit/site.js';
import { asError } from './as-middleware.js';
import { asPage, show } from './checkout.js';
import { isBrowser, refuseReader } from './refuse-reader.js';
import { checkSales, checkSettings, describeSelling, type OfRequest, openingRules, perRequest } from './selling.js';

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
  const handlers = [notBought].flat();
  const routeSelling = perRequest(products, (value) =>
    describeSelling(platform, checkSales(platform, value, 'gate'), settings),
  );

  return asPage(site, async (page, next) => {
    const selling = await routeSelling.read(page.req);
    const standing = await show(site, page, { selling, settings, need: 'customer', failOpen });
    if (standing.access) return 'next';
    const answer = () => refuseReader(site, page, standing);
    const isSentToLogin = standing.status === 'anonymous' && config.loginUrl !== undefined;
    if (handlers.length === 0 || isSentToLogin || !isBrowser(page.req)) await answer();
    else runNotBought(handlers, { ...page, next, answer });
    return 'done';
  });
}

/**
 * Runs the handlers one after the other, as a route does, but none of them can lead past the guard: `next` is called with
 * errors only. `answer` answers if no handler has.
 */
function runNotBought(
  handlers: readonly RequestHandler[],
  { req, res, next, answer }: Page & { next: NextFunction; answer: () => Promise<void> },
): void {
  const { next: outerNext } = req;
  runFrom(0);

  function runFrom(index: number): void {
    const handler = handlers[index];
    if (handler === undefined) {
      if (!res.headersSent) answer().catch((error) => leave(asError(error)));
      return;
    }
    let isOver = false;
    const goOn = (error?: unknown) => {
      // A handler that hands on and then fails must not reach the site's error handler with an answer under way.
      if (isOver) return;
      isOver = true;
      if (!error) runFrom(index + 1);
      // Leaving this route or router would lead past the guard, so the other handlers are skipped instead.
      else if (error === 'route' || error === 'router') runFrom(handlers.length);
      else leave(error);
    };
    const fail = (error: unknown) => goOn(asError(error));
    // Express itself goes on by `req.next`, for instance from a file that turns out to be a folder.
    req.next = goOn;
    try {
      const result: unknown = handler(req, res, goOn);
      // Express 4 knows nothing of promises, but a rejected handler must reach the site's error handler there, too.
      if (result instanceof Promise) result.catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  function leave(error: unknown): void {
    if (outerNext) req.next = outerNext;
    next(error);
  }
}
