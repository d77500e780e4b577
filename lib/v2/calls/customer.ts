/** The small calls about one customer: a login token, a new e-mail address, more access ids, a link to a user of the site. */

import { argument, checkValue, refuse, rules } from '../../check.js';
import type { Credential } from '../../platform.js';
import { done, textField } from '../../transport/answer.js';
import type { ApiRequest } from '../../transport/request.js';
import { type CustomerRef, customerId, customerSegment } from './request.js';

/** Whoever holds it is logged in as the customer, once, until it expires: five minutes after it was asked for. */
export type LoginToken = Credential;

const LIFETIME_MS = 5 * 60 * 1000;

export function createLoginTokenRequest(customer: CustomerRef): ApiRequest<LoginToken> {
  const { segment, flag } = customerSegment(customer);
  // Counted from before the request: rather a second too early than a token that is dead already.
  const expiresAt = new Date(Date.now() + LIFETIME_MS);
  return {
    call: 'createLoginToken',
    method: 'POST',
    path: `/api/v2/externalUser/${segment}/createLoginToken?${flag}`,
    // A token that got lost expires unused.
    repeatable: true,
    parse: (json) => {
      const token = textField(json, 'loginToken');
      return token === undefined ? undefined : { token, expiresAt };
    },
  };
}

export function changeEmailRequest(customer: CustomerRef, email: string): ApiRequest<true> {
  const { segment, flag } = customerSegment(customer);
  checkValue(email, { rule: rules.email, subject: argument('email') });
  return {
    call: 'changeEmail',
    method: 'PUT',
    path: `/api/v2/externalUser/${segment}/changeEmail?${flag}`,
    body: { email },
    repeatable: true,
    parse: done,
  };
}

export function addExternalCustomerIdRequest(customerId: string, externalUserId: string): ApiRequest<true> {
  checkValue(externalUserId, { rule: rules.text, subject: argument('externalUserId') });
  return {
    call: 'addExternalCustomerId',
    method: 'PUT',
    path: `/api/v2/externalUser/${customerSegment({ customerId }).segment}/addExternalUserId`,
    body: { externalUserId },
    // The second time the customer has an id, and plenigo refuses.
    repeatable: false,
    parse: done,
  };
}

/** plenigo's own spelling of the fields, one for each access id. */
const FIELDS = ['yourFirstIdentifier', 'yourSecondIdentifier', 'yourThirdIdentifier', 'yourForthIdentifier'];

/** @throws PlenigoArgumentError `invalid-argument` unless there are one to four ids. */
export function importCustomerAccessRequest(customer: CustomerRef, ids: readonly string[]): ApiRequest<true> {
  const { id, external } = customerId(customer);
  if (!Array.isArray(ids) || ids.length < 1 || ids.length > FIELDS.length || !ids.every(rules.text.test)) {
    refuse(argument('ids'), 'ids: expected a list of one to four strings that are not empty');
  }
  const access = Object.fromEntries(FIELDS.slice(0, ids.length).map((field, index) => [field, ids[index]]));
  return {
    call: 'importCustomerAccess',
    method: 'POST',
    path: '/api/v2/import/customerAccess',
    body: { customerId: id, useExternalCustomerId: external, ...access },
    // Whether the same ids may be imported twice is documented nowhere, so they are sent once.
    repeatable: false,
    parse: done,
  };
}
