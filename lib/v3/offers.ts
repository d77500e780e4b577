/** Offers that are managed at plenigo, and what they cost: no single answer says that (source: plenigo's guide for PHP). */

import { createReader, named, type Read, readEach, readFlag, readNumber, readText } from '../transport/fields.js';

// biome-ignore format: names read well in rows.
const stepFields = {
  ...named(readNumber, 'position', 'priceIssueId', 'shippingCostPriceIssueId', 'accountingPeriod', 'durationPeriod',
    'termPeriod', 'cancellationPeriod'),
  ...named(readText, 'accountingTimespan', 'durationTimespan', 'termTimespan', 'cancellationTimespan'),
};
type ReadStep = Read<typeof stepFields>;
const productFields = {
  ...named(readText, 'plenigoProductId', 'taxType', 'productType'),
  ...named(readNumber, 'accessRightId', 'priceIssueId', 'shippingCostPriceIssueId'),
  subscription: readFlag,
  steps: readEach(createReader(stepFields)),
};
const products = readEach(createReader(productFields));
const offerFields = {
  ...named(readText, 'plenigoOfferId', 'internalTitle', 'managedBy'),
  ...named(readFlag, 'archived', 'multiplePurchases'),
  translations: readEach(createReader(named(readText, 'language', 'title', 'description'))),
  products,
  productGroups: readEach(createReader({ products })),
};

/** An offer, in plenigo's own names; `offerPrice` says what it costs. */
export interface Offer extends Read<typeof offerFields, 'plenigoOfferId'> {}
export const readOffer = createReader(offerFields, 'plenigoOfferId');

/** What is paid in one period of an offer. */
export interface PriceStep {
  /** In units of `currency`, as plenigo shows it: with the tax, unless the company shows net prices. */
  amount: number;
  /** ISO 4217. */
  currency: string;
  /** How often it is paid, such as `{ period: 1, timespan: 'MONTH' }`; absent where it is paid once. */
  interval?: { period: number; timespan: string };
}

/** What an offer costs at first, and step after step. */
export interface OfferPrice extends PriceStep {
  steps: PriceStep[];
}

/** Countries stand in one object, which the description calls `countrySegments` and its sample `countrySegment`. */
const countries = readEach(createReader({ priority: readNumber, countries: readEach(readText) }));
const readCountries = (value: unknown) => (value === undefined ? [] : countries([value].flat()));
const segmentFields = {
  ...named(readNumber, 'price'),
  ...named(readText, 'currency', 'validFrom'),
  worldSegment: readFlag,
  ...named(readCountries, 'countrySegments', 'countrySegment'),
};
/** Prices that belong together, with the days from which they count. */
export const readPriceIssue = createReader({
  priceSegments: readEach(createReader(segmentFields, 'price', 'currency')),
});
type PriceIssue = NonNullable<ReturnType<typeof readPriceIssue>>;

/** What is paid for, and in which step: what is bought once is paid with the first, and shipping comes on top of each. */
function listCharges({ products = [] }: Offer) {
  const first = Math.min(...products.flatMap(({ steps = [] }) => steps.map(({ position = 0 }) => position)));
  return products.flatMap(({ steps = [], ...product }) =>
    (steps.length > 0 ? steps : [{ ...product, position: first }]).map((step: ReadStep) => {
      const { position = 0, priceIssueId, shippingCostPriceIssueId = product.shippingCostPriceIssueId } = step;
      const ids = [priceIssueId, shippingCostPriceIssueId].filter((id) => id !== undefined);
      return { position, ids, step };
    }),
  );
}

/** The ids of all prices that one has to know. */
export const listPriceIssues = (offer: Offer) => [...new Set(listCharges(offer).flatMap(({ ids }) => ids))];

/** The price that counts today: of the country if it has one, else of the world; the latest of those. */
function findPrice(issue: PriceIssue | undefined, country = '') {
  const today = new Date().toISOString().slice(0, 10);
  const prices = (issue?.priceSegments ?? []).flatMap(({ validFrom = '', worldSegment, ...segment }) => {
    const own = [segment.countrySegments, segment.countrySegment]
      .flat()
      .filter((each) => each?.countries?.includes(country));
    if (validFrom.slice(0, 10) > today || (own.length === 0 && !worldSegment)) return [];
    // Without a country the rank is infinite, and so the last.
    return [{ ...segment, validFrom, rank: Math.min(...own.map((each) => each?.priority ?? 0)) }];
  });
  return prices.sort((a, b) => a.rank - b.rank || b.validFrom.localeCompare(a.validFrom))[0];
}

/** Adds up what is paid in each step. Undefined where any part of it has no price there. */
export function computePrice(
  offer: Offer,
  { issues, country }: { issues: ReadonlyMap<number, PriceIssue>; country: string | undefined },
): OfferPrice | undefined {
  // Unproven: what of a group a customer pays. A price that the checkout does not ask is worse than none.
  if (offer.productGroups?.length) return undefined;
  const charges = listCharges(offer).sort((a, b) => a.position - b.position);
  const steps = [...new Set(charges.map(({ position }) => position))].map((position): PriceStep | undefined => {
    const parts = charges.filter((charge) => charge.position === position);
    const prices = parts.flatMap(({ ids }) => ids.map((id) => findPrice(issues.get(id), country)));
    const { currency } = prices[0] ?? {};
    if (currency === undefined || prices.some((price) => price?.currency !== currency)) return undefined;
    const amount = Math.round(prices.reduce((sum, price) => sum + (price?.price ?? 0), 0) * 100) / 100;
    const { accountingPeriod: period = 0, accountingTimespan: timespan = '' } =
      parts.map(({ step }) => step).find((step) => step.accountingPeriod) ?? {};
    return { amount, currency, ...(period > 0 && { interval: { period, timespan } }) };
  });
  const [first] = steps;
  return first === undefined || steps.includes(undefined) ? undefined : { ...first, steps: steps as PriceStep[] };
}
