/** How API v3 shows customers, orders and subscriptions, in answers and in callbacks. */
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import type { V3State } from './state.js';

/** Writes a moment as plenigo does. */
export function formatMoment(at: number): string {
  return new Date(at).toISOString();
}

export function describeCustomer(customer: SandboxCustomer, v3: V3State): Record<string, unknown> {
  const { customerId, externalUserId, email, firstName, name, language } = customer;
  const { fields, createdAt, changedAt } = v3.getRecord(customer);
  return {
    salutation: 'NONE',
    birthday: null,
    ...fields,
    customerId,
    ...(externalUserId !== undefined && { externalSystemId: externalUserId }),
    email,
    ...(firstName !== undefined && { firstName }),
    ...(name !== undefined && { lastName: name }),
    language,
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
  { customerId }: SandboxCustomer,
  { purchases, at }: { purchases: readonly SandboxPurchase[]; at: number },
): object {
  return {
    orderId,
    invoiceCustomerId: customerId,
    status: 'DONE',
    orderDate: formatMoment(at),
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

export function describeSubscription(
  subscriptionId: number,
  { customerId }: SandboxCustomer,
  { purchase, status, now }: { purchase: SandboxPurchase; status: 'ACTIVE' | 'INACTIVE'; now: number },
): object {
  const { productId, at, endsAt, offerId } = purchase;
  return {
    subscriptionId,
    invoiceCustomerId: customerId,
    deliveryCustomerId: customerId,
    status,
    startDate: formatMoment(at),
    ...(endsAt !== undefined && { endDate: formatMoment(endsAt), cancellationDate: formatMoment(now) }),
    ...(offerId !== undefined && { plenigoOfferId: offerId }),
    items: [{ subscriptionItemId: subscriptionId, accessRightUniqueId: productId, status }],
  };
}
