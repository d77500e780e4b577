/** What plenigo keeps of what customers have bought: subscriptions, orders and invoices, in plenigo's own names (source: its OpenAPI document). */

import {
  createReader,
  named,
  type Read,
  readEach,
  readFlag,
  readMoment,
  readNumber,
  readText,
} from '../transport/fields.js';

// biome-ignore format: names read well in rows.
const itemFields = {
  ...named(readNumber, 'position', 'price', 'tax', 'quantity', 'subscriptionItemId', 'discountPercentage'),
  ...named(readText, 'productId', 'title', 'accessRightUniqueId', 'plenigoOfferId', 'status', 'taxType', 'taxCountry',
    'deliveryCustomerId', 'voucherCode'),
  ...named(readMoment, 'validityEndDate', 'periodStartDate', 'periodEndDate'),
};
/** One position of a subscription, an order or an invoice, each of which has some of these. `tax` is in percent. */
export interface RecordItem extends Read<typeof itemFields> {}
const items = readEach<RecordItem>(createReader(itemFields));

// biome-ignore format: names read well in rows.
const subscriptionFields = {
  ...named(readNumber, 'subscriptionId', 'term', 'accountingPeriod', 'cancellationPeriod', 'chainId', 'precursorId',
    'successorId', 'paymentTriesDone'),
  ...named(readText, 'invoiceCustomerId', 'deliveryCustomerId', 'status', 'termTimeSpan', 'accountingPeriodTimeSpan',
    'cancellationPeriodTimeSpan', 'currency', 'paymentMethod', 'managedBy', 'externalSystemId', 'plenigoOfferId'),
  ...named(readMoment, 'startDate', 'endDate', 'cancellationDate', 'firstBookingDate', 'lastBookingDate', 'nextBookingDate'),
  ...named(readFlag, 'accessBlocked', 'customerCancellationBlocked', 'externalBilling'),
  items,
};
/** `status`: `ACTIVE`, `INACTIVE` (was active) or `IGNORED` (never will be). Prices stand at its `items`. */
export interface Subscription extends Read<typeof subscriptionFields, 'subscriptionId'> {}
export const readSubscription = createReader(subscriptionFields, 'subscriptionId');

const sumFields = {
  ...named(
    readText,
    'currency',
    'paymentMethod',
    'invoiceCustomerId',
    'status',
    'type',
    'externalSystemId',
    'customerEmail',
  ),
  ...named(readNumber, 'accumulatedPrice', 'cancellationInvoiceId'),
  ...named(readMoment, 'orderDate', 'invoiceDate'),
  items,
};
const orderFields = { ...sumFields, orderId: readNumber };
/** `status`: `ACTIVE`, `DONE` or `CANCELLED`. */
export interface Order extends Read<typeof orderFields, 'orderId'> {}
export const readOrder = createReader(orderFields, 'orderId');

const invoiceFields = { ...orderFields, invoiceId: readNumber };
/** `status`: `PAID` or `NOT_PAID`; `type`: `INVOICE`, `CANCELLATION`, `CORRECTION` or `CANCELLATION_CORRECTION`. */
export interface Invoice extends Read<typeof invoiceFields, 'invoiceId'> {}
export const readInvoice = createReader(invoiceFields, 'invoiceId');
