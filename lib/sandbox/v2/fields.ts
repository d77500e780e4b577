/** What the calls of API v2 read of a query, and the customer whom they are about. */
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
