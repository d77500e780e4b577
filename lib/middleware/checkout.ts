/** `checkout()`, `standing()`, `redeemVoucher()`: what a route sells, what the reader of its page may do, and what the template needs for that. */

import type { Request, RequestHandler, Response } from 'express';
import {
  argument,
  checkFields,
  checkOrigins,
  checkValue,
  type Fields,
  isObject,
  refuse,
  type Subject,
} from '../base/check.js';
import { siteRules } from '../base/options.js';
import { listOf, MOST_PRODUCTS, rules } from '../base/rules.js';
import { type Texts, wordingIn } from '../base/texts.js';
import type { PlenigoLocals } from '../page/locals.js';
import type { Selling } from '../page/offer.js';
import { createLocals, createScriptsOnFault, type Page, renderNoButton } from '../page/page.js';
import type { Platform } from '../platform/platform.js';
import type { Sale } from '../platform/sale.js';
import { SWITCH_TTL } from '../visit/publisher.js';
import type { Site } from '../visit/site.js';
import { decideStanding, type Question, type Standing } from '../visit/standing.js';
import { visitOf } from '../visit/visit.js';
import { asError, asMiddleware } from './handler.js';
import { forbidCaching, limitCaching } from './no-store.js';

/** A value, or a function of the request that gives it or a promise of it. */
export type OfRequest<T, Req = Request> = T | ((req: Req) => T | Promise<T>);

export const openingRules = {
  /** Ids of products that open the page and are not sold on it. Default none. */
  openedBy: listOf('a list of product ids', () => true),
  /** Free views count, as set up at plenigo. This is a soft wall, since readers can forge the count. Default false. */
  metered: rules.boolean,
  /** Readers to whom the site opens this page by itself. Default: the option `freeFor`. */
  freeFor: siteRules.freeFor,
};

const checkoutRules = {
  /** When a page gets what its buy button needs. Default: the option `mode`. */
  mode: siteRules.mode,
  /** Ask whether a product is bought. Default true; `false` where it may be bought again and again, as in a shop: then nothing opens the page. */
  checkAccess: rules.boolean,
  ...openingRules,
};

/** The settings of a checkout route that are the same for every API. */
export interface PageSettings extends Fields<typeof checkoutRules> {}

interface Route extends Question, Selling {}

/** What a route is told: fixed, or as a function of the request, which may answer undefined where nothing is for sale. */
type Sold = readonly [products: unknown, settings?: unknown];

type Asking = Pick<Question, 'need' | 'failOpen'> & { readonly subject: Subject };

const asCheckout: Asking = {
  need: 'credential',
  failOpen: false,
  subject: { name: 'settings', code: 'invalid-product' },
};

export function checkout(site: Site, ...sold: Sold): RequestHandler {
  const readRoute = checkRoute(site, sold, asCheckout);
  async function work(page: Page) {
    await show(site, page, await readRoute(page.req));
    return 'next' as const;
  }
  return asMiddleware(work, (page) => showFault(site, page));
}

const isRequest = (given: unknown) => isObject(given) && 'httpVersion' in given;

/** `standing()`: the same for a handler that has loaded its article first. It rejects with what `checkout()` hands to `next`. */
export async function standing(site: Site, page: Page, ...sold: Sold) {
  if (!isRequest(page.req) || !isObject(page.res)) {
    refuse({ code: 'invalid-argument' }, 'standing: expected the request and its response, then what is for sale');
  }
  try {
    await show(site, page, await checkRoute(site, sold, asCheckout)(page.req));
    return page.res.locals.plenigo as PlenigoLocals;
  } catch (error) {
    showFault(site, page);
    throw asError(error);
  }
}

/** Shows a page to its reader: finds the standing, and puts it into the locals and the caching headers. Without a route nothing is for sale. */
export async function show(site: Site, page: Page, route: Route | undefined): Promise<Standing> {
  const standing = route ? await visitOf(site, page.req).standing(route) : decideStanding({ openedBy: 'route' });
  if (standing.isPersonal) forbidCaching(site, page.res);
  if (standing.isForNow) limitCaching(page.res, SWITCH_TTL / 1000);
  const asksPrices = route && site.config.prices && standing.status === 'ready';
  const selling = asksPrices ? { ...route, offers: await visitOf(site, page.req).fillPrices(route.offers) } : route;
  page.res.locals.plenigo = createLocals(site, { page, standing, selling });
  return standing;
}

/** When one of the site's functions fails, its error page gets locals, too. Who its reader is may not be known then. */
export function showFault(site: Site, page: Page): void {
  forbidCaching(site, page.res);
  const tags = createScriptsOnFault(site, page, 'checkout');
  const locals = { access: false, bought: false, offers: [], ...tags, buyButton: renderNoButton } as const;
  page.res.locals.plenigo = { status: 'unavailable', ...locals };
}

/** The text for each thing that can become of a code. */
const words = {
  redeemed: 'voucherRedeemed',
  'not-free': 'voucherNotFree',
  'voucher-unknown': 'voucherUnknown',
  'voucher-used': 'voucherUsed',
  'already-bought': 'alreadyBought',
  'not-for-sale': 'notForSale',
  anonymous: 'loginAgain',
  'email-missing': 'emailMissing',
  'email-conflict': 'emailConflict',
  unavailable: 'failed',
} as const satisfies Readonly<Record<string, keyof Texts>>;

/** What became of a voucher code. */
export interface Redemption {
  /** `redeemed`: what it is for is the reader's. `not-free`: with API v3 `res.locals.plenigo` has the button to pay the rest. */
  status: keyof typeof words;
  /** The same in the reader's words: plain text. */
  message: string;
}

