/** How API v3 shows customers, orders and subscriptions, in answers and in callbacks. */
import { findInterval } from '../state.js';
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
    ...{ createdDate: formatMoment(createdAt), createdBy: 'API_TOKEN_1', createdByType: 'API' },
    ...{ changedDate: formatMoment(changedAt), changedBy: 'API_TOKEN_1', changedByType: 'API' },
  };
}

/** Every sale of a sandbox is to Germany, of something digital. */
const TAX = { taxType: 'DIGITALPRODUCT', tax: 19, taxCountry: 'DE' };
type Sale = { customer: SandboxCustomer; purchases: readonly SandboxPurchase[]; at: number };

export function describeOrder(orderId: number, { customer, purchases, at }: Sale) {
  const { customerId } = customer;
  return {
    orderId,
    invoiceCustomerId: customerId,
    status: 'DONE',
    orderDate: formatMoment(at),
    accumulatedPrice: purchases.reduce((sum, { price = 0 }) => sum + price, 0),
    currency: purchases[0]?.currency ?? 'EUR',
    paymentMethod: 'CREDIT_CARD',
    items: purchases.map(({ productId, offerId: plenigoOfferId, title, price = 0 }, index) => ({
      ...{ position: index + 1, productId, plenigoOfferId, accessRightUniqueId: productId, price, quantity: 1 },
      ...{ title: title ?? `Product ${productId}`, ...TAX, deliveryCustomerId: customerId },
    })),
  };
}

/** An invoice is its order in other words; its items have no tax type. */
export function describeInvoice(orderId: number, sold: Sale & { invoiceId: number }) {
  const { orderDate: invoiceDate, items: sums, ...paid } = describeOrder(orderId, sold);
  const items = sums.map(({ taxType: _, ...item }) => item);
  return { ...paid, invoiceId: sold.invoiceId, invoiceDate, type: 'INVOICE', status: 'PAID', items };
}

export function describeSubscription(
  subscriptionId: number,
  sold: { customer: SandboxCustomer; purchase: SandboxPurchase; status: 'ACTIVE' | 'INACTIVE'; v3: V3State },
): object {
  const { customer, purchase, status, v3 } = sold;
  const { productId, at, endsAt, offerId, title = `Product ${productId}`, price = 0, currency = 'EUR' } = purchase;
  const span = findInterval(v3.state.products.get(productId)) === 'year' ? 'YEAR' : 'MONTH';
  const { changedAt } = v3.getRight(purchase);
  const item = { subscriptionItemId: subscriptionId, accessRightUniqueId: productId, productId };
  return {
    subscriptionId,
    invoiceCustomerId: customer.customerId,
    deliveryCustomerId: customer.customerId,
    status,
    startDate: formatMoment(at),
    ...(endsAt !== undefined && { endDate: formatMoment(endsAt), cancellationDate: formatMoment(changedAt) }),
    ...{ term: 1, termTimeSpan: span, accountingPeriod: 1, accountingPeriodTimeSpan: span },
    ...{ cancellationPeriod: 0, cancellationPeriodTimeSpan: 'NONE', currency, paymentMethod: 'CREDIT_CARD' },
    plenigoOfferId: offerId,
    items: [{ ...item, title, price, quantity: 1, status, taxType: TAX.taxType }],
  };
}
