/** The one place that knows what a status means at some calls of API v2 alone (source: plenigo's error table). */

import type { PlenigoErrorCode } from '../base/errors.js';
import type { Api } from '../transport/send.js';

const meanings: readonly (readonly [status: number, code: PlenigoErrorCode, calls: string])[] = [
  [403, 'closed-user-group-missing', 'registerUser createLoginToken changeEmail'],
  [404, 'customer-not-found', 'createLoginToken changeEmail changeAddress importCustomerAccess addExternalCustomerId'],
  [404, 'customer-not-found', 'grantAccess removeAccess subscriptions orders'],
  // Of what it does not know, the customer, the product or the code, plenigo does not say which; nor of a code that is used.
  [404, 'invalid-parameters', 'orderFreeProduct'],
  [400, 'voucher-unknown', 'redeemVoucher'],
  [404, 'voucher-unknown', 'redeemVoucher'],
  [409, 'email-exists', 'registerUser changeEmail'],
  [409, 'external-id-conflict', 'addExternalCustomerId'],
  [412, 'not-free', 'orderFreeProduct redeemVoucher'],
];

export const findErrorCode: Api['findErrorCode'] = (call, { status, isHtml }) => {
  // A page of HTML comes from a proxy or another server: plenigo may know the customer all the same.
  if (status === 404 && isHtml) return undefined;
  return meanings.find(([at, , calls]) => at === status && calls.split(' ').includes(call))?.[1];
};
