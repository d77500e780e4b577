/** Purchases of API v3: what a site prepares, and what a checkout makes of it. */
import { randomBytes } from 'node:crypto';
import { readTerms } from '../checkout/order.js';
import { type Sale, toCents } from '../checkout/sessions.js';
import type { Answer } from '../endpoint.js';
import { forgetOldest } from '../history.js';
import { reply } from '../http.js';
import { findInterval } from '../state.js';
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import { readBody, requireCustomer } from './body.js';
import { V3Failure } from './failure.js';
import { findOffer } from './offers.js';
import { purchase as purchaseSchema } from './schemas.js';
import type { Line, PreparedPurchase, V3State } from './state.js';
import type { SandboxVoucher } from './types.js';

/** plenigo documents "a limited time". */
const PURCHASE_LIFE = 30 * 60_000;

type Product = Record<'title' | 'accessRightUniqueId', string> &
  Partial<Record<'price' | 'quantity' | 'shippingCosts', number>> & { currency?: string };

export type Item = Partial<Record<'plenigoOfferId' | 'title' | 'legalText', string>> & {
  quantity: number;
  products?: Product[];
};

type PurchaseBody = Partial<Record<'customerId' | 'customerSession' | 'basketId' | 'voucherCode', string>> & {
  items?: Item[];
  allowMultiplePurchases?: boolean;
  additionalData?: Record<string, unknown>;
};

function findBuyer({ customerId, customerSession }: PurchaseBody, v3: V3State): SandboxCustomer | undefined {
  if (customerId !== undefined) return requireCustomer(v3.state.find({ customerId }));
  return customerSession === undefined ? undefined : v3.state.find(v3.sessions.use(customerSession));
}

/** Throws `V3Failure` for a code that is unknown, or was used before. */
export function findVoucher(code: string, v3: V3State): SandboxVoucher {
  const voucher = v3.vouchers.get(code);
  if (!voucher) throw new V3Failure(404, 35001, 'Voucher code cannot be found.');
  if (v3.usedVouchers.has(code)) throw new V3Failure(403, 35002, 'Voucher code is already used or no longer valid.');
  return voucher;
}

/** The offer of a voucher, at the price that it has with it. */
export function readVoucherLines(code: string, v3: V3State): Line[] {
  const { offerId, price = 0 } = findVoucher(code, v3);
  const lines = readItem({ plenigoOfferId: offerId, quantity: 1 }, v3);
  return lines.map((line, index) => ({ ...line, price: index === 0 ? price : 0 }));
}

/** Says what is bought: items, a cart, or what a voucher is for. Throws `V3Failure`. */
function readLines({ items, basketId, voucherCode }: PurchaseBody, v3: V3State): Line[] {
  if (items && voucherCode !== undefined) throw new V3Failure(400, 90038, 'Voucher code and items go not together.');
  if (voucherCode !== undefined) return readVoucherLines(voucherCode, v3);
  const cart = basketId === undefined ? undefined : v3.carts.get(basketId);
  if (basketId !== undefined && !cart) throw new V3Failure(404, 90404, 'Basket cannot be found.');
  const bought = items ?? cart?.map((plenigoOfferId): Item => ({ plenigoOfferId, quantity: 1 })) ?? [];
  if (bought.length === 0) throw new V3Failure(400, 90037, 'No offer is selected.');
  return bought.flatMap((item) => readItem(item, v3));
}

/** Says what an item opens and costs. Throws `V3Failure` 400 for one that cannot be sold. */
export function readItem(item: Item, v3: V3State): Line[] {
  const { plenigoOfferId: offerId = '', title, legalText, products, quantity } = item;
  const isForeign = title !== undefined && legalText !== undefined && products !== undefined;
  if ((item.plenigoOfferId !== undefined) === isForeign) {
    throw new V3Failure(400, 90400, 'An item has either plenigoOfferId, or title, legalText and products.');
  }
  const offer = findOffer(offerId, v3);
  if ((products ?? offer.accessRights).length === 0) throw new V3Failure(400, 90023, 'No product is chosen.');
  if (offer.soldOut) throw new V3Failure(400, 90072, 'The offer is sold out.');
  // Products that the site describes replace what the offer sells.
  if (products) {
    return products.map((product) => ({
      productId: product.accessRightUniqueId,
      title: product.title,
      // What an override does not say stays as in the offer.
      price: (product.price ?? offer.price) * (product.quantity ?? 1) + (product.shippingCosts ?? 0),
      currency: product.currency ?? offer.currency,
      ...(offerId !== '' && { offerId }),
    }));
  }
  return offer.accessRights.map((productId, index) => ({
    productId,
    title: title ?? offer.title,
    // The price is that of the offer, however many rights it has.
    price: index === 0 ? offer.price * quantity : 0,
    currency: offer.currency,
    offerId,
  }));
}

export const preparePurchase: Answer = (incoming) => {
  const { v3, state, options } = incoming.sandbox;
  const body = readBody<PurchaseBody>(incoming, purchaseSchema);
  const buyer = findBuyer(body, v3);
  const lines = readLines(body, v3).map((line) => ({ ...line, title: state.translate(line.title, buyer) }));
  const [{ title, currency }] = lines as [Line];
  if (lines.some((line) => line.currency !== currency)) {
    throw new V3Failure(400, 90001, 'The items have different currencies.');
  }
  const purchaseId = randomBytes(24).toString('base64url');
  const purchase: PreparedPurchase = {
    purchaseId,
    customerId: buyer?.customerId,
    accessRights: lines.map(({ productId }) => productId),
    title: (body.items?.length ?? 1) > 1 ? `${title} and more` : title,
    price: toCents(lines.reduce((sum, { price }) => sum + price, 0)),
    currency,
    additionalData: body.additionalData,
    at: state.now(),
    lines,
    allowMultiple: body.allowMultiplePurchases === true,
    voucherCode: body.voucherCode,
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
  const isPaid = purchase?.orderId !== undefined || purchase?.held !== undefined;
  if (!purchase || (!isPaid && state.now() >= purchase.at + PURCHASE_LIFE)) return undefined;
  const { lines, allowMultiple, title, price, currency } = purchase;
  const [{ productId, offerId }] = lines as [Line];
  // Of several offers only a part of the price would come again.
  const isOneOffer = lines.every((line) => line.offerId === offerId);
  const interval = isOneOffer ? findInterval(state.products.get(productId)) : undefined;
  return {
    purchase,
    order: { ...readTerms({}), productId, title, price, currency, interval, renewal: allowMultiple },
    isOwned: (customer) => !allowMultiple && lines.some((line) => state.hasBought(customer, line.productId)),
    complete(customer) {
      if (purchase.orderId === undefined) {
        const [first] = state.recordPurchase(customer, ...lines) as [SandboxPurchase];
        purchase.orderId = v3.getRight(first).orderId;
        if (purchase.voucherCode !== undefined) v3.usedVouchers.add(purchase.voucherCode);
      }
      return String(purchase.orderId);
    },
    hold(customer) {
      const payment = `pi_${randomBytes(12).toString('hex')}`;
      purchase.held ??= { secret: `${payment}_secret_${randomBytes(12).toString('hex')}`, customer };
      return purchase.held.secret;
    },
  };
}
