/** `checkout()`: finds out what the reader of an article page may do, and gives the template what it needs for it. */

import type { RequestHandler } from 'express';
import type { Site } from '../visit/site.js';
import { asMiddleware } from './as-middleware.js';
import { isPreview } from './preview.js';
import { checkSales, type OfRequest, ofRequest, sellingOf, termsCheck } from './selling.js';
import { closeOnFault, show } from './show.js';

export function checkout(site: Site, products: OfRequest<unknown>, settings: OfRequest<unknown> = {}): RequestHandler {
  const { config, platform } = site;
  const salesOf = ofRequest(products, (value) => checkSales(platform, value, 'checkout'));
  const checkTerms = termsCheck(site);
  const termsOf = ofRequest(settings, checkTerms);
  const noTerms = checkTerms({});
  // What does not depend on the request is put together, and refused, once.
  const fixed = salesOf.fixed && termsOf.fixed && sellingOf(platform, salesOf.fixed, termsOf.fixed);

  return asMiddleware(
    async (req, res) => {
      const sales = salesOf.fixed ?? (await salesOf.of(req));
      const terms = termsOf.fixed ?? (sales && (await termsOf.of(req))) ?? noTerms;
      const isClick = (terms.mode ?? config.mode) === 'click';
      const need = isClick ? 'nothing' : isPreview(req) ? 'customer' : 'credential';
      const selling = fixed ?? (sales && sellingOf(platform, sales, terms));
      await show(site, { page: { req, res }, selling, terms, need });
      return true;
    },
    (req, res) => closeOnFault(site, { req, res }),
  );
}
