/** Customers of API v3: how a site names and describes them, and how an answer does. */

import { argument, checkArgument, checkFields, type Fields, refuse } from '../base/check.js';
import { idUpTo, matching, rules, upTo } from '../base/rules.js';
import { isAnswer, named, ownField, type ReadBy, type Reader, read } from '../transport/answer.js';
import type { ApiRequest } from '../transport/calls.js';
import { readNoCustomer } from './error-codes.js';

export const customerIdRule = matching('1 to 18 digits', /^\d{1,18}$/);
const nameRules = { customerId: customerIdRule, externalSystemId: idUpTo(100), email: rules.email };

const customerFields = {
  customerId: (value: unknown) => (customerIdRule.test(value) ? String(value) : undefined),
  ...named(read.text, 'externalSystemId', 'email', 'language', 'firstName', 'lastName', 'status'),
};
export const readCustomer = read.object(customerFields, 'customerId');
/** A customer as plenigo has them; what it leaves out or empty is absent. `status` is such as `ACTIVATED` or `BLOCKED`. */
export interface Customer extends ReadBy<typeof readCustomer> {}

/** How a customer is named: by one of these. */
export type CustomerQuery = { customerId: string } | { externalSystemId: string } | { email: string };

/** The id of a customer as one segment of an address: digits need no encoding. */
export const checkId = (customerId: string) => checkArgument('customerId', customerId, customerIdRule);

export const newCustomerRules = {
  /** At most 100 characters. */
  email: rules.email,
  /** ISO 639-1. Default: the client's `language`. */
  language: rules.language,
  /** 1 to 18 digits. Default: plenigo chooses one. */
  customerId: customerIdRule,
  /** The site's own user id, at most 100 characters. Default none. */
  externalSystemId: idUpTo(100),
  /** At most 100 characters, like all names. */
  firstName: upTo(100),
  /** The family name. */
  lastName: upTo(100),
  /** Where the customer comes from, such as the site's name. */
  registrationSource: upTo(100),
  /** plenigo writes to the customer. Default false. */
  sendWelcomeMail: rules.boolean,
};

/** A customer to make. */
export interface NewCustomer extends Fields<typeof newCustomerRules, 'email'> {}

/** A question about one customer, whose id the answer must hold if one is `asked` for; `null` if plenigo knows no such customer. */
export function createLookUp<Result>(call: string, path: string, reader: Reader<Result>, asked?: string) {
  const parse = (json: unknown, status: number) => {
    if (status === 404) return readNoCustomer(json);
    return asked === undefined || ownField(json, 'customerId') === asked ? reader(json) : undefined;
  };
  return { call, about: path, path, answers: [404], parse };
}

/** The request that finds a customer by whatever names them. Of one found by an external id, only the two ids may be known. */
export function createSearch(query: CustomerQuery): ApiRequest<Customer | null> {
  const subject = argument('customer');
  const fields = checkFields(query, { rules: nameRules, subject });
  const isOne = Object.keys(fields).length === 1;
  if (!isOne) refuse(subject, 'customer: expected one of { customerId }, { externalSystemId } and { email }');
  const { customerId: asked, externalSystemId = '', email } = fields;
  if (asked !== undefined) return createLookUp('getCustomer', `/customers/${asked}`, readCustomer, asked);
  if (email !== undefined) {
    const search = searchList(`email=${encodeURIComponent(email)}`, (found) => isSameEmail(found.email, email));
    // One reader may come with many addresses, so for the circuit breaker all these searches are one reader's.
    return { ...search, about: 'searches by address' };
  }
  const segment = encodeURIComponent(externalSystemId);
  // Unproven: how plenigo reads a percent-encoded `/` or `%`, or a dot segment, in a path. In a query they are safe.
  if (/%2F|%5C|%25|^\.+$/i.test(segment)) {
    return searchList(`externalSystemId=${segment}`, (customer) => customer.externalSystemId === externalSystemId);
  }
  const reader = (json: unknown) => {
    const customer = readCustomer(json);
    // Such an answer holds plenigo's own id alone.
    return customer && { ...customer, externalSystemId };
  };
  return createLookUp('customerIdByExternalSystemId', `/customers/customerIdByExternalSystemId/${segment}`, reader);
}

/** Finds the customer who is meant in a list, which may be absent. If several are meant, nobody can say which, so none is found. */
function searchList(query: string, isMeant: (customer: Customer) => boolean) {
  const reader = (json: unknown) => {
    const customers = isAnswer(json) ? read.each(readCustomer)(ownField(json, 'items') ?? []) : undefined;
    // Unproven: whether the search is exact.
    const found = customers?.filter(isMeant);
    return found && (found.length === 1 ? found[0] : null);
  };
  return createLookUp('searchCustomers', `/customers?${query}`, reader);
}

/** Reads the whole of an answer, because a PUT sends back what it does not change. */
export const readRaw = (json: unknown) => (isAnswer(json) ? json : undefined);

/** The fields that a PUT of a customer sends back as they were read: all that it knows, but never a password. */
// biome-ignore format: names read well in rows.
const keptFields = [
  'email', 'language', 'salutation', 'username', 'firstName', 'lastName', 'invoiceEmail', 'mobileNumber', 'birthday',
  'miscellaneousData', 'pseudoEmail', 'processingBlocked',
] as const;

/** Unproven: whether a PUT leaves alone what it does not name. So all of these are sent back, but none that is empty. */
export function readKept(json: unknown, names: readonly string[] = keptFields): object {
  const fields = names.map((name) => [name, ownField(json, name)] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined && value !== null && value !== ''));
}

/** Whether both are one address but for the case of plain letters; a Kelvin sign, which has a k as well, is none. */
export function isSameEmail(a: string | undefined, b: string): boolean {
  const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return a !== undefined && lower(a) === lower(b);
}
