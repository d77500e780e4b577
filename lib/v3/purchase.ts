/** What plenigo's API v3 is told of a purchase before its browser SDK starts it. */

import { isIP } from 'node:net';
import { type Fields, type Rule, rules } from '../check.js';
import { customerIdRule } from './customers.js';

/** One thing in the cart, with the fields that plenigo's API has for it; plenigo checks them. */
export interface PurchaseItem {
  /** 1 to 10000. */
  quantity: number;
  /** Of an offer that is managed at plenigo. */
  plenigoOfferId?: string | undefined;
  readonly [field: string]: unknown;
}

export const purchaseRules = {
  /** Who buys. */
  customerId: customerIdRule,
  /** The reader's own address, IPv4 or IPv6. */
  customerIpAddress: {
    expected: 'an IPv4 or IPv6 address',
    test: (value) => typeof value === 'string' && value.length <= 45 && isIP(value) !== 0,
  } as Rule<string>,
  /** At least one. */
  items: {
    expected: 'a list of at least one item',
    test: (value) => Array.isArray(value) && value.length > 0 && value.every(rules.object.test),
  } as Rule<readonly PurchaseItem[]>,
  /** ISO 639-1. Default: plenigo's own. */
  language: rules.language,
  /** Sell it also to who has it. Default false. */
  allowMultiplePurchases: rules.boolean,
  /** Kept with the order: `affiliateId` of at most 100 characters, `sourceId` of at most 500, and what else plenigo takes. */
  additionalData: rules.object as Rule<Readonly<Record<string, unknown>>>,
};

/** A purchase to prepare. */
export interface Purchase extends Fields<typeof purchaseRules, 'customerId' | 'customerIpAddress' | 'items'> {}
