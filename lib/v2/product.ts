/** What a site sells through API v2: a product and checkout settings, checked against plenigo's rules. */

import { checkFields, type Fields, refuse, type Subject } from '../base/check.js';
import type { Logger } from '../base/reporter.js';
import { createRule, oneOf, plainUpTo, rules, shown } from '../base/rules.js';
import type { Sale } from '../platform/sale.js';

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

export const pageParameterRules = {
  /** The page the checkout starts from: absolute http(s) URL, at most 255 characters; on an allowed origin in routes. */
  sourceUrl: rules.webAddress,
  /** Where the customer goes after payment, by the same rules. Default: the current page. */
  targetUrl: rules.webAddress,
  /** At most 50 letters, digits, `_`, `-`, `.` or `:`. */
  affiliateId: plainUpTo(50),
  /** Id of the element that holds the checkout instead of an overlay: at most 100 such characters. */
  elementId: plainUpTo(100),
  /** Begin with registration instead of login (only without a login token). Default false. */
  startWithRegistration: rules.boolean,
};

/** The settings that stand in the page beside the checkout string. */
export interface PageParameters extends Fields<typeof pageParameterRules> {}

const settingsRules = {
  /** CSRF token of the site, handed back in the OAuth2 redirect alone. Default: `req.csrfToken()` where it exists. */
  csrfToken: rules.text,
  /** Absolute URL on the site's own or an allowed origin, at most 255 characters. */
  oauth2RedirectUrl: rules.webAddress,
  /** Show the "bought already" screen. */
  showBuyingAgainScreen: rules.boolean,
  /** Show the confirmation screen at the end. */
  showCheckoutConfirmationScreen: rules.boolean,
  /** For the age rule: `YYYY-MM-DD`, plenigo's `MMDDYYYY`, or a Date (its UTC day); 1900-01-01 to today. */
  birthday: createRule<string | Date>(
    'a day from 1900-01-01 to today, as YYYY-MM-DD, MMDDYYYY or a Date',
    (value) => (typeof value === 'string' || value instanceof Date) && formatBirthday(value) !== undefined,
  ),
  /** Prefill the billing address with the customer's name. */
  prefillBillingAddress: rules.boolean,
  /** Default: the option `testMode`, which it may not contradict. */
  testMode: rules.boolean,
  ...pageParameterRules,
};

/** How the checkout behaves; for one page, or for one product on it. */
export interface CheckoutSettings extends Fields<typeof settingsRules> {}

/** Settings may not contradict a test mode that is known. */
export function createSettingsRules(testMode: boolean | undefined): typeof settingsRules {
  if (testMode === undefined) return settingsRules;
  const isSame = createRule<boolean>(`the option testMode, which is ${testMode}`, (value) => value === testMode);
  return { ...settingsRules, testMode: shown(isSame) };
}

export type V2Sale = Sale & { readonly product: ProductFields };

/** A complaint calls it `name`. @throws PlenigoArgumentError `invalid-product`, naming what is wrong or missing. */
export function checkProduct(input: unknown, { name, logger }: { name: string; logger?: Logger | undefined }): V2Sale {
  const subject: Subject = { name, code: 'invalid-product' };
  const product = checkFields(typeof input === 'string' ? { id: input } : input, { rules: productRules, subject });
  const { id, title = '', failedPayment, productIdReplacement } = product;
  if (id === undefined && failedPayment !== true) {
    refuse(subject, `${name}.id is missing, expected ${rules.productId.expected}`);
  }
  const contradiction = findContradiction(product);
  if (contradiction !== undefined) refuse(subject, `${name}: ${contradiction}`);
  const length = title.length;
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

/** What the fields say together that plenigo does not take. */
function findContradiction(product: ProductFields): string | undefined {
  const others = Object.keys(product).filter((key) => key !== 'failedPayment');
  if (product.failedPayment === true && others.length > 0) {
    return `failedPayment stands alone: it settles open debts and sells nothing, so remove ${others.join(', ')}`;
  }
  if (product.external === true) {
    const needed = ['price', 'currency', 'type', 'title'] as const;
    const missing = needed.filter((key) => product[key] === undefined).join(', ');
    if (missing !== '') return `what is not managed at plenigo (external: true) also needs ${missing}`;
    // A foreign product can only be a single purchase, and there is nothing at plenigo to override.
    const managed = (['subscriptionRenewal', 'overrideMode'] as const).find((key) => product[key] === true);
    if (managed !== undefined) return `${managed} is for products managed at plenigo, not for external: true`;
  }
  if (product.overrideMode === true && product.price === undefined) {
    return 'overrideMode overwrites the price of a managed product, so price is needed';
  }
  if (product.productIdReplacement !== undefined && product.overrideMode !== true) {
    return 'productIdReplacement works only with overrideMode: true';
  }
  const isShipped = product.type === 'BOOK' || product.type === 'NEWSPAPER';
  const hasShippingCost = product.shippingCost !== undefined && product.shippingCost > 0;
  return hasShippingCost && !isShipped ? 'shippingCost is for the types BOOK and NEWSPAPER only' : undefined;
}

/** plenigo's `MMDDYYYY` of a birthday, or undefined if it is no day between 1900-01-01 and today. */
export function formatBirthday(value: string | Date): string | undefined {
  const day = value instanceof Date ? formatDay(value) : value.replace(/^(\d\d)(\d\d)(\d{4})$/, '$3-$1-$2');
  // The Date class moves a day that does not exist (02-30) to the next month: then it is not the day that was given.
  const exists = formatDay(new Date(`${day}T00:00:00Z`)) === day;
  if (!exists || day < '1900-01-01' || day > formatDay(new Date())) return undefined;
  return `${day.slice(5, 7)}${day.slice(8)}${day.slice(0, 4)}`;
}

/** The day in UTC as `YYYY-MM-DD`; empty for a Date that is none. */
const formatDay = (date: Date) => (Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10));
