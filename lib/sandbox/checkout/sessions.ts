/** Running checkouts: from a sale to its receipt. */
import { randomBytes } from 'node:crypto';
import { isEmail } from '../check.js';
import type { State } from '../state.js';
import type { SandboxCustomer } from '../types.js';
import { CheckoutFailure, type Order } from './order.js';
import type { CheckoutReply, OrderView, ReceiptView } from './view.js';

const SESSION_LIFE = 30 * 60_000;
const MOST_SESSIONS = 1000;
const LARGEST_AMOUNT = 10_000;

/** There are no other cards than these two, so that nobody types a real one. */
const CARDS = { pays: '4242424242424242', isDeclined: '4000000000000002' };

export interface Sale {
  order: Order;
  isOwned(customer: SandboxCustomer): boolean;
  /** Records what was bought and returns the number of the order. */
  complete(customer: SandboxCustomer, amount: number): string;
  /** Hands the payment over to a page elsewhere, and returns the secret with which that one says that it is paid. */
  hold?(customer: SandboxCustomer): string;
}

interface CheckoutSession extends Sale {
  id: string;
  expiresAt: number;
  customer?: SandboxCustomer | undefined;
  receipt?: ReceiptView;
}

/** Rounds away the dust of binary fractions. */
export function toCents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

function choosePrice(order: Order, amount: unknown): number {
  if (!order.payWhatYouWant) return order.price;
  if (typeof amount === 'number' && amount >= order.price && amount <= LARGEST_AMOUNT) return amount;
  throw new CheckoutFailure('amount-invalid', 'The amount is below the minimum or far too high.');
}

function checkCard(cardNumber: string): void {
  const digits = cardNumber.replace(/[\s-]/g, '');
  if (digits === CARDS.isDeclined) throw new CheckoutFailure('card-declined', 'The test card that is always declined.');
  if (digits !== CARDS.pays) throw new CheckoutFailure('card-invalid', 'The sandbox takes its test cards only.');
}

/** Leaves out what the page has no use for. */
function describeOrder({ failedPayment, showOwned, showConfirmation, ...shown }: Order): OrderView {
  return { ...shown, total: toCents(shown.price + shown.shipping) };
}

/** Goes on with a customer who is known: to the payment, unless there is nothing left to buy. */
function goOn({ id, order, isOwned }: CheckoutSession, customer: SandboxCustomer): CheckoutReply {
  const common = { checkoutId: id, order: describeOrder(order), email: customer.email };
  return isOwned(customer) ? { step: 'owned', ...common, showScreen: order.showOwned } : { step: 'pay', ...common };
}

/** The checkouts of one sandbox. Every method throws `CheckoutFailure` for what the reader should see. */
export class CheckoutSessions {
  readonly #state: State;
  readonly #sessions = new Map<string, CheckoutSession>();

  constructor(state: State) {
    this.#state = state;
  }

  /** Begins the checkout of a sale; without `customer` with a login, or with a registration. */
  open(sale: Sale, customer: SandboxCustomer | undefined, register: boolean): CheckoutReply {
    const id = randomBytes(24).toString('base64url');
    const session = { ...sale, id, expiresAt: this.#state.now() + SESSION_LIFE, customer };
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined && this.#sessions.size >= MOST_SESSIONS) this.#sessions.delete(oldest);
    this.#sessions.set(id, session);
    if (customer) return goOn(session, customer);
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
    return goOn(session, session.customer);
  }

  /** Paying twice, as by a double click, buys once. */
  pay(checkoutId: string, payment: { cardNumber: string; amount: unknown; isElsewhere: boolean }): CheckoutReply {
    const session = this.#find(checkoutId);
    const { order, customer } = session;
    if (!customer) throw new CheckoutFailure('checkout-ended', 'Nobody has logged in to this checkout.');
    if (!session.receipt) {
      const amount = toCents(choosePrice(order, payment.amount) + order.shipping);
      if (amount > 0) checkCard(payment.cardNumber);
      if (payment.isElsewhere && session.hold) return { step: 'elsewhere', secret: session.hold(customer) };
      const { title, currency } = order;
      const orderNumber = session.complete(customer, amount);
      session.receipt = { orderNumber, title, amount, currency, email: customer.email };
    }
    return { step: 'paid', receipt: session.receipt, showScreen: order.showConfirmation };
  }

  clear(): void {
    this.#sessions.clear();
  }

  #find(checkoutId: string): CheckoutSession {
    const session = this.#sessions.get(checkoutId);
    if (session && this.#state.now() < session.expiresAt) return session;
    throw new CheckoutFailure('checkout-ended', 'There is no such checkout, or it took longer than 30 minutes.');
  }
}
