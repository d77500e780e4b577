/** The calls of API v2 about access: what a customer has bought, and whether anybody has to buy at all. */
import type { Answer } from '../endpoint.js';
import { ApiFailure, readBody, reply } from '../http.js';
import { findCustomer, IDENTIFIERS, newAccess, requireCustomer, requireFlag, requireParameter } from './fields.js';

/**
 * 200 if any of the products is bought, and which; 403 if none is, also for a customer nobody knows. Always 200 while
 * the paywall is off.
 */
export const hasUserBought: Answer = (incoming) => {
  const { query, sandbox } = incoming;
  const { state } = sandbox;
  const id = requireParameter(query, 'customerId');
  const productIds = new Set(requireParameter(query, 'productId').split(','));
  if (productIds.has('')) throw new ApiFailure(400, 'The query parameter "productId" has an empty product id.');
  const customer = findCustomer(incoming, id);
  // Every purchase in a sandbox is a test, so the flag is checked and makes no difference.
  requireFlag(query, 'testMode');
  const purchases = customer ? state.listOwned(customer) : [];
  const userProducts = [...productIds].flatMap((productId) => {
    const last = purchases.findLast((purchase) => purchase.productId === productId);
    // plenigo documents no end of what is bought for good, so there is none.
    return last ? [{ productId, lifeTimeEnd: state.paidUntil(last)?.toString() }] : [];
  });
  if (userProducts.length === 0 && state.paywall.enabled) {
    throw new ApiFailure(403, 'The customer has bought none of these products.');
  }
  return reply(200, { accessGranted: true, userProducts });
};

const HOURS_AHEAD = 2;

/** `2017-07-31 13:03:27 +0200`: plenigo's way to write a moment, by a clock that goes two hours ahead of UTC. */
export function formatMoment(at: number): string {
  const [day, time = ''] = new Date(at + HOURS_AHEAD * 3_600_000).toISOString().split('T');
  return `${day} ${time.slice(0, 8)} +0${HOURS_AHEAD}00`;
}

/** Everything that a customer has bought; an empty object for a customer nobody knows. */
export const productsBought: Answer = (incoming) => {
  const { state } = incoming.sandbox;
  const customer = findCustomer(incoming);
  requireFlag(incoming.query, 'testMode');
  if (!customer) return reply(200, {});
  // Whether plenigo lists a subscription that is over is not documented. The safe reading: what is listed may be read.
  const bought = state.listOwned(customer).map((purchase) => {
    const { productId, title, at } = purchase;
    const end = state.paidUntil(purchase);
    return { productId, title, buyDate: formatMoment(at), endDate: end === undefined ? end : formatMoment(end) };
  });
  return reply(200, {
    subscriptions: bought.filter(({ endDate }) => endDate !== undefined),
    singleProducts: bought.filter(({ endDate }) => endDate === undefined),
  });
};

type NewAccess = { customerId: string; useExternalCustomerId: boolean } & Record<string, string | boolean>;

export const importCustomerAccess: Answer = (incoming) => {
  const { state } = incoming.sandbox;
  const { customerId, useExternalCustomerId, ...body } = readBody<NewAccess>(incoming, newAccess);
  const ids = IDENTIFIERS.flatMap((name) => (body[name] === undefined ? [] : String(body[name])));
  if (ids.length === 0) throw new ApiFailure(400, `At least one of ${IDENTIFIERS.join(', ')} must be given.`);
  const customer = requireCustomer(state.find(useExternalCustomerId ? { externalUserId: customerId } : { customerId }));
  for (const accessId of ids) if (!customer.accessIds.includes(accessId)) customer.accessIds.push(accessId);
  return reply(204);
};

export const isPaywallEnabled: Answer = ({ sandbox }) => reply(200, { enabled: sandbox.state.paywall.enabled });
