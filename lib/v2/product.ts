/** What a site sells through API v2: a product, checked against plenigo's rules, and the signed checkout string for it. */

import { argument, checkFields, type Fields, refuse, type Subject } from '../base/check.js';
import { connectionRules } from '../base/options.js';
import type { Logger } from '../base/reporter.js';
import { oneOf, rules } from '../base/rules.js';
import { signerFor } from '../base/signing.js';
import type { Sale } from '../platform/sale.js';
import { type CheckoutSettings, createSettingsRules, formatBirthday } from './settings.js';

/** Source: plenigo's documentation. */
// biome-ignore format: names read well in rows.
const productTypes = [
  'EBOOK', 'DIGITALNEWSPAPER', 'DOWNLOAD', 'VIDEO', 'MUSIC', 'DIGITALPRODUCT', 'BOOK', 'NEWSPAPER', 'SHIPPINGCOSTS',
  'MEMBERSHIP',
] as const;

/** It decides the tax. */
export type ProductType = (typeof productTypes)[number];

const productRules = {
  /** Product id, 1 to 20 characters. Needed for all but `failedPayment`. */
  id: rules.productId,
  /** Not managed at plenigo: needs `price`, `currency`, `type` and `title`, and can only be a single purchase. */
  external: rules.boolean,
  /** plenigo cuts it at 100 characters. */
  title: rules.text,
  /** In units of `currency`, such as 2.49; finite, not negative. */
  price: rules.amount,
  /** ISO 4217, such as `EUR`. */
  currency: rules.currency,
  /** Default: the type of the product managed at plenigo. */
  type: oneOf(productTypes),
  /** Id of a category. */
  categoryId: rules.text,
  /** Id of a price segment. */
  segmentId: rules.text,
  /** In units of `currency`; only with the types `BOOK` and `NEWSPAPER`. */
  shippingCost: rules.amount,
  /** The customer chooses the amount. */
  payWhatYouWant: rules.boolean,
  /** The customer renews a subscription. */
  subscriptionRenewal: rules.boolean,
  /** Overwrite price, title and id of a managed product; needs `price`. */
  overrideMode: rules.boolean,
  /** 1 to 20 characters; only with `overrideMode`. */
  productIdReplacement: rules.productId,
  /** The customer settles open debts; stands alone, without any product. */
  failedPayment: rules.boolean,
};

/** A product, managed at plenigo (only `id` is needed) or foreign (`external: true`). */
export interface ProductFields extends Fields<typeof productRules> {}

/** A product id managed at plenigo, or a product with details. */
export type Product = string | ProductFields;

export type V2Sale = Sale & { readonly product: ProductFields };

/** A complaint calls it `name`. @throws PlenigoArgumentError `invalid-product`, naming what is wrong or missing. */
export function checkProduct(input: unknown, name: string, logger?: Logger): V2Sale {
  const subject: Subject = { name, code: 'invalid-product' };
  const product = checkFields(typeof input === 'string' ? { id: input } : input, { rules: productRules, subject });
  const { id, title = '', failedPayment, productIdReplacement } = product;
  if (id === undefined && failedPayment !== true) {
    refuse(subject, `${name}.id is missing, expected ${rules.productId.expected}`);
  }
  const contradiction = findContradiction(product);
  if (contradiction !== undefined) refuse(subject, `${name}: ${contradiction}`);
  const { length } = title;
  if (length > 100) logger?.warn({ productId: id, length }, 'plenigo cuts the title of a product at 100 characters');
  // Override mode sells the product under the other id.
  const soldId = productIdReplacement ?? id;
  return { key: soldId ?? '', accessIds: soldId === undefined ? [] : [soldId], product, price: findPrice(product) };
}

/** Nobody knows what becomes of plenigo's price where the site adds something to it, or the reader chooses. */
function findPrice({ id, title, price = 0, currency = '', ...product }: ProductFields): Sale['price'] {
  const isOpen = product.payWhatYouWant || product.segmentId !== undefined || product.shippingCost !== undefined;
  const isOwn = product.external || product.overrideMode;
  if (id === undefined || isOpen || (isOwn && currency === '')) return undefined;
  return isOwn ? { id, title, amount: price, currency } : id;
}

const isShipped = ({ type }: ProductFields) => type === 'BOOK' || type === 'NEWSPAPER';

function findContradiction(product: ProductFields): string | undefined {
  const { external, overrideMode, price, shippingCost = 0 } = product;
  const others = Object.keys(product).filter((key) => key !== 'failedPayment');
  if (product.failedPayment && others.length > 0) {
    return `failedPayment stands alone: it settles open debts and sells nothing, so remove ${others.join(', ')}`;
  }
  if (external) {
    const needed = ['price', 'currency', 'type', 'title'] as const;
    const missing = needed.filter((key) => product[key] === undefined).join(', ');
    if (missing !== '') return `what is not managed at plenigo (external: true) also needs ${missing}`;
    // A foreign product can only be a single purchase, and there is nothing at plenigo to override.
    const managed = (['subscriptionRenewal', 'overrideMode'] as const).find((key) => product[key]);
    if (managed !== undefined) return `${managed} is for products managed at plenigo, not for external: true`;
  }
  if (overrideMode && price === undefined) {
    return 'overrideMode overwrites the price of a managed product, so price is needed';
  }
  if (product.productIdReplacement && !overrideMode) return 'productIdReplacement works only with overrideMode: true';
  return shippingCost > 0 && !isShipped(product) ? 'shippingCost is for the types BOOK and NEWSPAPER only' : undefined;
}

/** What is sealed into a page: the claims, as plenigo documents them and its SDK for PHP makes them, and what stands beside them. */
export type V2Terms = ReturnType<typeof createTerms>;

export function createTerms(product: ProductFields, settings: CheckoutSettings, testMode: boolean) {
  const { oauth2RedirectUrl, csrfToken, birthday } = settings;
  const { sourceUrl, targetUrl, affiliateId, elementId, startWithRegistration = false } = settings;
  // JSON leaves out what is undefined, so an absent field makes no claim, but `false` makes one.
  const claims = {
    // plenigo's SDK for PHP sends this id with the failed-payments process, where there is no product.
    pi: product.id ?? 'FAKE_PROD_ID',
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
    sc: isShipped(product) ? product.shippingCost : undefined,
    om: product.overrideMode,
    pir: product.productIdReplacement,
    sab: settings.showBuyingAgainScreen,
    spf: settings.showCheckoutConfirmationScreen,
    sso: oauth2RedirectUrl,
    // plenigo hands it back in that redirect alone; any other string would show the token to no purpose.
    csrf: oauth2RedirectUrl && csrfToken,
    raa: birthday && formatBirthday(birthday),
    pa: settings.prefillBillingAddress,
    ts: settings.testMode ?? testMode,
    aud: 'plenigo',
  };
  return { claims, page: { sourceUrl, targetUrl, affiliateId, elementId, startWithRegistration } };
}

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
export function createPaymentData(product: Product, settings: CheckoutSettings = {}, secrets: PaymentDataSecrets) {
  const subject = argument('createPaymentData');
  const { secret, testMode, logger } = checkFields(secrets, { rules: secretsRules, subject, required: ['secret'] });
  const { product: fields } = checkProduct(product, 'product', logger);
  const rules = createSettingsRules(testMode);
  const checked = checkFields(settings, { rules, subject: { name: 'settings', code: 'invalid-product' } });
  return signerFor(secret).sign(createTerms(fields, checked, testMode ?? false).claims);
}
