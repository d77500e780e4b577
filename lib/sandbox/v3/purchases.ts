/** Purchases of API v3: what a site prepares, and what a checkout makes of it. */
import { randomBytes } from 'node:crypto';
import { PLAIN } from '../checkout/order.js';
import { type Sale, toCents } from '../checkout/sessions.js';
import type { Answer } from '../endpoint.js';
import { forgetOldest } from '../history.js';
import { reply } from '../http.js';
import { findInterval } from '../period.js';
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import { readBody } from './body.js';
import { refuseCustomer, V3Failure } from './failure.js';
import { type Item, readItem } from './items.js';
import { purchase as purchaseSchema } from './schemas.js';
import type { Line, PreparedPurchase, V3State } from './state.js';

/** plenigo documents "a limited time". */
const PURCHASE_LIFE = 30 * 60_000;

/** What is used of a body that was checked. */
interface PurchaseBody {
  customerId?: string;
  customerSession?: string;
  items?: Item[];
  basketId?: string;
  voucherCode?: string;
  allowMultiplePurchases?: boolean;
  additionalData?: Record<string, unknown>;
}

function findBuyer({ customerId, customerSession }: PurchaseBody, v3: V3State): SandboxCustomer | undefined {
  const customer = v3.state.find({ customerId });
  if (customerId !== undefined && !customer) throw refuseCustomer();
  return customer ?? (customerSession === undefined ? undefined : v3.state.find(v3.sessions.use(customerSession)));
}

function checkItems({ items, basketId, voucherCode }: PurchaseBody): Item[] {
  if (items && voucherCode !== undefined) throw new V3Failure(400, 90038, 'Voucher code and items go not together.');
  if (voucherCode !== undefined) throw new V3Failure(404, 35001, 'Voucher code cannot be found.');
  if (basketId !== undefined) throw new V3Failure(404, 90404, 'Basket cannot be found.');
  if (!items?.length) throw new V3Failure(400, 90037, 'No offer is selected.');
  return items;
}

export const preparePurchase: Answer = (incoming) => {
  const { v3, state, options } = incoming.sandbox;
  const body = readBody<PurchaseBody>(incoming, purchaseSchema);
  const items = checkItems(body);
  const lines = items.flatMap((item) => readItem(item, v3));
  const [{ title, currency }] = lines as [Line];
  if (lines.some((line) => line.currency !== currency)) {
    throw new V3Failure(400, 90001, 'The items have different currencies.');
  }
  const purchaseId = randomBytes(24).toString('base64url');
  const purchase: PreparedPurchase = {
    purchaseId,
    customerId: findBuyer(body, v3)?.customerId,
    accessRights: lines.map(({ productId }) => productId),
    title: items.length > 1 ? `${title} and more` : title,
    price: toCents(lines.reduce((sum, { price }) => sum + price, 0)),
    currency,
    additionalData: body.additionalData,
    at: state.now(),
    lines,
    allowMultiple: body.allowMultiplePurchases === true,
  };
  v3.purchases.push(purchase);
  forgetOldest(v3.purchases, options.keepLast);
  return reply(201, { purchaseId });
};

/** Finds a prepared purchase and makes its sale; `undefined` when the id is unknown or timed out. */
export function findSale(purchaseId: unknown, v3: V3State): (Sale & { purchase: PreparedPurchase }) | undefined {
  const { state } = v3;
  const purchase = v3.purchases.find((known) => known.purchaseId === purchaseId);
  // What is paid is shown again to whoever comes back from a payment page.
  if (!purchase || (purchase.orderId === undefined && state.now() >= purchase.at + PURCHASE_LIFE)) return undefined;
  const { lines, allowMultiple, title, price, currency } = purchase;
  const [{ productId, offerId }] = lines as [Line];
  // Of several offers only a part of the price would come again.
  const isOneOffer = lines.every((line) => line.offerId === offerId);
  const interval = isOneOffer ? findInterval(state.products.get(productId)) : undefined;
  return {
    purchase,
    order: { ...PLAIN, productId, title, price, currency, interval, renewal: allowMultiple },
    isOwned: (customer) => !allowMultiple && lines.some((line) => state.hasBought(customer, line.productId)),
    complete(customer) {
      if (purchase.orderId === undefined) {
        const [first] = state.recordPurchase(customer, ...lines) as [SandboxPurchase];
        purchase.orderId = v3.getRight(first).orderId;
      }
      return String(purchase.orderId);
    },
  };
}
