/** Reads a signed checkout string into an order: which product, which price, which screens. */
import { currency, each, fields, flag, Misfit, oneOf, pattern, price, text } from '../check.js';
import { StepFailure, toFields } from '../http.js';
import { PRODUCT_TYPES } from '../options.js';
import { findInterval } from '../state.js';
import type { SandboxProduct } from '../types.js';
import { InvalidSignedString, verifySigned } from '../verify.js';
import type { CheckoutErrorCode, OrderView } from './view.js';

/** A checkout that cannot go on. */
export class CheckoutFailure extends StepFailure<CheckoutErrorCode> {}

const LONGEST_TITLE = 100;
/** Only what is sent home can cost shipping. */
const SHIPPABLE = ['BOOK', 'NEWSPAPER'];
/** What a product or an offer costs that the sandbox does not know. */
export const MADE_UP = { price: 4.99, currency: 'EUR' };

/** An order as the server holds it; nothing in it comes from the page. */
export interface Order extends Omit<OrderView, 'total'> {
  /** Settles open debts: there is nothing to own afterwards. */
  failedPayment: boolean;
  /** `false` (`sab`): the screen "bought already" is left out. */
  showOwned: boolean;
  /** `false` (`spf`): the confirmation screen is left out. */
  showConfirmation: boolean;
}

/** Override mode, a renewal, pay what you want, settled debts, test mode, and the two screens that can be left out. */
const FLAGS = ['om', 'rs', 'sp', 'fp', 'ts', 'sab', 'spf'] as const;

/**
 * Of the texts, `pi` is the product, `pir` the one under which a purchase is recorded in override mode, `cu` the
 * currency, `pt` the product type, `ti` the title; of the numbers, `pr` is the price, `sc` the shipping costs.
 */
type Claims = Partial<
  Record<'pi' | 'pir' | 'cu' | 'pt' | 'ti', string> &
    Record<'pr' | 'sc', number> &
    Record<(typeof FLAGS)[number], boolean>
>;

const productId = pattern('1 to 20 characters', /^.{1,20}$/s);
/** A claim of a wrong type makes the whole string invalid. */
const CLAIMS = fields({
  ...{ pi: productId, pir: productId, pr: price, cu: currency, pt: oneOf(...PRODUCT_TYPES), ti: text, sc: price },
  ...each(FLAGS, flag),
});

function readClaims(paymentData: unknown, { secret, now }: { secret: string; now: number }): Claims {
  if (typeof paymentData !== 'string' || paymentData === '') {
    throw new CheckoutFailure('payment-data-missing', 'The checkout was opened without paymentData.');
  }
  try {
    const claims: Claims & { exp?: unknown } = toFields(verifySigned(paymentData, secret));
    const { exp } = claims;
    // plenigo documents no expiry here, but a site that sets one means it.
    if (exp !== undefined && !(typeof exp === 'number' && exp * 1000 > now)) {
      throw new InvalidSignedString('expired', 'The checkout string has expired.');
    }
    CLAIMS(claims, '');
    return Object.assign(claims, { ti: claims.ti?.slice(0, LONGEST_TITLE) });
  } catch (error) {
    if (error instanceof Misfit) throw new CheckoutFailure('payment-data-invalid', `The claim ${error.message}.`);
    if (!(error instanceof InvalidSignedString)) throw error;
    throw new CheckoutFailure(`payment-data-${error.reason}`, error.message);
  }
}

/** How an order is sold; without any claim as one that asks for nothing special. */
export function readTerms({ sc: shipping = 0, fp: failedPayment = false, rs: renewal = false, ...claims }: Claims) {
  const { sp: payWhatYouWant = false, ts: testMode = false, sab: showOwned = true } = claims;
  const { spf: showConfirmation = true } = claims;
  return { shipping, failedPayment, renewal, payWhatYouWant, testMode, showOwned, showConfirmation };
}

/** What depends on where the product is managed. */
type Offer = Pick<Order, 'title' | 'price' | 'currency' | 'interval'> & { type?: string };

function refuseProduct(detail: string): CheckoutFailure {
  return new CheckoutFailure('product-invalid', detail);
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

/** Of a product that is managed at plenigo only override mode changes price and title. */
function readOffer(id: string, claims: Claims, product: SandboxProduct | undefined): Offer {
  const { om: isOverride, pr, cu, pt, ti, fp, rs } = claims;
  if (isOverride && pr === undefined) throw refuseProduct('Override mode (om) needs a price (pr).');
  const isForeign = [pr, cu, pt, ti].some((claim) => claim !== undefined);
  if (isForeign && !product && !isOverride && !fp) return readForeign(claims);
  const isDebt = fp && !isOverride;
  const title = isDebt ? 'Open payments' : `Product ${id}`;
  const known = product ?? { ...MADE_UP, title, subscription: rs && !fp && !isOverride };
  return {
    title: (isOverride && ti) || known.title,
    price: (isOverride ? pr : undefined) ?? known.price,
    currency: (isOverride && cu) || known.currency,
    type: pt ?? product?.type,
    interval: findInterval(known),
  };
}

/** Verifies `paymentData` and works out the order. Throws `CheckoutFailure`. */
export function readOrder(
  paymentData: unknown,
  { secret, now, products }: { secret: string; now: number; products: ReadonlyMap<string, SandboxProduct> },
): Order {
  const claims = readClaims(paymentData, { secret, now });
  const { pi, pir, om } = claims;
  const terms = readTerms(claims);
  // The Java SDK names no product when a customer settles debts.
  const id = pi ?? (terms.failedPayment ? 'FAKE_PROD_ID' : undefined);
  if (id === undefined) throw new CheckoutFailure('payment-data-invalid', 'The product id (pi) is missing.');
  const { type = '', ...offer } = readOffer(id, claims, products.get(id));
  if (terms.shipping > 0 && !SHIPPABLE.includes(type)) {
    throw refuseProduct(`Shipping costs (sc) need a type of ${SHIPPABLE.join(' or ')}.`);
  }
  return { ...offer, ...terms, productId: (om && pir) || id };
}
