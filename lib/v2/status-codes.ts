/** Which status of which call means what. */

import type { PlenigoErrorCode } from '../errors.js';
import type { CallName } from './wire.js';

const codeOfStatus: Readonly<Record<number, PlenigoErrorCode>> = {
  400: 'invalid-parameters',
  401: 'invalid-credentials',
  402: 'module-missing',
  403: 'forbidden',
  423: 'registration-locked',
  429: 'rate-limited',
  500: 'server-error',
  502: 'bad-gateway',
  503: 'service-unavailable',
  504: 'gateway-timeout',
};

/** Where plenigo's table gives a status another meaning for one call. */
const codeOfCall: Readonly<Record<CallName, Readonly<Record<number, PlenigoErrorCode>>>> = {
  registerUser: { 403: 'closed-user-group-missing', 409: 'email-exists' },
  createLoginToken: { 403: 'closed-user-group-missing', 404: 'customer-not-found' },
  changeEmail: { 403: 'closed-user-group-missing', 404: 'customer-not-found', 409: 'email-exists' },
  importCustomerAccess: { 404: 'customer-not-found' },
  addExternalCustomerId: { 404: 'customer-not-found', 409: 'external-id-conflict' },
  hasUserBought: { 404: 'customer-not-found' },
};

/** The one place that knows which status of which call means what (source: plenigo's error table). */
export function codeForStatus(call: CallName, status: number): PlenigoErrorCode {
  return codeOfCall[call][status] ?? codeOfStatus[status] ?? 'unexpected-status';
}
