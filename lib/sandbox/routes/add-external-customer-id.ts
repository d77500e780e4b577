/** `PUT /api/v2/externalUser/{id}/addExternalUserId`: links a customer who has no external id yet. */
import { ApiFailure } from '../http.js';
import { existingCustomer, type Route, requiredString } from './route.js';

export const addExternalCustomerId: Route = async ({ id, body: readBody, state }) => {
  const externalUserId = requiredString(await readBody(), 'externalUserId');
  const customer = existingCustomer(state, id, false);
  // The same link once more changes nothing: a client may repeat the call after a lost answer.
  if (customer.externalUserId === externalUserId) return { status: 204 };
  if (customer.externalUserId !== undefined) {
    throw new ApiFailure(409, 'The customer has an external user id already.');
  }
  if (state.find({ externalUserId })) {
    throw new ApiFailure(409, 'The external user id belongs to another customer.');
  }
  state.setExternalId(customer, externalUserId);
  return { status: 204 };
};
