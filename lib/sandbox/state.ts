/** What the sandbox knows whichever API is used: customers, what they have bought, and what time it is. */
import { randomInt } from 'node:crypto';
import { LoginTokens } from './tokens.js';
import type { SandboxCustomer, SandboxNewCustomer, SandboxOptions, SandboxProduct, SandboxPurchase } from './types.js';

const FARTHEST = 100 * 366 * 86_400_000;

type Interval = 'month' | 'year';

/** Finds out how often a product is paid; `undefined` for what is paid once. */
export function findInterval(product: SandboxProduct | undefined): Interval | undefined {
  const subscription = product?.subscription;
  return subscription === true ? 'month' : subscription || undefined;
}

/** Works out the end of the period that is paid for, in ms since 1970. */
function findEndOfPeriod(from: number, interval: Interval, now: number): number {
  const start = new Date(from);
  const step = interval === 'year' ? 12 : 1;
  for (let months = step; ; months += step) {
    const end = new Date(from);
    end.setUTCMonth(start.getUTCMonth() + months);
    // The 31st becomes the last day of a shorter month.
    if (end.getUTCDate() !== start.getUTCDate()) end.setUTCDate(0);
    if (end.getTime() > now) return end.getTime();
  }
}

/** Hears what happens, whichever API or button it comes by. */
export interface StateListener {
  customer(event: 'CREATION' | 'CHANGE' | 'DELETION', customer: SandboxCustomer): void;
  order(customer: SandboxCustomer, purchases: readonly SandboxPurchase[]): void;
  subscription(event: 'CHANGE' | 'CANCELLATION', customer: SandboxCustomer, purchase: SandboxPurchase): void;
  /** The clock went forward. */
  advanced(): void;
}

type Settings = Required<Pick<SandboxOptions, 'now' | 'products' | 'keepLast'>> &
  Pick<SandboxOptions, 'language' | 'titles'>;

/** The state of one sandbox. It answers questions and changes itself; it knows nothing of HTTP. */
export class State {
  readonly customers: SandboxCustomer[] = [];
  readonly tokens: LoginTokens;
  readonly paywall = { enabled: true };
  readonly products: ReadonlyMap<string, SandboxProduct>;
  listener: StateListener | undefined;
  readonly #options: Settings;
  #ahead = 0;
  readonly #byId = new Map<string | undefined, SandboxCustomer>();
  /** By addresses in small letters, as mail services make no difference. */
  readonly #byEmail = new Map<string, SandboxCustomer>();
  readonly #byExternalId = new Map<string | undefined, SandboxCustomer>();

  constructor(options: Settings) {
    this.#options = options;
    this.products = new Map(Object.entries(options.products));
    this.tokens = new LoginTokens({ now: this.now, keepLast: options.keepLast });
  }

  /** ms since 1970, by the sandbox's clock. */
  readonly now = (): number => this.#options.now() + this.#ahead;

  /** Throws a `TypeError` for anything but a number of ms from 0 on, and beyond a hundred years in all. */
  advance(ms: number): void {
    if (typeof ms !== 'number' || !(ms >= 0) || this.#ahead + ms > FARTHEST) {
      throw new TypeError(`clock: it goes a number of ms forward, a hundred years in all at most, not ${ms}`);
    }
    this.#ahead += ms;
    this.listener?.advanced();
  }

  /** What the publisher calls this in the customer's language. */
  translate(title: string, customer: SandboxCustomer | undefined): string {
    return this.#options.titles?.[customer?.language ?? '']?.[title] ?? title;
  }

  /** Nobody is found by an id that is `undefined`. */
  find(address: { customerId: string | undefined } | { externalUserId: string | undefined }) {
    if ('customerId' in address) return this.#byId.get(address.customerId);
    return this.#byExternalId.get(address.externalUserId);
  }

  findByEmail(email: string): SandboxCustomer | undefined {
    return this.#byEmail.get(email.toLowerCase());
  }

