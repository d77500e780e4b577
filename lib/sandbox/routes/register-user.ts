/** `POST /api/v2/externalUser/register`: one customer an e-mail address, one external user id a customer. */
import { ApiFailure } from '../http.js';
import { booleanField, emailField, optionalString, type Route, requiredString } from './route.js';

export const registerUser: Route = async ({ body: readBody, state }) => {
  const body = await readBody();
  const email = emailField(body);
  const language = requiredString(body, 'language');
  if (!/^[a-z]{2}$/.test(language)) throw new ApiFailure(400, 'The field "language" must be two letters.');
  // The sandbox sends no mail; the flag is only checked.
  booleanField(body, 'withPasswordReset', false);
  const failByExistingEmail = booleanField(body, 'failByExistingEmail', false);
  const externalUserId = optionalString(body, 'externalUserId');
  const firstName = optionalString(body, 'firstName');
  const name = optionalString(body, 'name');

  const existing = state.findByEmail(email);
  if (existing && failByExistingEmail) {
    throw new ApiFailure(409, 'A customer with this e-mail address exists already.');
  }
  const holder = externalUserId === undefined ? undefined : state.find({ externalUserId });
  if (holder && holder !== existing) {
    throw new ApiFailure(409, 'The external user id belongs to another customer.');
  }
  // Whether plenigo links the external id here is not documented. The safe reading: only addExternalUserId links.
  const customer = existing ?? state.add({ email, language, externalUserId, firstName, name });
  return { status: 200, body: { customerId: customer.customerId } };
};
