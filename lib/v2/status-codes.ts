/** The one place that knows which status means something else at one call (source: plenigo's error table). */

import type { PlenigoErrorCode } from '../errors.js';

const codes = new Map<string, PlenigoErrorCode>([
  ['registerUser 403', 'closed-user-group-missing'],
  ['registerUser 409', 'email-exists'],
  ['createLoginToken 403', 'closed-user-group-missing'],
  ['createLoginToken 404', 'customer-not-found'],
  ['changeEmail 403', 'closed-user-group-missing'],
  ['changeEmail 404', 'customer-not-found'],
  ['changeEmail 409', 'email-exists'],
  ['importCustomerAccess 404', 'customer-not-found'],
  ['addExternalCustomerId 404', 'customer-not-found'],
  ['addExternalCustomerId 409', 'external-id-conflict'],
  ['changeAddress 404', 'customer-not-found'],
]);

export function codeOf(
  call: string,
  { status, isHtml }: { status: number; isHtml: boolean },
): PlenigoErrorCode | undefined {
  // A page of HTML is somebody else's word: it does not say that plenigo knows no such customer.
  return status === 404 && isHtml ? undefined : codes.get(`${call} ${status}`);
}
