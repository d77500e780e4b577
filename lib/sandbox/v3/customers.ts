/** The calls of API v3 about customers: the same customers as those of v2, with more fields. */
import type { Answer } from '../endpoint.js';
import { reply } from '../http.js';
import type { SandboxCustomer } from '../types.js';
import { findCustomer, readBody, requireCustomer } from './body.js';
import { V3Failure } from './failure.js';
import { replyPage } from './page.js';
import { changedCustomer, changedEmail, newCustomer } from './schemas.js';
import type { V3State } from './state.js';
import { describeCustomer } from './views.js';

/** A body that was checked; what is not named here is only kept and shown again. */
type CustomerBody = Partial<
  Record<'email' | 'language' | 'firstName' | 'lastName' | 'externalSystemId' | 'username', string>
>;

/** What answers do not repeat. */
const UNSEEN = ['password', 'sendWelcomeMail', 'addresses', 'data', 'customerId'];

/** Picks the fields that API v2 does not have. */
function pickOwnFields(body: CustomerBody): Record<string, unknown> {
  const { email, language, firstName, lastName, externalSystemId, ...own } = body;
  return Object.fromEntries(Object.entries(own).filter(([name]) => !UNSEEN.includes(name)));
}

function findByUsername(username: string | undefined, v3: V3State): SandboxCustomer | undefined {
  if (!username) return undefined;
  return v3.state.customers.find((customer) => v3.getRecord(customer).fields.username === username);
}

const TAKEN = {
  email: [20007, 'Customer with this email already exists.'],
  username: [20008, 'Customer with this username already exists.'],
  externalId: [20023, 'Customer with this external system id already exists.'],
  id: [20027, 'Email address or customer id is already used in a different combination.'],
} as const;

/** Throws `V3Failure` 400 where another customer has what this one should get. */
function refuseTaken(what: keyof typeof TAKEN, holder: SandboxCustomer | undefined, customer?: SandboxCustomer): void {
  const [code, message] = TAKEN[what];
  if (holder && holder !== customer) throw new V3Failure(400, code, message);
}

/** A customer whose e-mail and ids are all the same exists already, which is no failure. */
export const createCustomer: Answer = (incoming) => {
  const { v3, state } = incoming.sandbox;
  const body = readBody<CustomerBody & { email: string; language: string; customerId?: string }>(incoming, newCustomer);
  const { email, language, customerId, firstName, lastName: name } = body;
  const externalUserId = body.externalSystemId || undefined;
  const byEmail = state.findByEmail(email);
  const byId = state.find({ customerId });
  const byExternalId = state.find({ externalUserId });
  const isSameId = customerId === undefined || byId === byEmail;
  const isSameExternalId = externalUserId === undefined || byExternalId === byEmail;
  const isSame = (byId ?? byExternalId) && isSameId && isSameExternalId;
  if (byEmail && (isSame || v3.otherwise.has('known-address-answered'))) {
    return reply(208, describeCustomer(byEmail, v3));
  }
  // Which code goes with which clash is not documented.
  refuseTaken('id', byId);
  refuseTaken('externalId', byExternalId);
  refuseTaken('email', byEmail);
  refuseTaken('username', findByUsername(body.username, v3));
  const customer = state.add({ email, language, customerId, firstName, name, externalUserId }, (made) => {
    v3.getRecord(made).fields = pickOwnFields(body);
  });
  return reply(201, describeCustomer(customer, v3));
};

export const getCustomer: Answer = (incoming) =>
  reply(200, describeCustomer(findCustomer(incoming), incoming.sandbox.v3));

/** Only the first of the three filters is used; without any, all customers come. */
export const searchCustomers: Answer = (incoming) => {
  const { query, sandbox } = incoming;
  const { v3, state } = sandbox;
  const [email, username, id] = ['email', 'username', 'externalSystemId'].map((name) => query.get(name) || undefined);
  const byId = state.find({ externalUserId: id });
  const found = email ? state.findByEmail(email) : username ? findByUsername(username, v3) : byId;
  const prefix = v3.otherwise.has('search-loose') ? email : undefined;
  const alike = prefix ? state.customers.filter((customer) => customer.email.startsWith(prefix)) : found && [found];
  const meant = alike ?? ((email ?? username ?? id) ? [] : state.customers);
  const entries = meant.map((customer) => {
    const { changedAt } = v3.getRecord(customer);
    return { id: customer.customerId, changedAt, show: () => describeCustomer(customer, v3) };
  });
  return replyPage(entries, incoming);
};

export const customerIdByExternalSystemId: Answer = ({ id, sandbox: { state, v3 } }) => {
  const externalUserId = v3.otherwise.has('ids-raw-in-paths') ? encodeURIComponent(id) : id;
  return reply(200, { customerId: requireCustomer(state.find({ externalUserId })).customerId });
};

/**
 * Whether a field that is left out is kept is not documented: here it is not, so that a site which loses names notices.
 * A second external system id is ignored, so that a site which does not look at the answer notices.
 */
export const updateCustomer: Answer = (incoming) => {
  const { v3, state } = incoming.sandbox;
  const customer = findCustomer(incoming);
  const known = v3.otherwise.has('update-keeps') ? describeCustomer(customer, v3) : {};
  const body: CustomerBody = { ...known, ...readBody<CustomerBody>(incoming, changedCustomer) };
  const { email = customer.email, language = customer.language, firstName, lastName: name, username } = body;
  const externalUserId = body.externalSystemId || undefined;
  refuseTaken('email', state.findByEmail(email), customer);
  refuseTaken('username', findByUsername(username, v3), customer);
  refuseTaken('externalId', state.find({ externalUserId }), customer);
  const isSecondId = ![undefined, externalUserId].includes(customer.externalUserId) && externalUserId;
  if (isSecondId && v3.otherwise.has('second-id-refused')) throw new V3Failure(400, 20054, 'The id is already set.');
  const record = v3.getRecord(customer);
  const { registrationSource } = record.fields;
  record.fields = { registrationSource, ...pickOwnFields(body) };
  Object.assign(customer, { firstName, name, language });
  if (externalUserId && customer.externalUserId === undefined) state.setExternalId(customer, externalUserId);
  state.setEmail(customer, email);
  return reply(200, describeCustomer(customer, v3));
};

/** plenigo's document declares a list as the answer. */
export const changeEmail: Answer = (incoming) => {
  const { v3, state } = incoming.sandbox;
  const customer = findCustomer(incoming);
  const { email } = readBody<{ email: string }>(incoming, changedEmail);
  refuseTaken('email', state.findByEmail(email), customer);
  state.setEmail(customer, email);
  const changed = describeCustomer(customer, v3);
  return reply(200, v3.otherwise.has('address-answers-customer') ? changed : { items: [changed] });
};
