/** `checkout()`: finds out what the reader of an article page may do, and gives the template what it needs for it. */

import type { Request, RequestHandler } from 'express';
import { whenKnown } from '../base/check.js';
import type { Sale } from '../platform/sale.js';
import type { Site } from '../visit/site.js';
import { asMiddleware } from './as-middleware.js';
import { checkSales, type OfRequest, ofRequest, type PageSettings, sellingOf, termsCheck } from './selling.js';
import { closeOnFault, show } from './show.js';

export function checkout(site: Site, products: OfRequest<unknown>, settings: OfRequest<unknown> = {}): RequestHandler {
  const { config, platform } = site;
  const salesOf = ofRequest(products, (value) => checkSales(platform, value, 'checkout'));
  const checkTerms = termsCheck(site);
  const termsOf = ofRequest(settings, checkTerms);
  const noTerms = checkTerms({});
  const sold = (sales: readonly Sale[] | undefined, terms: PageSettings) => ({
    terms,
    selling: sales && sellingOf(platform, sales, terms),
  });
  // What does not depend on the request is put together, and refused, once.
  const fixed = salesOf.fixed && termsOf.fixed && sold(salesOf.fixed, termsOf.fixed);

  async function soldTo(req: Request) {
    const sales = salesOf.fixed ?? (await salesOf.of(req));
    return sold(sales, termsOf.fixed ?? (sales && (await termsOf.of(req))) ?? noTerms);
  }

  return asMiddleware(
    (req, res) => {
      const shown = whenKnown(fixed ?? soldTo(req), ({ terms, selling }) => {
        const need = (terms.mode ?? config.mode) === 'click' ? 'nothing' : 'credential';
        return show(site, { page: { req, res }, selling, terms, need });
      });
      return whenKnown(shown, () => true);
    },
    (req, res) => closeOnFault(site, { req, res }),
  );
}
