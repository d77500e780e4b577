/** What an answer of API v2 says of a customer's purchases. */

import type { Purchases } from '../platform/purchases.js';
import { isAnswer, ownField, textField, textFields } from '../transport/answer.js';

/** A product that a customer has bought. */
export interface BoughtProduct {
  productId: string;
  /** Until when; absent if plenigo does not say. */
  until?: Date;
}

/** Nothing but plenigo's own words opens a page. */
export function purchasesIn(json: unknown, asked: ReadonlySet<string>): Purchases | undefined {
  if (!isAnswer(json) || ![undefined, true].includes(ownField(json, 'accessGranted') as undefined)) return undefined;
  const list = ownField(json, 'userProducts');
  // Then only a question for one product says which.
  if (!Array.isArray(list)) {
    const [only] = asked.size === 1 ? asked : [];
    return { bought: true, products: only === undefined ? [] : [{ productId: only }] };
  }
  const products = list.flatMap((entry) => boughtProduct(entry, asked));
  // Granted without any product: the publisher has switched the paywall off.
  return { bought: list.length === 0 || products.length > 0, products };
}

function boughtProduct(entry: unknown, asked: ReadonlySet<string>): BoughtProduct[] {
  const productId = ownField(entry, 'productId');
  if (typeof productId !== 'string' || !asked.has(productId)) return [];
  const end = String(ownField(entry, 'lifeTimeEnd'));
  const until = new Date(/^\d+$/.test(end) ? Number(end) : Number.NaN);
  return [Number.isNaN(until.getTime()) ? { productId } : { productId, until }];
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

export function productsIn(json: unknown): ProductsBought | undefined {
  if (!isAnswer(json)) return undefined;
  const subscriptions = ownField(json, 'subscriptions') ?? [];
  const singleProducts = ownField(json, 'singleProducts') ?? [];
  if (!Array.isArray(subscriptions) || !Array.isArray(singleProducts)) return undefined;
  return { subscriptions: subscriptions.flatMap(productIn), singleProducts: singleProducts.flatMap(productIn) };
}

/** None without a product id: nobody could say what it is. */
function productIn(entry: unknown): Subscription[] {
  const productId = textField(entry, 'productId');
  if (productId === undefined) return [];
  const [boughtAt, endsAt] = [dateField(entry, 'buyDate'), dateField(entry, 'endDate')];
  return [{ productId, ...textFields(entry, ['title']), ...(boughtAt && { boughtAt }), ...(endsAt && { endsAt }) }];
}

/** A moment as plenigo writes it: `2017-07-31 13:03:27 +0200`. */
const MOMENT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/;

function dateField(entry: unknown, name: string): Date | undefined {
  const [, day, time, hours, minutes] = MOMENT.exec(textField(entry, name) ?? '') ?? [];
  const date = new Date(`${day}T${time}${hours}:${minutes}`);
  // A Date takes the 31st of February for a day in March.
  const asWritten = new Date(`${day}T${time}Z`);
  if (Number.isNaN(date.getTime()) || asWritten.toISOString() !== `${day}T${time}.000Z`) return undefined;
  return date;
}
