/** The claims of a signed checkout string, each read with its type checked. */
import type { JsonObject } from '../http.js';
import { PRODUCT_TYPES } from '../options.js';
import { InvalidSignedString, verifySigned } from '../verify.js';
import { CheckoutFailure } from './failure.js';

const PRODUCT_ID_LIMIT = 20;
const TITLE_LIMIT = 100;

/** What is said of a product that cannot be sold as the string says. */
export function refuseProduct(detail: string): CheckoutFailure {
  return new CheckoutFailure('product-invalid', detail);
}

function refuseData(detail: string): CheckoutFailure {
  return new CheckoutFailure('payment-data-invalid', detail);
}

/** A claim of a wrong type makes the whole string invalid: every method throws `CheckoutFailure` for one. */
export class Claims {
  readonly #claims: JsonObject;

  constructor(claims: JsonObject) {
    this.#claims = claims;
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

  productId(name: string, fallback: string | undefined): string {
    const id = this.text(name) ?? fallback;
    if (id === undefined) throw refuseData(`The product id (${name}) is missing.`);
    if (id.length <= PRODUCT_ID_LIMIT) return id;
    const size = `${id.length} characters; plenigo takes at most ${PRODUCT_ID_LIMIT}`;
    throw refuseData(`The product id (${name}) has ${size}.`);
  }

  currency(): string | undefined {
    const currency = this.text('cu');
    if (currency === undefined || /^[A-Z]{3}$/.test(currency)) return currency;
    throw refuseData('The currency (cu) must be three capital letters.');
  }

  type(): string | undefined {
    const type = this.text('pt');
    if (type === undefined || PRODUCT_TYPES.includes(type)) return type;
    throw refuseData('The product type (pt) is none of plenigo’s.');
  }

  title(): string | undefined {
    return this.text('ti')?.slice(0, TITLE_LIMIT);
  }

  #read<T>(name: string, type: string, test: (value: unknown) => value is T): T | undefined {
    const value = this.#claims.get(name);
    if (value === undefined || test(value)) return value;
    throw refuseData(`The claim ${name} must be ${type}.`);
  }
}

/** Verifies a checkout string. Throws `CheckoutFailure` when it is missing, forged or out of date. */
export function readClaims(paymentData: unknown, { secret, now }: { secret: string; now: number }): Claims {
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
