/** What API v3 takes for its ids and texts. */

import { argument, checkValue, matching } from '../../check.js';

export const customerIdRule = matching('1 to 18 digits', /^\d{1,18}$/);
export const accessRightRule = matching('2 to 30 letters, digits or "-"', /^[a-zA-Z0-9-]{2,30}$/);

/** The segment of a path that names the customer. */
export function customerSegment(customerId: string): string {
  checkValue(customerId, { rule: customerIdRule, subject: argument('customerId') });
  return customerId;
}
