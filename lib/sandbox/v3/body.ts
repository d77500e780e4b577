/** What the calls of API v3 read of a request: a body that fits its schema, and the customer whom the path names. */
import { type Check, Misfit } from '../check.js';
import type { Incoming } from '../endpoint.js';
import { readBody as readAnyBody } from '../http.js';
import type { SandboxCustomer } from '../types.js';
import { refuseFields, V3Failure } from './failure.js';

/** Reads a body and checks it. Throws `V3Failure` 400 that names the field which is wrong; one that is not known is only noted, unless the sandbox is strict. */
export function readBody<Body>(incoming: Incoming, check: Check): Body {
  try {
    return readAnyBody(incoming, check, incoming.sandbox.options.strict ? undefined : incoming.notes);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    const { place, problem } = error;
    const steps = place.split(/[.[\]]+/).filter(Boolean);
    const body: unknown = JSON.parse(incoming.text);
    const value = steps.reduce((around, step) => (Object(around) as Record<string, unknown>)[step], body);
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    throw refuseFields([{ field: place, error: problem.replace('must be ', ''), value: text }]);
  }
}

/** Throws `V3Failure` 404 for nobody. */
export function requireCustomer(customer: SandboxCustomer | undefined): SandboxCustomer {
  if (!customer) throw new V3Failure(404, 20404, 'Customer for the provided id cannot be found.');
  return customer;
}

/** Finds the customer whom the path names. Throws `V3Failure` 404. */
export function findCustomer({ id: customerId, sandbox }: Incoming): SandboxCustomer {
  return requireCustomer(sandbox.state.find({ customerId }));
}
