/** The calls of API v3 that sell what is free: with a voucher, or because it costs nothing. */
import type { Answer, Incoming } from '../endpoint.js';
import { reply } from '../http.js';
import type { SandboxPurchase } from '../types.js';
import { readBody, requireCustomer } from './body.js';
import { V3Failure } from './failure.js';
import { findVoucher, type Item, readItem, readVoucherLines } from './purchases.js';
import { freePurchase, voucherPurchase } from './schemas.js';
import type { Line, V3State } from './state.js';

export const validateVoucher: Answer = ({ id, sandbox: { v3 } }) =>
  reply(200, { plenigoOfferId: findVoucher(id, v3).offerId, status: 'ACTIVE' });

/** Records an order that costs nothing. Throws `V3Failure`. */
function order(customerId: string, lines: readonly Line[], v3: V3State): number | undefined {
  const { state } = v3;
  const customer = requireCustomer(state.find({ customerId }));
  if (lines.some(({ price }) => price > 0)) throw new V3Failure(400, 90034, 'The offer is not free.');
  if (lines.some(({ productId }) => state.hasBought(customer, productId))) {
    throw new V3Failure(400, 90039, 'A product with the same access right is already bought.');
  }
  const [first] = state.recordPurchase(customer, ...lines) as [SandboxPurchase];
  return v3.getRight(first).orderId;
}

export const buyWithVoucher: Answer = (incoming: Incoming) => {
  const { v3 } = incoming.sandbox;
  const { customerId, voucherCode } = readBody<Record<'customerId' | 'voucherCode', string>>(incoming, voucherPurchase);
  const orderId = order(customerId, readVoucherLines(voucherCode, v3), v3);
  v3.usedVouchers.add(voucherCode);
  return reply(201, { orderId });
};

export const orderFreeProduct: Answer = (incoming: Incoming) => {
  const { v3 } = incoming.sandbox;
  const { customerId, offer } = readBody<{ customerId: string; offer: Item }>(incoming, freePurchase);
  return reply(201, { orderId: order(customerId, readItem(offer, v3), v3) });
};
