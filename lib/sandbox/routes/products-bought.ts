/** `GET /api/v2/user/{id}/products`: everything a customer has bought; an empty object for a customer nobody knows. */
import type { SandboxPurchase } from '../types.js';
import { booleanParameter, findCustomer, type Route } from './route.js';

const HOURS_AHEAD = 2;

/** `2017-07-31 13:03:27 +0200`: plenigo's way to write a moment, by a clock that goes two hours ahead of UTC. */
function momentOf(at: number): string {
  const [day, time = ''] = new Date(at + HOURS_AHEAD * 3_600_000).toISOString().split('T');
  return `${day} ${time.slice(0, 8)} +0${HOURS_AHEAD}00`;
}

function entryOf({ productId, title, at }: SandboxPurchase) {
  return { productId, title, buyDate: momentOf(at) };
}

export const productsBought: Route = ({ id, query, state }) => {
  const external = booleanParameter(query, 'useExternalCustomerId');
  // Every purchase in a sandbox is a test, so the flag is checked and makes no difference.
  booleanParameter(query, 'testMode');
  const customer = findCustomer(state, id, external);
  if (!customer) return { status: 200, body: {} };
  // Whether plenigo lists a subscription that is over is not documented. The safe reading: what is listed may be read.
  const bought = state.owned(customer).map((purchase) => ({ purchase, end: state.paidUntil(purchase) }));
  return {
    status: 200,
    body: {
      subscriptions: bought.flatMap(({ purchase, end }) =>
        end === undefined ? [] : [{ ...entryOf(purchase), endDate: momentOf(end) }],
      ),
      singleProducts: bought.flatMap(({ purchase, end }) => (end === undefined ? [entryOf(purchase)] : [])),
    },
  };
};
