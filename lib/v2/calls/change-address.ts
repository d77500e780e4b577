/** The call that tells plenigo a customer's name and postal address. */

import { argument, checkFields, type Rules, refuse, rules } from '../../check.js';
import { done } from '../../transport/answer.js';
import type { ApiRequest } from '../../transport/request.js';
import { countries } from './countries.js';
import { type CustomerRef, customerSegment } from './request.js';

/** A customer's name and address. All texts are at least one character long; what is unknown is left out. */
export interface CustomerAddress {
  gender: 'MALE' | 'FEMALE';
  firstName: string;
  /** The family name. */
  lastName: string;
  company?: string | undefined;
  additionalCompanyInfo?: string | undefined;
  /** Street and number. */
  street?: string | undefined;
  additionalAddressInfo?: string | undefined;
  postCode?: string | undefined;
  city?: string | undefined;
  state?: string | undefined;
  /** ISO 3166-1 alpha-2, in capital letters. Required with any of the optional fields. */
  country?: string | undefined;
}

const genders: ReadonlySet<unknown> = new Set<CustomerAddress['gender']>(['MALE', 'FEMALE']);

// No rule shows a value: all of them are personal.
const addressRules: Rules<CustomerAddress> = {
  gender: { expected: 'MALE or FEMALE', test: (value) => genders.has(value) },
  firstName: rules.text,
  lastName: rules.text,
  company: rules.text,
  additionalCompanyInfo: rules.text,
  street: rules.text,
  additionalAddressInfo: rules.text,
  postCode: rules.text,
  city: rules.text,
  state: rules.text,
  country: {
    expected: 'a country of two capital letters (ISO 3166-1), such as "DE"',
    test: (value) => countries.has(value),
  },
};

/** Without these three an address is none; with more of it, the country is needed, too. */
const ALWAYS = ['gender', 'firstName', 'lastName'] as const;

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
