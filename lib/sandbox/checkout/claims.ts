/** The claims of a signed checkout string, by plenigo's names. */
import { currency, each, fields, flag, Misfit, oneOf, pattern, price, text } from '../check.js';
import { toFields } from '../http.js';
import { PRODUCT_TYPES } from '../options.js';
import { InvalidSignedString, verifySigned } from '../verify.js';
import { CheckoutFailure } from './failure.js';

const LONGEST_TITLE = 100;

/**
 * Override mode, a renewal, pay what you want, a failed payment to be settled, test mode; and whether the screen "bought
 * already" and the confirmation are shown.
 */
const FLAGS = ['om', 'rs', 'sp', 'fp', 'ts', 'sab', 'spf'] as const;

/**
 * Of the texts, `pi` is the product, `pir` the one under which a purchase is recorded in override mode, `cu` the
 * currency, `pt` the product type, `ti` the title; of the numbers, `pr` is the price, `sc` the shipping costs.
 */
export type Claims = Partial<
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

/** Verifies a checkout string. Throws `CheckoutFailure` when it is missing, forged, out of date, or makes no sense. */
export function readClaims(paymentData: unknown, { secret, now }: { secret: string; now: number }): Claims {
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
