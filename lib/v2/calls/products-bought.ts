/** The call that lists what a customer has bought. */

import { isAnswer, ownField, textField } from '../../transport/answer.js';
import type { ApiRequest } from '../../transport/request.js';
import { type CustomerRef, customerSegment } from './request.js';

/** A single purchase of a customer. */
export interface SingleProduct {
  productId: string;
  title?: string;
  boughtAt?: Date;
}

/** A subscription of a customer. */
export interface Subscription extends SingleProduct {
  endsAt?: Date;
}

/** Everything that a customer has bought; for a customer whom plenigo does not know, nothing. */
export interface ProductsBought {
  subscriptions: Subscription[];
  singleProducts: SingleProduct[];
}

export function productsBoughtRequest(
  customer: CustomerRef,
  { testMode }: { testMode: boolean },
): ApiRequest<ProductsBought> {
  const { segment, flag } = customerSegment(customer);
  return {
    call: 'productsBought',
    method: 'GET',
    path: `/api/v2/user/${segment}/products?testMode=${testMode}&${flag}`,
    repeatable: true,
    answers: [404],
    parse: (json, status) => (status === 404 ? { subscriptions: [], singleProducts: [] } : productsBought(json)),
  };
}

function productsBought(json: unknown): ProductsBought | undefined {
  if (!isAnswer(json)) return undefined;
  const subscriptions = ownField(json, 'subscriptions') ?? [];
  const singleProducts = ownField(json, 'singleProducts') ?? [];
  if (!Array.isArray(subscriptions) || !Array.isArray(singleProducts)) return undefined;
  return {
    subscriptions: subscriptions.flatMap((entry) =>
      singleProduct(entry).map((product) => {
        const endsAt = dateField(entry, 'endDate');
        return endsAt === undefined ? product : { ...product, endsAt };
      }),
    ),
    singleProducts: singleProducts.flatMap(singleProduct),
  };
}

/** None without a product id: nobody could say what it is. */
function singleProduct(entry: unknown): SingleProduct[] {
  const productId = textField(entry, 'productId');
  if (productId === undefined) return [];
  const title = textField(entry, 'title');
  const boughtAt = dateField(entry, 'buyDate');
  return [{ productId, ...(title !== undefined && { title }), ...(boughtAt !== undefined && { boughtAt }) }];
}

/** A moment as plenigo writes it: `2017-07-31 13:03:27 +0200`. */
const MOMENT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/;

function dateField(entry: unknown, name: string): Date | undefined {
  const [, day, time, hours, minutes] = MOMENT.exec(textField(entry, name) ?? '') ?? [];
  const date = new Date(`${day}T${time}${hours}:${minutes}`);
  // A Date takes the 31st of February for a day in March.
  const asWritten = new Date(`${day}T${time}Z`);
  if (Number.isNaN(date.getTime()) || asWritten.toISOString() !== `${day}T${time}.000Z`) return undefined;
  return date;
}
