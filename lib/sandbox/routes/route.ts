/** The shape of a call's route, and the checks that several calls share. */
import { isEmail } from '../email.js';
import { ApiFailure, type JsonObject, type Reply } from '../http.js';
import type { State } from '../state.js';
import type { SandboxCustomer } from '../types.js';

/** What a route gets to see of a request. The token has been verified by then. */
interface Incoming {
  /** The percent-decoded `{id}` of the path; empty for paths without one. */
  id: string;
  query: URLSearchParams;
  /** Reads the body as a JSON object; throws `ApiFailure` 400 when it is none. */
  body: () => Promise<JsonObject>;
  state: State;
}

/** Answers one call, or throws `ApiFailure`. */
export type Route = (incoming: Incoming) => Reply | Promise<Reply>;

/** A body field that must be a non-empty string. */
export function requiredString(body: JsonObject, name: string): string {
  const value = body.get(name);
  if (typeof value !== 'string' || value.trim() === '') {
    throw new ApiFailure(400, `The field "${name}" must be a non-empty string.`);
  }
  return value;
}

/** A body field that is a non-empty string when it is there at all. */
export function optionalString(body: JsonObject, name: string): string | undefined {
  return body.has(name) ? requiredString(body, name) : undefined;
}

/** A body field that is `true` or `false`, or left out when there is a fallback. */
export function booleanField(body: JsonObject, name: string, fallback?: boolean): boolean {
  const value = body.has(name) ? body.get(name) : fallback;
  if (typeof value !== 'boolean') throw new ApiFailure(400, `The field "${name}" must be true or false.`);
  return value;
}

/** The body field `email`. */
export function emailField(body: JsonObject): string {
  const email = requiredString(body, 'email');
  if (!isEmail(email)) throw new ApiFailure(400, 'The field "email" is not an e-mail address.');
  return email;
}

/** A query parameter that must be there exactly once and not be empty. */
export function requiredParameter(query: URLSearchParams, name: string): string {
  const [value, ...more] = query.getAll(name);
  if (!value || more.length > 0) {
    throw new ApiFailure(400, `The query parameter "${name}" must be given once.`);
  }
  return value;
}

/** A query parameter that must be `true` or `false`. */
export function booleanParameter(query: URLSearchParams, name: string): boolean {
  const value = requiredParameter(query, name);
  if (value !== 'true' && value !== 'false') {
    throw new ApiFailure(400, `The query parameter "${name}" must be true or false.`);
  }
  return value === 'true';
}

/** The customer whom an id and its `useExternalCustomerId` flag name. */
export function findCustomer(state: State, id: string, external: boolean): SandboxCustomer | undefined {
  return state.find(external ? { externalUserId: id } : { customerId: id });
}

/** The same, or `ApiFailure` 404. */
export function existingCustomer(state: State, id: string, external: boolean): SandboxCustomer {
  const customer = findCustomer(state, id, external);
  if (!customer) throw new ApiFailure(404, 'There is no such customer.');
  return customer;
}

/**
 * Finds the first entry of a method and path; `{id}` stands for one path segment that is not empty. The path is compared
 * as it came: nothing is decoded or resolved before, so that an id which contains `%2F` or `..` stays one id.
 */
export function matchPath<Entry extends { method: string; path: string }>(
  entries: readonly Entry[],
  method: string,
  path: string,
): { entry: Entry; rawIds: string[] } | undefined {
  const parts = path.split('/');
  for (const entry of entries) {
    const wanted = entry.path.split('/');
    if (method !== entry.method || parts.length !== wanted.length) continue;
    if (wanted.every((part, i) => (part === '{id}' ? parts[i] !== '' : part === parts[i]))) {
      return { entry, rawIds: parts.filter((_, i) => wanted[i] === '{id}') };
    }
  }
  return undefined;
}

/** Decodes one path segment, once. Throws `ApiFailure` 400 when it is not percent-encoded text. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ApiFailure(400, 'The id in the path is not valid percent-encoding.');
  }
}
