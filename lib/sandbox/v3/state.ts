/** What only API v3 knows of the sandbox's customers and purchases. */
import type { State } from '../state.js';
import type { SandboxCustomer, SandboxOptions, SandboxPurchase } from '../types.js';
import type { SandboxReading } from './readings.js';
import { Sessions } from './sessions.js';
import type { SandboxOffer, SandboxV3Purchase, SandboxVoucher } from './types.js';

/** `fields` are those that API v2 does not have. */
type CustomerRecord = { fields: Record<string, unknown>; readonly createdAt: number; changedAt: number };

/** The fields with which a right was given or changed by the API; each replaces what plenigo would say by itself. */
export interface GivenRight {
  lifeTimeStart?: string | null;
  lifeTimeEnd?: string | null;
  maxCacheDate?: string | null;
  blocked?: boolean;
}

/** What API v3 keeps of a purchase: each is an access right. One that was bought has nothing `given`. */
interface Right {
  readonly itemId: number;
  orderId: number | undefined;
  changedAt: number;
  given?: GivenRight;
}

export type Line = Required<Pick<SandboxPurchase, 'productId' | 'title' | 'price' | 'currency'>> &
  Pick<SandboxPurchase, 'offerId'>;

/** A prepared purchase as the server holds it. */
export interface PreparedPurchase extends SandboxV3Purchase {
  readonly at: number;
  readonly lines: readonly Line[];
  readonly allowMultiple: boolean;
  /** Where a payment page has taken over: what it comes back with, and who pays. */
  held?: { readonly secret: string; readonly customer: SandboxCustomer };
  readonly voucherCode: string | undefined;
}

/** What a publisher has set up at plenigo. */
type Settings = Required<Pick<SandboxOptions, 'offers' | 'vouchers' | 'carts' | 'otherwise'>>;

const FIRST_NUMBER = 12_200;

/** The state of API v3 beside the one of v2. */
export class V3State {
  readonly state: State;
  readonly offers: ReadonlyMap<string, SandboxOffer>;
  readonly vouchers: ReadonlyMap<string, SandboxVoucher>;
  readonly carts: ReadonlyMap<string, readonly string[]>;
  readonly otherwise: ReadonlySet<SandboxReading>;
  readonly usedVouchers = new Set<string>();
  readonly sessions: Sessions;
  readonly purchases: PreparedPurchase[] = [];
  readonly #records = new WeakMap<SandboxCustomer, CustomerRecord>();
  readonly #rights = new WeakMap<SandboxPurchase, Right>();
  #lastNumber = FIRST_NUMBER;

  constructor(state: State, { offers, vouchers, carts, otherwise }: Settings) {
    this.state = state;
    this.offers = new Map(Object.entries(offers));
    this.vouchers = new Map(Object.entries(vouchers));
    this.carts = new Map(Object.entries(carts));
    this.otherwise = new Set(otherwise);
    this.sessions = new Sessions(state.now);
  }

  /** The record of a customer begins when somebody first asks for it, as customers may come by v2, too. */
  getRecord(customer: SandboxCustomer): CustomerRecord {
    const now = this.state.now();
    const record = this.#records.get(customer) ?? { fields: {}, createdAt: now, changedAt: now };
    this.#records.set(customer, record);
    return record;
  }

  isBlocked(customer: SandboxCustomer): boolean {
    return this.getRecord(customer).fields.processingBlocked === true;
  }

  getRight(purchase: SandboxPurchase): Right {
    const { at: changedAt } = purchase;
    const right = this.#rights.get(purchase) ?? { itemId: this.nextNumber(), orderId: undefined, changedAt };
    this.#rights.set(purchase, right);
    return right;
  }

  /** What was bought together, by the number of the order; what was only given is in none. */
  listOrders({ purchases }: SandboxCustomer): Map<number, SandboxPurchase[]> {
    const orders = new Map<number, SandboxPurchase[]>();
    for (const purchase of purchases) {
      const right = this.getRight(purchase);
      if (right.given) continue;
      // Of what was there from the start nobody was told.
      right.orderId ??= this.nextNumber();
      orders.set(right.orderId, [...(orders.get(right.orderId) ?? []), purchase]);
    }
    return orders;
  }

  nextNumber(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  clear(): void {
    this.sessions.clear();
    this.purchases.length = 0;
    this.usedVouchers.clear();
    this.#lastNumber = FIRST_NUMBER;
  }
}
