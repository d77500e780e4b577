/** What a route sells and how, as the site writes it: fixed values are checked at start, a function's at every request. */

import type { Request } from 'express';
import { checkFields, checkOrigins, checkValue, type Fields, refuse, type Subject } from '../base/check.js';
import { siteRules } from '../base/option-rules.js';
import { listOf, MOST_PRODUCTS, rules } from '../base/rules.js';
import type { Selling } from '../page/page.js';
import type { Platform } from '../platform/platform.js';
import type { Sale } from '../platform/sale.js';
import type { Site } from '../visit/site.js';

/** A value, or a function of the request that gives it, perhaps later. */
export type OfRequest<T, Req = Request> = T | ((req: Req) => T | Promise<T>);

/** For `requireAccess`, too. */
export const gateRules = {
  /** Ids of products that open the page and are not sold on it. Default none. */
  openedBy: listOf('a list of product ids', () => true),
  /** Free views count, as set up at plenigo: a soft wall, since readers can forge the count. Default false. */
  metered: rules.boolean,
  /** Readers to whom the site opens this page by itself. Default: the option `freeFor`. */
  freeFor: siteRules.freeFor,
};

const pageRules = {
  /** Default: the option `mode`. */
  mode: siteRules.mode,
  /** Ask whether a product is bought. Default true; `false` where it may be bought again and again, as in a shop: then nothing opens the page. */
  checkAccess: rules.boolean,
  ...gateRules,
};

/** The settings of a checkout route that are the same for every API. */
export interface PageSettings extends Fields<typeof pageRules> {}

const settingsSubject: Subject = { name: 'settings', code: 'invalid-product' };
const subject: Subject = { name: 'products', code: 'invalid-product' };

/** A fixed value is checked now; a function's at every request. `undefined` and `null` stay undefined. */
export function ofRequest<Checked>(value: OfRequest<unknown>, check: (value: unknown) => Checked) {
  return {
    /** Undefined if it comes from a function. */
    fixed: typeof value === 'function' ? undefined : check(value),
    /** For a function alone. */
    async of(req: Request): Promise<Checked | undefined> {
      const found: unknown = typeof value === 'function' ? await value(req) : undefined;
      return found === undefined || found === null ? undefined : check(found);
    },
  };
}

/** One product or a list of them: a checkout sells each, a gate asks whether it is bought. @throws PlenigoArgumentError `invalid-product`. */
export function checkSales(platform: Platform, products: unknown, where: 'checkout' | 'gate'): readonly Sale[] {
  const isGate = where === 'gate';
  const isList = Array.isArray(products);
  if (isList && products.length === 0) refuse(subject, 'products: expected at least one product');
  const seen = new Set<string>();
  return Array.from(isList ? products : [products], (product, index) => {
    const name = isList ? `products[${index}]` : 'product';
    const sale = platform.checkProduct(product, name);
    const { key, accessIds } = sale;
    if (isGate && accessIds.length === 0) refuse(subject, `${name}: requireAccess needs a product with an id`);
    if (!isGate && key === undefined) refuse(subject, `${name}: says what opens the page, but not what is sold`);
    if (key !== undefined) {
      if (seen.has(key)) refuse(subject, `${name}: is in the list already`);
      seen.add(key);
    }
    return sale;
  });
}

/** What the rules alone cannot say. @throws PlenigoArgumentError or PlenigoOptionError, naming what is wrong. */
export function checkPage(
  { accessIdRule, findFreeView }: Platform,
  { metered, openedBy = [] }: PageSettings,
  subject: Subject,
): void {
  if (metered === true && findFreeView === undefined) {
    refuse(subject, `${subject.name}.metered: this API of plenigo has no metered pages`);
  }
  for (const [index, id] of openedBy.entries()) {
    const product: Subject = { name: `${subject.name}.openedBy[${index}]`, code: 'invalid-product' };
    checkValue(id, { rule: accessIdRule, subject: product });
    if (openedBy.indexOf(id) !== index) refuse(product, `${product.name}: is in the list already`);
  }
}

/** Checks what a route says of its pages, and of its checkout as the platform has it, which throws PlenigoArgumentError `invalid-product`. */
export function termsCheck({ config: { allowedOrigins }, platform }: Site): (input: unknown) => PageSettings {
  const subject = settingsSubject;
  const rules = { ...platform.settingsRules, ...pageRules };
  return (input) => {
    const terms = checkFields(input, { rules, subject });
    if (terms.mode === 'page' && !platform.rendersCredentials) {
      refuse(subject, 'settings.mode: this API of plenigo has the mode "click" alone');
    }
    checkPage(platform, terms, subject);
    checkOrigins(terms, allowedOrigins, subject);
    return terms;
  };
}

/** What is for sale, and which purchases open the page. @throws PlenigoArgumentError `invalid-product`. */
export function sellingOf(platform: Platform, sales: readonly Sale[], settings: PageSettings): Selling {
  const { checkAccess = true, openedBy = [] } = settings;
  const sold = sales.filter(({ key }) => key !== undefined);
  const offers = sold.map((sale) => ({
    // Every page of the route gets this one.
    product: Object.freeze(sale.product),
    terms: platform.createTerms({ sale, settings }),
  }));
  if (!checkAccess) return { offers, ids: [] };
  const own = [...new Set(sales.flatMap(({ accessIds }) => accessIds))];
  const ids = openedBy.length === 0 ? own : [...new Set([...own, ...openedBy])];
  if (ids.length > MOST_PRODUCTS) {
    const count = `${own.length} and ${openedBy.length} in openedBy`;
    refuse(subject, `products: got ${count}, expected at most ${MOST_PRODUCTS} together`);
  }
  return { offers, ids };
}
