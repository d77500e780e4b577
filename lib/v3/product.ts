/** What a site sells through API v3: a product and checkout settings, checked, and the purchase that plenigo is asked to prepare. */

import { checkFields, checkValue, type Fields, isObject, type Rule, type Subject } from '../base/check.js';
import { createRule, idUpTo, oneOf, plainUpTo, rules, upTo, webAddressUpTo } from '../base/rules.js';
import type { Sale } from '../platform/sale.js';
import { ownField } from '../transport/answer.js';
import { customerIdRule } from './customers.js';
import type { PlenigoConfig } from './options.js';
import { accessRightRule, accessRightsRule } from './purchases.js';

/** Source: plenigo's API description. */
// biome-ignore format: names read well in rows.
const taxTypes = [
  'DIGITALPRODUCT', 'DIGITALNEWSPAPER', 'EBOOK', 'DOWNLOAD', 'VIDEO', 'MUSIC', 'MEMBERSHIP', 'BUNDLE',
  'ADVERTISEMENT', 'BOOK', 'MAGAZINE', 'NEWSPAPER', 'PHYSICALPRODUCT', 'FEE', 'VOUCHER', 'SHIPPINGCOSTS', 'EVENT',
  'DONATION', 'DIGITALOFFER',
] as const;

/** It decides the tax of what the site sells by itself. */
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
  /** plenigo's id of the offer (`O_…`, at most 20 characters). Needed but for `custom` with a `legalText`. */
  offerId: idUpTo(20),
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

/** An offer managed at plenigo, or with `custom` one of the site's own. */
export interface Product extends Fields<typeof productRules, 'accessRights'> {}

export const settingsRules = {
  /** The page the checkout starts from: absolute http(s) URL on the site's own or an allowed origin, kept with the order. */
  sourceUrl: rules.webAddress,
  /** Where the reader goes after the purchase, by the same rules. Default: the current page. */
  targetUrl: rules.webAddress,
  /** Where a payment page leads back to, by the same rules; at most 220 characters. Default: the current page. */
  returnUrl: webAddressUpTo(220),
  /** At most 100 letters, digits, `_`, `-`, `.` or `:`, kept with the order. */
  affiliateId: plainUpTo(100),
  /** Sell it also to customers who have it. Default false. */
  allowMultiplePurchases: rules.boolean,
};

/** How the checkout behaves; for one page, or for one product on it. */
export interface CheckoutSettings extends Fields<typeof settingsRules> {}

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
  /** At least one. */
  items: createRule<readonly PurchaseItem[]>(
    'a list of at least one item',
    (value) => Array.isArray(value) && value.length > 0 && value.every(isObject),
  ),
  /** ISO 639-1. Default: plenigo's own. */
  language: rules.language,
  /** Sell it also to customers who have it. Default false. */
  allowMultiplePurchases: rules.boolean,
  /** plenigo keeps it with the order: `affiliateId` of at most 100 characters, `sourceId` of at most 500, and what else it takes. */
  additionalData: rules.object as Rule<Readonly<Record<string, unknown>>>,
};

/** A purchase to prepare. */
export interface Purchase extends Fields<typeof purchaseRules, 'customerId' | 'customerIpAddress' | 'items'> {}

/** The option `customOffers`. Which of its forms plenigo takes is unproven. */
type OfferForm = PlenigoConfig['customOffers'];
/** `item` goes into plenigo's cart; it is absent where nothing is sold. */
export type V3Sale = Sale & { readonly item?: PurchaseItem };

/** What is sealed into a page. */
export type V3Terms = CheckoutSettings & { readonly item: PurchaseItem };

/**
 * A complaint calls the product `name`. A text is an access right, which opens pages without being sold there.
 * @throws PlenigoArgumentError `invalid-product`, naming what is wrong or missing.
 */
export function checkProduct(input: unknown, { name, form }: { name: string; form: OfferForm }): V3Sale {
  const subject: Subject = { name, code: 'invalid-product' };
  if (typeof input === 'string') {
    checkValue(input, { rule: accessRightRule, subject });
    return { key: undefined, accessIds: [input], product: { id: input } };
  }
  const isCustom = ownField(input, 'custom') !== undefined;
  const needs = isCustom ? (['title', 'price', 'currency'] as const) : (['offerId'] as const);
  const fields: Product = checkFields(input, { rules: productRules, subject, required: ['accessRights', ...needs] });
  const custom = isCustom ? checkCustom(fields, { ...subject, name: `${name}.custom` }) : undefined;
  const { offerId, title, price, currency } = fields;
  const product = { id: custom?.id ?? offerId, title, price, currency };
  const item = custom === undefined ? { plenigoOfferId: offerId, quantity: 1 } : createCustomItem(fields, custom, form);
  const accessIds = [...new Set([fields.accessRights].flat())];
  const own = custom && { id: custom.id, title, amount: Number(price), currency: String(currency) };
  return { key: product.id, accessIds, product, item, price: own ?? offerId };
}

function checkCustom({ custom, offerId }: Product, subject: Subject): CustomOffer {
  const { productId, legalText, ...always } = customRules;
  const known = offerId === undefined ? { ...always, legalText } : { ...always, productId };
  return checkFields(custom, { rules: known, subject, required: Object.keys(known) as (keyof typeof known)[] });
}

function createCustomItem(product: Product, custom: CustomOffer, form: OfferForm): PurchaseItem {
  const { offerId: plenigoOfferId, title, price, currency } = product;
  const { id: productId, productId: plenigoProductId, taxType, legalText } = custom;
  const [accessRightUniqueId] = [product.accessRights].flat();
  const short = { plenigoProductId, productId, title, price, accessRightUniqueId };
  // The short form is only described for a product of an offer. Unproven: what offerId and quantity are for, which the description demands and the guide for PHP never sends.
  const full = { ...short, offerId: plenigoOfferId ?? productId, quantity: 1, currency, taxType };
  const products = [form === 'short' && legalText === undefined ? short : full];
  return { plenigoOfferId, quantity: 1, title, legalText, products };
}
