/** What customers of API v3 may read and have bought, and what offers cost, as plenigo's answers tell it (source: its OpenAPI document). */

import { matching, oneOrMore, rules } from '../base/rules.js';
import type { PriceStep, Purchases } from '../platform/sale.js';
import { listField, named, ownField, type ReadBy, read, textField } from '../transport/answer.js';

export const accessRightRule = matching('an access right: 2 to 30 letters, digits or "-"', /^[a-zA-Z0-9-]{2,30}$/);
export const accessRightsRule = oneOrMore(`${accessRightRule.expected}; or a list of them`, accessRightRule);

const rightFields = {
  ...named(read.text, 'accessRightUniqueId', 'itemType', 'itemId', 'productId', 'plenigoOfferId'),
  ...named(read.moment, 'lifeTimeStart', 'lifeTimeEnd'),
  /** Whether this right is taken away for a while. */
  blocked: Boolean,
};
/** Nobody could say what a right without an id opens. */
const readRight = read.object(rightFields, 'accessRightUniqueId', 'blocked');
/** One access right that a customer was given. `itemType`: such as `SUBSCRIPTION`, or `EXTERNAL` where it was given by hand. */
export interface AccessRight extends ReadBy<typeof readRight> {}

const rightsFields = {
  customerBlocked: Boolean,
  items: (value: unknown): AccessRight[] => read.each(readRight)(value) ?? [],
};
export const readAccessRights = read.object(rightsFields, 'customerBlocked', 'items');
/** All that a customer was given; it does not say what they may read now, `hasAccess` does. */
export interface AccessRights extends ReadBy<typeof readAccessRights> {}

const ownedFields = { customerId: read.text, ...rightsFields };
export const readCustomerRights = read.object(ownedFields, 'customerId', 'customerBlocked', 'items');
/** The same, and whose rights they are. */
export interface CustomerRights extends ReadBy<typeof readCustomerRights> {}

/** What an answer says of the rights that were asked for. */
export function readPurchases(json: unknown, asked: readonly string[]): Purchases {
  // Unproven: whether a blocked customer is granted anything.
  const bought = ownField(json, 'accessGranted') === true && !ownField(json, 'customerBlocked');
  const products = listField(json).flatMap((item) => {
    const productId = textField(item, 'accessRightUniqueId');
    if (productId === undefined || !asked.includes(productId) || ownField(item, 'accessGranted') !== true) return [];
    // Unproven: what maxCacheDate is for. By its name nobody remembers the item for longer.
    const ends = ['lifeTimeEnd', 'maxCacheDate'].flatMap((name) => read.moment(ownField(item, name))?.getTime() ?? []);
    return [ends.length === 0 ? { productId } : { productId, until: new Date(Math.min(...ends)) }];
  });
  return { bought, products: bought ? products : [] };
}

const readItem = read.object({
  ...named(read.number, 'position', 'price', 'tax', 'quantity', 'subscriptionItemId', 'discountPercentage'),
  ...named(read.text, 'productId', 'title', 'accessRightUniqueId', 'plenigoOfferId', 'status', 'voucherCode'),
  ...named(read.text, 'taxType', 'taxCountry', 'deliveryCustomerId'),
  ...named(read.moment, 'validityEndDate', 'periodStartDate', 'periodEndDate'),
});
/** One position of a subscription, an order or an invoice, each of which has some of these. `tax` is in percent. */
export interface RecordItem extends ReadBy<typeof readItem> {}
const items = read.each<RecordItem>(readItem);

// biome-ignore format: names read well in rows.
export const readSubscription = read.object({
  ...named(read.number, 'subscriptionId', 'term', 'accountingPeriod', 'cancellationPeriod', 'chainId', 'precursorId',
    'successorId', 'paymentTriesDone'),
  ...named(read.text, 'invoiceCustomerId', 'deliveryCustomerId', 'status', 'termTimeSpan', 'accountingPeriodTimeSpan',
    'cancellationPeriodTimeSpan', 'currency', 'paymentMethod', 'managedBy', 'externalSystemId', 'plenigoOfferId'),
  ...named(read.moment, 'startDate', 'endDate', 'cancellationDate', 'firstBookingDate', 'lastBookingDate', 'nextBookingDate'),
  ...named(read.flag, 'accessBlocked', 'customerCancellationBlocked', 'externalBilling'),
  items,
}, 'subscriptionId');
/** `status`: `ACTIVE`, `INACTIVE` (was active) or `IGNORED` (never will be). Prices stand at its `items`. */
export interface Subscription extends ReadBy<typeof readSubscription> {}

// biome-ignore format: names read well in rows.
const sumFields = {
  ...named(read.text, 'currency', 'paymentMethod', 'invoiceCustomerId', 'status', 'type', 'externalSystemId', 'customerEmail'),
  ...named(read.number, 'orderId', 'accumulatedPrice', 'cancellationInvoiceId'),
  ...named(read.moment, 'orderDate', 'invoiceDate'),
  items,
};
export const readOrder = read.object(sumFields, 'orderId');
/** `status`: `ACTIVE`, `DONE` or `CANCELLED`. */
export interface Order extends ReadBy<typeof readOrder> {}

export const readInvoice = read.object({ ...sumFields, invoiceId: read.number }, 'invoiceId');
/** `status`: `PAID` or `NOT_PAID`; `type`: `INVOICE`, `CANCELLATION`, `CORRECTION` or `CANCELLATION_CORRECTION`. */
export interface Invoice extends ReadBy<typeof readInvoice> {}

export const readVoucher = read.object(named(read.text, 'status', 'plenigoOfferId', 'customData'), 'status');
/** What a voucher code stands for. Only one with the `status` `ACTIVE` buys anything. */
export interface Voucher extends ReadBy<typeof readVoucher> {}

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
/** Prices that belong together, with the days from which they count. One that cannot be read could be the one that counts. */
export const readPriceIssue = read.all(read.object(segmentFields, 'price', 'currency'), 'priceSegments');
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

/** Adds up what is paid in each step (source: plenigo's guide for PHP). Undefined where any part of it has no price there. */
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
