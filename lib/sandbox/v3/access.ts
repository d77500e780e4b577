/** Access rights of API v3: what a customer has bought, under either API, or was given. */
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import { invalid, V3Failure } from './failure.js';
import { customerOf, iso, type V3Route } from './route.js';
import { ACCESS_RIGHT, changedRight, newRight } from './schemas.js';
import type { V3State } from './state.js';

/** How long the answer says that it may be remembered. */
const CACHE = 5 * 60_000;

/** The checked fields of a right; each replaces what plenigo would say by itself. */
interface RightBody {
  lifeTimeStart?: string | null;
  lifeTimeEnd?: string | null;
  blocked?: boolean;
}

/** One right as answers show it. */
function itemOf(purchase: SandboxPurchase, v3: V3State): Record<string, unknown> & { accessRightUniqueId: string } {
  const end = v3.state.paidUntil(purchase);
  const { given, itemId } = v3.grantOf(purchase);
  return {
    accessRightUniqueId: purchase.productId,
    lifeTimeStart: iso(purchase.at),
    lifeTimeEnd: end === undefined ? null : iso(end),
    maxCacheDate: iso(v3.state.now() + CACHE),
    blocked: false,
    ...(purchase.offerId !== undefined && { plenigoOfferId: purchase.offerId }),
    productId: purchase.productId,
    itemType: given ? 'EXTERNAL' : end === undefined ? 'SINGLE_PRODUCT' : 'SUBSCRIPTION_ITEM',
    itemId: String(itemId),
    ...given,
  };
}

/** Whether a right opens anything now. */
function isValid(purchase: SandboxPurchase, v3: V3State): boolean {
  const { lifeTimeStart, lifeTimeEnd, blocked }: RightBody = v3.grantOf(purchase).given ?? {};
  const isBefore = Date.parse(lifeTimeStart ?? '') > v3.state.now();
  const isOver = Date.parse(lifeTimeEnd ?? '') <= v3.state.now();
  return !blocked && !isBefore && !isOver;
}

function itemsOf(customer: SandboxCustomer, v3: V3State) {
  // Ids that fit API v2 alone are no access rights.
  return v3.state.owned(customer).filter(({ productId }) => ACCESS_RIGHT.test(productId));
}

/** `accessGranted` when at least one is; what is equal to its default is left out. */
export const hasAccess: V3Route = (incoming) => {
  const { query, v3 } = incoming;
  const field = 'accessRightUniqueIds';
  const asked = query.get(field)?.split(',') ?? [];
  const wrong = asked.length === 0 ? [''] : asked.filter((id) => !ACCESS_RIGHT.test(id));
  if (wrong.length > 0) throw invalid(wrong.map((value) => ({ field, error: 'pattern', value })));
  const customer = customerOf(incoming);
  const granted = itemsOf(customer, v3).filter(({ productId }) => asked.includes(productId));
  const items = granted
    .filter((purchase) => isValid(purchase, v3))
    .map((purchase) => ({ accessGranted: true, ...itemOf(purchase, v3) }));
  const { customerId } = customer;
  const blocked = v3.isBlocked(customer);
  if (items.length === 0) return { status: 200, body: { customerId, ...(blocked && { customerBlocked: true }) } };
  // Whether a blocked customer is granted anything is not documented: a site has to look at both.
  return { status: 200, body: { customerId, customerBlocked: blocked, accessGranted: true, items } };
};

function allRights(customer: SandboxCustomer, v3: V3State): Record<string, unknown> {
  const items = itemsOf(customer, v3).map((purchase) => itemOf(purchase, v3));
  return { customerId: customer.customerId, customerBlocked: v3.isBlocked(customer), items };
}

export const accessRights: V3Route = (incoming) => ({
  status: 200,
  body: allRights(customerOf(incoming), incoming.v3),
});

export const addAccessRight: V3Route = async (incoming) => {
  const { v3 } = incoming;
  const customer = customerOf(incoming);
  const body = await incoming.body<RightBody & { accessRightUniqueId: string }>(newRight);
  const { accessRightUniqueId: productId, ...given } = body;
  const exists = v3.state.hasBought(customer, productId);
  if (!exists) v3.grantOf(v3.state.give(customer, { productId })).given = given;
  return { status: exists ? 208 : 201, body: allRights(customer, v3) };
};

/** The purchases of the right that the path names. Throws `V3Failure` 404. */
function rightOf(customer: SandboxCustomer, right: string | undefined, v3: V3State): SandboxPurchase[] {
  const found = itemsOf(customer, v3).filter(({ productId }) => productId === right);
  if (found.length === 0) throw new V3Failure(404, 21404, 'Access right cannot be found.');
  return found;
}

export const changeAccessRight: V3Route = async (incoming) => {
  const { ids, v3 } = incoming;
  const customer = customerOf(incoming);
  const given = await incoming.body<RightBody>(changedRight);
  for (const purchase of rightOf(customer, ids[1], v3)) v3.grantOf(purchase).given = given;
  return { status: 200, body: allRights(customer, v3) };
};

export const removeAccessRight: V3Route = (incoming) => {
  const { ids, v3 } = incoming;
  const customer = customerOf(incoming);
  rightOf(customer, ids[1], v3);
  v3.state.removePurchases(customer, ids[1] ?? '');
  return { status: 202, body: { success: true } };
};
