/** Seals into a page what it sells to its reader, so that a click can ask for just that and nothing else. */

import { isObject } from '../base/check.js';
import { memo } from '../base/memo.js';
import type { Priced, SoldProduct, Terms } from '../platform/sale.js';
import type { Site } from '../visit/site.js';

/** What a page sells. */
export interface Selling {
  /** In the order in which the products were given. */
  readonly offers: readonly (Priced & { readonly product: SoldProduct; readonly terms: Terms })[];
  /** The products of which any opens the page. Empty: nobody asks whether they are bought. */
  readonly ids: readonly string[];
}

/** What a click may ask for. */
type Offer = Pick<Selling, 'ids'> & { readonly terms: Terms };

/** Tabs stay open for a working day, and prices and sessions do not live much longer. */
const LIFETIME_SECONDS = 24 * 60 * 60;

/** An offer is good for one reader of one site, because a sister site of the same company may have other prices. */
const bindTo = ({ config }: Site, userId: string) => JSON.stringify([config.siteOrigin, userId]);

export function sealOffer(site: Site, { terms, ids }: Offer, userId: string): string {
  const exp = Math.floor(Date.now() / 1000) + LIFETIME_SECONDS;
  return site.sealer.sign({ terms, ids, exp }, bindTo(site, userId));
}

/** The offer, or undefined if it is not ours, not this user's, or too old. */
export function openOffer(site: Site, token: unknown, userId: string): Offer | undefined {
  if (typeof token !== 'string') return undefined;
  // This key signs nothing but offers.
  const claims = site.sealer.verify(token, bindTo(site, userId)) as (Offer & { exp: number }) | undefined;
  if (claims === undefined || claims.exp <= Date.now() / 1000) return undefined;
  return { ids: claims.ids, terms: dropPrototypes(claims.terms) as Terms };
}

/** Making one costs as much as a page. */
const formats = new Map<string, Intl.NumberFormat>();

/** As it is written in the reader's language; undefined where one amount is not the whole truth. */
export function formatPrice(price: Priced['price'], language: string): string | undefined {
  if (typeof price !== 'object' || price.steps?.some((step) => step.amount !== price.amount)) return undefined;
  const { amount, currency } = price;
  const make = () => new Intl.NumberFormat(language, { style: 'currency', currency });
  return memo(formats, `${language} ${currency}`, make).format(amount);
}

/** Copies JSON into objects that inherit nothing: a field that was left out was not offered. */
function dropPrototypes(json: unknown): unknown {
  if (!isObject(json) || Array.isArray(json)) return json;
  const fields = Object.entries(json).map(([name, value]) => [name, dropPrototypes(value)]);
  return Object.assign(Object.create(null), Object.fromEntries(fields));
}
