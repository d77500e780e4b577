/** What a customer of API v3 may read and has bought, as plenigo's answers tell it (source: its OpenAPI document). */

import { matching, oneOrMore } from '../base/rules.js';
import type { Purchases } from '../platform/sale.js';
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

// biome-ignore format: names read well in rows.
const readItem = read.object({
  ...named(read.number, 'position', 'price', 'tax', 'quantity', 'subscriptionItemId', 'discountPercentage'),
  ...named(read.text, 'productId', 'title', 'accessRightUniqueId', 'plenigoOfferId', 'status', 'taxType', 'taxCountry',
    'deliveryCustomerId', 'voucherCode'),
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
