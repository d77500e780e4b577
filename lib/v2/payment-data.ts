/** `paymentData`, the signed checkout string: which field of a product or setting becomes which claim. */

import { checkFields, type Fields, rules } from '../base/check.js';
import { memo } from '../base/memo.js';
import { loggerRule } from '../base/options.js';
import { type Signer, signerFor } from '../base/signing.js';
import {
  birthdayClaim,
  type CheckoutSettings,
  checkProduct,
  type Product,
  type ProductFields,
  settingsRulesFor,
} from './product.js';

/** plenigo's SDK for PHP sends this id where there is no product: with the failed-payments process. */
const NO_PRODUCT_ID = 'FAKE_PROD_ID';

/**
 * The claims of a product and settings as `checkFields` returns them, without a prototype that could add something;
 * fields that were not given are left out, `false` is sent. Where the settings say nothing, `testMode` counts.
 * Source: plenigo's documentation of the checkout string, and strings recorded from its SDK for PHP.
 */
export function paymentClaims(product: ProductFields, settings: CheckoutSettings, testMode: boolean) {
  // JSON leaves out what is undefined, so an absent field makes no claim.
  return {
    pi: product.id ?? NO_PRODUCT_ID,
    pr: product.price,
    cu: product.currency,
    pt: product.type,
    ti: product.title,
    ci: product.categoryId,
    si: product.segmentId,
    sp: product.payWhatYouWant,
    rs: product.subscriptionRenewal,
    fp: product.failedPayment,
    // Zero is legal with every type, but the claim itself is only known with these two.
    sc: product.type === 'BOOK' || product.type === 'NEWSPAPER' ? product.shippingCost : undefined,
    om: product.overrideMode,
    pir: product.productIdReplacement,
    sab: settings.showBuyingAgainScreen,
    spf: settings.showCheckoutConfirmationScreen,
    sso: settings.oauth2RedirectUrl,
    // plenigo hands it back in that redirect alone: in any other string it would only show the token around.
    csrf: settings.oauth2RedirectUrl === undefined ? undefined : settings.csrfToken,
    raa: settings.birthday === undefined ? undefined : birthdayClaim(settings.birthday),
    pa: settings.prefillBillingAddress,
    ts: settings.testMode ?? testMode,
    aud: 'plenigo',
  };
}

/** Claims that are checked. */
export type PaymentDataClaims = Partial<ReturnType<typeof paymentClaims>>;

const secretsRules = {
  /** The company secret. */
  secret: rules.text,
  /** Default: that of the settings, which may not contradict it, else false. */
  testMode: rules.boolean,
  /** Told when the title is longer than plenigo keeps. Default: nobody. */
  logger: loggerRule,
};

/** What signs a checkout string. */
export interface PaymentDataSecrets extends Fields<typeof secretsRules, 'secret'> {}

/**
 * The signed checkout string for a product. Signed, not encrypted: whoever has the page can read it.
 * @throws PlenigoArgumentError `invalid-product` if product or settings break plenigo's rules, `invalid-argument` for
 * a wrong secret, test mode or logger.
 */
export function createPaymentData(
  product: Product,
  settings: CheckoutSettings | undefined,
  secrets: PaymentDataSecrets,
): string {
  const { secret, testMode, logger } = checkFields(secrets, {
    rules: secretsRules,
    subject: { name: 'createPaymentData', code: 'invalid-argument' },
    required: ['secret'],
  });
  const sold = checkProduct(product, logger).product;
  const terms = checkFields(settings === undefined ? {} : settings, {
    rules: settingsRulesFor(testMode),
    subject: { name: 'settings', code: 'invalid-product' },
  });
  return signerFor(secret).sign(paymentClaims(sold, terms, testMode ?? false));
}

/** A signer for pages: claims that are a route's own make the same string for every reader, so they are signed once. */
export function createPaymentDataSigner(signer: Signer): (claims: PaymentDataClaims) => string {
  const signed = new WeakMap<PaymentDataClaims, string>();
  return (claims) => memo(signed, claims, () => signer.sign(claims));
}
