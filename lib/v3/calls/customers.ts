/** The calls about a customer: make, find, change. */

import { argument, checkFields, checkValue, type Rules, refuse, rules } from '../../check.js';
import { ownField, textField } from '../../transport/answer.js';
import type { ApiRequest } from '../../transport/request.js';
import { errorCodeOf } from '../error-codes.js';
import { customerIdRule, customerSegment, upTo } from './rules.js';

/** A customer to make. */
export interface NewCustomer {
  /** At most 100 characters. */
  email: string;
  /** ISO 639-1. Default: the client's `language`. */
  language?: string | undefined;
  /** 1 to 18 digits. Default: plenigo chooses one. */
  customerId?: string | undefined;
  /** The site's own user id, at most 100 characters. Default none. */
  externalSystemId?: string | undefined;
  /** At most 100 characters, like all names. */
  firstName?: string | undefined;
  lastName?: string | undefined;
  /** Where the customer comes from, such as the site's name. */
  registrationSource?: string | undefined;
  /** plenigo writes to the customer. Default false. */
  sendWelcomeMail?: boolean | undefined;
}

/** A customer as plenigo has them; what it leaves out or empty is absent. */
export interface Customer {
  customerId: string;
  externalSystemId?: string;
  email?: string;
  language?: string;
  firstName?: string;
  lastName?: string;
  /** Such as `ACTIVATED` or `BLOCKED`. */
  status?: string;
}

/** How a customer is named: by one of these. */
export type CustomerQuery = { customerId: string } | { externalSystemId: string } | { email: string };

const newCustomerRules: Rules<NewCustomer> = {
  email: rules.email,
  language: rules.language,
  customerId: customerIdRule,
  externalSystemId: upTo(100),
  firstName: upTo(100),
  lastName: upTo(100),
  registrationSource: upTo(100),
  sendWelcomeMail: rules.boolean,
};

const queryRules: Rules<{ customerId?: string; externalSystemId?: string; email?: string }> = {
  customerId: customerIdRule,
  externalSystemId: upTo(100),
  email: rules.email,
};

/** Also tells with which status, for complaints about what is in it. @throws PlenigoArgumentError `invalid-argument`. */
export function createCustomerRequest(
  input: NewCustomer,
  language: string,
): ApiRequest<{ customer: Customer; status: number }> {
  const subject = argument('createCustomer');
  const fields = checkFields(input, { rules: newCustomerRules, subject, required: ['email'] });
  return {
    call: 'createCustomer',
    method: 'POST',
    path: '/customers',
    body: { language, ...fields },
    // The second time it is a 208, or a conflict with oneself that a look-up resolves.
    repeatable: true,
    parse: (json, status) => {
      const customer = customerOf(json);
      return customer && { customer, status };
    },
  };
}

/**
 * Nobody is `null`. By an external id, only the two ids may be known.
 * @throws PlenigoArgumentError `invalid-argument`.
 */
export function findCustomerRequest(query: CustomerQuery): ApiRequest<Customer | null> {
  const subject = argument('customer');
  const fields = checkFields<Parameters<typeof queryPath>[0]>(query, { rules: queryRules, subject });
  if (Object.keys(fields).length !== 1) {
    refuse(subject, 'customer: expected one of { customerId }, { externalSystemId } and { email }');
  }
  const { externalSystemId, email } = fields;
  const isMeant = (customer: Customer) =>
    (email === undefined || isSameEmail(customer.email, email)) &&
    (externalSystemId === undefined || customer.externalSystemId === externalSystemId);
  return lookUp(queryPath(fields), (json) => {
    const items = ownField(json, 'items');
    if (Array.isArray(items) || (isObject(json) && email !== undefined && items === undefined)) {
      const found = (Array.isArray(items) ? items : []).flatMap((item) => customerOf(item) ?? []).filter(isMeant);
      // Of several nobody can say which is meant.
      return found.length === 1 ? found[0] : null;
    }
    const customer = customerOf(json);
    return customer && externalSystemId !== undefined ? { ...customer, externalSystemId } : customer;
  });
}

