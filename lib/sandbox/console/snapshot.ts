/** Takes a picture of a sandbox for its page: the latest of everything, tokens shortened. */
import type { Faults } from '../faults.js';
import type { RequestLog } from '../history.js';
import type { State } from '../state.js';
import type { SandboxCustomer, SandboxLoginToken } from '../types.js';
import type { ConsoleView, CustomerView, ProductView, PurchaseView, TokenView } from './view.js';

/** How many of each the page lists. */
const MOST = { customers: 100, tokens: 30, faults: 30, requests: 60, products: 200 };
const TOKEN_START = 6;

/** What the page is about. */
export interface Subject {
  readonly state: State;
  readonly faults: Faults;
  readonly log: RequestLog;
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

function purchasesOf({ purchases }: SandboxCustomer): PurchaseView[] {
  const byProduct = new Map<string, PurchaseView>();
  for (const purchase of purchases) {
    const count = (byProduct.get(purchase.productId)?.count ?? 0) + 1;
    byProduct.set(purchase.productId, { ...purchase, count });
  }
  return [...byProduct.values()];
}

function customerView(customer: SandboxCustomer): CustomerView {
  const { customerId, email, externalUserId, firstName, name, accessIds } = customer;
  return {
    customerId,
    email,
    ...(externalUserId !== undefined && { externalUserId }),
    fullName: [firstName, name].filter(Boolean).join(' '),
    accessIds,
    purchases: purchasesOf(customer),
  };
}

function tokenView(
  token: SandboxLoginToken,
  { state, numbers }: { state: State; numbers: Numbers },
): TokenView {
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

export function takeSnapshot(
  subject: Subject,
  { instance, numbers }: { instance: string; numbers: Numbers },
): ConsoleView {
  const { state, faults, log } = subject;
  const now = state.now();
  return {
    instance,
    customers: {
      total: state.customers.length,
      shown: state.customers.slice(-MOST.customers).reverse().map(customerView),
    },
    tokens: {
      total: state.tokens.length,
      open: state.tokens.filter(({ used, expiresAt }) => !used && expiresAt > now).length,
      shown: state.tokens
        .slice(-MOST.tokens)
        .reverse()
        .map((token) => tokenView(token, { state, numbers })),
      failures: state.tokenFailures,
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
    products: productsOf(subject),
  };
}
