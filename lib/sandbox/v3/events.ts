/** What callbacks tell of: customers, orders and subscriptions, whichever API they came by. */
import type { StateListener } from '../state.js';
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import type { Callbacks } from './callbacks.js';
import type { V3State } from './state.js';
import { describeCustomer, describeOrder, describeSubscription } from './views.js';

/** Tells the site of everything that it may have set up a callback for. */
export class Events implements StateListener {
  readonly #v3: V3State;
  readonly #callbacks: Callbacks;

  constructor(v3: V3State, callbacks: Callbacks) {
    this.#v3 = v3;
    this.#callbacks = callbacks;
  }

  customer(callbackType: 'CREATION' | 'CHANGE' | 'DELETION', customer: SandboxCustomer): void {
    if (callbackType === 'CHANGE') this.#v3.getRecord(customer).changedAt = this.#v3.state.now();
    const event = { entityType: 'CUSTOMER', callbackType, entityId: customer.customerId };
    this.#callbacks.send(event, callbackType === 'DELETION' ? undefined : describeCustomer(customer, this.#v3));
  }

  order(customer: SandboxCustomer, purchases: readonly SandboxPurchase[]): void {
    const orderId = this.#v3.numberOrder(purchases);
    const event = { entityType: 'ORDER', callbackType: 'CREATION', entityId: String(orderId) };
    this.#callbacks.send(event, describeOrder(orderId, customer, { purchases, at: this.#v3.state.now() }));
    for (const purchase of purchases) {
      if (this.#v3.state.paidUntil(purchase) !== undefined) this.subscription('CREATION', customer, purchase);
    }
  }

  subscription(
    callbackType: 'CREATION' | 'CHANGE' | 'CANCELLATION',
    customer: SandboxCustomer,
    purchase: SandboxPurchase,
  ): void {
    const { itemId } = this.#v3.getRight(purchase);
    const now = this.#v3.state.now();
    const describe = (status: 'ACTIVE' | 'INACTIVE') =>
      describeSubscription(itemId, customer, { purchase, status, now });
    const event = { entityType: 'SUBSCRIPTION', entityId: String(itemId) };
    this.#callbacks.send({ ...event, callbackType }, describe('ACTIVE'));
    // The end that was announced before may not come any more, or at another time.
    this.#callbacks.withdraw(event.entityId, 'ENDED');
    const { endsAt } = purchase;
    if (endsAt !== undefined) this.#callbacks.send({ ...event, callbackType: 'ENDED' }, describe('INACTIVE'), endsAt);
  }

  advanced(): void {
    this.#callbacks.sendDue();
  }
}
