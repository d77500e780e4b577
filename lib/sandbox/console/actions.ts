/** What the buttons of the sandbox's page do. */
import { ApiFailure, type JsonObject } from '../http.js';
import { CALLS } from '../routes/index.js';
import { booleanField, emailField, optionalString, requiredString } from '../routes/route.js';
import { addCustomer, buy, refund, SeedError } from '../seed.js';
import type { SandboxFault } from '../types.js';
import { V3_CALLS } from '../v3/calls.js';
import type { Numbers, Subject } from './snapshot.js';
import type { ConsoleActions } from './view.js';

type Action = (body: JsonObject, on: Subject & { numbers: Numbers }) => void;

function number(body: JsonObject, name: string): number | undefined {
  const value = body.get(name);
  if (value !== undefined && typeof value !== 'number') {
    throw new ApiFailure(400, `The field "${name}" must be a number.`);
  }
  return value;
}

/** The rest is checked where every fault is. */
function faultOf(body: JsonObject): SandboxFault {
  const named = optionalString(body, 'call');
  const call = [...CALLS, ...V3_CALLS].find((name) => name === named);
  if (named !== undefined && call === undefined) throw new ApiFailure(400, 'There is no such call.');
  const fault: SandboxFault = {
    call,
    times: number(body, 'times') ?? Number.POSITIVE_INFINITY,
    status: number(body, 'status'),
    delay: number(body, 'delay'),
    hang: body.get('hang') === true,
    reset: body.get('reset') === true,
  };
  if (!fault.hang && !fault.reset && fault.status === undefined && fault.delay === undefined) {
    throw new ApiFailure(400, 'The fault has no effect.');
  }
  return fault;
}

const ACTIONS: { readonly [Name in keyof ConsoleActions]: Action } = {
  'add-customer': (body, { state }) => {
    addCustomer(state, {
      email: emailField(body),
      externalUserId: optionalString(body, 'externalUserId'),
      firstName: optionalString(body, 'firstName'),
      name: optionalString(body, 'name'),
    });
  },
  buy: (body, { state }) => {
    buy(state, { customerId: requiredString(body, 'customerId') }, requiredString(body, 'productId'));
  },
  refund: (body, { state }) => {
    refund(state, { customerId: requiredString(body, 'customerId') }, requiredString(body, 'productId'));
  },
  'expire-token': (body, { state, numbers }) => {
    const id = body.get('id');
    state.expireTokens((token) => numbers.of(token) === id);
  },
  'expire-tokens': (_body, { state }) => state.expireTokens(),
  'fault-on': (body, { faults }) => {
    faults.add(faultOf(body));
  },
  'fault-off': (body, { faults }) => faults.remove(body.get('id')),
  // What the number may be is checked where the clock is.
  advance: (body, { state }) => state.advance(Number(body.get('ms'))),
  paywall: (body, { state }) => {
    state.paywall.enabled = booleanField(body, 'enabled');
  },
  metering: (body, { metering }) => {
    // What the fields may hold is checked where every setting is.
    metering.settings = Object.fromEntries(body.names().map((name) => [name, body.get(name)]));
  },
  'reset-views': (_body, { metering }) => metering.resetCounts(),
};

const BY_NAME: ReadonlyMap<string, Action> = new Map(Object.entries(ACTIONS));

/** The action of this name, if there is one. It throws `ApiFailure` for what it does not accept. */
export function findAction(name: string): Action | undefined {
  const action = BY_NAME.get(name);
  if (!action) return undefined;
  return (body, on) => {
    try {
      action(body, on);
    } catch (error) {
      if (error instanceof SeedError) throw new ApiFailure(409, error.message);
      if (error instanceof TypeError) throw new ApiFailure(400, error.message);
      throw error;
    }
  };
}
