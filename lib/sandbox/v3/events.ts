/** What callbacks tell of: customers, orders and subscriptions, whichever API they came by. */
import type { StateListener } from '../state.js';
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import type { Callbacks } from './callbacks.js';
import type { V3State } from './state.js';
import { describeCustomer, describeOrder, describeSubscription } from './views.js';

/** Tells the site of everything that it may have set up a callback for. */
export function makeListener(v3: V3State, callbacks: Callbacks): StateListener {
  const { state } = v3;

  function tellSubscription(type: string, customer: SandboxCustomer, purchase: SandboxPurchase) {
    const { itemId } = v3.getRight(purchase);
    const { endsAt } = purchase;
    const event = { entityType: 'SUBSCRIPTION', entityId: String(itemId) };
    const callbackType = type === 'CHANGE' && v3.otherwise.has('undo-named') ? 'UNDO_CANCELLATION' : type;
    v3.getRight(purchase).changedAt = state.now();
    const sold = { customer, purchase, v3 };
    callbacks.send({ ...event, callbackType, entity: describeSubscription(itemId, { ...sold, status: 'ACTIVE' }) });
    // The end that was announced before may not come any more, or at another time.
    callbacks.withdraw(event.entityId, 'ENDED');
    if (endsAt === undefined) return;
    const entity = describeSubscription(itemId, { ...sold, status: 'INACTIVE' });
    callbacks.send({ ...event, callbackType: 'ENDED', entity, at: endsAt });
  }

  return {
    customer(callbackType, customer) {
      if (callbackType === 'CHANGE') v3.getRecord(customer).changedAt = state.now();
      const entity = callbackType === 'DELETION' ? undefined : describeCustomer(customer, v3);
      callbacks.send({ entityType: 'CUSTOMER', callbackType, entityId: customer.customerId, entity });
    },
    order(customer, purchases) {
      const orderId = v3.nextNumber();
      for (const purchase of purchases) v3.getRight(purchase).orderId = orderId;
      const entity = describeOrder(orderId, { customer, purchases, at: state.now() });
      const event = { entityType: 'ORDER', callbackType: 'CREATION', entityId: String(orderId), entity };
      const sold = purchases.filter((purchase) => state.paidUntil(purchase) !== undefined);
      const tellings = sold.map((purchase) => () => tellSubscription('CREATION', customer, purchase));
      tellings.splice(v3.otherwise.has('events-reversed') ? sold.length : 0, 0, () => callbacks.send(event));
      for (const tell of tellings) tell();
    },
    subscription: tellSubscription,
    advanced: () => callbacks.sendDue(),
  };
}
