/** What the sandbox knows: customers, their purchases, and login tokens. */
import { randomBytes, randomInt } from 'node:crypto';
import { forgetOldest } from './history.js';
import { endOfPeriod, intervalOf } from './period.js';
import type {
  SandboxAddress,
  SandboxCustomer,
  SandboxLoginToken,
  SandboxNewCustomer,
  SandboxProduct,
  SandboxPurchase,
  SandboxTokenFailures,
} from './types.js';

const TOKEN_LIFE = 5 * 60_000;
const FARTHEST = 100 * 366 * 86_400_000;

/** Why a login token did not work. */
export type TokenFailure = keyof SandboxTokenFailures;

/** Twelve digits: an id for both APIs. */
function newCustomerId(): string {
  return String(randomInt(10 ** 11, 10 ** 12));
}

/** E-mail addresses are compared without regard to case, as mail services do. */
function emailKey(email: string): string {
  return email.toLowerCase();
}

/** Hears what happens, whichever API or button it comes by. */
export interface StateListener {
  customer(event: 'CREATION' | 'CHANGE' | 'DELETION', customer: SandboxCustomer): void;
  order(customer: SandboxCustomer, purchases: readonly SandboxPurchase[]): void;
  subscription(event: 'CHANGE' | 'CANCELLATION', customer: SandboxCustomer, purchase: SandboxPurchase): void;
  /** The clock went forward. */
  advanced(): void;
}

/** The state of one sandbox. It answers questions and changes itself; it knows nothing of HTTP. */
export class State {
  readonly customers: SandboxCustomer[] = [];
  readonly tokens: SandboxLoginToken[] = [];
  readonly tokenFailures: SandboxTokenFailures = { used: 0, expired: 0, unknown: 0 };
  readonly paywall = { enabled: true };
  readonly products: ReadonlyMap<string, SandboxProduct>;
  readonly #given: () => number;
  #ahead = 0;
  listener: StateListener | undefined;
  readonly #keepLast: number;
  readonly #language: string;
  readonly #byId = new Map<string, SandboxCustomer>();
  readonly #byEmail = new Map<string, SandboxCustomer>();
  readonly #byExternalId = new Map<string, SandboxCustomer>();
  readonly #byToken = new Map<string, SandboxLoginToken>();

  /** At least `keepLast` login tokens are remembered; older ones until they expire. */
  constructor(options: {
    now: () => number;
    products: Record<string, SandboxProduct>;
    keepLast: number;
    language: string | undefined;
  }) {
    this.#given = options.now;
    this.#keepLast = options.keepLast;
    this.#language = options.language ?? 'en';
    this.products = new Map(Object.entries(options.products));
  }

  /** ms since 1970, by the sandbox's clock. */
  readonly now = (): number => this.#given() + this.#ahead;

  /** Throws a `TypeError` for anything but a number of ms from 0 on, and beyond a hundred years in all. */
  advance(ms: number): void {
    if (typeof ms !== 'number' || !(ms >= 0) || this.#ahead + ms > FARTHEST) {
      throw new TypeError(`clock: it goes a number of ms forward, a hundred years in all at most, not ${ms}`);
    }
    this.#ahead += ms;
    this.listener?.advanced();
  }

  find(address: SandboxAddress): SandboxCustomer | undefined {
    return 'customerId' in address
      ? this.#byId.get(address.customerId)
      : this.#byExternalId.get(address.externalUserId);
  }

  findByEmail(email: string): SandboxCustomer | undefined {
    return this.#byEmail.get(emailKey(email));
  }

