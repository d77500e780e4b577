/** Customers of API v3: the same as those of v2, with more fields. */
import type { SandboxCustomer } from '../types.js';
import { invalid, noCustomer, V3Failure } from './failure.js';
import { customerOf, iso, type V3Route } from './route.js';
import { changedCustomer, changedEmail, newCustomer } from './schemas.js';
import type { V3State } from './state.js';

/** A body that was checked; what is not named here is only kept and shown again. */
interface CustomerBody {
  email?: string;
  language?: string;
  firstName?: string;
  lastName?: string;
  externalSystemId?: string;
  username?: string;
}

/** What answers do not repeat. */
const UNSEEN = ['password', 'sendWelcomeMail', 'addresses', 'data', 'customerId'];

/** The fields that only API v3 has. */
function ownFields(body: CustomerBody): Record<string, unknown> {
  const { email, language, firstName, lastName, externalSystemId, ...own } = body;
  return Object.fromEntries(Object.entries(own).filter(([name]) => !UNSEEN.includes(name)));
}

/** A customer as every answer and callback shows it. */
export function customerView(customer: SandboxCustomer, v3: V3State): Record<string, unknown> {
  const { customerId, externalUserId, email, firstName, name, language } = customer;
  const { fields, createdAt, changedAt } = v3.recordOf(customer);
  const by = { createdBy: 'API_TOKEN_1', createdByType: 'API', changedBy: 'API_TOKEN_1', changedByType: 'API' };
  return {
    salutation: 'NONE',
    birthday: null,
    ...fields,
    customerId,
    ...(externalUserId !== undefined && { externalSystemId: externalUserId }),
    email,
    ...(firstName !== undefined && { firstName }),
    ...(name !== undefined && { lastName: name }),
    language,
    status: 'ACTIVATED',
    registrationDate: iso(createdAt),
    createdDate: iso(createdAt),
    changedDate: iso(changedAt),
    ...by,
  };
}

function refuseUsername(username: string | undefined, v3: V3State, except?: SandboxCustomer): void {
  const isTaken = (customer: SandboxCustomer) =>
    customer !== except && v3.recordOf(customer).fields.username === username;
  if (username && v3.state.customers.some(isTaken)) {
    throw new V3Failure(400, 20008, 'Customer with this username already exists.');
  }
}

function refuseEmail(email: string, v3: V3State, customer: SandboxCustomer): void {
  const holder = v3.state.findByEmail(email);
  if (holder && holder !== customer) throw new V3Failure(400, 20007, 'Customer with this email already exists.');
}

/** Which code goes with which clash is not documented. */
function clash(found: { byId?: SandboxCustomer; byExternalId?: SandboxCustomer }): V3Failure {
  if (found.byId) {
    return new V3Failure(400, 20027, 'Email address or customer id is already used in a different combination.');
  }
  return found.byExternalId
    ? new V3Failure(400, 20023, 'Customer with this external system id already exists.')
    : new V3Failure(400, 20007, 'Customer with this email already exists.');
}

export const createCustomer: V3Route = async ({ body: readBody, v3 }) => {
  const body = await readBody<CustomerBody & { email: string; language: string; customerId?: string }>(newCustomer);
  const { email, language, customerId, externalSystemId, firstName, lastName, username } = body;
  const { state } = v3;
  const byId = customerId === undefined ? undefined : state.find({ customerId });
  const byExternalId = externalSystemId ? state.find({ externalUserId: externalSystemId }) : undefined;
  const byEmail = state.findByEmail(email);
  if (byId || byExternalId || byEmail) {
    const isSame =
      (byId ?? byExternalId) === byEmail &&
      (customerId === undefined || byId === byEmail) &&
      (!externalSystemId || byExternalId === byEmail);
    if (!isSame || !byEmail) throw clash({ byId, byExternalId });
    return { status: 208, body: customerView(byEmail, v3) };
  }
  refuseUsername(username, v3);
  const added = {
    email,
    language,
    customerId,
    firstName,
    name: lastName,
    externalUserId: externalSystemId || undefined,
  };
  const customer = state.add(added, (made) => {
    v3.recordOf(made).fields = ownFields(body);
  });
  return { status: 201, body: customerView(customer, v3) };
};

export const getCustomer: V3Route = (incoming) => ({
  status: 200,
  body: customerView(customerOf(incoming), incoming.v3),
});

/** Only the first of the three is used. Nobody found: no list, as a value equal to its default may be left out. */
export const searchCustomers: V3Route = ({ query, v3 }) => {
  const [email, username, externalUserId] = ['email', 'username', 'externalSystemId'].map((name) => query.get(name));
  if (!email && !username && !externalUserId) throw invalid([{ field: 'email', error: 'required', value: '' }]);
  const found = email
    ? v3.state.findByEmail(email)
    : username
      ? v3.state.customers.find((customer) => v3.recordOf(customer).fields.username === username)
      : v3.state.find({ externalUserId: String(externalUserId) });
  return { status: 200, body: found ? { items: [customerView(found, v3)] } : {} };
};

export const customerIdByExternalSystemId: V3Route = ({ ids: [externalUserId = ''], v3 }) => {
  const customer = v3.state.find({ externalUserId });
  if (!customer) throw noCustomer();
  return { status: 200, body: { customerId: customer.customerId } };
};

/**
 * Whether a field that is left out is kept is not documented: here it is not, so that a site which loses names notices.
 * A second external system id is ignored, so that a site which does not look at the answer notices.
 */
export const updateCustomer: V3Route = async (incoming) => {
  const { v3 } = incoming;
  const customer = customerOf(incoming);
  const body = await incoming.body<CustomerBody>(changedCustomer);
  const { email, externalSystemId: externalUserId, username } = body;
  if (email !== undefined) refuseEmail(email, v3, customer);
  refuseUsername(username, v3, customer);
  const holder = externalUserId ? v3.state.find({ externalUserId }) : undefined;
  if (holder && holder !== customer) throw clash({ byExternalId: holder });
  const record = v3.recordOf(customer);
  const { registrationSource } = record.fields;
  record.fields = { ...(registrationSource !== undefined && { registrationSource }), ...ownFields(body) };
  Object.assign(customer, { firstName: body.firstName, name: body.lastName });
  customer.language = body.language ?? customer.language;
  if (externalUserId && customer.externalUserId === undefined) v3.state.setExternalId(customer, externalUserId);
  v3.state.setEmail(customer, email ?? customer.email);
  return { status: 200, body: customerView(customer, v3) };
};

/** The document declares a list here. */
export const changeEmail: V3Route = async (incoming) => {
  const { v3 } = incoming;
  const customer = customerOf(incoming);
  const { email } = await incoming.body<{ email: string }>(changedEmail);
  refuseEmail(email, v3, customer);
  v3.state.setEmail(customer, email);
  return { status: 200, body: { items: [customerView(customer, v3)] } };
};