/** `redeemVoucher()`: makes what a voucher is for the reader's own, or a button to buy it with, and says what became of it. */
export async function redeemVoucher(site: Site, req: Request, given: unknown): Promise<Redemption> {
  if (!isRequest(req)) refuse(argument('redeemVoucher'), 'redeemVoucher: expected the request, then the code');
  const code = typeof given === 'string' ? given.trim() : '';
  const visit = visitOf(site, req);
  const { standing, done: terms } = await visit.act((inquiry, budget) => inquiry.redeemVoucher(code, budget));
  let status: string = standing.refusal ?? standing.status;
  if (status === 'ready') status = terms === undefined ? 'redeemed' : 'not-free';
  if (terms !== undefined) {
    // Nothing that all objects inherit is asked for.
    const route = { ids: [], need: 'nothing', offers: [{ product: {}, terms }] };
    await show(site, { req, res: req.res as Response }, Object.assign(Object.create(null), route));
  }
  const known = Object.hasOwn(words, status) ? (status as Redemption['status']) : 'unavailable';
  return { status: known, message: wordingIn(site.config, standing.user?.language)[words[known]] };
}

/** Checks what a route sells and how: what is fixed now, and what a function gives at each request. @throws PlenigoArgumentError or PlenigoOptionError. */
export function checkRoute(site: Site, [products, settings = {}]: Sold, asking: Asking) {
  const routeSales = perRequest(products, (value) => checkSales(site.platform, value, asking));
  const routeSettings = perRequest(settings, (value) => checkSettings(site, value, asking));
  const fixed = routeSales.fixed && routeSettings.fixed && describe(routeSales.fixed, routeSettings.fixed);

  function describe(sales: readonly Sale[], settings: PageSettings): Route {
    const { checkAccess = true, openedBy = [], metered, freeFor, mode = site.config.mode } = settings;
    const offers = sales.flatMap((sale) => {
      if (sale.key === undefined) return [];
      // All pages of a route share this object, so none may change it.
      const product = Object.freeze(sale.product);
      return { product, terms: site.platform.createTerms({ sale, settings }), price: sale.price };
    });
    const own = new Set(sales.flatMap(({ accessIds }) => accessIds));
    const ids = checkAccess ? [...new Set([...own, ...openedBy])] : [];
    const count = `${own.size} and ${openedBy.length} in openedBy`;
    if (ids.length > MOST_PRODUCTS) refuseProduct(`products: got ${count}, expected at most ${MOST_PRODUCTS} together`);
    const isClick = mode === 'click';
    const need = isClick ? 'nothing' : asking.need;
    return { offers, ids, need, failOpen: asking.failOpen, mayRemember: isClick, metered, freeFor, terms: undefined };
  }

  return async (req: Request): Promise<Route | undefined> => {
    if (fixed) return fixed;
    const sales = await routeSales.read(req);
    // Where nothing is for sale no setting matters, so the site's function is not asked for them.
    return sales && describe(sales, (await routeSettings.read(req)) ?? checkSettings(site, {}, asking));
  };
}

const refuseProduct = (complaint: string) => refuse({ code: 'invalid-product' }, complaint);

/** Checks one product or a list. A checkout sells each, a gate asks for each. @throws PlenigoArgumentError `invalid-product`. */
function checkSales(platform: Platform, products: unknown, { need }: Asking): readonly Sale[] {
  const isGate = need === 'customer';
  const isList = Array.isArray(products);
  if (isList && products.length === 0) refuseProduct('products: expected at least one product');
  const sold = new Set<string | undefined>();
  return Array.from(isList ? products : [products], (product, index) => {
    const name = isList ? `products[${index}]` : 'product';
    const sale = platform.checkProduct(product, name);
    const { key, accessIds } = sale;
    if (isGate && accessIds.length === 0) refuseProduct(`${name}: requireAccess needs a product with an id`);
    if (!isGate && key === undefined) refuseProduct(`${name}: says what opens the page, but not what is sold`);
    if (key !== undefined && sold.has(key)) refuseProduct(`${name}: is in the list already`);
    sold.add(key);
    return sale;
  });
}

function checkSettings({ config, platform }: Site, input: unknown, { subject }: Asking): PageSettings {
  const settings = checkFields(input, { rules: { ...platform.settingsRules, ...checkoutRules }, subject });
  const { name } = subject;
  const { mode, metered, openedBy = [] } = settings;
  const needsClick = mode === 'page' && !platform.rendersCredentials;
  if (needsClick) refuse(subject, `${name}.mode: this API of plenigo has the mode "click" alone`);
  if (metered && !platform.findFreeView) refuse(subject, `${name}.metered: this API of plenigo has no metered pages`);
  for (const [index, id] of openedBy.entries()) {
    const field = `openedBy[${index}]`;
    checkValue(id, { rule: platform.accessIdRule, subject: { name, code: 'invalid-product' } }, field);
    if (openedBy.indexOf(id) !== index) refuseProduct(`${name}.${field}: is in the list already`);
  }
  checkOrigins(settings, config.allowedOrigins, subject);
  return settings;
}

/** Checks a fixed value now, and what a function gives at each request. `undefined` and `null` stay undefined there. */
export function perRequest<Checked>(value: unknown, check: (value: unknown) => Checked) {
  const fixed = typeof value === 'function' ? undefined : check(value);
  async function read(req: Request): Promise<Checked | undefined> {
    const found: unknown = typeof value === 'function' ? await value(req) : undefined;
    return found === undefined || found === null ? fixed : check(found);
  }
  return { fixed, read };
}
