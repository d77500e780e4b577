/** What plenigo's API v3 is told of a purchase before its browser SDK starts it. */

import { isIP } from 'node:net';
import { type Rules, rules } from '../check.js';
import { customerIdRule } from './customers.js';

/** One thing in the cart, with the fields that plenigo's API has for it; plenigo checks them. */
export interface PurchaseItem {
  /** 1 to 10000. */
  quantity: number;
  /** Of an offer that is managed at plenigo. */
  plenigoOfferId?: string | undefined;
  readonly [field: string]: unknown;
}

/** A purchase to prepare. */
export interface Purchase {
  /** Who buys. */
  customerId: string;
  /** The reader's own address, IPv4 or IPv6. */
  customerIpAddress: string;
  /** At least one. */
  items: readonly PurchaseItem[];
  /** ISO 639-1. Default: plenigo's own. */
  language?: string | undefined;
  /** Sell it also to who has it. Default false. */
  allowMultiplePurchases?: boolean | undefined;
  /** Kept with the order: `affiliateId` of at most 100 characters, `sourceId` of at most 500, and what else plenigo takes. */
  additionalData?: Readonly<Record<string, unknown>> | undefined;
}

export const purchaseRules: Rules<Purchase> = {
  customerId: customerIdRule,
  customerIpAddress: {
    expected: 'an IPv4 or IPv6 address',
    test: (value) => typeof value === 'string' && value.length <= 45 && isIP(value) !== 0,
  },
  items: {
    expected: 'a list of at least one item',
    test: (value) => Array.isArray(value) && value.length > 0 && value.every(rules.object.test),
  },
  language: rules.language,
  allowMultiplePurchases: rules.boolean,
  additionalData: rules.object,
};
