/** Offers that are managed at plenigo, and what they cost: no single answer says that (source: plenigo's guide for PHP). */

import { rules } from '../base/rules.js';
import type { PriceStep } from '../platform/sale.js';
import { named, type ReadBy, read } from '../transport/answer.js';

const readStep = read.object({
  ...named(read.number, 'position', 'priceIssueId', 'shippingCostPriceIssueId', 'durationPeriod'),
  ...named(read.number, 'accountingPeriod', 'termPeriod', 'cancellationPeriod'),
  ...named(read.text, 'accountingTimespan', 'termTimespan', 'cancellationTimespan'),
});
type Step = ReadBy<typeof readStep>;
const productFields = {
  ...named(read.text, 'plenigoProductId', 'taxType', 'productType'),
  ...named(read.number, 'accessRightId', 'priceIssueId', 'shippingCostPriceIssueId'),
  subscription: read.flag,
  steps: read.each(readStep),
};
const products = read.each(read.object(productFields));
const offerFields = {
  ...named(read.text, 'plenigoOfferId', 'internalTitle', 'managedBy'),
  ...named(read.flag, 'archived', 'multiplePurchases'),
  translations: read.each(read.object(named(read.text, 'language', 'title', 'description'))),
  products,
  productGroups: read.each(read.object({ products })),
};
export const readOffer = read.object(offerFields, 'plenigoOfferId');
/** An offer, in plenigo's own names; `offerPrice` says what it costs. */
export interface Offer extends ReadBy<typeof readOffer> {}

/** What an offer costs at first, and step after step. */
export interface OfferPrice extends PriceStep {
  readonly steps: readonly PriceStep[];
  /** In the client's language, or the first that plenigo has. */
  readonly title: string | undefined;
}

/** Countries stand in one object, which the description calls `countrySegments` and its sample `countrySegment`. */
const countries = read.each(read.object({ priority: read.number, countries: read.each(read.text) }));
const readCountries = (value: unknown) => (value === undefined ? [] : countries([value].flat()));
const segmentFields = {
  price: read.number,
  ...named(read.text, 'currency', 'validFrom'),
  worldSegment: read.flag,
  ...named(readCountries, 'countrySegments', 'countrySegment'),
};
const readSegment = read.object(segmentFields, 'price', 'currency');
/** Prices that belong together, with the days from which they count. One that cannot be read could be the one that counts. */
export const readPriceIssue = read.all(readSegment, 'priceSegments');
type PriceIssue = ReadBy<typeof readPriceIssue>;

/** The price that counts today: of the country if it has one, else of the world; the latest of those. */
function findPrice(priceSegments: PriceIssue, country = '') {
  const today = new Date().toISOString().slice(0, 10);
  const prices = priceSegments.flatMap(({ validFrom = '', worldSegment, ...segment }) => {
    const places = [...(segment.countrySegments ?? []), ...(segment.countrySegment ?? [])];
    const own = places.filter((place) => place.countries?.includes(country));
    if (validFrom.slice(0, 10) > today || (own.length === 0 && !worldSegment)) return [];
    // Without a country the rank is infinite, and so the last.
    return [{ ...segment, validFrom, rank: Math.min(...own.map(({ priority = 0 }) => priority)) }];
  });
  return prices.sort((a, b) => a.rank - b.rank || b.validFrom.localeCompare(a.validFrom))[0];
}

/** Adds up what is paid in each step. Undefined where any part of it has no price there. */
export async function computePrice(
  { products = [], productGroups = [], translations = [] }: Offer,
  { country, language }: { country?: string; language: string },
  ask: (id: number) => Promise<PriceIssue>,
): Promise<OfferPrice | undefined> {
  // Unproven: what of a group a customer pays. A price that the checkout does not ask is worse than none.
  if (productGroups.length > 0) return undefined;
  const position = Math.min(...products.flatMap(({ steps = [] }) => steps.map(({ position = 0 }) => position)));
  // What is bought once is paid with the first step; shipping comes on top of each.
  const charges = products.flatMap(({ steps = [], ...product }) => {
    const paid: Step[] = steps.length > 0 ? steps : [{ position }];
    return paid.map((step) => ({ position: 0, ...product, ...step }));
  });
  const positions = [...new Set(charges.map((charge) => charge.position))].sort((a, b) => a - b);
  const steps = await Promise.all(
    positions.map(async (at): Promise<PriceStep | undefined> => {
      const parts = charges.filter((charge) => charge.position === at);
      if (parts.some(({ priceIssueId }) => priceIssueId === undefined)) return undefined;
      const ids = parts.flatMap(({ priceIssueId: own, shippingCostPriceIssueId: shipping }) => [own, shipping]);
      const issues = await Promise.all(ids.filter((id) => id !== undefined).map(ask));
      const prices = issues.map((issue) => findPrice(issue, country));
      const { currency = '' } = prices[0] ?? {};
      const isWhole = prices.every((price) => price?.currency === currency && price.price >= 0);
      if (!isWhole || !rules.currency.test(currency)) return undefined;
      const amount = Math.round(prices.reduce((sum, price) => sum + (price?.price ?? 0), 0) * 100) / 100;
      const [first, ...others] = parts.filter((part) => part.accountingPeriod);
      const { accountingPeriod: period = 0, accountingTimespan: timespan = '' } = first ?? {};
      // What is paid at different times has no sum.
      const isSame = (other: Step) => other.accountingPeriod === period && other.accountingTimespan === timespan;
      if (!others.every(isSame)) return undefined;
      return { amount, currency, ...(period > 0 && { interval: { period, timespan } }) };
    }),
  );
  const known = steps.filter((step) => step !== undefined);
  const { title } = translations.find((each) => each.language === language) ?? translations[0] ?? {};
  return known[0] && known.length === steps.length ? { ...known[0], steps: known, title } : undefined;
}
