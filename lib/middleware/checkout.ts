/** `checkout()`: finds out what the reader of an article page may do, and gives the template what it needs for it. */

import type { RequestHandler } from 'express';
import { argument, isObject, refuse } from '../base/check.js';
import type { PlenigoLocals } from '../page/locals.js';
import { createLocals, createLocalsOnFault } from '../page/page.js';
import type { Page } from '../page/script-tags.js';
import { SWITCH_TTL } from '../visit/paywall.js';
import type { Site } from '../visit/site.js';
import { decideStanding, type Standing } from '../visit/standing.js';
import { visitOf } from '../visit/visit.js';
import { asError, asMiddleware } from './as-middleware.js';
import { forbidCaching, limitCaching } from './no-store.js';
import { checkRoute, type OfRequest, type Route } from './selling.js';

export function checkout(site: Site, products: OfRequest<unknown>, settings?: OfRequest<unknown>): RequestHandler {
  const readRoute = checkRoute(site, products, settings);
  async function work(page: Page) {
    await show(site, page, await readRoute(page.req));
    return 'next' as const;
  }
  return asMiddleware(work, (page) => showFault(site, page));
}

/** `standing()`: the same for a handler that has loaded its article first. It rejects with what `checkout()` hands to `next`. */
export async function standing(
  site: Site,
  page: Page,
  sold: { products: OfRequest<unknown>; settings: OfRequest<unknown> | undefined },
): Promise<PlenigoLocals> {
  if (!isObject(page.req) || !('httpVersion' in page.req) || !isObject(page.res)) {
    refuse(argument('standing'), 'standing: expected the request and its response, then what is for sale');
  }
  try {
    await show(site, page, await checkRoute(site, sold.products, sold.settings)(page.req));
    return page.res.locals.plenigo as PlenigoLocals;
  } catch (error) {
    showFault(site, page);
    throw asError(error);
  }
}

/** Shows a page to its reader: finds the standing, and puts it into the locals and the caching headers. */
export async function show(site: Site, page: Page, route: Route | undefined): Promise<Standing> {
  const standing = route ? await visitOf(site, page.req).standing(route) : decideStanding({ isForSale: false });
  if (standing.isPersonal) forbidCaching(site, page.res);
  if (standing.isForNow) limitCaching(page.res, SWITCH_TTL / 1000);
  const asksPrices = route && site.config.prices && standing.status === 'ready';
  const selling = asksPrices ? { ...route, offers: await visitOf(site, page.req).fillPrices(route.offers) } : route;
  page.res.locals.plenigo = createLocals(site, { page, standing, selling });
  return standing;
}

/** When one of the site's functions fails, its error page gets locals, too. */
export function showFault(site: Site, page: Page): void {
  // Who the reader is may not be known then.
  forbidCaching(site, page.res);
  page.res.locals.plenigo = createLocalsOnFault(site, page);
}
