/** Purchases of API v3: what a site prepares, and what a checkout makes of it. */
import { randomBytes } from 'node:crypto';
import { MADE_UP, readTerms } from '../checkout/order.js';
import { type Sale, toCents } from '../checkout/sessions.js';
import type { Answer } from '../endpoint.js';
import { forgetOldest } from '../history.js';
import { reply } from '../http.js';
import { findInterval } from '../state.js';
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import { readBody, requireCustomer } from './body.js';
import { V3Failure } from './failure.js';
import { purchase as purchaseSchema } from './schemas.js';
import type { Line, PreparedPurchase, V3State } from './state.js';

/** plenigo documents "a limited time". */
const PURCHASE_LIFE = 30 * 60_000;

type Product = Record<'title' | 'currency' | 'accessRightUniqueId', string> &
  Record<'price' | 'quantity', number> & { shippingCosts?: number };

type Item = Partial<Record<'plenigoOfferId' | 'title' | 'legalText', string>> & {
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

function checkItems({ items, basketId, voucherCode }: PurchaseBody): Item[] {
  if (items && voucherCode !== undefined) throw new V3Failure(400, 90038, 'Voucher code and items go not together.');
  if (voucherCode !== undefined) throw new V3Failure(404, 35001, 'Voucher code cannot be found.');
  if (basketId !== undefined) throw new V3Failure(404, 90404, 'Basket cannot be found.');
  if (!items?.length) throw new V3Failure(400, 90037, 'No offer is selected.');
  return items;
}

/** Says what an item opens and costs. Throws `V3Failure` 400 for one that cannot be sold. */
function readItem(item: Item, v3: V3State): Line[] {
  const { plenigoOfferId: offerId = '', title, legalText, products, quantity } = item;
  const isForeign = title !== undefined && legalText !== undefined && products !== undefined;
  if ((item.plenigoOfferId !== undefined) === isForeign) {
    throw new V3Failure(400, 90400, 'An item has either plenigoOfferId, or title, legalText and products.');
  }
  const offer = v3.offers.get(offerId);
  if (offer?.soldOut) throw new V3Failure(400, 90072, 'The offer is sold out.');
  // Products that the site describes replace what the offer sells.
  if (products) {
    return products.map((product) => ({
      productId: product.accessRightUniqueId,
      title: product.title,
      price: product.price * product.quantity + (product.shippingCosts ?? 0),
      currency: product.currency,
      ...(offerId !== '' && { offerId }),
    }));
  }
  // An offer that the sandbox does not know works, too: it opens the right, or is the product, of its own name.
  const right = offerId.replace(/^O_/, '');
  const known = offer ?? v3.state.products.get(right) ?? { ...MADE_UP, title: `Offer ${offerId}` };
  return (offer?.accessRights ?? [right]).map((productId, index) => ({
    productId,
    title: title ?? known.title,
    // The price is that of the offer, however many rights it has.
    price: index === 0 ? known.price * quantity : 0,
    currency: known.currency,
    offerId,
  }));
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
