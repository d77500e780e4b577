/** `PUT /api/v2/externalUser/{id}/changeEmail`. */
import { ApiFailure } from '../http.js';
import { booleanParameter, emailField, existingCustomer, type Route } from './route.js';

export const changeEmail: Route = async ({ id, query, body: readBody, state }) => {
  const external = booleanParameter(query, 'useExternalCustomerId');
  const email = emailField(await readBody());
  const customer = existingCustomer(state, id, external);
  const holder = state.findByEmail(email);
  if (holder && holder !== customer) {
    throw new ApiFailure(409, 'The e-mail address belongs to another customer.');
  }
  state.setEmail(customer, email);
  return { status: 204 };
};
