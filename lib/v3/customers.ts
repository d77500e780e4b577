/** Customers of API v3: how a site describes and names them, and how an answer does. */

import { argument, checkFields, checkValue, type Fields, matching, refuse, rules, upTo } from '../base/check.js';
import { isAnswer, listField, ownField, textField, textFields } from '../transport/answer.js';
import type { ApiRequest } from '../transport/request.js';
import { unknownCustomer } from './error-codes.js';

const customerFields = ['externalSystemId', 'email', 'language', 'firstName', 'lastName', 'status'] as const;

/** A customer as plenigo has them; what it leaves out or empty is absent. `status` is such as `ACTIVATED` or `BLOCKED`. */
export interface Customer extends Partial<Record<(typeof customerFields)[number], string>> {
  customerId: string;
}

/** How a customer is named: by one of these. */
export type CustomerQuery = { customerId: string } | { externalSystemId: string } | { email: string };

export const customerIdRule = matching('1 to 18 digits', /^\d{1,18}$/);

export const newCustomerRules = {
  /** At most 100 characters. */
  email: rules.email,
  /** ISO 639-1. Default: the client's `language`. */
  language: rules.language,
  /** 1 to 18 digits. Default: plenigo chooses one. */
  customerId: customerIdRule,
  /** The site's own user id, at most 100 characters. Default none. */
  externalSystemId: upTo(100),
  /** At most 100 characters, like all names. */
  firstName: upTo(100),
  lastName: upTo(100),
  /** Where the customer comes from, such as the site's name. */
  registrationSource: upTo(100),
  /** plenigo writes to the customer. Default false. */
  sendWelcomeMail: rules.boolean,
};

/** A customer to make. */
export interface NewCustomer extends Fields<typeof newCustomerRules, 'email'> {}

const queryRules = { customerId: customerIdRule, externalSystemId: upTo(100), email: rules.email };

/** The segment of a path that names the customer. */
export function segmentOf(customerId: string): string {
  checkValue(customerId, { rule: customerIdRule, subject: argument('customerId') });
  return customerId;
}

/** Of a customer; `null`: plenigo knows no such customer. */
export function lookUp<Result>(
  call: string,
  path: string,
  read: (json: unknown) => Result | undefined,
): ApiRequest<Result | null> {
  const parse = (json: unknown, status: number) => (status === 404 ? unknownCustomer(json) : read(json));
  return { call, method: 'GET', path, repeatable: true, answers: [404], parse };
}

/** Nobody is `null`. By an external id, only the two ids may be known. */
export function findCustomerRequest(query: CustomerQuery): ApiRequest<Customer | null> {
  const subject = argument('customer');
  const fields = checkFields(query, { rules: queryRules, subject });
  if (Object.keys(fields).length !== 1) {
    refuse(subject, 'customer: expected one of { customerId }, { externalSystemId } and { email }');
  }
  const { customerId, externalSystemId = '', email } = fields;
  if (customerId !== undefined) {
    return lookUp('getCustomer', `/customers/${customerId}`, (json) => customerOf(json, customerId));
  }
  if (email !== undefined) {
    return search(`email=${encodeURIComponent(email)}`, (customer) => isSameEmail(customer.email, email));
  }
  const segment = encodeURIComponent(externalSystemId);
  // Unproven: how plenigo reads a percent-encoded `/` or `%`, or a dot segment, in a path. In a query they are safe.
  if (/%2F|%5C|%25|^\.+$/i.test(segment)) {
    return search(`externalSystemId=${segment}`, (customer) => customer.externalSystemId === externalSystemId);
  }
  return lookUp('customerIdByExternalSystemId', `/customers/customerIdByExternalSystemId/${segment}`, (json) => {
    const customer = customerOf(json);
    // Asked for by the external id, plenigo answers nothing but its own.
    return customer && { ...customer, externalSystemId };
  });
}

/** The one that is meant of a list, which may be absent; of several nobody can say which. */
function search(query: string, isMeant: (customer: Customer) => boolean): ApiRequest<Customer | null> {
  return lookUp('searchCustomers', `/customers?${query}`, (json) => {
    if (!isAnswer(json) || !Array.isArray(ownField(json, 'items') ?? [])) return undefined;
    // Unproven: whether the search is exact.
    const found = listField(json)
      .flatMap((item) => customerOf(item) ?? [])
      .filter(isMeant);
    return found.length === 1 ? found[0] : null;
  });
}

/** What a PUT must hold of a customer: all of it that is set. */
const baseFields = [
  'email',
  'language',
  'salutation',
  'username',
  'firstName',
  'lastName',
  'invoiceEmail',
  'mobileNumber',
  'birthday',
  'miscellaneousData',
] as const;

/** What a PUT of the customer must send back along. */
export function baseOf(json: unknown): object {
  // Unproven: whether a PUT leaves alone what it does not name. So all is sent back, but nothing empty.
  const set = baseFields.map((name) => [name, ownField(json, name)] as const);
  return Object.fromEntries(set.filter(([, value]) => value !== undefined && value !== null && value !== ''));
}

/** Undefined without an id, which is no customer, and for another than was asked for. */
export function customerOf(json: unknown, asked?: string): Customer | undefined {
  const customerId = textField(json, 'customerId');
  if (customerId === undefined || !customerIdRule.test(customerId)) return undefined;
  if (asked !== undefined && customerId !== asked) return undefined;
  return { customerId, ...textFields(json, customerFields) };
}

const lowerAscii = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * Whether both are one address. plenigo may change the case; but only that of plain letters counts: a Kelvin sign
 * becomes a k as well, and is somebody else's address.
 */
export function isSameEmail(a: string | undefined, b: string): boolean {
  return a !== undefined && lowerAscii(a) === lowerAscii(b);
}
