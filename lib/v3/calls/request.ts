/** What calls of API v3 have in common: how they name things, and how they look something up. */

import { argument, checkValue, matching } from '../../check.js';
import type { ApiRequest } from '../../transport/request.js';
import { unknownCustomer } from '../error-codes.js';
import type { CallName } from '../wire.js';

export const customerIdRule = matching('1 to 18 digits', /^\d{1,18}$/);
export const accessRightRule = matching('2 to 30 letters, digits or "-"', /^[a-zA-Z0-9-]{2,30}$/);

/** The segment of a path that names the customer. */
export function customerSegment(customerId: string): string {
  checkValue(customerId, { rule: customerIdRule, subject: argument('customerId') });
  return customerId;
}

/** Of a customer; `null`: plenigo knows no such customer. */
export function lookUp<Result>(
  call: CallName,
  path: string,
  read: (json: unknown) => Result | undefined,
): ApiRequest<Result | null> {
  const parse = (json: unknown, status: number) => (status === 404 ? unknownCustomer(json) : read(json));
  return { call, method: 'GET', path, repeatable: true, answers: [404], parse };
}
