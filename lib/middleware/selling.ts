/** What a route sells and how, as the site writes it: fixed values are checked at start, a function's at every request. */

import type { Request } from 'express';
import { checkFields, type Rules, refuse, rules, type Subject } from '../check.js';
import { modeRule, type SiteConfig } from '../options.js';
import type { Selling } from '../page/page.js';
import type { Platform, Sale } from '../platform.js';

/** A value, or a function of the request that gives it, perhaps later. */
export type OfRequest<T> = T | ((req: Request) => T | Promise<T>);

/** The settings of a checkout route that are the same for every API. */
export interface PageSettings {
  /** Default: the option `mode`. */
  mode?: SiteConfig['mode'] | undefined;
  /** Ask whether a product is bought. Default true; `false` where it may be bought again and again. */
  checkAccess?: boolean | undefined;
  /** Ids of products that open the page and are not sold on it. Default none. */
  openedBy?: readonly string[] | undefined;
  /** Free views count, as set up at plenigo: a soft wall, since readers can forge the count. Default false. */
  metered?: boolean | undefined;
  /** Readers to whom the site opens this page by itself. Default: the option `freeFor`. */
  freeFor?: SiteConfig['freeFor'];
}

const idList = {
  expected: 'a list of product ids',
  test: (value: unknown) => Array.isArray(value) && value.every(rules.productId.test),
};

/** For `requireAccess`, too. */
export const pageRules: Rules<PageSettings> = {
  mode: modeRule,
  checkAccess: rules.boolean,
  openedBy: idList,
  metered: rules.boolean,
  freeFor: rules.function,
};

const settingsSubject: Subject = { name: 'settings', code: 'invalid-product' };
const subject: Subject = { name: 'products', code: 'invalid-product' };

/** Settings that are checked. */
export interface Terms extends PageSettings {
  /** As the platform has checked them. */
  readonly settings: object;
}

/** A fixed value is checked now; a function's at every request. `undefined` and `null` stay undefined. */
export function ofRequest<Checked>(
  value: OfRequest<unknown>,
  check: (value: unknown) => Checked,
): (req: Request) => Promise<Checked | undefined> | Checked | undefined {
  if (typeof value === 'function') {
    return async (req) => {
      const found: unknown = await value(req);
      return found === undefined || found === null ? undefined : check(found);
    };
  }
  const checked = check(value);
  return () => checked;
}

/** One product or a list of them. @throws PlenigoArgumentError `invalid-product`. */
export function checkSales(platform: Platform, products: unknown): readonly Sale[] {
  if (!Array.isArray(products)) return [platform.checkProduct(products)];
  if (products.length === 0) refuse(subject, 'products: expected at least one product');
  return products.map((product, index) => platform.checkProduct(product, `products[${index}]`));
}

/** @throws PlenigoArgumentError `invalid-product`. */
export function checkTerms(platform: Platform, input: unknown): Terms {
  if (typeof input !== 'object' || input === null)
    return { settings: platform.checkSettings(input as object) };
  const own: PageSettings = {};
  const rest: object = Object.fromEntries(
    Object.entries(input).filter(([key, value]) => {
      if (!Object.hasOwn(pageRules, key)) return true;
      Object.assign(own, { [key]: value });
      return false;
    }),
  );
  const page = checkFields<PageSettings>(own, { rules: pageRules, subject: settingsSubject });
  return Object.assign(page, { settings: platform.checkSettings(rest) });
}

/** What is for sale, and which purchases open the page. */
export function sellingOf(
  sales: readonly Sale[],
  { settings, checkAccess = true, openedBy = [] }: Terms,
): Selling {
  if (!checkAccess) return { sales, settings, ids: [] };
  const sold = sales.flatMap(({ accessId }) => accessId ?? []);
  return { sales, settings, ids: openedBy.length === 0 ? sold : [...sold, ...openedBy] };
}
