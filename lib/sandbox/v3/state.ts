/** What only API v3 knows of the sandbox's customers and purchases. */
import type { State } from '../state.js';
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import type { KeptPurchase, Line } from './purchases.js';
import { Sessions } from './sessions.js';
import type { SandboxOffer } from './types.js';

interface CustomerRecord {
  /** The fields that API v2 does not have. */
  fields: Record<string, unknown>;
  createdAt: number;
  changedAt: number;
}

interface Grant {
  readonly itemId: number;
  orderId?: number;
  /** Given by API and not bought, or changed by it: with these fields. */
  given?: object;
}

const FIRST_NUMBER = 12_200;

/** The state of API v3 beside the one of v2. */
export class V3State {
  readonly state: State;
  readonly companyId: string;
  readonly offers: ReadonlyMap<string, SandboxOffer>;
  readonly keepLast: number;
  readonly sessions: Sessions;
  readonly purchases: KeptPurchase[] = [];
  readonly #records = new WeakMap<SandboxCustomer, CustomerRecord>();
  readonly #grants = new WeakMap<SandboxPurchase, Grant>();
  #lastNumber = FIRST_NUMBER;

  constructor(
    state: State,
    options: { companyId: string; offers: Readonly<Record<string, SandboxOffer>>; keepLast: number },
  ) {
    this.state = state;
    this.companyId = options.companyId;
    this.offers = new Map(Object.entries(options.offers));
    this.keepLast = options.keepLast;
    this.sessions = new Sessions(state.now);
  }

  recordOf(customer: SandboxCustomer): CustomerRecord {
    const known = this.#records.get(customer);
    if (known) return known;
    const now = this.state.now();
    const record = { fields: {}, createdAt: now, changedAt: now };
    this.#records.set(customer, record);
    return record;
  }

  isBlocked(customer: SandboxCustomer): boolean {
    return this.recordOf(customer).fields.processingBlocked === true;
  }

  grantOf(purchase: SandboxPurchase): Grant {
    const known = this.#grants.get(purchase);
    if (known) return known;
    this.#lastNumber += 1;
    const grant = { itemId: this.#lastNumber };
    this.#grants.set(purchase, grant);
    return grant;
  }

  /** Records what was bought and returns the number of the order. */
  buy(customer: SandboxCustomer, lines: readonly Line[]): number {
    const [first] = this.state.recordPurchase(customer, ...lines);
    return (first && this.grantOf(first).orderId) ?? 0;
  }

  /** Gives an order its number. */
  number(purchases: readonly SandboxPurchase[]): number {
    this.#lastNumber += 1;
    const orderId = this.#lastNumber;
    for (const purchase of purchases) this.grantOf(purchase).orderId = orderId;
    return orderId;
  }

  clear(): void {
    this.sessions.clear();
    this.purchases.length = 0;
    this.#lastNumber = FIRST_NUMBER;
  }
}
