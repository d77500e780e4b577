/** `POST /api/v2/externalUser/{id}/createLoginToken`: a credential for one checkout. */
import type { LoginTokenReply } from '../../v2/wire.js';
import { booleanParameter, existingCustomer, type Route } from './route.js';

export const createLoginToken: Route = ({ id, query, state }) => {
  const customer = existingCustomer(state, id, booleanParameter(query, 'useExternalCustomerId'));
  const reply: LoginTokenReply = { loginToken: state.createToken(customer).token };
  return { status: 200, body: reply };
};