const isObject = (json: unknown): json is object => typeof json === 'object' && json !== null && !Array.isArray(json);

function queryPath(query: { customerId?: string; externalSystemId?: string; email?: string }): string {
  const { customerId, externalSystemId, email } = query;
  if (customerId !== undefined) return `/customers/${customerId}`;
  if (email !== undefined) return `/customers?email=${encodeURIComponent(email)}`;
  return externalIdPath(externalSystemId ?? '');
}

/** Unproven: how plenigo reads an id with a percent-encoded `/` or `%`, or a dot segment, in a path; such an id goes into the query. */
function externalIdPath(externalSystemId: string): string {
  const segment = encodeURIComponent(externalSystemId);
  return /%2F|%5C|%25|^\.+$/i.test(segment)
    ? `/customers?externalSystemId=${segment}`
    : `/customers/customerIdByExternalSystemId/${segment}`;
}

function lookUp<Result>(path: string, read: (json: unknown) => Result | undefined): ApiRequest<Result | null> {
  return {
    call: 'findCustomer',
    method: 'GET',
    path,
    repeatable: true,
    answers: [404],
    parse: (json, status) => {
      if (status !== 404) return read(json);
      // Anything else may be the word of a proxy, or of another address.
      return [20404, 99404].includes(errorCodeOf(json) ?? 0) ? null : undefined;
    },
  };
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

/** A customer with what a PUT must send back. @throws PlenigoArgumentError `invalid-argument`. */
export function readCustomerRequest(customerId: string): ApiRequest<{ customer: Customer; base: object } | null> {
  return lookUp(`/customers/${customerSegment(customerId)}`, (json) => {
    const customer = customerOf(json);
    // Unproven: whether a PUT leaves alone what it does not name. So all is sent back, but nothing empty.
    const set = baseFields.map((name) => [name, ownField(json, name)] as const);
    const base = Object.fromEntries(set.filter(([, value]) => value !== undefined && value !== null && value !== ''));
    return customer && { customer, base };
  });
}

/** @throws PlenigoArgumentError `invalid-argument`. */
export function updateCustomerRequest(customerId: string, body: object): ApiRequest<Customer> {
  return {
    call: 'updateCustomer',
    method: 'PUT',
    path: `/customers/${customerSegment(customerId)}`,
    body,
    repeatable: true,
    parse: customerOf,
  };
}

/** @throws PlenigoArgumentError `invalid-argument`. */
export function changeEmailRequest(customerId: string, email: string): ApiRequest<true> {
  const segment = customerSegment(customerId);
  checkValue(email, { rule: rules.email, subject: argument('email') });
  return {
    call: 'changeEmail',
    method: 'PUT',
    path: `/customers/${segment}/email`,
    body: { email },
    repeatable: true,
    parse: (json) => {
      // Unproven: whether the answer is the customer or a list with them.
      const items = ownField(json, 'items');
      const told = textField(Array.isArray(items) ? items[0] : json, 'email');
      return told === undefined || isSameEmail(told, email) || undefined;
    },
  };
}

/** Undefined without an id: that is no customer. */
function customerOf(json: unknown): Customer | undefined {
  const customerId = textField(json, 'customerId');
  if (customerId === undefined || !customerIdRule.test(customerId)) return undefined;
  const customer: Customer = { customerId };
  for (const name of ['externalSystemId', 'email', 'language', 'firstName', 'lastName', 'status'] as const) {
    const value = textField(json, name);
    if (value !== undefined) customer[name] = value;
  }
  return customer;
}

const lowerAscii = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * Whether both are one address. plenigo may change the case; but only that of plain letters counts: a Kelvin sign
 * becomes a k as well, and is somebody else's address.
 */
export function isSameEmail(a: string | undefined, b: string): boolean {
  return a !== undefined && lowerAscii(a) === lowerAscii(b);
}
