/** Purchases of API v3: what a site prepares, and what a checkout makes of it. */
import { randomBytes } from 'node:crypto';
import type { Order } from '../checkout/order.js';
import type { Sale } from '../checkout/sessions.js';
import { forgetOldest } from '../history.js';
import { intervalOf } from '../period.js';
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import { noCustomer, V3Failure } from './failure.js';
import type { V3Route } from './route.js';
import { purchase as purchaseBody } from './schemas.js';
import type { V3State } from './state.js';
import type { SandboxV3Purchase } from './types.js';

/** plenigo documents "a limited time". */
const PURCHASE_LIFE = 30 * 60_000;
/** What an offer that the sandbox does not know costs. */
const MADE_UP = { price: 4.99, currency: 'EUR' };

interface Product {
  title: string;
  price: number;
  currency: string;
  accessRightUniqueId: string;
  quantity: number;
  shippingCosts?: number;
}

interface Item {
  quantity: number;
  plenigoOfferId?: string;
  title?: string;
  legalText?: string;
  products?: Product[];
}

interface Body {
  customerId?: string;
  customerSession?: string;
  items?: Item[];
  basketId?: string;
  voucherCode?: string;
  allowMultiplePurchases?: boolean;
  additionalData?: Record<string, unknown>;
}

/** What is bought of one access right. */
type Line = Required<Omit<SandboxPurchase, 'at' | 'endsAt' | 'offerId'>> & Pick<SandboxPurchase, 'offerId'>;

interface KeptPurchase extends SandboxV3Purchase {
  readonly at: number;
  readonly lines: readonly Line[];
  readonly allowMultiple: boolean;
}

/** An offer of its own: products override what it sells; unknown ids work, too. */
function linesOf({ plenigoOfferId, products, quantity, title, legalText }: Item, { offers, state }: V3State): Line[] {
  const isForeign = title !== undefined && legalText !== undefined && products !== undefined;
  if ((plenigoOfferId !== undefined) === isForeign) {
    throw new V3Failure(400, 90400, 'An item has either plenigoOfferId, or title, legalText and products.');
  }
  const offer = plenigoOfferId === undefined ? undefined : offers.get(plenigoOfferId);
  if (offer?.soldOut) throw new V3Failure(400, 90072, 'The offer is sold out.');
  if (products) {
    return products.map(({ accessRightUniqueId: productId, price, quantity, shippingCosts = 0, ...product }) => ({
      productId,
      title: product.title,
      price: price * quantity + shippingCosts,
      currency: product.currency,
      ...(plenigoOfferId !== undefined && { offerId: plenigoOfferId }),
    }));
  }
  const id = String(plenigoOfferId);
  const right = id.replace(/^O_/, '');
  const known = offer ?? state.products.get(right) ?? { ...MADE_UP, title: `Offer ${id}` };
  return (offer?.accessRights ?? [right]).map((productId, index) => ({
    productId,
    title: title ?? known.title,
    // The price is that of the offer, however many rights it has.
    price: index === 0 ? known.price * quantity : 0,
    currency: known.currency,
    offerId: id,
  }));
}

function buyerOf({ customerId, customerSession }: Body, v3: V3State): SandboxCustomer | undefined {
  if (customerId === undefined) {
    return customerSession === undefined ? undefined : v3.state.find(v3.sessions.use(customerSession));
  }
  const customer = v3.state.find({ customerId });
  if (!customer) throw noCustomer();
  return customer;
}

function itemsOf({ items, basketId, voucherCode }: Body): Item[] {
  if (items && voucherCode !== undefined) throw new V3Failure(400, 90038, 'Voucher code and items go not together.');
  if (voucherCode !== undefined) throw new V3Failure(404, 35001, 'Voucher code cannot be found.');
  if (basketId !== undefined) throw new V3Failure(404, 90404, 'Basket cannot be found.');
  if (!items?.length) throw new V3Failure(400, 90037, 'No offer is selected.');
  return items;
}

export const preparePurchase: V3Route = async ({ body: readBody, v3 }) => {
  const body = await readBody<Body>(purchaseBody);
  const items = itemsOf(body);
  const lines = items.flatMap((item) => linesOf(item, v3));
  const [{ title, currency }] = lines as [Line];
  if (lines.some((line) => line.currency !== currency)) {
    throw new V3Failure(400, 90001, 'The items have different currencies.');
  }
  const customer = buyerOf(body, v3);
  const purchase: KeptPurchase = {
    purchaseId: randomBytes(24).toString('base64url'),
    ...(customer && { customerId: customer.customerId }),
    accessRights: lines.map(({ productId }) => productId),
    title: items.length > 1 ? `${title} and more` : title,
    price: Math.round(lines.reduce((sum, { price }) => sum + price, 0) * 100) / 100,
    currency,
    ...(body.additionalData && { additionalData: body.additionalData }),
    at: v3.state.now(),
    lines,
    allowMultiple: body.allowMultiplePurchases === true,
  };
  v3.purchases.push(purchase);
  forgetOldest(v3.purchases, v3.keepLast);
  return { status: 201, body: { purchaseId: purchase.purchaseId } };
};

/** A prepared purchase and its sale; `undefined` when the id is unknown or timed out. */
export function saleOf(purchaseId: unknown, v3: V3State): (Sale & { purchase: KeptPurchase }) | undefined {
  const purchase = v3.purchases.find((known) => known.purchaseId === purchaseId);
  // What is paid is shown again to whoever comes back from a payment page.
  if (!purchase || (purchase.orderId === undefined && v3.state.now() >= purchase.at + PURCHASE_LIFE)) return undefined;
  const { lines, allowMultiple, title, price, currency } = purchase;
  const [{ productId, offerId }] = lines as [Line];
  // Of several offers only a part of the price would come again.
  const isOneOffer = lines.every((line) => line.offerId === offerId);
  const interval = isOneOffer ? intervalOf(v3.state.products.get(productId)) : undefined;
  const order: Order = {
    productId,
    title,
    price,
    shipping: 0,
    currency,
    ...(interval && { interval }),
    renewal: allowMultiple,
    payWhatYouWant: false,
    failedPayment: false,
    testMode: false,
    showOwned: true,
    showConfirmation: true,
  };
  return {
    purchase,
    order,
    isOwned: (customer) => !allowMultiple && lines.some(({ productId }) => v3.state.hasBought(customer, productId)),
    complete(customer) {
      purchase.orderId ??= v3.buy(customer, lines);
      return String(purchase.orderId);
    },
  };
}

export type { KeptPurchase, Line };
