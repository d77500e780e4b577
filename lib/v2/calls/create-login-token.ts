/** The call that creates a one-time login token for a customer. */

import type { ApiRequest } from '../../transport/request.js';
import { argument, type CustomerRef, customerId, pathSegment, textField } from './request.js';

/** A credential: whoever holds it is logged in as the customer, once, until it expires. */
export interface LoginToken {
  /** As plenigo gave it out. */
  readonly token: string;
  /** Five minutes after it was asked for (plenigo's documentation). */
  readonly expiresAt: Date;
}

const LIFETIME_MS = 5 * 60 * 1000;

/** @throws PlenigoArgumentError `invalid-argument`. */
export function createLoginTokenRequest(customer: CustomerRef): ApiRequest<LoginToken> {
  const { id, external } = customerId(customer);
  // Counted from before the request: rather a second too early than a token that is dead already.
  const expiresAt = new Date(Date.now() + LIFETIME_MS);
  return {
    call: 'createLoginToken',
    method: 'POST',
    path: `/api/v2/externalUser/${pathSegment(id, argument('customer'))}/createLoginToken?useExternalCustomerId=${external}`,
    // A token that got lost expires unused.
    repeatable: true,
    parse: (json) => {
      const token = textField(json, 'loginToken');
      return token === undefined ? undefined : { token, expiresAt };
    },
  };
}
