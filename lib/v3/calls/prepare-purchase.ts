/** The call that prepares a purchase: plenigo's browser SDK starts it by the id that this call answers. */

import { isIP } from 'node:net';
import { argument, checkFields, type Rule, type Rules, rules, upTo } from '../../check.js';
import { textField } from '../../transport/answer.js';
import type { ApiRequest } from '../../transport/request.js';
import { customerIdRule } from './request.js';

/** A product that is put in place of an offer's, or that plenigo does not manage. */
export interface PurchaseProduct {
  title: string;
  /** In units of `currency`, 0 to 100000. */
  price: number;
  /** ISO 4217, such as `EUR`. */
  currency?: string | undefined;
  accessRightUniqueId: string;
  taxType?: string | undefined;
  /** The product in the offer that this one replaces. */
  plenigoProductId?: string | undefined;
  /** The site's own id of what is sold, at most 20 characters. */
  productId?: string | undefined;
  offerId?: string | undefined;
  quantity?: number | undefined;
}

/** One thing in the cart: an offer managed at plenigo, or `title`, `legalText` and `products` of one that is not. */
export interface PurchaseItem {
  /** 1 to 10000. */
  quantity: number;
  plenigoOfferId?: string | undefined;
  title?: string | undefined;
  legalText?: string | undefined;
  products?: readonly PurchaseProduct[] | undefined;
}

/** A purchase to prepare. */
export interface Purchase {
  /** Who buys. */
  customerId: string;
  /** The reader's own address, IPv4 or IPv6. */
  customerIpAddress: string;
  /** At least one. plenigo checks what is in them. */
  items: readonly PurchaseItem[];
  /** ISO 639-1. Default: plenigo's own. */
  language?: string | undefined;
  /** Sell it also to who has it. Default false. */
  allowMultiplePurchases?: boolean | undefined;
  /** Kept with the order: `affiliateId` of at most 100 characters, `sourceId` of at most 500. */
  additionalData?: { affiliateId?: string | undefined; sourceId?: string | undefined } | undefined;
}

const ipAddress: Rule<string> = {
  expected: 'an IPv4 or IPv6 address',
  test: (value) => typeof value === 'string' && value.length <= 45 && isIP(value) !== 0,
};

const purchaseRules: Rules<Purchase> = {
  customerId: customerIdRule,
  customerIpAddress: ipAddress,
  items: {
    expected: 'a list of at least one item',
    test: (value) => Array.isArray(value) && value.length > 0 && value.every(rules.object.test),
  },
  language: rules.language,
  allowMultiplePurchases: rules.boolean,
  additionalData: rules.object,
};

const additionalRules: Rules<NonNullable<Purchase['additionalData']>> = {
  affiliateId: upTo(100),
  sourceId: upTo(500),
};

export function preparePurchaseRequest(purchase: Purchase): ApiRequest<string> {
  const body = checkFields(purchase, {
    rules: purchaseRules,
    subject: argument('purchase'),
    required: ['customerId', 'customerIpAddress', 'items'],
  });
  const { additionalData } = body;
  if (additionalData !== undefined) {
    const subject = argument('purchase.additionalData');
    body.additionalData = checkFields(additionalData, { rules: additionalRules, subject });
  }
  return {
    call: 'preparePurchase',
    method: 'POST',
    path: '/checkout/preparePurchase',
    body,
    // One that nobody starts sells nothing.
    repeatable: true,
    parse: (json) => textField(json, 'purchaseId'),
  };
}
