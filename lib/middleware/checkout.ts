/** `checkout()`: finds out what the reader of an article page may do, and gives the template what it needs for it. */

import type { NextFunction, Request, RequestHandler } from 'express';
import { argument, isObject, refuse } from '../base/check.js';
import type { PlenigoLocals } from '../page/locals.js';
import { createLocals, createLocalsOnFault, type Selling } from '../page/page.js';
import type { Page } from '../page/script-tags.js';
import type { Sale } from '../platform/sale.js';
import { SWITCH_TTL } from '../visit/paywall.js';
import type { Question } from '../visit/question.js';
import type { Site } from '../visit/site.js';
import { decideStanding, type Standing } from '../visit/standing.js';
import { visitOf } from '../visit/visit.js';
import { asError, asMiddleware, type Outcome } from './as-middleware.js';
import { forbidCaching, limitCaching } from './no-store.js';
import {
  checkSales,
  checkSettings,
  describeSelling,
  type OfRequest,
  type PageSettings,
  perRequest,
} from './selling.js';

export function checkout(site: Site, products: OfRequest<unknown>, settings?: OfRequest<unknown>): RequestHandler {
  const showPage = prepare(site, products, settings);
  return asPage(site, async (page) => {
    await showPage(page);
    return 'next';
  });
}

/** `standing()`: the same for a handler that has loaded its article first. It rejects with what `checkout()` hands to `next`. */
export async function standing(
  site: Site,
  page: Page,
  { products, settings }: { products: OfRequest<unknown>; settings: OfRequest<unknown> | undefined },
): Promise<PlenigoLocals> {
  if (!isObject(page.req) || !('httpVersion' in page.req) || !isObject(page.res)) {
    refuse(argument('standing'), 'standing: expected the request and its response, then what is for sale');
  }
  try {
    await prepare(site, products, settings)(page);
    return page.res.locals.plenigo as PlenigoLocals;
  } catch (error) {
    showFault(site, page);
    throw asError(error);
  }
}

/** Checks what a route sells, and makes what shows its pages. What does not depend on the request is refused at once if it is wrong. */
function prepare(site: Site, products: OfRequest<unknown>, settings: OfRequest<unknown> = {}) {
  const { platform } = site;
  const routeSales = perRequest(products, (value) => checkSales(platform, value, 'checkout'));
  const routeSettings = perRequest(settings, (value) => checkSettings(site, value));
  const noSettings = checkSettings(site, {});
  const fixed = routeSales.fixed && routeSettings.fixed && describe(routeSales.fixed, routeSettings.fixed);

  function describe(sales: readonly Sale[], settings: PageSettings) {
    return { settings, selling: describeSelling(platform, sales, settings) };
  }

  async function describeFor(req: Request) {
    const sales = await routeSales.read(req);
    // Where nothing is for sale no setting matters, so the site's function is not asked for them.
    if (sales === undefined) return { settings: noSettings, selling: undefined };
    return describe(sales, (await routeSettings.read(req)) ?? noSettings);
  }

  return async (page: Page) => {
    const { settings, selling } = fixed ?? (await describeFor(page.req));
    await show(site, page, { selling, settings, need: 'credential' });
  };
}

interface Showing {
  /** Undefined where nothing is for sale. */
  readonly selling: Selling | undefined;
  readonly settings: PageSettings;
  /** What a page asks for ahead, unless that waits for a click. */
  readonly need: Question['need'];
  readonly failOpen?: boolean | undefined;
}

/** Shows a page to its reader: finds the standing, and puts it into the locals and the caching headers. */
export async function show(site: Site, page: Page, showing: Showing): Promise<Standing> {
  const { selling, settings, failOpen } = showing;
  const { mode = site.config.mode, metered, freeFor } = settings;
  const mayRemember = mode === 'click';
  const need = mode === 'click' ? 'nothing' : showing.need;
  const standing = selling
    ? await visitOf(site, page.req).standing({ ids: selling.ids, need, failOpen, mayRemember, metered, freeFor })
    : decideStanding({ isForSale: false });
  if (standing.isPersonal) forbidCaching(site, page.res);
  if (standing.isForNow) limitCaching(page.res, SWITCH_TTL / 1000);
  const asksPrices = site.config.prices && standing.status === 'ready' && selling !== undefined;
  const priced = asksPrices
    ? { ...selling, offers: await visitOf(site, page.req).fillPrices(selling.offers) }
    : selling;
  page.res.locals.plenigo = createLocals(site, { page, standing, selling: priced });
  return standing;
}

/** A middleware that shows a page. When one of the site's functions fails, its error page gets locals, too. */
export function asPage(site: Site, work: (page: Page, next: NextFunction) => Promise<Outcome>): RequestHandler {
  return asMiddleware(
    (req, res, next) => work({ req, res }, next),
    (req, res) => showFault(site, { req, res }),
  );
}

function showFault(site: Site, page: Page): void {
  // Who the reader is may not be known then.
  forbidCaching(site, page.res);
  page.res.locals.plenigo = createLocalsOnFault(site, page);
}
