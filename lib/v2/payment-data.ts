/** `paymentData`, the signed checkout string: which field of a product or setting becomes which claim. */

import { argument, checkFields, type Fields } from '../base/check.js';
import { connectionRules } from '../base/options.js';
import { rules } from '../base/rules.js';
import { signerFor } from '../base/signing.js';
import type { CheckoutSettings, Product, ProductFields } from './product.js';
import { checkProduct, createSettingsRules, formatBirthday } from './product.js';

/** plenigo's SDK for PHP sends this id with the failed-payments process, where there is no product. */
const NO_PRODUCT_ID = 'FAKE_PROD_ID';

/** The claims of a checked product with checked settings, as plenigo documents them and its SDK for PHP makes them. */
export function createClaims(product: ProductFields, settings: CheckoutSettings, testMode: boolean) {
  // JSON leaves out what is undefined, so an absent field makes no claim, but `false` makes one.
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
    // A price of zero is legal with every type, but plenigo knows the claim itself with these two only.
    sc: product.type === 'BOOK' || product.type === 'NEWSPAPER' ? product.shippingCost : undefined,
    om: product.overrideMode,
    pir: product.productIdReplacement,
    sab: settings.showBuyingAgainScreen,
    spf: settings.showCheckoutConfirmationScreen,
    sso: settings.oauth2RedirectUrl,
    // plenigo hands it back in that redirect alone; any other string would show the token to no purpose.
    csrf: settings.oauth2RedirectUrl === undefined ? undefined : settings.csrfToken,
    raa: settings.birthday === undefined ? undefined : formatBirthday(settings.birthday),
    pa: settings.prefillBillingAddress,
    ts: settings.testMode ?? testMode,
    aud: 'plenigo',
  };
}

export type PaymentDataClaims = Partial<ReturnType<typeof createClaims>>;

const secretsRules = {
  /** The company secret. */
  secret: rules.text,
  /** Default: the `testMode` of the settings, which may not contradict this one, else false. */
  testMode: rules.boolean,
  /** It is told when the title is longer than plenigo keeps. Default: nobody is. */
  logger: connectionRules.logger,
};

/** What signs a checkout string. */
export interface PaymentDataSecrets extends Fields<typeof secretsRules, 'secret'> {}

/**
 * The signed checkout string for a product. It is signed, not encrypted: whoever has the page can read it.
 * @throws PlenigoArgumentError `invalid-product` for a wrong product or setting, `invalid-argument` for other mistakes.
 */
export function createPaymentData(
  product: Product,
  settings: CheckoutSettings | undefined = {},
  secrets: PaymentDataSecrets,
): string {
  const subject = argument('createPaymentData');
  const { secret, testMode, logger } = checkFields(secrets, { rules: secretsRules, subject, required: ['secret'] });
  const { product: fields } = checkProduct(product, { name: 'product', logger });
  const rules = createSettingsRules(testMode);
  const checked = checkFields(settings, { rules, subject: { name: 'settings', code: 'invalid-product' } });
  return signerFor(secret).sign(createClaims(fields, checked, testMode ?? false));
}
