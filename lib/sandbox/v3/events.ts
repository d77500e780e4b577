/** What callbacks tell of: customers, orders and subscriptions, whichever API they came by. */
import type { StateListener } from '../state.js';
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import type { Callbacks } from './callbacks.js';
import { customerView } from './customers.js';
import { iso } from './route.js';
import type { V3State } from './state.js';

function orderView(customer: SandboxCustomer, purchases: readonly SandboxPurchase[], v3: V3State, orderId: number) {
  const { customerId } = customer;
  return {
    orderId,
    invoiceCustomerId: customerId,
    status: 'DONE',
    orderDate: iso(v3.state.now()),
    accumulatedPrice: purchases.reduce((sum, { price = 0 }) => sum + price, 0),
    currency: purchases[0]?.currency ?? 'EUR',
    paymentMethod: 'CREDIT_CARD',
    items: purchases.map(({ productId, offerId, title, price = 0 }, position) => ({
      position,
      productId,
      ...(offerId !== undefined && { plenigoOfferId: offerId }),
      accessRightUniqueId: productId,
      title,
      price,
      quantity: 1,
      deliveryCustomerId: customerId,
    })),
  };
}

/** Tells the site of everything that it may have set up a callback for. */
export class Events implements StateListener {
  readonly #v3: V3State;
  readonly #callbacks: Callbacks;

  constructor(v3: V3State, callbacks: Callbacks) {
    this.#v3 = v3;
    this.#callbacks = callbacks;
  }

  customer(callbackType: 'CREATION' | 'CHANGE' | 'DELETION', customer: SandboxCustomer): void {
    const record = this.#v3.recordOf(customer);
    if (callbackType === 'CHANGE') record.changedAt = this.#v3.state.now();
    const event = { entityType: 'CUSTOMER', callbackType, entityId: customer.customerId };
    this.#callbacks.send(event, callbackType === 'DELETION' ? undefined : customerView(customer, this.#v3));
  }

  order(customer: SandboxCustomer, purchases: readonly SandboxPurchase[]): void {
    const orderId = this.#v3.number(purchases);
    const event = { entityType: 'ORDER', callbackType: 'CREATION', entityId: String(orderId) };
    this.#callbacks.send(event, orderView(customer, purchases, this.#v3, orderId));
    for (const purchase of purchases) {
      if (this.#v3.state.paidUntil(purchase) !== undefined) this.subscription('CREATION', customer, purchase);
    }
  }

  subscription(
    callbackType: 'CREATION' | 'CHANGE' | 'CANCELLATION',
    customer: SandboxCustomer,
    purchase: SandboxPurchase,
  ): void {
    const { customerId } = customer;
    const { itemId } = this.#v3.grantOf(purchase);
    const { productId, at, endsAt, offerId } = purchase;
    const view = (status: string) => ({
      subscriptionId: itemId,
      invoiceCustomerId: customerId,
      deliveryCustomerId: customerId,
      status,
      startDate: iso(at),
      ...(endsAt !== undefined && { endDate: iso(endsAt), cancellationDate: iso(this.#v3.state.now()) }),
      ...(offerId !== undefined && { plenigoOfferId: offerId }),
      items: [{ subscriptionItemId: itemId, accessRightUniqueId: productId, status }],
    });
    const event = { entityType: 'SUBSCRIPTION', entityId: String(itemId) };
    this.#callbacks.send({ ...event, callbackType }, view('ACTIVE'));
    this.#callbacks.withdraw(event.entityId, 'ENDED');
    if (endsAt !== undefined) this.#callbacks.send({ ...event, callbackType: 'ENDED' }, view('INACTIVE'), endsAt);
  }

  advanced(): void {
    this.#callbacks.sendDue();
  }
}
