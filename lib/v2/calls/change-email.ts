/** The call that tells plenigo a customer's new e-mail address. */

import { checkValue, rules } from '../../check.js';
import type { ApiRequest } from '../../transport/request.js';
import { argument, type CustomerRef, customerId, done, pathSegment } from './request.js';

/** @throws PlenigoArgumentError `invalid-argument`. */
export function changeEmailRequest(customer: CustomerRef, email: string): ApiRequest<true> {
  const { id, external } = customerId(customer);
  checkValue(email, { rule: rules.email, subject: argument('email') });
  return {
    call: 'changeEmail',
    method: 'PUT',
    path: `/api/v2/externalUser/${pathSegment(id, argument('customer'))}/changeEmail?useExternalCustomerId=${external}`,
    body: { email },
    repeatable: true,
    parse: done,
  };
}
