/** What can be done to a sandbox from outside: by the buttons of its page, and by its control API. */
import { flag, Misfit, object, text } from '../check.js';
import { ApiFailure } from '../http.js';
import { addCustomer, buy, cancel, knownCustomer, refund, SeedError } from '../seed.js';
import type { SandboxAddress, SandboxFault, SandboxNewCustomer } from '../types.js';
import type { Subject } from './snapshot.js';
import type { ConsoleActions } from './view.js';

type Body = Readonly<Record<string, unknown>>;
/** Answers what a program wants to know of it, if anything. */
type Action = (body: Body, on: Subject) => unknown;

const PURCHASE = object({ customerId: text, externalUserId: text, productId: text }, ['productId']);

/** Who and what: the arguments of `buy` and the like. */
function purchaseIn(body: Body): [SandboxAddress, string] {
  PURCHASE(body, '');
  const { customerId, externalUserId, productId } = body as Record<string, string>;
  if ((customerId === undefined) === (externalUserId === undefined)) {
    throw new Misfit('', 'Either "customerId" or "externalUserId" must be there.');
  }
  return [customerId === undefined ? { externalUserId } : { customerId }, productId] as [SandboxAddress, string];
}

function onPurchase(act: (state: Subject['state'], address: SandboxAddress, productId: string) => void): Action {
  return (body, { state }) => {
    const [address, productId] = purchaseIn(body);
    act(state, address, productId);
    return state.find(address);
  };
}

const ACTIONS: { readonly [Name in keyof ConsoleActions]: Action } = {
  'add-customer': (body, { state }) => addCustomer(state, body as unknown as SandboxNewCustomer),
  'remove-customer': ({ customerId }, { state }) => {
    state.remove(knownCustomer(state, { customerId: String(customerId) }));
  },
  buy: onPurchase(buy),
  refund: onPurchase(refund),
  cancel: onPurchase(cancel),
  'expire-token': ({ id }, { state, numbers }) => state.tokens.expire((token) => numbers.of(token) === id),
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
    object({ enabled: flag }, ['enabled'])(body, '');
    state.paywall.enabled = body.enabled === true;
  },
  // What the fields may hold is checked where every setting is.
  metering: (body, { metering }) => {
    metering.settings = body;
  },
  'reset-views': (_body, { metering }) => metering.resetCounts(),
  reset: (_body, { reset }) => reset(),
};

const BY_NAME: ReadonlyMap<string, Action> = new Map(Object.entries(ACTIONS));

/** The action of this name, if there is one. It throws `ApiFailure` for what it does not accept. */
export function findAction(name: string): Action | undefined {
  const action = BY_NAME.get(name);
  if (!action) return undefined;
  return (body, on) => {
    try {
      return action(body, on);
    } catch (error) {
      if (error instanceof SeedError) throw new ApiFailure(409, error.message);
      if (error instanceof TypeError) throw new ApiFailure(400, error.message);
      throw error;
    }
  };
}
