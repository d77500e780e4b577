/** `GET /api/v2/user/product`: 200 for bought, 403 for not, also for a customer nobody knows. */
import { ApiFailure } from '../http.js';
import { booleanParameter, findCustomer, type Route, requiredParameter } from './route.js';

export const hasUserBought: Route = ({ query, state }) => {
  const id = requiredParameter(query, 'customerId');
  const productId = requiredParameter(query, 'productId');
  const external = booleanParameter(query, 'useExternalCustomerId');
  // Every purchase in a sandbox is a test, so the flag is checked and makes no difference.
  booleanParameter(query, 'testMode');
  const customer = findCustomer(state, id, external);
  if (!customer || !state.hasBought(customer, productId)) {
    throw new ApiFailure(403, 'The customer has not bought this product.');
  }
  return { status: 200, body: {} };
};
