/** What a customer of API v3 may read: the rules for access rights, and what plenigo's answers tell of them. */

import { matching, oneOrMore } from '../base/rules.js';
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

/** What an answer says of the rights that were asked for. */
export function readPurchases(json: unknown, asked: readonly string[]): Purchases {
  // Unproven: whether a blocked customer is granted anything.
  const bought = ownField(json, 'accessGranted') === true && !ownField(json, 'customerBlocked');
  const products = listField(json).flatMap((item) => {
    const productId = textField(item, 'accessRightUniqueId');
    if (productId === undefined || !asked.includes(productId) || ownField(item, 'accessGranted') !== true) return [];
    // Unproven: what maxCacheDate is for. By its name nobody remembers the item for longer.
    const ends = ['lifeTimeEnd', 'maxCacheDate'].flatMap((name) => readDate(item, name)?.getTime() ?? []);
    return [ends.length === 0 ? { productId } : { productId, until: new Date(Math.min(...ends)) }];
  });
  return { bought, products: bought ? products : [] };
}

export function readAccessRights(json: unknown): AccessRights {
  return { customerBlocked: Boolean(ownField(json, 'customerBlocked')), items: listField(json).flatMap(readRight) };
}

/** Nothing for an item without an id, because nobody could say what it opens. */
function readRight(item: unknown): AccessRight[] {
  const accessRightUniqueId = textField(item, 'accessRightUniqueId');
  if (accessRightUniqueId === undefined) return [];
  const [lifeTimeStart, lifeTimeEnd] = [readDate(item, 'lifeTimeStart'), readDate(item, 'lifeTimeEnd')];
  const times = { ...(lifeTimeStart && { lifeTimeStart }), ...(lifeTimeEnd && { lifeTimeEnd }) };
  const blocked = Boolean(ownField(item, 'blocked'));
  return [{ accessRightUniqueId, blocked, ...times, ...textFields(item, ['itemType']) }];
}

function readDate(item: unknown, name: string): Date | undefined {
  const date = new Date(textField(item, name) ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
