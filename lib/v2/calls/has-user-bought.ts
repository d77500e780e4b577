/** The call that asks whether a customer has bought a product. */

import { checkValue, rules } from '../../check.js';
import type { ApiRequest } from '../../transport/request.js';
import { argument, type CustomerRef, customerId, done } from './request.js';

/** @throws PlenigoArgumentError `invalid-argument`. */
export function hasUserBoughtRequest(
  customer: CustomerRef,
  { productId, testMode }: { productId: string; testMode: boolean },
): ApiRequest<boolean> {
  const { id, external } = customerId(customer);
  checkValue(productId, { rule: rules.productId, subject: argument('productId') });
  return {
    call: 'hasUserBought',
    method: 'GET',
    path: `/api/v2/user/product?customerId=${encodeURIComponent(id)}&productId=${encodeURIComponent(productId)}&testMode=${testMode}&useExternalCustomerId=${external}`,
    repeatable: true,
    parse: done,
    answers: { 403: false },
  };
}
