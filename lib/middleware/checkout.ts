/** `checkout()`: finds out what the reader of an article page may do, and gives the template what it needs for it. */

import type { Request, RequestHandler, Response } from 'express';
import { localsOf, localsOnFault } from '../page/page.js';
import type { Site } from '../visit/site.js';
import { standingOf } from '../visit/standing.js';
import { visitOf } from '../visit/visit.js';
import { asMiddleware } from './as-middleware.js';
import { forbidCaching } from './no-store.js';
import { isPreview } from './preview.js';
import { checkSales, checkTerms, type OfRequest, ofRequest, sellingOf } from './selling.js';

export function checkout(
  site: Site,
  { products, settings = {} }: { products: OfRequest<unknown>; settings?: OfRequest<unknown> | undefined },
): RequestHandler {
  const { config, platform } = site;
  const salesOf = ofRequest(products, (value) => checkSales(platform, value));
  const termsOf = ofRequest(settings, (value) => checkTerms(platform, value));
  const noTerms = checkTerms(platform, {});

  return asMiddleware(
    async (req, res) => {
      const page = { req, res };
      const sales = await salesOf(req);
      const visit = visitOf(site, page);
      if (sales === undefined || (await visit.user()) === undefined) {
        const standing = standingOf({ isForSale: sales !== undefined });
        res.locals.plenigo = localsOf(site, { page, standing });
        return true;
      }
      const terms = (await termsOf(req)) ?? noTerms;
      const selling = sellingOf(sales, terms);
      const isClick = (terms.mode ?? config.mode) === 'click';
      const need = isClick ? 'nothing' : isPreview(req) ? 'customer' : 'credential';
      const standing = await visit.standing({ ids: selling.ids, need });
      if (standing.isPersonal) forbidCaching(site, res);
      res.locals.plenigo = localsOf(site, { page, standing, selling });
      return true;
    },
    (req, res) => closeOnFault(site, { req, res }),
  );
}

/** When one of the site's functions fails, whoever the reader is: its error page finds the locals, too. */
export function closeOnFault(site: Site, { req, res }: { req: Request; res: Response }): void {
  forbidCaching(site, res);
  res.locals.plenigo = localsOnFault(site, { req, res });
}
