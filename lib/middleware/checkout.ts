/** `checkout()`: finds out what the reader of an article page may do, and gives the template what it needs for it. */

import type { Request, RequestHandler } from 'express';
import type { Sale } from '../platform/sale.js';
import type { Site } from '../visit/site.js';
import { asMiddleware } from './as-middleware.js';
import {
  checkSales,
  checkSettings,
  describeSelling,
  type OfRequest,
  type PageSettings,
  perRequest,
} from './selling.js';
import { closeOnFault, show } from './show.js';

export function checkout(site: Site, products: OfRequest<unknown>, settings: OfRequest<unknown> = {}): RequestHandler {
  const { config, platform } = site;
  const routeSales = perRequest(products, (value) => checkSales(platform, value, 'checkout'));
  const routeSettings = perRequest(settings, (value) => checkSettings(site, value));
  // What does not depend on the request is put together, and refused if it is wrong, at start.
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

  return asMiddleware(
    async (req, res) => {
      const { settings, selling } = fixed ?? (await describeFor(req));
      const need = (settings.mode ?? config.mode) === 'click' ? 'nothing' : 'credential';
      await show(site, { page: { req, res }, selling, settings, need });
      return 'next';
    },
    (req, res) => closeOnFault(site, { req, res }),
  );
}
