/** `POST /api/v2/import/customerAccess`: one to four access ids for a customer. */
import { ApiFailure } from '../http.js';
import { booleanField, existingCustomer, optionalString, type Route, requiredString } from './route.js';

/** `Forth` is plenigo's own spelling. */
const IDENTIFIERS = [
  'yourFirstIdentifier',
  'yourSecondIdentifier',
  'yourThirdIdentifier',
  'yourForthIdentifier',
] as const;

export const importCustomerAccess: Route = async ({ body: readBody, state }) => {
  const body = await readBody();
  const id = requiredString(body, 'customerId');
  const external = booleanField(body, 'useExternalCustomerId');
  const ids = IDENTIFIERS.flatMap((name) => optionalString(body, name) ?? []);
  if (ids.length === 0) throw new ApiFailure(400, `At least one of ${IDENTIFIERS.join(', ')} must be given.`);
  const customer = existingCustomer(state, id, external);
  for (const accessId of ids) {
    if (!customer.accessIds.includes(accessId)) customer.accessIds.push(accessId);
  }
  return { status: 204 };
};
