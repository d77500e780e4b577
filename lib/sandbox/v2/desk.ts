/** The calls of API v2 for a publisher's desk: what plenigo answers where nothing is told of it, is an empty object. */
import { isIP } from 'node:net';
import { MADE_UP } from '../checkout/order.js';
import type { Answer, Incoming } from '../endpoint.js';
import { ApiFailure, readBody, reply } from '../http.js';
import { findInterval } from '../state.js';
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import { formatMoment } from './access.js';
import { findCustomer, newRights, requireCustomer, requireFlag, requireParameter } from './fields.js';

type NewRights = { useExternalCustomerId: boolean; productIds: string[]; startTime?: string; endTime?: string };

/** The last day counts as a whole. */
export const grantAccess: Answer = (incoming) => {
  const { id, sandbox } = incoming;
  const { useExternalCustomerId, productIds, startTime, endTime } = readBody<NewRights>(incoming, newRights);
  const named = useExternalCustomerId ? { externalUserId: id } : { customerId: id };
  const customer = requireCustomer(sandbox.state.find(named));
  const start = startTime && { lifeTimeStart: `${startTime}T00:00:00Z` };
  const end = endTime && new Date(Date.parse(endTime) + 86_400_000);
  for (const productId of productIds) {
    const purchase = sandbox.state.give(customer, { productId });
    sandbox.v3.getRight(purchase).given = { ...start, ...(end && { lifeTimeEnd: end.toISOString() }) };
    if (end) purchase.endsAt = end.getTime();
  }
  return reply(200, {});
};

export const removeAccess: Answer = (incoming) => {
  const customer = requireCustomer(findCustomer(incoming));
  requireFlag(incoming.query, 'testMode');
  for (const id of requireParameter(incoming.query, 'productIds').split(',')) {
    incoming.sandbox.state.removePurchases(customer, id);
  }
  return reply(200, {});
};

/** Records an order of something for nothing. The customer is the second part of the path that is open. */
function order(incoming: Incoming, productId: string, price: number): void {
  const { query, ids, sandbox } = incoming;
  requireFlag(query, 'testMode');
  if (isIP(requireParameter(query, 'ipAddress')) === 0) throw new ApiFailure(400, 'The "ipAddress" is none.');
  const customer = requireCustomer(findCustomer(incoming, ids[1]));
  if (price > 0) throw new ApiFailure(412, 'The product is not free.');
  const { title, currency } = sandbox.state.products.get(productId) ?? { ...MADE_UP, title: `Product ${productId}` };
  sandbox.state.recordPurchase(customer, { productId, title, currency, price: 0 });
}

export const orderFreeProduct: Answer = (incoming) => {
  const { id, sandbox } = incoming;
  order(incoming, id, (sandbox.state.products.get(id) ?? MADE_UP).price);
  return reply(200, {});
};

/** A voucher of API v3 is one here, too: for the product that its offer opens. */
export const redeemVoucher: Answer = (incoming) => {
  const { id, sandbox } = incoming;
  const voucher = sandbox.v3.vouchers.get(id);
  if (!voucher || sandbox.v3.usedVouchers.has(id)) throw new ApiFailure(400, 'The voucher code is not valid.');
  const { offerId, price = 0 } = voucher;
  order(incoming, sandbox.v3.offers.get(offerId)?.accessRights[0] ?? offerId.replace(/^O_/, ''), price);
  sandbox.v3.usedVouchers.add(id);
  return reply(200, {});
};

export const product: Answer = ({ id, sandbox: { state } }) => {
  const known = state.products.get(id);
  if (!known) throw new ApiFailure(404, 'There is no such product.');
  const { title, price, currency, type = 'DIGITALPRODUCT' } = known;
  const interval = findInterval(known);
  const term = interval && `1 ${interval}`;
  return reply(200, { id, title, price: price.toFixed(2), currency, type, subscription: interval !== undefined, term });
};

type Sale = { customer: SandboxCustomer; orderId: string; purchases: SandboxPurchase[] };

/** Lists what a customer has bought, by the number of its order; what was only given is not listed. */
function listSales(show: (sale: Sale, incoming: Incoming) => object[]): Answer {
  return (incoming) => {
    const customer = requireCustomer(findCustomer(incoming));
    requireFlag(incoming.query, 'testMode');
    const orders = [...incoming.sandbox.v3.listOrders(customer)];
    const elements = orders.flatMap(([id, purchases]) => show({ customer, orderId: String(id), purchases }, incoming));
    return reply(200, { elements });
  };
}

/** Numbers are texts, as in plenigo's own examples. */
export const orders = listSales(({ customer, orderId, purchases }) => {
  const { customerId, externalUserId: externalCustomerId } = customer;
  const [{ at = 0, currency = MADE_UP.currency } = {}] = purchases;
  const cumulatedPrice = purchases.reduce((sum, { price = 0 }) => sum + price, 0).toFixed(2);
  const sold = { taxes: '19.00', taxCountry: 'DE', quantity: '1', status: 'DONE' };
  const orderItems = purchases.map(({ productId, title, price = 0 }) => {
    return { productId, title, price: price.toFixed(2), ...sold };
  });
  const ids = { orderId, customerId, externalCustomerId };
  return [{ ...ids, orderDate: formatMoment(at), currency, cumulatedPrice, orderItems }];
});

export const subscriptions = listSales(({ customer: { customerId }, orderId, purchases }, { sandbox: { state, v3 } }) =>
  purchases.flatMap((purchase) => {
    const { productId, title, price = 0, currency, at, endsAt } = purchase;
    const interval = findInterval(state.products.get(productId));
    if (!interval) return [];
    const ids = { id: String(v3.getRight(purchase).itemId), customerId, orderId };
    const sold = { productId, title, price: price.toFixed(2), currency, paymentMethod: 'CREDIT_CARD' };
    const dates = { startDate: formatMoment(at), endDate: endsAt && formatMoment(endsAt) };
    const active = endsAt === undefined || endsAt > state.now();
    return [{ ...ids, ...sold, ...dates, active, term: `1 ${interval}` }];
  }),
);
