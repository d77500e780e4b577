/** Offers that are managed at plenigo, and what they cost: no single answer says that (source: plenigo's guide for PHP). */

import { rules } from '../base/rules.js';
import type { PriceStep } from '../platform/sale.js';
import type { ReadBy } from '../transport/fields.js';
import { createReader, named, readEach, readFlag, readNumber, readPage, readText } from '../transport/fields.js';

const readStep = createReader({
  ...named(readNumber, 'position', 'priceIssueId', 'shippingCostPriceIssueId', 'durationPeriod'),
  ...named(readNumber, 'accountingPeriod', 'termPeriod', 'cancellationPeriod'),
  ...named(readText, 'accountingTimespan', 'termTimespan', 'cancellationTimespan'),
});
type Step = ReadBy<typeof readStep>;
const productFields = {
  ...named(readText, 'plenigoProductId', 'taxType', 'productType'),
  ...named(readNumber, 'accessRightId', 'priceIssueId', 'shippingCostPriceIssueId'),
  subscription: readFlag,
  steps: readEach(readStep),
};
const products = readEach(createReader(productFields));
const offerFields = {
  ...named(readText, 'plenigoOfferId', 'internalTitle', 'managedBy'),
  ...named(readFlag, 'archived', 'multiplePurchases'),
  translations: readEach(createReader(named(readText, 'language', 'title', 'description'))),
  products,
  productGroups: readEach(createReader({ products })),
};
export const readOffer = createReader(offerFields, 'plenigoOfferId');
/** An offer, in plenigo's own names; `offerPrice` says what it costs. */
export interface Offer extends ReadBy<typeof readOffer> {}

/** What an offer costs at first, and step after step. */
export interface OfferPrice extends PriceStep {
  readonly steps: readonly PriceStep[];
  /** In the client's language, or the first that plenigo has. */
  readonly title: string | undefined;
}

/** Countries stand in one object, which the description calls `countrySegments` and its sample `countrySegment`. */
const countries = readEach(createReader({ priority: readNumber, countries: readEach(readText) }));
const readCountries = (value: unknown) => (value === undefined ? [] : countries([value].flat()));
const segmentFields = {
  price: readNumber,
  ...named(readText, 'currency', 'validFrom'),
  worldSegment: readFlag,
  ...named(readCountries, 'countrySegments', 'countrySegment'),
};
const readSegment = createReader(segmentFields, 'price', 'currency');
/** Prices that belong together, with the days from which they count. One that cannot be read could be the one that counts. */
export const readPriceIssue = (json: unknown) => readPage(json, readSegment, 'priceSegments');
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
      const [{ accountingPeriod: period = 0, accountingTimespan: timespan = '' } = {}, ...others] = parts.filter(
        (part) => part.accountingPeriod,
      );
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
