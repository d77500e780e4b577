/** What a customer of API v2 has bought, and what is sold, as plenigo's answers tell it. */

import type { Purchases } from '../platform/sale.js';
import { isAnswer, listField, named, ownField, type ReadBy, read, textField } from '../transport/answer.js';

/** A product that a customer has bought. */
export interface BoughtProduct {
  productId: string;
  /** Until when the customer has it; absent if plenigo does not say. */
  until?: Date;
}

/** A single purchase of a customer. */
export interface SingleProduct {
  productId: string;
  title?: string;
  boughtAt?: Date;
}

/** A subscription of a customer. */
export interface Subscription extends SingleProduct {
  endsAt?: Date;
}

/** Everything that a customer has bought; for a customer whom plenigo does not know, nothing. */
export interface ProductsBought {
  subscriptions: Subscription[];
  singleProducts: SingleProduct[];
}

/** The "yes" of a 200. Undefined for whatever else arrives with that status, which is no "no" either: nobody knows who has sent it. */
export function readPurchases(json: unknown, asked: ReadonlySet<string>): Purchases | undefined {
  const granted = ownField(json, 'accessGranted');
  if (!isAnswer(json) || (granted !== undefined && granted !== true)) return undefined;
  const products = listField(json, 'userProducts').flatMap((entry) => {
    const productId = textField(entry, 'productId');
    if (productId === undefined || !asked.has(productId)) return [];
    const end = readId(ownField(entry, 'lifeTimeEnd')) ?? '';
    const until = new Date(/^\d+$/.test(end) ? Number(end) : Number.NaN);
    return [Number.isNaN(until.getTime()) ? { productId } : { productId, until }];
  });
  if (granted === undefined && products.length === 0) return undefined;
  // Without a list only a question for one product says which it is.
  const [only] = asked.size === 1 && ownField(json, 'userProducts') === undefined ? asked : [];
  return { bought: true, products: only === undefined ? products : [{ productId: only }] };
}

const readProducts = (list: unknown) => read.each(readProduct)(list ?? []);
const lists = ['subscriptions', 'singleProducts'] as const;
export const readProductsBought = read.object(named(readProducts, ...lists), ...lists);

/** Undefined without a product id, because nobody could say what it is. */
function readProduct(entry: unknown): Subscription | undefined {
  const productId = textField(entry, 'productId');
  const [title, boughtAt, endsAt] = [textField(entry, 'title'), readDate(entry, 'buyDate'), readDate(entry, 'endDate')];
  const known = { ...(title && { title }), ...(boughtAt && { boughtAt }), ...(endsAt && { endsAt }) };
  return productId === undefined ? undefined : { productId, ...known };
}

/** A moment as plenigo writes it: `2017-07-31 13:03:27 +0200`. */
const MOMENT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/;

function readDate(entry: unknown, name: string): Date | undefined {
  const [, day, time, hours, minutes] = MOMENT.exec(textField(entry, name) ?? '') ?? [];
  // The Date class takes the 31st of February for a day in March: then it does not read as it was written.
  const isAsWritten = read.moment(`${day}T${time}Z`)?.toISOString() === `${day}T${time}.000Z`;
  return isAsWritten ? read.moment(`${day}T${time}${hours}:${minutes}`) : undefined;
}

/** Ids and times may come as numbers. */
const readId = (value: unknown) => read.text(typeof value === 'number' ? String(value) : value);

// biome-ignore format: names read well in rows.
export const readManagedProduct = read.object({
  ...named(read.text, 'id', 'title', 'description', 'url', 'currency', 'type', 'term', 'cancellationPeriod',
    'categoryId', 'actionPeriodName'),
  ...named(read.amount, 'price', 'shippingCost', 'validityTimeInDays'),
  ...named(read.flag, 'subscription', 'autoRenewal', 'choosePrice'),
}, 'id');
/** A product that is managed at plenigo, in plenigo's own names. `price` is in units of `currency`. */
export interface ManagedProduct extends ReadBy<typeof readManagedProduct> {}

// biome-ignore format: names read well in rows.
export const readSubscription = read.object({
  ...named(readId, 'id', 'customerId', 'orderId'),
  ...named(read.text, 'productId', 'title', 'currency', 'paymentMethod', 'startDate', 'cancellationDate', 'endDate', 'term'),
  price: read.amount,
  active: read.flag,
}, 'id');
/** In plenigo's own names; how it writes these dates is not known. */
export interface SubscriptionRecord extends ReadBy<typeof readSubscription> {}

// biome-ignore format: names read well in rows.
export const readOrder = read.object({
  ...named(readId, 'orderId', 'customerId', 'externalCustomerId'),
  ...named(read.text, 'orderDate', 'currency', 'voucherCode', 'affiliateId'),
  ...named(read.amount, 'cumulatedPrice', 'discount'),
  orderItems: read.each(read.object({
    ...named(read.text, 'productId', 'title', 'taxCountry', 'status'),
    ...named(read.amount, 'price', 'taxes', 'quantity'),
  })),
}, 'orderId');
/** The same of an order. */
export interface OrderRecord extends ReadBy<typeof readOrder> {}
