/** The one place that knows which status of which call means what (source: plenigo's error table). */

import type { PlenigoErrorCode } from '../errors.js';
import type { CallName } from './wire.js';

const codes = new Map<`${CallName} ${number}` | number, PlenigoErrorCode>([
  [400, 'invalid-parameters'],
  [401, 'invalid-credentials'],
  [402, 'module-missing'],
  [403, 'forbidden'],
  [423, 'registration-locked'],
  [429, 'rate-limited'],
  [500, 'server-error'],
  [502, 'bad-gateway'],
  [503, 'service-unavailable'],
  [504, 'gateway-timeout'],
  // Where the status has another meaning for one call.
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

export function codeForStatus(call: string, status: number): PlenigoErrorCode {
  return codes.get(`${call as CallName} ${status}`) ?? codes.get(status) ?? 'unexpected-status';
}
