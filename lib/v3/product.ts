/** What a site sells through API v3: a product, checked, and the purchase that plenigo is asked to prepare. */

import { checkFields, checkValue, type Fields, isObject, type Rule, refuse, type Subject } from '../base/check.js';
import { countUpTo, idUpTo, listOf, oneOf, oneOrMore, rules, upTo } from '../base/rules.js';
import type { Sale } from '../platform/sale.js';
import { ownField } from '../transport/answer.js';
import { customerIdRule } from './customers.js';
import type { PlenigoConfig } from './options.js';
import { accessRightRule, accessRightsRule } from './purchases.js';
import { type CheckoutSettings, purchaseSettings } from './settings.js';

// biome-ignore format: names read well in rows.
const taxTypes = [
  'DIGITALPRODUCT', 'DIGITALNEWSPAPER', 'EBOOK', 'DOWNLOAD', 'VIDEO', 'MUSIC', 'MEMBERSHIP', 'BUNDLE',
  'ADVERTISEMENT', 'BOOK', 'MAGAZINE', 'NEWSPAPER', 'PHYSICALPRODUCT', 'FEE', 'VOUCHER', 'SHIPPINGCOSTS', 'EVENT',
  'DONATION', 'DIGITALOFFER',
] as const;

/** It decides the tax of what the site sells by itself (source: plenigo's API description). */
export type TaxType = (typeof taxTypes)[number];

const customRules = {
  /** The site's own id of what it sells, at most 20 characters. */
  id: idUpTo(20),
  taxType: oneOf(taxTypes),
  /** The product in the offer whose title, price and access right are overridden (`P_…`). Needed with `offerId`, and only there. */
  productId: idUpTo(20),
  /** The terms of sale, at most 5000 characters. Needed without `offerId`, and only there: plenigo knows no others. */
  legalText: upTo(5000),
};

/** What the site sells under its own title and price, as a single purchase; experimental. */
export interface CustomOffer extends Fields<typeof customRules, 'id' | 'taxType'> {}

const productRules = {
  /** plenigo's id of the offer (`O_…`, at most 20 characters). Needed but for `custom` with a `legalText`, a voucher and a cart. */
  offerId: idUpTo(20),
  /** In its place: sells what the code is for, at the price with it. Whoever may buy can read the code in the page. */
  voucherCode: rules.voucherCode,
  /** In its place: a cart that is set up at plenigo (`SC_…`, at most 40 characters). */
  basketId: idUpTo(40),
  /** 1 to 10000. Default 1. */
  quantity: countUpTo(10_000),
  /** What comes with the offer: plenigo's id (`BO_…`), or several. */
  bonusIds: oneOrMore(`${idUpTo(20).expected}; or a list of them`, idUpTo(20)),
  /** The access right that the offer grants, or several of which any opens the page: 2 to 30 letters, digits or `-` each. */
  accessRights: accessRightsRule,
  /** At most 100 characters. Title, price and currency are for templates; plenigo is told them only with `custom`. */
  title: upTo(100),
  /** In units of `currency`, such as 2.49. */
  price: rules.amount,
  /** ISO 4217, such as `EUR`. */
  currency: rules.currency,
  custom: rules.object as Rule<CustomOffer>,
};

/** An offer managed at plenigo, with `custom` one of the site's own, or what a voucher or a cart of plenigo's says. */
export interface Product extends Fields<typeof productRules, 'accessRights'> {}

/** One thing in the cart, with the fields that plenigo's API has for it; plenigo checks them. */
export interface PurchaseItem {
  /** 1 to 10000. */
  quantity: number;
  /** The id of an offer that is managed at plenigo. */
  plenigoOfferId?: string | undefined;
  readonly [field: string]: unknown;
}

export const purchaseRules = {
  /** The customer who buys. */
  customerId: customerIdRule,
  /** The reader's own address, IPv4 or IPv6. */
  customerIpAddress: rules.ipAddress,
  /** At least one. A purchase has either these, a voucher or a cart. */
  items: listOf<PurchaseItem>('a list of at least one item', isObject, 1),
  voucherCode: rules.voucherCode,
  /** plenigo's id of a cart. */
  basketId: idUpTo(40),
  /** ISO 639-1. Default: plenigo's own. */
  language: rules.language,
  /** plenigo keeps it with the order: `affiliateId` of at most 100 characters, `sourceId` of at most 500, and what else it takes. */
  additionalData: rules.object as Rule<Readonly<Record<string, unknown>>>,
  ...purchaseSettings,
  startWithVoucherInput: rules.boolean,
  hideVoucherInput: rules.boolean,
  /** RFC 3339. */
  subscriptionStartDate: rules.text,
  variantUniqueId: rules.text,
};

/** A purchase to prepare. */
export interface Purchase extends Fields<typeof purchaseRules, 'customerId' | 'customerIpAddress'> {}

/** `sold` is what plenigo puts into the cart; it is absent where nothing is sold. */
export type V3Sale = Sale & { readonly sold?: Pick<Purchase, 'items' | 'voucherCode' | 'basketId'> };

