/** What the calls of API v2 read: parameters, bodies, and the customer whom they are about. */
import { type Check, each, email, fields, flag, language, listOf, object, oneOf, pattern, text } from '../check.js';
import type { Incoming } from '../endpoint.js';
import { ApiFailure } from '../http.js';
import type { SandboxCustomer } from '../types.js';

/** Reads a parameter that must be there exactly once and not be empty. */
export function requireParameter(query: URLSearchParams, name: string): string {
  const [value, ...more] = query.getAll(name);
  if (value && more.length === 0) return value;
  throw new ApiFailure(400, `The query parameter "${name}" must be given once.`);
}

export function requireFlag(query: URLSearchParams, name: string): boolean {
  const value = requireParameter(query, name);
  if (value === 'true' || value === 'false') return value === 'true';
  throw new ApiFailure(400, `The query parameter "${name}" must be true or false.`);
}

/** Finds a customer, as a rule the one of the path, by plenigo's id, or by the site's own id where the query says so. */
export function findCustomer(incoming: Incoming, id = incoming.id): SandboxCustomer | undefined {
  const { query, sandbox } = incoming;
  const isExternal = requireFlag(query, 'useExternalCustomerId');
  return sandbox.state.find(isExternal ? { externalUserId: id } : { customerId: id });
}

/** Insists on a customer who was looked for. Throws `ApiFailure` 404 when there is none. */
export function requireCustomer(customer: SandboxCustomer | undefined): SandboxCustomer {
  if (!customer) throw new ApiFailure(404, 'There is no such customer.');
  return customer;
}

// Other fields than these are not looked at; an address has no others.

const texts = each(['externalUserId', 'firstName', 'name'], text);
const flags = each(['withPasswordReset', 'failByExistingEmail'], flag);
export const newCustomer = fields({ ...texts, ...flags }, { email, language });
export const changedEmail = fields({}, { email });
export const newLink = fields({}, { externalUserId: text });

/** `Forth` is plenigo's own spelling. */
export const IDENTIFIERS = ['First', 'Second', 'Third', 'Forth'].map((which) => `your${which}Identifier`);
export const newAccess = fields(each(IDENTIFIERS, text), { customerId: text, useExternalCustomerId: flag });

const day = pattern('a day (YYYY-MM-DD)', /^\d{4}-\d\d-\d\d$/);
/** Here the flag of test mode is a text. */
export const newRights = fields(
  { startTime: day, endTime: day },
  { useExternalCustomerId: flag, testMode: oneOf('true', 'false'), productIds: listOf(text) },
);

const PLACE = ['company', 'additionalCompanyInfo', 'street', 'additionalAddressInfo', 'postCode', 'city', 'state'];
const person = { gender: oneOf('MALE', 'FEMALE'), firstName: text, name: text };
const country = pattern('a country of two capital letters (ISO 3166-1)', /^[A-Z]{2}$/);

/** Whoever has more than a name has a country, too. */
export const address: Check = (value, place) => {
  object({ ...each(PLACE, text), country }, person)(value, place);
  if (PLACE.some((name) => Object.hasOwn(value as object, name))) fields({}, { country })(value, place);
};
