/** Access rights of API v3: what a page asks for, and what an answer says of a customer. */

import { matching, oneOrMore } from '../base/check.js';
import type { Purchases } from '../platform/purchases.js';
import { listField, ownField, textField, textFields } from '../transport/answer.js';

export const accessRightRule = matching('an access right: 2 to 30 letters, digits or "-"', /^[a-zA-Z0-9-]{2,30}$/);

export const accessRightsRule = oneOrMore(`${accessRightRule.expected}; or a list of them`, accessRightRule);

/** One access right that a customer was given. */
export interface AccessRight {
  accessRightUniqueId: string;
  lifeTimeStart?: Date;
  lifeTimeEnd?: Date;
  blocked: boolean;
  /** Such as `SUBSCRIPTION` or `SINGLE_PRODUCT`. */
  itemType?: string;
}

/** All that a customer was given; it does not say what they may read now, `hasAccess` does. */
export interface AccessRights {
  customerBlocked: boolean;
  items: AccessRight[];
}

/** What an answer about these rights grants. */
export function grantedBy(json: unknown, asked: readonly string[]): Purchases {
  // Unproven: whether a blocked customer is granted anything.
  const bought = ownField(json, 'accessGranted') === true && !ownField(json, 'customerBlocked');
  const products = listField(json).flatMap((item) => {
    const productId = textField(item, 'accessRightUniqueId');
    if (productId === undefined || !asked.includes(productId) || ownField(item, 'accessGranted') !== true) return [];
    // Unproven: what maxCacheDate is for. By its name nobody remembers the item for longer.
    const ends = ['lifeTimeEnd', 'maxCacheDate'].flatMap((name) => dateField(item, name)?.getTime() ?? []);
    return [ends.length === 0 ? { productId } : { productId, until: new Date(Math.min(...ends)) }];
  });
  return { bought, products: bought ? products : [] };
}

/** All that an answer lists. */
export function rightsIn(json: unknown): AccessRights {
  const items = listField(json).flatMap((item): AccessRight[] => {
    const accessRightUniqueId = textField(item, 'accessRightUniqueId');
    // Nobody could say what it opens.
    if (accessRightUniqueId === undefined) return [];
    const right: AccessRight = { accessRightUniqueId, blocked: Boolean(ownField(item, 'blocked')) };
    for (const name of ['lifeTimeStart', 'lifeTimeEnd'] as const) {
      const date = dateField(item, name);
      if (date !== undefined) right[name] = date;
    }
    return [{ ...right, ...textFields(item, ['itemType']) }];
  });
  return { customerBlocked: Boolean(ownField(json, 'customerBlocked')), items };
}

function dateField(item: unknown, name: string): Date | undefined {
  const date = new Date(textField(item, name) ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