/** A text is an access right, which opens pages without being sold there. A complaint calls the product `name`. @throws PlenigoArgumentError `invalid-product`. */
export function checkProduct(input: unknown, name: string, form: PlenigoConfig['customOffers']): V3Sale {
  const subject: Subject = { name, code: 'invalid-product' };
  if (typeof input === 'string') {
    checkValue(input, { rule: accessRightRule, subject });
    return { key: undefined, accessIds: [input], product: { id: input } };
  }
  const has = (key: string) => ownField(input, key) !== undefined;
  const isWhole = has('voucherCode') || has('basketId');
  const named = isWhole ? [] : (['offerId'] as const);
  const needs = has('custom') ? (['title', 'price', 'currency'] as const) : named;
  const fields: Product = checkFields(input, { rules: productRules, subject, required: ['accessRights', ...needs] });
  const contradiction = findContradiction(fields);
  if (contradiction !== undefined) refuse(subject, `${name}: ${contradiction}`);
  if (fields.custom) fields.custom = checkCustom(fields, { ...subject, name: `${name}.custom` });
  const { offerId, voucherCode, basketId, custom, quantity = 1, bonusIds, title, price, currency } = fields;
  const product = { id: custom?.id ?? offerId ?? basketId, title, price, currency };
  const sold = isWhole ? { voucherCode, basketId } : { items: [createItem(fields, form)] };
  const own = custom && { id: custom.id, title, amount: Number(price), currency: String(currency) };
  // What several cost together, nobody says; nor what else is paid in an offer with the site's own price for one of its products.
  const isOne = quantity === 1 && bonusIds === undefined && !(own && offerId);
  const accessIds = [...new Set([fields.accessRights].flat())];
  return { key: product.id ?? voucherCode, accessIds, product, sold, price: isOne ? (own ?? offerId) : undefined };
}

/** What the fields say together that plenigo does not take, or that no document explains. */
function findContradiction(product: Product): string | undefined {
  const list = (...keys: (keyof Product)[]) => keys.filter((key) => product[key] !== undefined);
  const [whole, ...more] = list('voucherCode', 'basketId');
  const others = [...more, ...list('offerId', 'custom', 'quantity', 'bonusIds')].join(', ');
  if (whole && others !== '') return `${whole} says by itself all that is sold, so remove ${others}`;
  const isBonusAlone = product.bonusIds !== undefined && product.offerId === undefined;
  return isBonusAlone ? "bonusIds come with an offer of plenigo's, so offerId is needed" : undefined;
}

function checkCustom({ custom, offerId }: Product, subject: Subject): CustomOffer {
  const { productId, legalText, ...always } = customRules;
  const known = offerId === undefined ? { ...always, legalText } : { ...always, productId };
  return checkFields(custom, { rules: known, subject, required: Object.keys(known) as (keyof typeof known)[] });
}

/** Which form of what the site sells by itself plenigo takes is unproven, so the option `customOffers` says it. */
function createItem(product: Product, form: PlenigoConfig['customOffers']): PurchaseItem {
  const { offerId: plenigoOfferId, quantity = 1, bonusIds, custom, title, price, currency } = product;
  const item = { plenigoOfferId, quantity, plenigoBonusIds: bonusIds && [bonusIds].flat() };
  if (custom === undefined) return item;
  const { id: productId, productId: plenigoProductId, taxType, legalText } = custom;
  const [accessRightUniqueId] = [product.accessRights].flat();
  const short = { plenigoProductId, productId, title, price, accessRightUniqueId };
  // The short form is only described for a product of an offer. Unproven: what offerId and quantity are for, which the description demands and the guide for PHP never sends.
  const full = { ...short, offerId: plenigoOfferId ?? productId, quantity, currency, taxType };
  return { ...item, title, legalText, products: [form === 'short' && legalText === undefined ? short : full] };
}

/** What is sealed into a page: what plenigo is told of the purchase by its own names, and what the browser gives to plenigo's script. */
export type V3Terms = ReturnType<typeof createTerms>;

export function createTerms(sold: V3Sale['sold'], settings: CheckoutSettings) {
  const { sourceUrl: sourceId, affiliateId, partnerId, utm, data, voucherInput, startDate, variant } = settings;
  const { targetUrl, returnUrl, elementId, title, filterSalutations, address, customCss: customCSS } = settings;
  const { giftOption, allowedPaymentMethods, allowMultiplePurchases } = settings;
  const additionalData = { affiliateId, partnerId, sourceId, utm, data };
  const hasMore = Object.values(additionalData).some((value) => value !== undefined);
  const purchase = {
    ...sold,
    additionalData: hasMore ? additionalData : undefined,
    ...{ giftOption, allowedPaymentMethods, allowMultiplePurchases, variantUniqueId: variant },
    startWithVoucherInput: voucherInput === 'first' || undefined,
    hideVoucherInput: voucherInput === 'hidden' || undefined,
    subscriptionStartDate: startDate?.toISOString(),
  };
  const frame = { title, customCSS, filterSalutations, address, VariantUniqueId: variant };
  return { purchase, call: { targetUrl, returnUrl, elementId, frame } };
}
