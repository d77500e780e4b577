/** Shows a page its reader: finds the standing, and puts it into the locals and the caching headers. */

import { whenKnown } from '../base/check.js';
import { localsOf, localsOnFault, type Page, type Selling } from '../page/page.js';
import { SWITCH_TTL } from '../visit/paywall.js';
import type { Question } from '../visit/question.js';
import type { Site } from '../visit/site.js';
import { decideStanding, type Standing } from '../visit/standing.js';
import { visitOf } from '../visit/visit.js';
import { forbidCaching, limitCaching } from './no-store.js';
import type { PageSettings } from './selling.js';

interface Showing {
  readonly page: Page;
  /** Undefined: nothing is for sale. */
  readonly selling: Selling | undefined;
  readonly terms: PageSettings;
  readonly need: Question['need'];
  readonly failOpen?: boolean | undefined;
}

export function show(site: Site, { page, selling, terms, need, failOpen }: Showing): Standing | Promise<Standing> {
  const { mode = site.config.mode, metered, freeFor } = terms;
  const mayRemember = mode === 'click';
  const found = selling
    ? visitOf(site, page).standing({ ids: selling.ids, need, failOpen, mayRemember, metered, freeFor })
    : decideStanding({ isForSale: false });
  return whenKnown(found, (standing) => {
    if (standing.isPersonal) forbidCaching(site, page.res);
    if (standing.isForNow) limitCaching(page.res, SWITCH_TTL / 1000);
    page.res.locals.plenigo = localsOf(site, { page, standing, selling });
    return standing;
  });
}

/** When one of the site's functions fails, whoever the reader is: its error page finds the locals, too. */
export function closeOnFault(site: Site, page: Page): void {
  forbidCaching(site, page.res);
  page.res.locals.plenigo = localsOnFault(site, page);
}
