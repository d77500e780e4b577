/** Reads a signed checkout string into an order: which product, which price, which screens. */
import { findInterval, type Interval } from '../period.js';
import type { SandboxProduct } from '../types.js';
import { type Claims, readClaims, refuseProduct } from './claims.js';

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

/** Of a product that is managed at plenigo, only override mode changes price and title. */
function readManaged(product: SandboxProduct, claims: Claims, override: boolean): Offer {
  const { title, price, currency, type } = product;
  return {
    title: (override && claims.title()) || title,
    price: (override ? claims.amount('pr') : undefined) ?? price,
    currency: (override && claims.currency()) || currency,
    type: claims.type() ?? type,
    interval: findInterval(product),
  };
}

/** Of a product that plenigo does not know, everything must be in the string. */
function readForeign(claims: Claims): Offer {
  const [title, price, currency, type] = [claims.title(), claims.amount('pr'), claims.currency(), claims.type()];
  if (price === undefined || !currency || !type || !title) {
    const needed = { 'price (pr)': price, 'currency (cu)': currency, 'type (pt)': type, 'title (ti)': title };
    const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []));
    throw refuseProduct(`A product that is not managed at plenigo also needs: ${missing.join(', ')}.`);
  }
  if (claims.flag('rs')) throw refuseProduct('A product that is not managed at plenigo cannot be a subscription.');
  return { title, price, currency, type };
}

function readOffer(id: string, claims: Claims, products: ReadonlyMap<string, SandboxProduct>): Offer {
  const override = claims.flag('om') ?? false;
  if (override && claims.amount('pr') === undefined) throw refuseProduct('Override mode (om) needs a price (pr).');
  const known = products.get(id);
  if (known || override) return readManaged(known ?? { ...MADE_UP, title: `Product ${id}` }, claims, override);
  if (claims.flag('fp')) return { ...MADE_UP, title: 'Open payments' };
  const foreign = [claims.amount('pr'), claims.currency(), claims.type(), claims.title()];
  if (foreign.some((claim) => claim !== undefined)) return readForeign(claims);
  return { ...MADE_UP, title: `Product ${id}`, ...(claims.flag('rs') && { interval: 'month' as const }) };
}

/** Verifies `paymentData` and works out the order. Throws `CheckoutFailure`. */
export function readOrder(
  paymentData: unknown,
  { secret, now, products }: { secret: string; now: number; products: ReadonlyMap<string, SandboxProduct> },
): Order {
  const claims = readClaims(paymentData, { secret, now });
  const failedPayment = claims.flag('fp') ?? false;
  // The Java SDK names no product when a customer settles debts.
  const id = claims.productId('pi', failedPayment ? 'FAKE_PROD_ID' : undefined);
  const replacement = claims.productId('pir', id);
  const { type, ...offer } = readOffer(id, claims, products);
  const shipping = claims.amount('sc') ?? PLAIN.shipping;
  if (shipping > 0 && !SHIPPABLE.includes(type ?? '')) {
    throw refuseProduct(`Shipping costs (sc) need a type of ${SHIPPABLE.join(' or ')}.`);
  }
  return {
    ...offer,
    productId: claims.flag('om') ? replacement : id,
    shipping,
    failedPayment,
    renewal: claims.flag('rs') ?? PLAIN.renewal,
    payWhatYouWant: claims.flag('sp') ?? PLAIN.payWhatYouWant,
    testMode: claims.flag('ts') ?? PLAIN.testMode,
    showOwned: claims.flag('sab') ?? PLAIN.showOwned,
    showConfirmation: claims.flag('spf') ?? PLAIN.showConfirmation,
  };
}
