/** Offers of API v3 and their prices, which stand in a call of their own. */
import { MADE_UP } from '../checkout/order.js';
import type { Answer } from '../endpoint.js';
import { reply } from '../http.js';
import { findInterval } from '../state.js';
import { V3Failure } from './failure.js';
import { replyPage } from './page.js';
import type { V3State } from './state.js';
import type { SandboxOffer } from './types.js';

/** Finds an offer; one that is not set up opens the right, or is the product, of its own name. */
export function findOffer(offerId: string, v3: V3State): SandboxOffer {
  const right = offerId.replace(/^O_/, '');
  const product = v3.state.products.get(right) ?? { ...MADE_UP, title: `Offer ${offerId}` };
  return v3.offers.get(offerId) ?? { ...product, accessRights: [right] };
}

/** The number of an offer in the list, which is also that of its price. */
function numberOffers(v3: V3State): Map<number, string> {
  const ids = [...v3.offers.keys(), ...[...v3.state.products.keys()].map((id) => `O_${id}`)];
  return new Map([...new Set(ids)].map((id, index) => [1001 + index, id]));
}

function describeOffer(offerId: number, plenigoOfferId: string, v3: V3State): object {
  const { title, accessRights } = findOffer(plenigoOfferId, v3);
  const interval = findInterval(v3.state.products.get(accessRights[0] ?? ''));
  const accountingTimespan = interval === 'year' ? 'YEAR' : 'MONTH';
  const step = { plenigoStepId: `S_${offerId}`, position: 1, priceIssueId: offerId, durationPeriod: 0 };
  const terms = { termPeriod: 1, termTimespan: accountingTimespan, accountingPeriod: 1, accountingTimespan };
  return {
    ...{ offerId, plenigoOfferId, internalTitle: title },
    ...{ archived: false, multiplePurchases: false, managedBy: 'PLENIGO' },
    translations: [{ language: 'en', title, preferred: true }],
    products: accessRights.slice(0, 1).map(() => ({
      ...{ plenigoProductId: `P_${offerId}`, taxType: 'DIGITALPRODUCT', accessRightId: offerId },
      subscription: interval !== undefined,
      ...(interval === undefined ? { priceIssueId: offerId } : { steps: [{ ...step, ...terms }] }),
    })),
  };
}

export const offers: Answer = (incoming) => {
  const { query, sandbox } = incoming;
  const asked = query.get('plenigoOfferId');
  const meant = [...numberOffers(sandbox.v3)].filter(([, id]) => asked === null || id === asked);
  const changedAt = sandbox.state.now();
  const entries = meant.map(([number, id]) => ({ id, changedAt, show: () => describeOffer(number, id, sandbox.v3) }));
  return replyPage(entries, incoming, { tellsNext: true });
};

export const priceIssue: Answer = ({ id, sandbox: { v3 } }) => {
  const offerId = numberOffers(v3).get(Number(id));
  if (offerId === undefined) throw new V3Failure(404, 99404, 'Price issue cannot be found.');
  const { price, currency, prices = {} } = findOffer(offerId, v3);
  const validFrom = '2020-01-01';
  const world = { price, currency, validFrom, worldSegment: true };
  const countries = Object.entries(prices).map(([country, amount], priority) => {
    return { ...world, price: amount, worldSegment: false, countrySegments: { priority, countries: [country] } };
  });
  const priceSegments = [world, ...countries];
  return reply(200, { priceIssueId: Number(id), title: offerId, priceSegments });
};
