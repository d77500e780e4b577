/** The call that asks which of some products a customer has bought. */

import { argument, checkValue, MOST_PRODUCTS, refuse, rules } from '../../check.js';
import type { Purchases } from '../../platform.js';
import { isAnswer, ownField } from '../../transport/answer.js';
import type { ApiRequest } from '../../transport/request.js';
import { type CustomerRef, customerId } from './request.js';

/** A product that a customer has bought. */
export interface BoughtProduct {
  productId: string;
  /** Until when; absent if plenigo does not say. */
  until?: Date;
}

/** @throws PlenigoArgumentError `invalid-argument` unless there are one to fifty product ids. */
export function hasUserBoughtRequest(
  customer: CustomerRef,
  { productIds, testMode }: { productIds: string | readonly string[]; testMode: boolean },
): ApiRequest<Purchases> {
  const { id, external } = customerId(customer);
  const asked = new Set(Array.isArray(productIds) ? productIds : [productIds]);
  if (asked.size < 1 || asked.size > MOST_PRODUCTS) {
    refuse(argument('productIds'), `productIds: expected 1 to ${MOST_PRODUCTS} product ids`);
  }
  for (const each of asked) checkValue(each, { rule: rules.productId, subject: argument('productId') });
  const list = encodeURIComponent([...asked].join(','));
  return {
    call: 'hasUserBought',
    method: 'GET',
    path: `/api/v2/user/product?customerId=${encodeURIComponent(id)}&productId=${list}&testMode=${testMode}&useExternalCustomerId=${external}`,
    repeatable: true,
    // plenigo documents 200 and 403 only; a customer it does not know has bought nothing either.
    answers: [403, 404],
    parse(json, status) {
      if (status === 403 || status === 404) return { bought: false, products: [] };
      // Nothing but plenigo's own words opens a page.
      return status === 200 ? purchases(json, asked) : undefined;
    },
  };
}

function purchases(json: unknown, asked: ReadonlySet<string>): Purchases | undefined {
  if (!isAnswer(json) || ![undefined, true].includes(ownField(json, 'accessGranted') as undefined)) return undefined;
  const list = ownField(json, 'userProducts');
  // Then only a question for one product says which.
  if (!Array.isArray(list)) {
    const [only] = asked.size === 1 ? asked : [];
    return { bought: true, products: only === undefined ? [] : [{ productId: only }] };
  }
  const products = list.flatMap((entry) => boughtProduct(entry, asked));
  // Granted without any product: the publisher has switched the paywall off.
  return { bought: list.length === 0 || products.length > 0, products };
}

function boughtProduct(entry: unknown, asked: ReadonlySet<string>): BoughtProduct[] {
  const productId = ownField(entry, 'productId');
  if (typeof productId !== 'string' || !asked.has(productId)) return [];
  const end = String(ownField(entry, 'lifeTimeEnd'));
  const until = new Date(/^\d+$/.test(end) ? Number(end) : Number.NaN);
  return [Number.isNaN(until.getTime()) ? { productId } : { productId, until }];
}
