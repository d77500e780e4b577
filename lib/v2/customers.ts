/** Customers of API v2: how a site names and describes them. */

import { argument, checkFields, type Fields, refuse } from '../base/check.js';
import { createRule, matching, rules } from '../base/rules.js';
import type { Credential } from '../platform/sale.js';

/** A customer, by plenigo's own id or by the site's. */
export type CustomerRef =
  | { customerId: string; externalUserId?: undefined }
  | { externalUserId: string; customerId?: undefined };

const nameRules = { customerId: rules.userId, externalUserId: rules.userId };

export function checkCustomer(customer: CustomerRef) {
  const subject = argument('customer');
  const { customerId, externalUserId } = checkFields(customer, { rules: nameRules, subject });
  const [id, another] = [customerId, externalUserId].filter((each) => each !== undefined);
  const isOne = id !== undefined && another === undefined;
  if (!isOne) refuse(subject, 'customer: expected { customerId } or { externalUserId }: name it by one, not by both');
  // URL parsers resolve dot segments even when they are percent-encoded, so such an id would reach another endpoint.
  if (/^\.{1,2}$/.test(id)) refuse(subject, 'customer: "." and ".." cannot be part of a URL, so they cannot be ids');
  return { id, useExternalCustomerId: customerId === undefined };
}

/** Whoever holds it is logged in as the customer, once, until it expires: five minutes after it was asked for. */
export type LoginToken = Credential;

export const newCustomerRules = {
  email: rules.email,
  /** ISO 639-1. Default: the client's `language`. */
  language: rules.language,
  /** The site's own user id. Default none. */
  externalUserId: rules.userId,
  firstName: rules.text,
  /** The family name. */
  lastName: rules.text,
  /** plenigo mails the customer a one-time password. Default false. */
  withPasswordReset: rules.boolean,
  /**
   * Whether an address that a customer has is the error `email-exists`. Default true, unlike plenigo's own. `false`
   * answers that customer's id, which opens their account: only for verified addresses.
   */
  failByExistingEmail: rules.boolean,
};

/** A user to register. */
export interface RegisterUserInput extends Fields<typeof newCustomerRules, 'email'> {}

/** No rule here lets a complaint repeat a value, because all of them are personal. */
export const addressRules = {
  gender: createRule<'MALE' | 'FEMALE'>('MALE or FEMALE', (value) => value === 'MALE' || value === 'FEMALE'),
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
  /** ISO 3166-1 alpha-2, in capital letters; plenigo decides which countries there are. Required with any of the optional fields. */
  country: matching('a country of two capital letters (ISO 3166-1 alpha-2), such as "DE"', /^[A-Z]{2}$/),
};

/** The fields that every address has; one with more than these needs the country as well. */
export const addressNeeds = ['gender', 'firstName', 'lastName'] as const;

/** A customer's name and address. All texts are at least one character long; what is unknown is left out. */
export interface CustomerAddress extends Fields<typeof addressRules, (typeof addressNeeds)[number]> {}
