/** What plenigo keeps of what customers have bought: subscriptions, orders and invoices, in plenigo's own names (source: its OpenAPI document). */

import type { ReadBy } from '../transport/fields.js';
import { createReader, named, readEach, readFlag, readMoment, readNumber, readText } from '../transport/fields.js';

// biome-ignore format: names read well in rows.
const readItem = createReader({
  ...named(readNumber, 'position', 'price', 'tax', 'quantity', 'subscriptionItemId', 'discountPercentage'),
  ...named(readText, 'productId', 'title', 'accessRightUniqueId', 'plenigoOfferId', 'status', 'taxType', 'taxCountry',
    'deliveryCustomerId', 'voucherCode'),
  ...named(readMoment, 'validityEndDate', 'periodStartDate', 'periodEndDate'),
});
/** One position of a subscription, an order or an invoice, each of which has some of these. `tax` is in percent. */
export interface RecordItem extends ReadBy<typeof readItem> {}
const items = readEach<RecordItem>(readItem);

// biome-ignore format: names read well in rows.
export const readSubscription = createReader({
  ...named(readNumber, 'subscriptionId', 'term', 'accountingPeriod', 'cancellationPeriod', 'chainId', 'precursorId',
    'successorId', 'paymentTriesDone'),
  ...named(readText, 'invoiceCustomerId', 'deliveryCustomerId', 'status', 'termTimeSpan', 'accountingPeriodTimeSpan',
    'cancellationPeriodTimeSpan', 'currency', 'paymentMethod', 'managedBy', 'externalSystemId', 'plenigoOfferId'),
  ...named(readMoment, 'startDate', 'endDate', 'cancellationDate', 'firstBookingDate', 'lastBookingDate', 'nextBookingDate'),
  ...named(readFlag, 'accessBlocked', 'customerCancellationBlocked', 'externalBilling'),
  items,
}, 'subscriptionId');
/** `status`: `ACTIVE`, `INACTIVE` (was active) or `IGNORED` (never will be). Prices stand at its `items`. */
export interface Subscription extends ReadBy<typeof readSubscription> {}

// biome-ignore format: names read well in rows.
const sumFields = {
  ...named(readText, 'currency', 'paymentMethod', 'invoiceCustomerId', 'status', 'type', 'externalSystemId', 'customerEmail'),
  ...named(readNumber, 'orderId', 'accumulatedPrice', 'cancellationInvoiceId'),
  ...named(readMoment, 'orderDate', 'invoiceDate'),
  items,
};
export const readOrder = createReader(sumFields, 'orderId');
/** `status`: `ACTIVE`, `DONE` or `CANCELLED`. */
export interface Order extends ReadBy<typeof readOrder> {}

export const readInvoice = createReader({ ...sumFields, invoiceId: readNumber }, 'invoiceId');
/** `status`: `PAID` or `NOT_PAID`; `type`: `INVOICE`, `CANCELLATION`, `CORRECTION` or `CANCELLATION_CORRECTION`. */
export interface Invoice extends ReadBy<typeof readInvoice> {}
