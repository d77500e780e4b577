/** The calls of API v3 about subscriptions: which there are, and when they end. */
import type { Answer, Incoming } from '../endpoint.js';
import { reply } from '../http.js';
import { findInterval } from '../state.js';
import type { SandboxCustomer, SandboxPurchase } from '../types.js';
import { readBody } from './body.js';
import { V3Failure } from './failure.js';
import { listMeant } from './lists.js';
import { replyPage } from './page.js';
import { cancellation } from './schemas.js';
import { describeSubscription } from './views.js';

type Sold = { customer: SandboxCustomer; purchase: SandboxPurchase };

function describe(sold: Sold, { sandbox: { v3 } }: Incoming): object {
  const { endsAt = Number.POSITIVE_INFINITY } = sold.purchase;
  const status = endsAt > v3.state.now() ? 'ACTIVE' : 'INACTIVE';
  return describeSubscription(v3.getRight(sold.purchase).itemId, { ...sold, status, v3 });
}

/** Lists the subscriptions of customers, those that are over included. */
function listSold(customers: readonly SandboxCustomer[], { sandbox: { state, v3 } }: Incoming): Sold[] {
  const isSubscription = (purchase: SandboxPurchase) =>
    findInterval(state.products.get(purchase.productId)) !== undefined && !v3.getRight(purchase).given;
  return customers.flatMap((customer) =>
    customer.purchases.filter(isSubscription).map((purchase) => ({ customer, purchase })),
  );
}

export const subscriptions: Answer = (incoming) => {
  const entries = listSold(listMeant(incoming), incoming).map((sold) => {
    const { itemId, changedAt } = incoming.sandbox.v3.getRight(sold.purchase);
    return { id: itemId, changedAt, show: () => describe(sold, incoming) };
  });
  return replyPage(entries, incoming);
};

/** Finds the subscription that the path names. Throws `V3Failure` 404. */
function findSold(incoming: Incoming): Sold {
  const { state, v3 } = incoming.sandbox;
  const isMeant = ({ purchase }: Sold) => String(v3.getRight(purchase).itemId) === incoming.id;
  const sold = listSold(state.customers, incoming).find(isMeant);
  if (!sold) throw new V3Failure(404, 40404, 'Subscription cannot be found.');
  const { endsAt = Number.POSITIVE_INFINITY } = sold.purchase;
  if (endsAt <= state.now()) throw new V3Failure(400, 40004, 'The subscription has ended.');
  return sold;
}

/** The next three regular ends. */
function listEnds({ purchase }: Sold, { sandbox: { state } }: Incoming): string[] {
  const first = new Date(state.paidUntil({ ...purchase, endsAt: undefined }) ?? state.now());
  const step = findInterval(state.products.get(purchase.productId)) === 'year' ? 12 : 1;
  return [0, 1, 2].map((index) => {
    const end = new Date(first);
    end.setUTCMonth(first.getUTCMonth() + index * step);
    return end.toISOString().slice(0, 10);
  });
}

export const cancelDates: Answer = (incoming) => reply(200, { items: listEnds(findSold(incoming), incoming) });

export const cancelSubscription: Answer = (incoming) => {
  const { state } = incoming.sandbox;
  const [, when = ''] = incoming.ids;
  const sold = findSold(incoming);
  const { customer, purchase } = sold;
  if (purchase.endsAt !== undefined) throw new V3Failure(400, 40012, 'The subscription is cancelled already.');
  const { cancellationDate: day } =
    when === 'at' ? readBody<{ cancellationDate?: string }>(incoming, cancellation) : {};
  const isPossible = day ? listEnds(sold, incoming).includes(day.slice(0, 10)) : ['now', 'regular'].includes(when);
  if (!isPossible) throw new V3Failure(400, 40005, 'The date is not valid.');
  state.cancel(customer, purchase, day ? Date.parse(day) : when === 'now' ? state.now() : undefined);
  return reply(200, describe(sold, incoming));
};

export const undoCancellation: Answer = (incoming) => {
  const sold = findSold(incoming);
  const { customer, purchase } = sold;
  if (purchase.endsAt === undefined) throw new V3Failure(400, 40013, 'The subscription is not cancelled.');
  incoming.sandbox.state.resume(customer, purchase);
  return reply(200, describe(sold, incoming));
};
