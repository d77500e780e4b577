/** The call that links a plenigo customer, who has no external user id yet, to a user of the site. */

import { checkValue, rules } from '../../check.js';
import type { ApiRequest } from '../../transport/request.js';
import { argument, done, pathSegment } from './request.js';

/** @throws PlenigoArgumentError `invalid-argument`. */
export function addExternalCustomerIdRequest(customerId: string, externalUserId: string): ApiRequest<true> {
  checkValue(externalUserId, { rule: rules.text, subject: argument('externalUserId') });
  return {
    call: 'addExternalCustomerId',
    method: 'PUT',
    path: `/api/v2/externalUser/${pathSegment(customerId, argument('customerId'))}/addExternalUserId`,
    body: { externalUserId },
    // The second time the customer has an id, and plenigo refuses.
    repeatable: false,
    parse: done,
  };
}
