/** What API v3 takes for its ids and texts. */

import { argument, checkValue, type Rule, rules } from '../../check.js';

export const matching = (expected: string, pattern: RegExp): Rule => ({
  expected,
  test: (value) => typeof value === 'string' && pattern.test(value),
});

export function upTo(length: number): Rule {
  return {
    expected: `a string of 1 to ${length} characters`,
    test: (value) => rules.text.test(value) && (value as string).length <= length,
  };
}

export const customerIdRule = matching('1 to 18 digits', /^\d{1,18}$/);
export const accessRightRule = matching('2 to 30 letters, digits or "-"', /^[a-zA-Z0-9-]{2,30}$/);

/** The segment of a path that names the customer. */
export function customerSegment(customerId: string): string {
  checkValue(customerId, { rule: customerIdRule, subject: argument('customerId') });
  return customerId;
}