  /** The caller has made sure that e-mail and ids are free. `prepare` is called before anybody hears of the customer. */
  add(added: SandboxNewCustomer, prepare?: (customer: SandboxCustomer) => void): SandboxCustomer {
    const { email, externalUserId, firstName, name, language = this.#language, customerId = newCustomerId() } = added;
    const customer: SandboxCustomer = {
      customerId,
      email,
      ...(externalUserId !== undefined && { externalUserId }),
      ...(firstName !== undefined && { firstName }),
      ...(name !== undefined && { name }),
      language,
      accessIds: [],
      purchases: [],
    };
    this.customers.push(customer);
    this.#byId.set(customer.customerId, customer);
    this.#byEmail.set(emailKey(email), customer);
    if (externalUserId !== undefined) this.#byExternalId.set(externalUserId, customer);
    prepare?.(customer);
    this.listener?.customer('CREATION', customer);
    return customer;
  }

  /** Its login tokens work no longer. */
  remove(customer: SandboxCustomer): void {
    this.customers.splice(this.customers.indexOf(customer), 1);
    this.#byId.delete(customer.customerId);
    this.#byEmail.delete(emailKey(customer.email));
    if (customer.externalUserId !== undefined) this.#byExternalId.delete(customer.externalUserId);
    this.listener?.customer('DELETION', customer);
  }

  /** The caller has made sure that the e-mail is free. */
  setEmail(customer: SandboxCustomer, email: string): void {
    this.#byEmail.delete(emailKey(customer.email));
    customer.email = email;
    this.#byEmail.set(emailKey(email), customer);
    this.listener?.customer('CHANGE', customer);
  }

  /** The caller has made sure that the customer has none and that the id is free. */
  setExternalId(customer: SandboxCustomer, externalUserId: string): void {
    customer.externalUserId = externalUserId;
    this.#byExternalId.set(externalUserId, customer);
    this.listener?.customer('CHANGE', customer);
  }

  /** All purchases but the subscriptions that were cancelled and are over. */
  owned({ purchases }: SandboxCustomer): SandboxPurchase[] {
    return purchases.filter(({ endsAt }) => endsAt === undefined || endsAt > this.now());
  }

  /** Until when a subscription is paid, or was, in ms since 1970; `undefined` for what is bought for good. */
  paidUntil({ productId, at, endsAt }: SandboxPurchase): number | undefined {
    const interval = intervalOf(this.products.get(productId));
    return endsAt ?? (interval && endOfPeriod(at, interval, this.now()));
  }

  /** Lets a subscription end with what is paid. */
  cancel(customer: SandboxCustomer, purchase: SandboxPurchase): void {
    purchase.endsAt = this.paidUntil(purchase);
    this.listener?.subscription('CANCELLATION', customer, purchase);
  }

  /** Lets a subscription that was cancelled go on. */
  resume(customer: SandboxCustomer, purchase: SandboxPurchase): void {
    delete purchase.endsAt;
    this.listener?.subscription('CHANGE', customer, purchase);
  }

  hasBought(customer: SandboxCustomer, productId: string): boolean {
    return this.owned(customer).some((purchase) => purchase.productId === productId);
  }

  /** One order of one or more purchases. */
  recordPurchase(customer: SandboxCustomer, ...purchases: Omit<SandboxPurchase, 'at'>[]): SandboxPurchase[] {
    const bought = purchases.map((purchase) => this.give(customer, purchase));
    this.listener?.order(customer, bought);
    return bought;
  }

  /** The same without an order. */
  give({ purchases }: SandboxCustomer, purchase: Omit<SandboxPurchase, 'at'>): SandboxPurchase {
    const given = { ...purchase, at: this.now() };
    purchases.push(given);
    return given;
  }

  /** Says whether there was anything to take back. The list stays the same object: callers may hold on to it. */
  removePurchases({ purchases }: SandboxCustomer, productId: string): boolean {
    const kept = purchases.filter((purchase) => purchase.productId !== productId);
    return purchases.splice(0, purchases.length, ...kept).length > kept.length;
  }

  createToken(customer: SandboxCustomer): SandboxLoginToken {
    const token: SandboxLoginToken = {
      token: randomBytes(24).toString('base64url'),
      customerId: customer.customerId,
      used: false,
      expiresAt: this.now() + TOKEN_LIFE,
    };
    this.tokens.push(token);
    this.#byToken.set(token.token, token);
    const forgotten = forgetOldest(this.tokens, this.#keepLast, ({ expiresAt }) => expiresAt <= this.now());
    for (const old of forgotten) this.#byToken.delete(old.token);
    return token;
  }

  /** Lets the tokens that `which` accepts expire now, unless they are used or have expired before. */
  expireTokens(which: (token: SandboxLoginToken) => boolean = () => true): void {
    const now = this.now();
    for (const token of this.tokens) {
      if (!token.used && token.expiresAt > now && which(token)) token.expiresAt = now;
    }
  }

  /** Uses a token up and says whose it was, or why it does not work. */
  redeemToken(value: string): SandboxCustomer | TokenFailure {
    const token = this.#byToken.get(value);
    const customer = token && this.#byId.get(token.customerId);
    if (!token || !customer) return this.#fail('unknown');
    if (token.used) return this.#fail('used');
    if (this.now() >= token.expiresAt) return this.#fail('expired');
    token.used = true;
    return customer;
  }

  /** Forgets everything but the products, and the time that it went forward. The lists stay the same objects: callers may hold on to them. */
  clear(): void {
    this.customers.length = 0;
    this.tokens.length = 0;
    Object.assign(this.tokenFailures, { used: 0, expired: 0, unknown: 0 });
    this.paywall.enabled = true;
    this.#ahead = 0;
    for (const index of [this.#byId, this.#byEmail, this.#byExternalId, this.#byToken]) index.clear();
  }

  #fail(reason: TokenFailure): TokenFailure {
    this.tokenFailures[reason] += 1;
    return reason;
  }
}
