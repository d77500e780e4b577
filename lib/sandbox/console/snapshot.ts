/** Takes a picture of a sandbox for its page: the latest of everything, tokens shortened. */
import { randomUUID } from 'node:crypto';
import type { AccountSessions } from '../account/sessions.js';
import type { Faults } from '../faults.js';
import type { RequestLog } from '../history.js';
import type { Metering } from '../metering/metering.js';
import type { State } from '../state.js';
import type { SandboxCustomer, SandboxLoginToken } from '../types.js';
import type { Callbacks } from '../v3/callbacks.js';
import type { SandboxV3Delivery } from '../v3/types.js';
import type {
  AddressView,
  CallbackView,
  ConsoleView,
  CustomerView,
  ProductView,
  PurchaseView,
  TokenView,
} from './view.js';

/** How many of each the page lists. */
const MOST = { customers: 100, tokens: 30, faults: 30, requests: 60, callbacks: 30, products: 200 };
const TOKEN_START = 6;

/** What the page is about. */
export interface Subject {
  readonly state: State;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly metering: Metering;
  readonly accounts: AccountSessions;
  readonly callbacks: Callbacks;
  readonly numbers: Numbers;
  /** As if the sandbox had just been started. */
  reset(): void;
}

/** Numbers for objects, so that the page can name a token without knowing it. */
export class Numbers {
  readonly #numbers = new WeakMap<object, number>();
  #last = 0;

  of(object: object): number {
    const known = this.#numbers.get(object);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#numbers.set(object, this.#last);
    return this.#last;
  }
}

function purchasesOf({ purchases }: SandboxCustomer, state: State): PurchaseView[] {
  const byProduct = new Map<string, PurchaseView>();
  for (const purchase of purchases) {
    const count = (byProduct.get(purchase.productId)?.count ?? 0) + 1;
    const { endsAt, ...bought } = purchase;
    const paidUntil = state.paidUntil(purchase);
    byProduct.set(purchase.productId, {
      ...bought,
      count,
      ...(paidUntil !== undefined && { paidUntil, renews: endsAt === undefined }),
    });
  }
  return [...byProduct.values()];
}

/** The lines of an address as on a letter, side by side. */
function addressesOf(customer: SandboxCustomer, accounts: AccountSessions): AddressView[] {
  const { postalAddress: told } = customer;
  const { billing, delivery } = accounts.addressesOf(customer);
  const views: { label: AddressView['label']; lines: (string | undefined)[] }[] = [];
  if (told) {
    const salutation = told.gender === 'MALE' ? 'Mr' : 'Ms';
    const city = [told.postCode, told.city].filter(Boolean).join(' ');
    const { company, additionalCompanyInfo, street, additionalAddressInfo, state, country } = told;
    const person = `${salutation} ${told.firstName} ${told.name}`;
    const lines = [person, company, additionalCompanyInfo, street, additionalAddressInfo, city, state, country];
    views.push({ label: 'Address', lines });
  }
  for (const [label, address] of [
    ['Billing address', billing],
    ['Delivery address', delivery],
  ] as const) {
    if (!address) continue;
    const { street, postcode, city, country } = address;
    views.push({ label, lines: [street, `${postcode} ${city}`, country] });
  }
  return views.map(({ label, lines }) => ({ label, text: lines.filter(Boolean).join(', ') }));
}

function customerView(customer: SandboxCustomer, { state, accounts }: Subject): CustomerView {
  const { customerId, email, externalUserId, firstName, name, accessIds } = customer;
  return {
    customerId,
    email,
    ...(externalUserId !== undefined && { externalUserId }),
    fullName: [firstName, name].filter(Boolean).join(' '),
    accessIds,
    addresses: addressesOf(customer, accounts),
    purchases: purchasesOf(customer, state),
  };
}

function tokenView(token: SandboxLoginToken, { state, numbers }: Subject): TokenView {
  const left = Math.ceil((token.expiresAt - state.now()) / 1000);
  const status = token.used ? 'used' : left > 0 ? 'open' : 'expired';
  return {
    id: numbers.of(token),
    start: token.token.slice(0, TOKEN_START),
    email: state.find(token)?.email ?? '',
    state: status,
    secondsLeft: status === 'open' ? left : 0,
  };
}

function callbackView(delivery: SandboxV3Delivery, numbers: Numbers): CallbackView {
  const { entityType, callbackType, entityId, tries, nextTryAt } = delivery;
  const status = tries.at(-1)?.status;
  return {
    id: numbers.of(delivery),
    event: `${entityType} ${callbackType}`,
    entityId,
    tries: tries.length,
    ...(status !== undefined && { status }),
    ...(nextTryAt !== undefined && { nextTryAt }),
  };
}

/** What the site asked about lately comes first: that is what somebody wants to buy next. */
function productsOf({ state, log }: Subject): ProductView[] {
  const asked = log.latest(MOST.requests).flatMap(({ call, url }) => {
    const query = call === 'hasUserBought' ? new URLSearchParams(url.slice(url.indexOf('?') + 1)) : undefined;
    return query?.get('productId') || [];
  });
  const ids = new Set([...asked, ...state.products.keys()]);
  return [...ids].slice(0, MOST.products).map((productId) => {
    const title = state.products.get(productId)?.title;
    return { productId, ...(title !== undefined && { title }) };
  });
}

/** Another one after every start. */
const instances = new WeakMap<Subject, string>();

export function takeSnapshot(subject: Subject): ConsoleView {
  const instance = instances.get(subject) ?? randomUUID();
  instances.set(subject, instance);
  const { state, faults, log, metering, callbacks, numbers } = subject;
  const now = state.now();
  return {
    instance,
    // In whole seconds: otherwise there would be something new at every look.
    ahead: Math.round((now - Date.now()) / 1000) * 1000,
    paywall: { ...state.paywall },
    metering: metering.settings,
    customers: {
      total: state.customers.length,
      shown: state.customers
        .slice(-MOST.customers)
        .reverse()
        .map((customer) => customerView(customer, subject)),
    },
    tokens: {
      total: state.tokens.list.length,
      open: state.tokens.list.filter(({ used, expiresAt }) => !used && expiresAt > now).length,
      shown: state.tokens.list
        .slice(-MOST.tokens)
        .reverse()
        .map((token) => tokenView(token, subject)),
      failures: state.tokens.failures,
    },
    faults: {
      total: faults.waiting.length,
      shown: faults.waiting.slice(0, MOST.faults).map(({ id, left, fault }) => ({
        id,
        call: fault.call,
        status: fault.status,
        delay: fault.delay,
        hang: fault.hang,
        reset: fault.reset,
        body: fault.body !== undefined,
        left: Number.isFinite(left) ? left : null,
      })),
    },
    requests: { total: log.total, shown: log.latest(MOST.requests) },
    callbacks: {
      total: callbacks.deliveries.length,
      shown: callbacks.deliveries
        .slice(-MOST.callbacks)
        .reverse()
        .map((delivery) => callbackView(delivery, numbers)),
    },
    products: productsOf(subject),
  };
}
