/** The call that gives a customer up to four more access ids. */

import { refuse, rules } from '../../check.js';
import type { ApiRequest } from '../../transport/request.js';
import { argument, type CustomerRef, customerId, done } from './request.js';

/** plenigo's own spelling of the fields, one for each id. */
const FIELDS = [
  'yourFirstIdentifier',
  'yourSecondIdentifier',
  'yourThirdIdentifier',
  'yourForthIdentifier',
] as const;

/** @throws PlenigoArgumentError `invalid-argument` unless there are one to four ids. */
export function importCustomerAccessRequest(customer: CustomerRef, ids: readonly string[]): ApiRequest<true> {
  const { id, external } = customerId(customer);
  const subject = argument('ids');
  if (!Array.isArray(ids) || ids.length < 1 || ids.length > FIELDS.length || !ids.every(rules.text.test)) {
    refuse(subject, 'ids: expected a list of one to four strings that are not empty');
  }
  const body: Record<string, unknown> = { customerId: id, useExternalCustomerId: external };
  for (const [index, field] of FIELDS.entries()) {
    const value = ids[index];
    if (value !== undefined) body[field] = value;
  }
  return {
    call: 'importCustomerAccess',
    method: 'POST',
    path: '/api/v2/import/customerAccess',
    body,
    // Whether the same ids may be imported twice is documented nowhere, so they are sent once.
    repeatable: false,
    parse: done,
  };
}
