/** `POST /api/v2/externalUser/{id}/createLoginToken`: a credential for one checkout. */
import { booleanParameter, existingCustomer, type Route } from './route.js';

export const createLoginToken: Route = ({ id, query, state }) => {
  const customer = existingCustomer(state, id, booleanParameter(query, 'useExternalCustomerId'));
  return { status: 200, body: { loginToken: state.createToken(customer).token } };
};
