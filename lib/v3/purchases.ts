/** What a customer of API v3 may read: the rules for access rights, and what plenigo's answers tell of them. */

import { matching, oneOrMore } from '../base/rules.js';
import type { Purchases } from '../platform/purchases.js';
import { isAnswer, listField, ownField, textField } from '../transport/answer.js';
import { createReader, named, type ReadBy, readMoment, readText } from '../transport/fields.js';

export const accessRightRule = matching('an access right: 2 to 30 letters, digits or "-"', /^[a-zA-Z0-9-]{2,30}$/);
export const accessRightsRule = oneOrMore(`${accessRightRule.expected}; or a list of them`, accessRightRule);

const rightFields = {
  ...named(readText, 'accessRightUniqueId', 'itemType', 'itemId', 'productId', 'plenigoOfferId'),
  ...named(readMoment, 'lifeTimeStart', 'lifeTimeEnd'),
  /** Whether this right is taken away for a while. */
  blocked: (value: unknown) => Boolean(value),
};
/** Nobody could say what a right without an id opens. */
const readRight = createReader(rightFields, 'accessRightUniqueId', 'blocked');

/** One access right that a customer was given. `itemType`: such as `SUBSCRIPTION`, or `EXTERNAL` where it was given by hand. */
export interface AccessRight extends ReadBy<typeof readRight> {}

/** All that a customer was given; it does not say what they may read now, `hasAccess` does. */
export interface AccessRights {
  customerBlocked: boolean;
  items: AccessRight[];
}

/** The same, and whose rights they are. */
export interface CustomerRights extends AccessRights {
  customerId: string;
}

/** What an answer says of the rights that were asked for. */
export function readPurchases(json: unknown, asked: readonly string[]): Purchases {
  // Unproven: whether a blocked customer is granted anything.
  const bought = ownField(json, 'accessGranted') === true && !ownField(json, 'customerBlocked');
  const products = listField(json).flatMap((item) => {
    const productId = textField(item, 'accessRightUniqueId');
    if (productId === undefined || !asked.includes(productId) || ownField(item, 'accessGranted') !== true) return [];
    // Unproven: what maxCacheDate is for. By its name nobody remembers the item for longer.
    const ends = ['lifeTimeEnd', 'maxCacheDate'].flatMap((name) => readMoment(ownField(item, name))?.getTime() ?? []);
    return [ends.length === 0 ? { productId } : { productId, until: new Date(Math.min(...ends)) }];
  });
  return { bought, products: bought ? products : [] };
}

export function readAccessRights(json: unknown): AccessRights {
  const items = listField(json).flatMap((item) => readRight(item) ?? []);
  return { customerBlocked: Boolean(ownField(json, 'customerBlocked')), items };
}

export function readCustomerRights(json: unknown): CustomerRights | undefined {
  const customerId = isAnswer(json) ? textField(json, 'customerId') : undefined;
  return customerId === undefined ? undefined : { customerId, ...readAccessRights(json) };
}
