/** The call that tells plenigo a customer's name and postal address. */

import { argument, checkFields, type Fields, type Rule, refuse, rules } from '../../check.js';
import { done } from '../../transport/answer.js';
import type { ApiRequest } from '../../transport/request.js';
import { countries } from './countries.js';
import { type CustomerRef, customerSegment } from './request.js';

// No rule shows a value: all of them are personal.
const addressRules = {
  gender: {
    expected: 'MALE or FEMALE',
    test: (value) => value === 'MALE' || value === 'FEMALE',
  } as Rule<'MALE' | 'FEMALE'>,
  firstName: rules.text,
  /** The family name. */
  lastName: rules.text,
  company: rules.text,
  additionalCompanyInfo: rules.text,
  /** Street and number. */
  street: rules.text,
  additionalAddressInfo: rules.text,
  postCode: rules.text,
  city: rules.text,
  state: rules.text,
  /** ISO 3166-1 alpha-2, in capital letters. Required with any of the optional fields. */
  country: {
    expected: 'a country of two capital letters (ISO 3166-1), such as "DE"',
    test: (value) => countries.has(value),
  } as Rule<string>,
};

/** Without these three an address is none; with more of it, the country is needed, too. */
const ALWAYS = ['gender', 'firstName', 'lastName'] as const;

/** A customer's name and address. All texts are at least one character long; what is unknown is left out. */
export interface CustomerAddress extends Fields<typeof addressRules, (typeof ALWAYS)[number]> {}

export function changeAddressRequest(customer: CustomerRef, address: CustomerAddress): ApiRequest<true> {
  const { segment, flag } = customerSegment(customer);
  const subject = argument('address');
  const fields = checkFields(address, { rules: addressRules, subject, required: ALWAYS });
  if (fields.country === undefined && Object.keys(fields).length > ALWAYS.length) {
    refuse(subject, `address.country is missing, expected ${addressRules.country.expected}`);
  }
  const { lastName: name, ...rest } = fields;
  return {
    call: 'changeAddress',
    method: 'PUT',
    path: `/api/v2/user/${segment}/address?${flag}`,
    body: { ...rest, name },
    repeatable: true,
    parse: done,
  };
}
