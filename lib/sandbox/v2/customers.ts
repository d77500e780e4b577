/** The calls of API v2 about customers: who they are, where they live, and the credential for one checkout. */
import type { Answer } from '../endpoint.js';
import { ApiFailure, readBody, reply } from '../http.js';
import type { SandboxCustomer, SandboxNewCustomer, SandboxPostalAddress } from '../types.js';
import { findCustomer, requireCustomer } from './fields.js';
import { address, changedEmail, newCustomer, newLink } from './schemas.js';

/** Throws `ApiFailure` 409 where another customer has what this one should get. */
function refuseTaken(what: string, holder: SandboxCustomer | undefined, customer?: SandboxCustomer): void {
  if (holder && holder !== customer) throw new ApiFailure(409, `The ${what} belongs to another customer.`);
}

/** There is one customer an e-mail address, and one external user id a customer. */
export const registerUser: Answer = (incoming) => {
  const { state } = incoming.sandbox;
  // The sandbox sends no mail: whether it may is only checked.
  const body = readBody<SandboxNewCustomer & { failByExistingEmail?: boolean }>(incoming, newCustomer);
  const { email, language, externalUserId, firstName, name, failByExistingEmail } = body;
  const existing = state.findByEmail(email);
  if (failByExistingEmail) refuseTaken('e-mail address', existing);
  refuseTaken('external user id', state.find({ externalUserId }), existing);
  // Whether plenigo links the external id here is not documented. The safe reading: only addExternalUserId links.
  const { customerId } = existing ?? state.add({ email, language, externalUserId, firstName, name });
  return reply(200, { customerId });
};

/** Makes a credential for one checkout or one self-service snippet. */
export const createLoginToken: Answer = (incoming) => {
  const { customerId } = requireCustomer(findCustomer(incoming));
  return reply(200, { loginToken: incoming.sandbox.state.tokens.create(customerId) });
};

export const changeEmail: Answer = (incoming) => {
  const { state } = incoming.sandbox;
  const found = findCustomer(incoming);
  const { email } = readBody<{ email: string }>(incoming, changedEmail);
  const customer = requireCustomer(found);
  refuseTaken('e-mail address', state.findByEmail(email), customer);
  state.setEmail(customer, email);
  return reply(204);
};

/** Links a customer who has no external id yet. */
export const addExternalCustomerId: Answer = (incoming) => {
  const { state } = incoming.sandbox;
  const { externalUserId } = readBody<{ externalUserId: string }>(incoming, newLink);
  const customer = requireCustomer(state.find({ customerId: incoming.id }));
  // The same link once more changes nothing: a client may repeat the call after a lost answer.
  if (customer.externalUserId === externalUserId) return reply(204);
  if (customer.externalUserId !== undefined) throw new ApiFailure(409, 'The customer has an external user id already.');
  refuseTaken('external user id', state.find({ externalUserId }));
  state.setExternalId(customer, externalUserId);
  return reply(204);
};

/** Gives a customer an address, in place of the whole one before. */
export const changeAddress: Answer = (incoming) => {
  const customer = findCustomer(incoming);
  const postalAddress = readBody<SandboxPostalAddress>(incoming, address);
  requireCustomer(customer).postalAddress = { ...postalAddress };
  return reply(204);
};
