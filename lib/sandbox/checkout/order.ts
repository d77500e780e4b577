/** Reads a signed checkout string into an order: which product, which price, which screens. */
import { findInterval, type Interval } from '../period.js';
import type { SandboxProduct } from '../types.js';
import { type Claims, readClaims } from './claims.js';
import { CheckoutFailure } from './failure.js';

/** Only what is sent home can cost shipping. */
const SHIPPABLE = ['BOOK', 'NEWSPAPER'];
/** What a product unknown to the sandbox costs when the checkout string does not say. */
const MADE_UP = { price: 4.99, currency: 'EUR' };

/** An order as the server holds it; nothing in it comes from the page. */
export interface Order {
  /** The id under which the purchase is recorded. */
  productId: string;
  title: string;
  price: number;
  shipping: number;
  currency: string;
  interval?: Interval;
  renewal: boolean;
  payWhatYouWant: boolean;
  /** Settles open debts: there is nothing to own afterwards. */
  failedPayment: boolean;
  testMode: boolean;
  /** `false` (`sab`): the screen "bought already" is left out. */
  showOwned: boolean;
  /** `false` (`spf`): the confirmation screen is left out. */
  showConfirmation: boolean;
}

/** How an order is sold that asks for nothing special. */
export const PLAIN = {
  shipping: 0,
  renewal: false,
  payWhatYouWant: false,
  failedPayment: false,
  testMode: false,
  showOwned: true,
  showConfirmation: true,
};

/** What depends on where the product is managed. */
type Offer = Pick<Order, 'title' | 'price' | 'currency' | 'interval'> & { type?: string };

function refuseProduct(detail: string): CheckoutFailure {
  return new CheckoutFailure('product-invalid', detail);
}

/** Reads the offer of a product that is managed at plenigo: only override mode changes its price and title. */
function readManaged(product: SandboxProduct, { om: isOverride, pr, ti, cu, pt }: Claims): Offer {
  return {
    title: (isOverride && ti) || product.title,
    price: (isOverride ? pr : undefined) ?? product.price,
    currency: (isOverride && cu) || product.currency,
    type: pt ?? product.type,
    interval: findInterval(product),
  };
}

/** Reads the offer of a product that plenigo does not know: everything must be in the string. */
function readForeign({ pr: price, cu: currency, pt: type, ti: title, rs }: Claims): Offer {
  if (price === undefined || !currency || !type || !title) {
    const needed = { 'price (pr)': price, 'currency (cu)': currency, 'type (pt)': type, 'title (ti)': title };
    const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []));
    throw refuseProduct(`A product that is not managed at plenigo also needs: ${missing.join(', ')}.`);
  }
  if (rs) throw refuseProduct('A product that is not managed at plenigo cannot be a subscription.');
  return { title, price, currency, type };
}

function readOffer(id: string, claims: Claims, known: SandboxProduct | undefined): Offer {
  const { om, pr, cu, pt, ti, fp, rs } = claims;
  if (om && pr === undefined) throw refuseProduct('Override mode (om) needs a price (pr).');
  if (known || om) return readManaged(known ?? { ...MADE_UP, title: `Product ${id}` }, claims);
  if (fp) return { ...MADE_UP, title: 'Open payments' };
  if ([pr, cu, pt, ti].some((claim) => claim !== undefined)) return readForeign(claims);
  return { ...MADE_UP, title: `Product ${id}`, ...(rs && { interval: 'month' as const }) };
}

/** Verifies `paymentData` and works out the order. Throws `CheckoutFailure`. */
export function readOrder(
  paymentData: unknown,
  { secret, now, products }: { secret: string; now: number; products: ReadonlyMap<string, SandboxProduct> },
): Order {
  const claims = readClaims(paymentData, { secret, now });
  const { pi, pir, om, sc: shipping = PLAIN.shipping, fp: failedPayment = PLAIN.failedPayment } = claims;
  // The Java SDK names no product when a customer settles debts.
  const id = pi ?? (failedPayment ? 'FAKE_PROD_ID' : undefined);
  if (id === undefined) throw new CheckoutFailure('payment-data-invalid', 'The product id (pi) is missing.');
  const { type = '', ...offer } = readOffer(id, claims, products.get(id));
  if (shipping > 0 && !SHIPPABLE.includes(type)) {
    throw refuseProduct(`Shipping costs (sc) need a type of ${SHIPPABLE.join(' or ')}.`);
  }
  return {
    ...offer,
    productId: (om && pir) || id,
    shipping,
    failedPayment,
    renewal: claims.rs ?? PLAIN.renewal,
    payWhatYouWant: claims.sp ?? PLAIN.payWhatYouWant,
    testMode: claims.ts ?? PLAIN.testMode,
    showOwned: claims.sab ?? PLAIN.showOwned,
    showConfirmation: claims.spf ?? PLAIN.showConfirmation,
  };
}
