/** Shows a page to its reader: finds the standing, and puts it into the locals and the caching headers. */

import { createLocals, createLocalsOnFault, type Selling } from '../page/page.js';
import type { Page } from '../page/script-tags.js';
import { SWITCH_TTL } from '../visit/paywall.js';
import type { Question } from '../visit/question.js';
import type { Site } from '../visit/site.js';
import { decideStanding, type Standing } from '../visit/standing.js';
import { visitOf } from '../visit/visit.js';
import { forbidCaching, limitCaching } from './no-store.js';
import type { PageSettings } from './selling.js';

interface Showing {
  readonly page: Page;
  /** Undefined where nothing is for sale. */
  readonly selling: Selling | undefined;
  readonly settings: PageSettings;
  readonly need: Question['need'];
  readonly failOpen?: boolean | undefined;
}

export async function show(site: Site, { page, selling, settings, need, failOpen }: Showing): Promise<Standing> {
  const { mode = site.config.mode, metered, freeFor } = settings;
  const mayRemember = mode === 'click';
  const standing = selling
    ? await visitOf(site, page).standing({ ids: selling.ids, need, failOpen, mayRemember, metered, freeFor })
    : decideStanding({ isForSale: false });
  if (standing.isPersonal) forbidCaching(site, page.res);
  if (standing.isForNow) limitCaching(page.res, SWITCH_TTL / 1000);
  page.res.locals.plenigo = createLocals(site, { page, standing, selling });
  return standing;
}

/** Gives the site's error page its locals when one of the site's functions fails. Who the reader is may not be known then. */
export function closeOnFault(site: Site, page: Page): void {
  forbidCaching(site, page.res);
  page.res.locals.plenigo = createLocalsOnFault(site, page);
}
