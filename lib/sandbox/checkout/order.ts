/** Reads a signed checkout string into an order: which product, which price, which screens. */
import type { JsonObject } from '../http.js';
import { PRODUCT_TYPES } from '../options.js';
import { type Interval, intervalOf } from '../period.js';
import type { SandboxProduct } from '../types.js';
import { InvalidSignedString, verifySigned } from '../verify.js';
import { CheckoutFailure } from './failure.js';

const PRODUCT_ID_LIMIT = 20;
const TITLE_LIMIT = 100;
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
  /** `sab`: show the "bought already" screen. */
  showOwned: boolean;
  /** `spf`: show the confirmation screen. */
  showConfirmation: boolean;
}

/** The claims, read with their types checked. A claim of a wrong type makes the whole string invalid. */
class Claims {
  readonly #claims: JsonObject;

  constructor(claims: JsonObject) {
    this.#claims = claims;
  }

  #read<T>(name: string, type: string, test: (value: unknown) => value is T): T | undefined {
    const value = this.#claims.get(name);
    if (value === undefined) return undefined;
    if (!test(value)) throw new CheckoutFailure('payment-data-invalid', `The claim ${name} must be ${type}.`);
    return value;
  }

  text(name: string): string | undefined {
    const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
    return this.#read(name, 'a non-empty string', isText);
  }

  flag(name: string): boolean | undefined {
    return this.#read(name, 'true or false', (value) => typeof value === 'boolean');
  }

  amount(name: string): number | undefined {
    const isAmount = (value: unknown): value is number =>
      typeof value === 'number' && Number.isFinite(value) && value >= 0;
    return this.#read(name, 'a number that is not negative', isAmount);
  }

  productId(name: string): string | undefined {
    const id = this.text(name);
    if (id !== undefined && id.length > PRODUCT_ID_LIMIT) {
      throw new CheckoutFailure(
        'payment-data-invalid',
        `The product id (${name}) has ${id.length} characters; plenigo takes at most ${PRODUCT_ID_LIMIT}.`,
      );
    }
    return id;
  }

  currency(): string | undefined {
    const currency = this.text('cu');
    if (currency !== undefined && !/^[A-Z]{3}$/.test(currency)) {
      throw new CheckoutFailure('payment-data-invalid', 'The currency (cu) must be three capital letters.');
    }
    return currency;
  }

  type(): string | undefined {
    const type = this.text('pt');
    if (type !== undefined && !PRODUCT_TYPES.includes(type)) {
      throw new CheckoutFailure('payment-data-invalid', 'The product type (pt) is none of plenigo’s.');
    }
    return type;
  }

  title(): string | undefined {
    return this.text('ti')?.slice(0, TITLE_LIMIT);
  }
}

/** The parts of an order that depend on where the product is managed. */
type Offer = Pick<Order, 'title' | 'price' | 'currency' | 'interval'> & { type?: string };

/** A product known to the sandbox: only override mode changes its price and title. */
function managedOffer(product: SandboxProduct, claims: Claims, override: boolean): Offer {
  const { title, price, currency, type } = product;
  return {
    title: (override && claims.title()) || title,
    price: (override ? claims.amount('pr') : undefined) ?? price,
    currency: (override && claims.currency()) || currency,
    type: claims.type() ?? type,
    interval: intervalOf(product),
  };
}

/** A product that plenigo does not know: everything must be in the string. */
function foreignOffer(claims: Claims): Offer {
  const title = claims.title();
  const price = claims.amount('pr');
  const currency = claims.currency();
  const type = claims.type();
  if (price === undefined || !currency || !type || !title) {
    const missing = Object.entries({
      'price (pr)': price,
      'currency (cu)': currency,
      'type (pt)': type,
      'title (ti)': title,
    })
      .filter(([, value]) => value === undefined)
      .map(([name]) => name);
    throw new CheckoutFailure(
      'product-invalid',
      `A product that is not managed at plenigo also needs: ${missing.join(', ')}.`,
    );
  }
  if (claims.flag('rs')) {
    throw new CheckoutFailure('product-invalid', 'A product that is not managed at plenigo cannot be a subscription.');
  }
  return { title, price, currency, type };
}

function offerOf(id: string, claims: Claims, products: ReadonlyMap<string, SandboxProduct>): Offer {
  const override = claims.flag('om') ?? false;
  if (override && claims.amount('pr') === undefined) {
    throw new CheckoutFailure('product-invalid', 'Override mode (om) needs a price (pr).');
  }
  const known = products.get(id);
  if (known || override) return managedOffer(known ?? { ...MADE_UP, title: `Product ${id}` }, claims, override);
  if (claims.flag('fp')) return { ...MADE_UP, title: 'Open payments' };
  const foreign = [claims.amount('pr'), claims.currency(), claims.type(), claims.title()];
  if (foreign.some((claim) => claim !== undefined)) return foreignOffer(claims);
  return { ...MADE_UP, title: `Product ${id}`, ...(claims.flag('rs') && { interval: 'month' as const }) };
}

/** The claims of a checkout string, or `CheckoutFailure` when it is forged or out of date. */
function verifyPaymentData(paymentData: unknown, secret: string, now: number): Claims {
  if (typeof paymentData !== 'string' || paymentData === '') {
    throw new CheckoutFailure('payment-data-missing', 'The checkout was opened without paymentData.');
  }
  try {
    const claims = verifySigned(paymentData, secret);
    const exp = claims.get('exp');
    // plenigo documents no expiry here, but a site that sets one means it.
    if (exp !== undefined && !(typeof exp === 'number' && exp * 1000 > now)) {
      throw new InvalidSignedString('expired', 'The checkout string has expired.');
    }
    return new Claims(claims);
  } catch (error) {
    if (!(error instanceof InvalidSignedString)) throw error;
    throw new CheckoutFailure(`payment-data-${error.reason}`, error.message);
  }
}

/** Verifies `paymentData` and works out the order. Throws `CheckoutFailure`. */
export function readOrder(
  paymentData: unknown,
  sandbox: { secret: string; now: number; products: ReadonlyMap<string, SandboxProduct> },
): Order {
  const claims = verifyPaymentData(paymentData, sandbox.secret, sandbox.now);
  const failedPayment = claims.flag('fp') ?? false;
  // The Java SDK names no product when a customer settles debts.
  const id = claims.productId('pi') ?? (failedPayment ? 'FAKE_PROD_ID' : undefined);
  if (id === undefined) throw new CheckoutFailure('payment-data-invalid', 'The product id (pi) is missing.');
  const replacement = claims.productId('pir');
  const { type, ...offer } = offerOf(id, claims, sandbox.products);
  const shipping = claims.amount('sc') ?? 0;
  if (shipping > 0 && !SHIPPABLE.includes(type ?? '')) {
    throw new CheckoutFailure('product-invalid', `Shipping costs (sc) need a type of ${SHIPPABLE.join(' or ')}.`);
  }
  return {
    ...offer,
    productId: (claims.flag('om') && replacement) || id,
    shipping,
    failedPayment,
    renewal: claims.flag('rs') ?? false,
    payWhatYouWant: claims.flag('sp') ?? false,
    testMode: claims.flag('ts') ?? false,
    showOwned: claims.flag('sab') ?? true,
    showConfirmation: claims.flag('spf') ?? true,
  };
}
