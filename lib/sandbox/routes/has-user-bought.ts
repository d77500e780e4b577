/** `GET /api/v2/user/product`: 200 if any of the products is bought, and which; 403 if none is, also for a customer nobody knows; always 200 while the paywall is off. */
import { ApiFailure } from '../http.js';
import type { State } from '../state.js';
import type { SandboxPurchase } from '../types.js';
import { booleanParameter, findCustomer, type Route, requiredParameter } from './route.js';

/** plenigo's spelling; the end in ms since 1970, as text. It documents none for what is bought for good, so there is none. */
interface UserProduct {
  productId: string;
  lifeTimeEnd?: string;
}

function userProduct(purchase: SandboxPurchase, state: State): UserProduct {
  const { productId } = purchase;
  const end = state.paidUntil(purchase);
  return end === undefined ? { productId } : { productId, lifeTimeEnd: String(end) };
}

export const hasUserBought: Route = ({ query, state }) => {
  const id = requiredParameter(query, 'customerId');
  const productIds = requiredParameter(query, 'productId').split(',');
  if (productIds.includes('')) {
    throw new ApiFailure(400, 'The query parameter "productId" has an empty product id.');
  }
  const external = booleanParameter(query, 'useExternalCustomerId');
  // Every purchase in a sandbox is a test, so the flag is checked and makes no difference.
  booleanParameter(query, 'testMode');
  const customer = findCustomer(state, id, external);
  const purchases = customer ? state.owned(customer) : [];
  const userProducts = [...new Set(productIds)].flatMap((productId) => {
    const last = purchases.findLast((purchase) => purchase.productId === productId);
    return last ? [userProduct(last, state)] : [];
  });
  if (userProducts.length === 0 && state.paywall.enabled)
    throw new ApiFailure(403, 'The customer has bought none of these products.');
  return { status: 200, body: { accessGranted: true, userProducts } };
};