  /** The caller has made sure that e-mail and ids are free. `prepare` is called before anybody hears of the customer. */
  add(added: SandboxNewCustomer, prepare?: (customer: SandboxCustomer) => void): SandboxCustomer {
    const { email, externalUserId, firstName, name, language = this.#options.language ?? 'en' } = added;
    // Twelve digits are an id for both APIs.
    const customerId = added.customerId ?? String(randomInt(10 ** 11, 10 ** 12));
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
    this.#byId.set(customerId, customer);
    this.#byEmail.set(email.toLowerCase(), customer);
    if (externalUserId !== undefined) this.#byExternalId.set(externalUserId, customer);
    prepare?.(customer);
    this.listener?.customer('CREATION', customer);
    return customer;
  }

  /** Login tokens of a customer who is gone work no longer. */
  remove(customer: SandboxCustomer): void {
    this.customers.splice(this.customers.indexOf(customer), 1);
    this.#byId.delete(customer.customerId);
    this.#byEmail.delete(customer.email.toLowerCase());
    this.#byExternalId.delete(customer.externalUserId);
    this.listener?.customer('DELETION', customer);
  }

  /** The caller has made sure that the e-mail is free. */
  setEmail(customer: SandboxCustomer, email: string): void {
    this.#byEmail.delete(customer.email.toLowerCase());
    customer.email = email;
    this.#byEmail.set(email.toLowerCase(), customer);
    this.listener?.customer('CHANGE', customer);
  }

  /** The caller has made sure that the customer has none and that the id is free. */
  setExternalId(customer: SandboxCustomer, externalUserId: string): void {
    customer.externalUserId = externalUserId;
    this.#byExternalId.set(externalUserId, customer);
    this.listener?.customer('CHANGE', customer);
  }

  /** Throws `StepFailure` for a token that does not work. */
  redeemToken(loginToken: unknown): SandboxCustomer {
    return this.tokens.redeem(loginToken, (token) => this.find(token));
  }

  /** Lists all purchases but the subscriptions that were cancelled and are over. */
  listOwned({ purchases }: SandboxCustomer): SandboxPurchase[] {
    return purchases.filter(({ endsAt }) => endsAt === undefined || endsAt > this.now());
  }

  hasBought(customer: SandboxCustomer, productId: string): boolean {
    return this.listOwned(customer).some((purchase) => purchase.productId === productId);
  }

  /** Until when a subscription is paid, or was, in ms since 1970; `undefined` for what is bought for good. */
  paidUntil({ productId, at, endsAt }: SandboxPurchase): number | undefined {
    const interval = findInterval(this.products.get(productId));
    return endsAt ?? (interval && findEndOfPeriod(at, interval, this.now()));
  }

  /** Lets a subscription end, as a rule with what is paid. */
  cancel(customer: SandboxCustomer, purchase: SandboxPurchase, endsAt = this.paidUntil(purchase)): void {
    purchase.endsAt = endsAt;
    this.listener?.subscription('CANCELLATION', customer, purchase);
  }

  resume(customer: SandboxCustomer, purchase: SandboxPurchase): void {
    delete purchase.endsAt;
    this.listener?.subscription('CHANGE', customer, purchase);
  }

  /** Records one order of one or more purchases. */
  recordPurchase(customer: SandboxCustomer, ...purchases: Omit<SandboxPurchase, 'at'>[]): SandboxPurchase[] {
    const bought = purchases.map((purchase) => this.give(customer, purchase));
    this.listener?.order(customer, bought);
    return bought;
  }

  /** Records a purchase without an order. */
  give({ purchases }: SandboxCustomer, purchase: Omit<SandboxPurchase, 'at'>): SandboxPurchase {
    const given = { ...purchase, at: this.now() };
    purchases.push(given);
    return given;
  }

  /** Says whether there was anything to take back. The list stays the same object, as callers may hold on to it. */
  removePurchases({ purchases }: SandboxCustomer, productId: string): boolean {
    const kept = purchases.filter((purchase) => purchase.productId !== productId);
    return purchases.splice(0, purchases.length, ...kept).length > kept.length;
  }

  /** Forgets everything but the products. The lists stay the same objects, as callers may hold on to them. */
  clear(): void {
    this.customers.length = 0;
    this.tokens.clear();
    this.paywall.enabled = true;
    this.#ahead = 0;
    for (const index of [this.#byId, this.#byEmail, this.#byExternalId]) index.clear();
  }
}
