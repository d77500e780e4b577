/** Running checkouts: from a sale to its receipt. */
import { randomBytes } from 'node:crypto';
import { isEmail } from '../check.js';
import type { State } from '../state.js';
import type { SandboxCustomer } from '../types.js';
import { checkCard } from './card.js';
import { CheckoutFailure } from './failure.js';
import { type Order, readOrder } from './order.js';
import type { CheckoutReply, OrderView, ReceiptView } from './view.js';

const SESSION_LIFE = 30 * 60_000;
const MOST_SESSIONS = 1000;
const LARGEST_AMOUNT = 10_000;

/** What is sold, and what its sale does. */
export interface Sale {
  order: Order;
  isOwned(customer: SandboxCustomer): boolean;
  /** Records what was bought and returns the number of the order. */
  complete(customer: SandboxCustomer, amount: number): string;
}

interface CheckoutSession extends Sale {
  id: string;
  expiresAt: number;
  customer?: SandboxCustomer;
  receipt?: ReceiptView;
}

/** Rounds away the dust of binary fractions. */
function toCents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

function choosePrice(order: Order, amount: number | undefined): number {
  if (!order.payWhatYouWant) return order.price;
  if (amount === undefined || !Number.isFinite(amount) || amount < order.price || amount > LARGEST_AMOUNT) {
    throw new CheckoutFailure('amount-invalid', 'The amount is below the minimum or far too high.');
  }
  return toCents(amount);
}

/** Leaves out what the page has no use for. */
function describeOrder({ failedPayment, showOwned, showConfirmation, ...shown }: Order): OrderView {
  return { ...shown, total: toCents(shown.price + shown.shipping) };
}

/** The checkouts of one sandbox. Every method throws `CheckoutFailure` for what the reader should see. */
export class CheckoutSessions {
  readonly #state: State;
  readonly #secret: string;
  readonly #sessions = new Map<string, CheckoutSession>();

  constructor(state: State, secret: string) {
    this.#state = state;
    this.#secret = secret;
  }

  /**
   * Begins the checkout of a signed string. Without `loginToken` the customer logs in here. The token is used up only by
   * a string that is valid.
   */
  start(input: { paymentData: unknown; loginToken?: unknown; startWithRegistration: boolean }): CheckoutReply {
    const { products } = this.#state;
    // The site has signed it by real time, wherever the sandbox's clock is.
    const order = readOrder(input.paymentData, { secret: this.#secret, now: Date.now(), products });
    const customer = 'loginToken' in input ? this.#state.redeemToken(input.loginToken) : undefined;
    const { productId, title, currency } = order;
    const sale: Sale = {
      order,
      isOwned: (buyer) => !order.renewal && !order.failedPayment && this.#state.hasBought(buyer, productId),
      complete: (buyer, price) => {
        if (!order.failedPayment) this.#state.recordPurchase(buyer, { productId, title, price, currency });
        return `S-${randomBytes(4).toString('hex').toUpperCase()}`;
      },
    };
    return this.open(sale, customer, input.startWithRegistration);
  }

  /** Begins the checkout of a sale; without `customer` with a login, or with a registration. */
  open(sale: Sale, customer: SandboxCustomer | undefined, register: boolean): CheckoutReply {
    const id = randomBytes(24).toString('base64url');
    const session: CheckoutSession = { ...sale, id, expiresAt: this.#state.now() + SESSION_LIFE, customer };
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined && this.#sessions.size >= MOST_SESSIONS) this.#sessions.delete(oldest);
    this.#sessions.set(id, session);
    if (customer) return this.#goOn(session, customer);
    return { step: 'login', checkoutId: id, order: describeOrder(sale.order), register };
  }

  login(checkoutId: string, { email, register }: { email: string; register: boolean }): CheckoutReply {
    const session = this.#find(checkoutId);
    const address = email.trim();
    if (!isEmail(address)) throw new CheckoutFailure('email-invalid', 'This is not an e-mail address.');
    const existing = this.#state.findByEmail(address);
    if (register && existing) throw new CheckoutFailure('email-taken', 'A customer with it exists already.');
    if (!register && !existing) throw new CheckoutFailure('email-unknown', 'There is no customer with it.');
    session.customer = existing ?? this.#state.add({ email: address });
    return this.#goOn(session, session.customer);
  }

  /** Paying twice, as by a double click, buys once. */
  pay(checkoutId: string, payment: { cardNumber: string; amount?: number }): CheckoutReply {
    const session = this.#find(checkoutId);
    const { order, customer } = session;
    if (!customer) throw new CheckoutFailure('checkout-ended', 'Nobody has logged in to this checkout.');
    if (!session.receipt) {
      const amount = toCents(choosePrice(order, payment.amount) + order.shipping);
      if (amount > 0) checkCard(payment.cardNumber);
      const { title, currency } = order;
      const orderNumber = session.complete(customer, amount);
      session.receipt = { orderNumber, title, amount, currency, email: customer.email };
    }
    return { step: 'paid', receipt: session.receipt, showScreen: order.showConfirmation };
  }

  /** Ends every checkout. */
  clear(): void {
    this.#sessions.clear();
  }

  /** Goes on with a customer who is known: to the payment, unless there is nothing left to buy. */
  #goOn({ id, order, isOwned }: CheckoutSession, customer: SandboxCustomer): CheckoutReply {
    const common = { checkoutId: id, order: describeOrder(order), email: customer.email };
    return isOwned(customer) ? { step: 'owned', ...common, showScreen: order.showOwned } : { step: 'pay', ...common };
  }

  #find(checkoutId: string): CheckoutSession {
    const session = this.#sessions.get(checkoutId);
    if (session && this.#state.now() < session.expiresAt) return session;
    throw new CheckoutFailure('checkout-ended', 'There is no such checkout, or it took longer than 30 minutes.');
  }
}
