/** How API v3 shows customers, orders and subscriptions, in answers and in callbacks. */
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import type { V3State } from './state.js';

export function formatMoment(at: number): string {
  return new Date(at).toISOString();
}

/** Fields that are `undefined` are left out, as these objects are sent as JSON. */
export function describeCustomer(customer: SandboxCustomer, v3: V3State): Record<string, unknown> {
  const { customerId, externalUserId: externalSystemId, email, firstName, name: lastName, language } = customer;
  const { fields, createdAt, changedAt } = v3.getRecord(customer);
  return {
    salutation: 'NONE',
    birthday: null,
    ...fields,
    ...{ customerId, externalSystemId, email, firstName, lastName, language },
    status: 'ACTIVATED',
    registrationDate: formatMoment(createdAt),
    createdDate: formatMoment(createdAt),
    changedDate: formatMoment(changedAt),
    createdBy: 'API_TOKEN_1',
    createdByType: 'API',
    changedBy: 'API_TOKEN_1',
    changedByType: 'API',
  };
}

export function describeOrder(
  orderId: number,
  { customer, purchases, at }: { customer: SandboxCustomer; purchases: readonly SandboxPurchase[]; at: number },
): object {
  const { customerId } = customer;
  return {
    orderId,
    invoiceCustomerId: customerId,
    status: 'DONE',
    orderDate: formatMoment(at),
    accumulatedPrice: purchases.reduce((sum, { price = 0 }) => sum + price, 0),
    currency: purchases[0]?.currency ?? 'EUR',
    paymentMethod: 'CREDIT_CARD',
    items: purchases.map(({ productId, offerId: plenigoOfferId, title, price = 0 }, position) => ({
      ...{ position, productId, plenigoOfferId, accessRightUniqueId: productId, title, price },
      quantity: 1,
      deliveryCustomerId: customerId,
    })),
  };
}

export function describeSubscription(
  subscriptionId: number,
  sold: { customer: SandboxCustomer; purchase: SandboxPurchase; status: 'ACTIVE' | 'INACTIVE'; now: number },
): object {
  const { customer, purchase, status, now } = sold;
  const { productId, at, endsAt, offerId } = purchase;
  return {
    subscriptionId,
    invoiceCustomerId: customer.customerId,
    deliveryCustomerId: customer.customerId,
    status,
    startDate: formatMoment(at),
    ...(endsAt !== undefined && { endDate: formatMoment(endsAt), cancellationDate: formatMoment(now) }),
    plenigoOfferId: offerId,
    items: [{ subscriptionItemId: subscriptionId, accessRightUniqueId: productId, status }],
  };
}
