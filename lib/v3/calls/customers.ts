/** The calls about a customer: make, find, change. */

import { argument, checkFields, checkValue, type Rules, refuse, rules, upTo } from '../../check.js';
import { isAnswer, ownField, textField } from '../../transport/answer.js';
import type { ApiRequest } from '../../transport/request.js';
import { unknownCustomer } from '../error-codes.js';
import type { CallName } from '../wire.js';
import { customerIdRule, customerSegment } from './rules.js';

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

type Query = { [Name in 'customerId' | 'externalSystemId' | 'email']?: string };

const queryRules: Rules<Query> = {
  customerId: customerIdRule,
  externalSystemId: upTo(100),
  email: rules.email,
};

/** Also tells with which status, for complaints about what is in it. */
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

/** Nobody is `null`. By an external id, only the two ids may be known. */
export function findCustomerRequest(query: CustomerQuery): ApiRequest<Customer | null> {
  const subject = argument('customer');
  const fields = checkFields<Query>(query, { rules: queryRules, subject });
  if (Object.keys(fields).length !== 1) {
    refuse(subject, 'customer: expected one of { customerId }, { externalSystemId } and { email }');
  }
  const { externalSystemId, email } = fields;
  const address = addressOf(fields);
  const isMeant = (customer: Customer) =>
    email === undefined ? customer.externalSystemId === externalSystemId : isSameEmail(customer.email, email);
  return lookUp(address, (json) => {
    if (address.call === 'searchCustomers') return onlyOne(json, isMeant);
    const customer = customerOf(json, fields.customerId);
    // Asked for by the external id, plenigo answers nothing but its own.
    return customer && externalSystemId !== undefined ? { ...customer, externalSystemId } : customer;
  });
}

/** The one that is meant of a list, which may be absent; of several nobody can say which. */
function onlyOne(json: unknown, isMeant: (customer: Customer) => boolean): Customer | null | undefined {
  if (!isAnswer(json)) return undefined;
  const items = ownField(json, 'items') ?? [];
  if (!Array.isArray(items)) return undefined;
  // Unproven: whether the search is exact.
  const found = items.flatMap((item) => customerOf(item) ?? []).filter(isMeant);
  return found.length === 1 ? found[0] : null;
}

type Address = Pick<ApiRequest<never>, 'path'> & { readonly call: CallName };

function addressOf({ customerId, externalSystemId = '', email }: Query): Address {
  if (customerId !== undefined) return { call: 'getCustomer', path: `/customers/${customerId}` };
  if (email !== undefined) return { call: 'searchCustomers', path: `/customers?email=${encodeURIComponent(email)}` };
  const segment = encodeURIComponent(externalSystemId);
  // Unproven: how plenigo reads a percent-encoded `/` or `%`, or a dot segment, in a path. In a query they are safe.
  return /%2F|%5C|%25|^\.+$/i.test(segment)
    ? { call: 'searchCustomers', path: `/customers?externalSystemId=${segment}` }
    : { call: 'customerIdByExternalSystemId', path: `/customers/customerIdByExternalSystemId/${segment}` };
}

function lookUp<Result>(address: Address, read: (json: unknown) => Result | undefined): ApiRequest<Result | null> {
  return {
    ...address,
    method: 'GET',
    repeatable: true,
    answers: [404],
    parse: (json, status) => (status === 404 ? unknownCustomer(json) : read(json)),
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

/** A customer with what a PUT must send back. */
export function readCustomerRequest(customerId: string): ApiRequest<{ customer: Customer; base: object } | null> {
  return lookUp(addressOf({ customerId: customerSegment(customerId) }), (json) => {
    const customer = customerOf(json, customerId);
    // Unproven: whether a PUT leaves alone what it does not name. So all is sent back, but nothing empty.
    const set = baseFields.map((name) => [name, ownField(json, name)] as const);
    const base = Object.fromEntries(set.filter(([, value]) => value !== undefined && value !== null && value !== ''));
    return customer && { customer, base };
  });
}

export function updateCustomerRequest(customerId: string, body: object): ApiRequest<Customer> {
  return {
    call: 'updateCustomer',
    method: 'PUT',
    path: `/customers/${customerSegment(customerId)}`,
    body,
    repeatable: true,
    parse: (json) => customerOf(json),
  };
}

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

/** Undefined without an id, which is no customer, and for another than was asked for. */
function customerOf(json: unknown, asked?: string): Customer | undefined {
  const customerId = textField(json, 'customerId');
  if (customerId === undefined || !customerIdRule.test(customerId)) return undefined;
  if (asked !== undefined && customerId !== asked) return undefined;
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
