/** The one place that knows what a status means at one call of API v2 alone (source: plenigo's error table). */

import type { PlenigoErrorCode } from '../base/errors.js';

const meanings: ReadonlyMap<string, PlenigoErrorCode> = new Map([
  ['registerUser 403', 'closed-user-group-missing'],
  ['registerUser 409', 'email-exists'],
  ['createLoginToken 403', 'closed-user-group-missing'],
  ['createLoginToken 404', 'customer-not-found'],
  ['changeEmail 403', 'closed-user-group-missing'],
  ['changeEmail 404', 'customer-not-found'],
  ['changeEmail 409', 'email-exists'],
  ['changeAddress 404', 'customer-not-found'],
  ['grantAccess 404', 'customer-not-found'],
  ['removeAccess 404', 'customer-not-found'],
  ['subscriptions 404', 'customer-not-found'],
  ['orders 404', 'customer-not-found'],
  // Of what it does not know, the customer, the product or the code, plenigo does not say which.
  ['orderFreeProduct 404', 'invalid-parameters'],
  ['redeemVoucher 404', 'invalid-parameters'],
  ['orderFreeProduct 412', 'not-free'],
  ['redeemVoucher 412', 'not-free'],
  ['importCustomerAccess 404', 'customer-not-found'],
  ['addExternalCustomerId 404', 'customer-not-found'],
  ['addExternalCustomerId 409', 'external-id-conflict'],
]);

export function findErrorCode({ call }: { call: string }, { status, isHtml }: { status: number; isHtml: boolean }) {
  // A page of HTML comes from a proxy or another server: plenigo may know the customer all the same.
  return status === 404 && isHtml ? undefined : meanings.get(`${call} ${status}`);
}
