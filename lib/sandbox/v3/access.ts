/** The calls of API v3 about access rights: what a customer has bought, under either API, or was given. */
import type { Answer, Incoming } from '../endpoint.js';
import { reply } from '../http.js';
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import { findCustomer, readBody } from './body.js';
import { refuseFields, V3Failure } from './failure.js';
import { replyPage } from './page.js';
import { ACCESS_RIGHT, changedRight, newRight } from './schemas.js';
import type { GivenRight, V3State } from './state.js';

/** How long the answer says that what was bought may be remembered. */
const CACHE = 5 * 60_000;

/** plenigo's samples of rights go to the microsecond. */
const formatMoment = (at: number) => new Date(at).toISOString().replace('Z', '000Z');

function describeRight(purchase: SandboxPurchase, v3: V3State) {
  const { productId, at, offerId } = purchase;
  const { given, itemId } = v3.getRight(purchase);
  const end = given ? undefined : v3.state.paidUntil(purchase);
  return {
    accessRightUniqueId: productId,
    lifeTimeStart: formatMoment(at),
    lifeTimeEnd: end === undefined ? null : formatMoment(end),
    maxCacheDate: given ? null : formatMoment(v3.state.now() + CACHE),
    blocked: false,
    plenigoOfferId: offerId,
    productId,
    itemType: given ? 'EXTERNAL' : end === undefined ? 'SINGLE_PRODUCT' : 'SUBSCRIPTION_ITEM',
    itemId: String(itemId),
    ...given,
  };
}

function isOpen(purchase: SandboxPurchase, v3: V3State): boolean {
  const { lifeTimeStart, lifeTimeEnd, blocked } = v3.getRight(purchase).given ?? {};
  const isBefore = Date.parse(lifeTimeStart ?? '') > v3.state.now();
  const isOver = Date.parse(lifeTimeEnd ?? '') <= v3.state.now();
  const isLate = v3.otherwise.has('access-late') && purchase.at + 1000 > v3.state.now();
  return !blocked && !isBefore && !isOver && !isLate;
}

/** Ids that fit API v2 alone are no access rights. */
function listRights(customer: SandboxCustomer, v3: V3State): SandboxPurchase[] {
  return v3.state.listOwned(customer).filter(({ productId }) => ACCESS_RIGHT.test(productId));
}

/** Access is granted when at least one of the rights is open; what is equal to its default is left out. */
export const hasAccess: Answer = (incoming) => {
  const field = 'accessRightUniqueIds';
  const asked = incoming.query.get(field)?.split(',') ?? [''];
  const wrong = asked.filter((id) => !ACCESS_RIGHT.test(id));
  if (wrong.length > 0) throw refuseFields(wrong.map((value) => ({ field, error: 'pattern', value })));
  const { v3, state } = incoming.sandbox;
  const { otherwise, offers } = v3;
  if (otherwise.has('rights-limited') && asked.length > 5) throw refuseFields([{ field, error: 'size', value: '' }]);
  const known = [...state.products.keys(), ...[...offers.values()].flatMap(({ accessRights }) => accessRights)];
  if (otherwise.has('right-unknown') && asked.some((id) => !known.includes(id))) throw noRight();
  const customer = findCustomer(incoming);
  const held = listRights(customer, v3)
    .filter(({ productId }) => asked.includes(productId))
    .map((purchase) => ({ ...(isOpen(purchase, v3) && { accessGranted: true }), ...describeRight(purchase, v3) }));
  const others = asked.filter((id) => otherwise.has('rights-listed') && !state.hasBought(customer, id));
  const items = [...held, ...others.map((id) => ({ accessRightUniqueId: id, accessGranted: false }))];
  const { customerId } = customer;
  const customerBlocked = v3.isBlocked(customer);
  if (items.length === 0) return reply(200, { customerId, ...(customerBlocked && { customerBlocked }) });
  // Whether a blocked customer is granted anything is not documented: a site has to look at both.
  const isDenied = customerBlocked && otherwise.has('blocked-denied');
  const isGranted = !isDenied && items.some(({ accessGranted }) => accessGranted);
  return reply(200, { customerId, customerBlocked, ...(isGranted && { accessGranted: true }), items });
};

function describeRights(customer: SandboxCustomer, v3: V3State): object {
  const items = listRights(customer, v3).map((purchase) => describeRight(purchase, v3));
  return { customerId: customer.customerId, customerBlocked: v3.isBlocked(customer), items };
}

/** Of one customer, or of all who have any. */
export const accessRights: Answer = (incoming) => {
  const { v3, state } = incoming.sandbox;
  if (incoming.id !== '') return reply(200, describeRights(findCustomer(incoming), v3));
  const entries = state.customers.flatMap((customer) => {
    const changes = listRights(customer, v3).map((purchase) => v3.getRight(purchase).changedAt);
    if (changes.length === 0) return [];
    const changedAt = Math.max(...changes);
    return [{ id: customer.customerId, changedAt, show: () => describeRights(customer, v3) }];
  });
  return replyPage(entries, incoming, { tellsNext: true });
};

export const grantAccess: Answer = (incoming) => {
  const { v3, state } = incoming.sandbox;
  const customer = findCustomer(incoming);
  const body = readBody<GivenRight & { accessRightUniqueId: string }>(incoming, newRight);
  const { accessRightUniqueId: productId, ...given } = body;
  const held = listRights(customer, v3).find((purchase) => purchase.productId === productId);
  const isChanged = !held || v3.otherwise.has('grant-changes');
  if (isChanged) v3.getRight(held ?? state.give(customer, { productId })).given = given;
  return reply(held ? 208 : 201, describeRights(customer, v3));
};

const noRight = () => new V3Failure(404, 21404, 'Access right cannot be found.');

/** Finds the purchases of the right that the path names. Throws `V3Failure` 404. */
function findRight(customer: SandboxCustomer, { ids: [, right = ''], sandbox: { v3 } }: Incoming) {
  const purchases = listRights(customer, v3).filter(({ productId }) => productId === right);
  if (purchases.length === 0) throw noRight();
  return { right, purchases };
}

export const changeAccess: Answer = (incoming) => {
  const { v3 } = incoming.sandbox;
  const customer = findCustomer(incoming);
  const given = readBody<GivenRight>(incoming, changedRight);
  for (const purchase of findRight(customer, incoming).purchases) {
    Object.assign(v3.getRight(purchase), { given, changedAt: v3.state.now() });
  }
  return reply(200, describeRights(customer, v3));
};

export const removeAccess: Answer = (incoming) => {
  const customer = findCustomer(incoming);
  const { right } = findRight(customer, incoming);
  const { state, v3 } = incoming.sandbox;
  state.removePurchases(customer, right);
  return reply(202, v3.otherwise.has('removal-later') ? { success: false, promiseId: 'later' } : { success: true });
};
