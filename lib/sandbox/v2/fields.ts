/** What the calls of API v2 read of a request. Each function throws `ApiFailure` 400 for what does not fit. */
import { isEmail } from '../check.js';
import type { Incoming } from '../endpoint.js';
import { ApiFailure, type JsonObject } from '../http.js';
import type { SandboxCustomer } from '../types.js';

/** Reads a field that must be a non-empty string. */
export function requireText(body: JsonObject, name: string): string {
  const value = body.get(name);
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new ApiFailure(400, `The field "${name}" must be a non-empty string.`);
}

/** Reads a field that is a non-empty string when it is there at all. */
export function readText(body: JsonObject, name: string): string | undefined {
  return body.has(name) ? requireText(body, name) : undefined;
}

export function requireFlag(body: JsonObject, name: string): boolean {
  const value = body.get(name);
  if (typeof value === 'boolean') return value;
  throw new ApiFailure(400, `The field "${name}" must be true or false.`);
}

/** Reads a flag that is `false` when it is left out. */
export function readFlag(body: JsonObject, name: string): boolean {
  return body.has(name) && requireFlag(body, name);
}

export function requireEmail(body: JsonObject): string {
  const email = requireText(body, 'email');
  if (isEmail(email)) return email;
  throw new ApiFailure(400, 'The field "email" is not an e-mail address.');
}

/** Reads a query parameter that must be there exactly once and not be empty. */
export function requireParameter(query: URLSearchParams, name: string): string {
  const [value, ...more] = query.getAll(name);
  if (value && more.length === 0) return value;
  throw new ApiFailure(400, `The query parameter "${name}" must be given once.`);
}

/** Reads a query parameter that must be `true` or `false`. */
export function requireFlagParameter(query: URLSearchParams, name: string): boolean {
  const value = requireParameter(query, name);
  if (value === 'true' || value === 'false') return value === 'true';
  throw new ApiFailure(400, `The query parameter "${name}" must be true or false.`);
}

/** Finds a customer by plenigo's id, or by the site's own id where the query says so. */
export function findCustomer({ query, sandbox }: Incoming, id: string): SandboxCustomer | undefined {
  const isExternal = requireFlagParameter(query, 'useExternalCustomerId');
  return sandbox.state.find(isExternal ? { externalUserId: id } : { customerId: id });
}

/** Insists on a customer who was looked for. Throws `ApiFailure` 404 when there is none. */
export function requireCustomer(customer: SandboxCustomer | undefined): SandboxCustomer {
  if (!customer) throw new ApiFailure(404, 'There is no such customer.');
  return customer;
}
