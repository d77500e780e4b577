/** The shape of a route of API v3. */
import type { Check } from '../check.js';
import type { Reply } from '../http.js';
import type { SandboxCustomer } from '../types.js';
import { noCustomer } from './failure.js';
import type { V3State } from './state.js';

/** What a route gets to see of a request. The token has been checked by then. */
export interface Incoming {
  /** The percent-decoded ids of the path. */
  ids: readonly string[];
  query: URLSearchParams;
  /** Reads the body and checks it. Throws `V3Failure` 400. */
  body: <Body>(check: Check) => Promise<Body>;
  v3: V3State;
}

/** Answers one call, or throws `V3Failure`. */
export type V3Route = (incoming: Incoming) => Reply | Promise<Reply>;

/** The customer whom the path names. Throws `V3Failure` 404. */
export function customerOf({ ids: [customerId = ''], v3 }: Pick<Incoming, 'ids' | 'v3'>): SandboxCustomer {
  const customer = v3.state.find({ customerId });
  if (!customer) throw noCustomer();
  return customer;
}

/** How plenigo writes a moment. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}
