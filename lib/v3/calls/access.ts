/** The calls about what a customer may read. */

import { argument, checkValue, refuse } from '../../check.js';
import type { Purchases } from '../../platform.js';
import { listField, ownField, textField, textFields } from '../../transport/answer.js';
import type { ApiRequest } from '../../transport/request.js';
import { errorCodeOf, unknownCustomer } from '../error-codes.js';
import { accessRightRule, customerSegment, lookUp } from './request.js';

const UNKNOWN_RIGHT = 21404;
const NOTHING: Purchases = { bought: false, products: [] };

/** Unproven: how many ids one call takes. */
export const MOST_RIGHTS_A_CALL = 20;

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

/** `null`: plenigo knows no such customer. @throws PlenigoArgumentError `invalid-argument` unless there are one to twenty ids. */
export function hasAccessRequest(customerId: string, ids: readonly string[]): ApiRequest<Purchases | null> {
  const segment = customerSegment(customerId);
  if (ids.length < 1 || ids.length > MOST_RIGHTS_A_CALL) {
    refuse(argument('ids'), `ids: expected 1 to ${MOST_RIGHTS_A_CALL} access rights`);
  }
  for (const id of ids) checkValue(id, { rule: accessRightRule, subject: argument('accessRight') });
  return {
    call: 'hasAccess',
    method: 'GET',
    path: `/accessRights/${segment}/hasAccess?accessRightUniqueIds=${ids.join(',')}`,
    repeatable: true,
    // Unproven: whether an unknown right is a 404 as well; either way nobody has it.
    answers: [404],
    parse(json, status) {
      if (status === 404) return errorCodeOf(json) === UNKNOWN_RIGHT ? NOTHING : unknownCustomer(json);
      // Of somebody else, or of nobody.
      if (ownField(json, 'customerId') !== customerId) return undefined;
      // Unproven: whether a blocked customer is granted anything.
      const bought = ownField(json, 'accessGranted') === true && !ownField(json, 'customerBlocked');
      return { bought, products: bought ? listField(json).flatMap((item) => granted(item, ids)) : [] };
    },
  };
}

export function accessRightsRequest(customerId: string): ApiRequest<AccessRights | null> {
  return lookUp('accessRights', `/accessRights/${customerSegment(customerId)}`, (json) => {
    if (ownField(json, 'customerId') !== customerId) return undefined;
    return { customerBlocked: Boolean(ownField(json, 'customerBlocked')), items: listField(json).flatMap(accessRight) };
  });
}

function granted(item: unknown, asked: readonly string[]): Purchases['products'][number][] {
  const productId = textField(item, 'accessRightUniqueId');
  if (productId === undefined || !asked.includes(productId) || ownField(item, 'accessGranted') !== true) return [];
  // Unproven: what maxCacheDate is for. By its name nobody remembers the item for longer.
  const ends = ['lifeTimeEnd', 'maxCacheDate'].flatMap((name) => dateField(item, name)?.getTime() ?? []);
  return [ends.length === 0 ? { productId } : { productId, until: new Date(Math.min(...ends)) }];
}

/** None without an id: nobody could say what it opens. */
function accessRight(item: unknown): AccessRight[] {
  const accessRightUniqueId = textField(item, 'accessRightUniqueId');
  if (accessRightUniqueId === undefined) return [];
  const right: AccessRight = { accessRightUniqueId, blocked: Boolean(ownField(item, 'blocked')) };
  for (const name of ['lifeTimeStart', 'lifeTimeEnd'] as const) {
    const date = dateField(item, name);
    if (date !== undefined) right[name] = date;
  }
  return [{ ...right, ...textFields(item, ['itemType']) }];
}

function dateField(item: unknown, name: string): Date | undefined {
  const date = new Date(textField(item, name) ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
