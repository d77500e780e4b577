/**
 * Checks what a route sells and how. Products and settings may be fixed, and are then checked at start, or a function of the
 * request, whose answer is checked every time.
 */

import type { Request } from 'express';
import { checkFields, checkOrigins, checkValue, type Fields, refuse, type Subject } from '../base/check.js';
import { siteRules } from '../base/options.js';
import { listOf, MOST_PRODUCTS, rules } from '../base/rules.js';
import type { Selling } from '../page/offer.js';
import type { Platform } from '../platform/platform.js';
import type { Sale } from '../platform/sale.js';
import type { Question } from '../visit/question.js';
import type { Site } from '../visit/site.js';

/** A value, or a function of the request that gives it or a promise of it. */
export type OfRequest<T, Req = Request> = T | ((req: Req) => T | Promise<T>);

/** What opens the pages of a route. `checkout` and `requireAccess` have these in common. */
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

const settingsSubject: Subject = { name: 'settings', code: 'invalid-product' };
const productsSubject: Subject = { name: 'products', code: 'invalid-product' };

/** Checks a fixed value now, and what a function gives at each request. `undefined` and `null` stay undefined there. */
export function perRequest<Checked>(value: OfRequest<unknown>, check: (value: unknown) => Checked) {
  /** Undefined if a function gives the value. */
  const fixed = typeof value === 'function' ? undefined : check(value);

  async function read(req: Request): Promise<Checked | undefined> {
    const found: unknown = typeof value === 'function' ? await value(req) : undefined;
    return found === undefined || found === null ? fixed : check(found);
  }

  return { fixed, read };
}

/** Checks one product or a list. A checkout sells each, a gate asks for each. @throws PlenigoArgumentError `invalid-product`. */
export function checkSales(platform: Platform, products: unknown, where: 'checkout' | 'gate'): readonly Sale[] {
  const isList = Array.isArray(products);
  if (isList && products.length === 0) refuse(productsSubject, 'products: expected at least one product');
  const sold = new Set<string | undefined>();
  return Array.from(isList ? products : [products], (product, index) => {
    const name = isList ? `products[${index}]` : 'product';
    const sale = platform.checkProduct(product, name);
    const { key, accessIds } = sale;
    const complain = (complaint: string) => refuse(productsSubject, `${name}: ${complaint}`);
    if (where === 'gate' && accessIds.length === 0) complain('requireAccess needs a product with an id');
    if (where === 'checkout' && key === undefined) complain('says what opens the page, but not what is sold');
    if (key !== undefined && sold.has(key)) complain('is in the list already');
    sold.add(key);
    return sale;
  });
}

/** Checks the settings of a route, those of the API among them. @throws PlenigoArgumentError or PlenigoOptionError. */
export function checkSettings({ config, platform }: Site, input: unknown, subject = settingsSubject): PageSettings {
  const settings = checkFields(input, { rules: { ...platform.settingsRules, ...checkoutRules }, subject });
  const { mode, metered, openedBy = [] } = settings;
  if (mode === 'page' && !platform.rendersCredentials) {
    refuse(subject, `${subject.name}.mode: this API of plenigo has the mode "click" alone`);
  }
  if (metered === true && platform.findFreeView === undefined) {
    refuse(subject, `${subject.name}.metered: this API of plenigo has no metered pages`);
  }
  for (const [index, id] of openedBy.entries()) {
    const product: Subject = { name: `${subject.name}.openedBy[${index}]`, code: 'invalid-product' };
    checkValue(id, { rule: platform.accessIdRule, subject: product });
    if (openedBy.indexOf(id) !== index) refuse(product, `${product.name}: is in the list already`);
  }
  checkOrigins(settings, config.allowedOrigins, subject);
  return settings;
}

/** What a page asks of its visit, and what it sells. */
export interface Route extends Question, Selling {}

/**
 * Checks what a checkout sells and how: what is fixed now, and what a function gives at each request. The route is undefined
 * where nothing is for sale.
 */
export function checkRoute(site: Site, products: OfRequest<unknown>, settings: OfRequest<unknown> = {}) {
  const routeSales = perRequest(products, (value) => checkSales(site.platform, value, 'checkout'));
  const routeSettings = perRequest(settings, (value) => checkSettings(site, value));
  const noSettings = checkSettings(site, {});
  const describe = (sales: readonly Sale[], settings: PageSettings) =>
    describeRoute(site, { sales, settings }, { need: 'credential', failOpen: false });
  const fixed = routeSales.fixed && routeSettings.fixed && describe(routeSales.fixed, routeSettings.fixed);

  return async (req: Request): Promise<Route | undefined> => {
    if (fixed) return fixed;
    const sales = await routeSales.read(req);
    // Where nothing is for sale no setting matters, so the site's function is not asked for them.
    return sales && describe(sales, (await routeSettings.read(req)) ?? noSettings);
  };
}

/**
 * Says what is for sale, and which purchases open the page, which asks for what it needs ahead, unless that waits for a click.
 * @throws PlenigoArgumentError `invalid-product`.
 */
export function describeRoute(
  { config, platform }: Site,
  { sales, settings }: { sales: readonly Sale[]; settings: PageSettings },
  { need, failOpen }: Pick<Question, 'need' | 'failOpen'>,
): Route {
  const { checkAccess = true, openedBy = [], metered, freeFor, mode = config.mode } = settings;
  const offers = sales.flatMap((sale) => {
    if (sale.key === undefined) return [];
    // All pages of a route share this object, so none may change it.
    const product = Object.freeze(sale.product);
    return { product, terms: platform.createTerms({ sale, settings }), price: sale.price };
  });
  const own = [...new Set(sales.flatMap(({ accessIds }) => accessIds))];
  const ids = checkAccess ? [...new Set([...own, ...openedBy])] : [];
  if (ids.length > MOST_PRODUCTS) {
    const count = `${own.length} and ${openedBy.length} in openedBy`;
    refuse(productsSubject, `products: got ${count}, expected at most ${MOST_PRODUCTS} together`);
  }
  const isClick = mode === 'click';
  return { offers, ids, need: isClick ? 'nothing' : need, failOpen, mayRemember: isClick, metered, freeFor };
}
