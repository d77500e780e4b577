/** What can be done to a sandbox from outside: by the forms of its console, and by its control API. */
import type { Backend } from '../backend.js';
import { flag, Misfit, object, text } from '../check.js';
import { ApiFailure } from '../http.js';
import { addCustomer, buy, cancel, knownCustomer, refund } from '../seed.js';
import type { SandboxAddress, SandboxFault, SandboxNewCustomer } from '../types.js';
import { TOKEN_START } from './traffic.js';

type Body = Readonly<Record<string, unknown>>;
/** It returns what a program wants to know of it, if anything. */
type Action = (body: Body, on: Backend) => unknown;

const PURCHASE = object({ customerId: text, externalUserId: text }, { productId: text });

/** Makes an action of a function that takes a customer and a product. */
function onPurchase(act: (state: Backend['state'], address: SandboxAddress, productId: string) => void): Action {
  return (body, { state }) => {
    PURCHASE(body, '');
    const { customerId, externalUserId, productId } = body as { [name: string]: string; productId: string };
    if ((customerId === undefined) === (externalUserId === undefined)) {
      throw new Misfit('', 'Either "customerId" or "externalUserId" must be there.');
    }
    const address = (customerId === undefined ? { externalUserId } : { customerId }) as SandboxAddress;
    act(state, address, productId);
    return state.find(address);
  };
}

const ACTIONS = {
  'add-customer': (body, { state }) => addCustomer(state, body as unknown as SandboxNewCustomer),
  'remove-customer': ({ customerId }, { state }) =>
    state.remove(knownCustomer(state, { customerId: String(customerId) })),
  buy: onPurchase(buy),
  refund: onPurchase(refund),
  cancel: onPurchase(cancel),
  // The console knows no more of a token than how it begins.
  'expire-token': ({ start }, { state }) => state.tokens.expire(({ token }) => token.slice(0, TOKEN_START) === start),
  'expire-tokens': (_body, { state }) => state.tokens.expire(),
  'fault-on': (body, { faults }) => {
    if (!['status', 'body', 'delay', 'hang', 'reset'].some((effect) => Object.hasOwn(body, effect))) {
      throw new Misfit('', 'The fault has no effect.');
    }
    faults.add({ times: Number.POSITIVE_INFINITY, ...body } as SandboxFault);
  },
  'fault-off': ({ id }, { faults }) => faults.remove(id),
  advance: ({ ms }, { state }) => {
    state.advance(ms as number);
    return { now: state.now() };
  },
  paywall: (body, { state }) => {
    object({}, { enabled: flag })(body, '');
    state.paywall.enabled = body.enabled === true;
  },
  // What the fields may hold is checked where every setting is.
  metering: (body, { metering }) => {
    metering.settings = body;
  },
  'reset-views': (_body, { metering }) => metering.resetCounts(),
  reset: (_body, { reset }) => reset(),
} satisfies Readonly<Record<string, Action>>;

export type ActionName = keyof typeof ACTIONS;

/** Finds the action of this name. It throws `ApiFailure` for what it does not accept. */
export function findAction(name: string): Action | undefined {
  if (!Object.hasOwn(ACTIONS, name)) return undefined;
  const action: Action = ACTIONS[name as ActionName];
  return (body, on) => {
    try {
      return action(body, on);
    } catch (error) {
      if (error instanceof TypeError) throw new ApiFailure(400, error.message);
      throw error;
    }
  };
}
