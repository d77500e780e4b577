/** Who is the customer: the steps in which API v3 finds, makes or links the plenigo customer of a user. */

import { hasCode, PlenigoCustomerError } from '../errors.js';
import type { Buyer, Found } from '../platform.js';
import type { PlenigoClient } from './client.js';
import type { PlenigoConfig } from './options.js';

interface Search {
  readonly user: Buyer;
  readonly calls: PlenigoClient;
  readonly userIds: PlenigoConfig['userIds'];
}

/** Of the customer whom the site's user id names, by whichever of plenigo's two ids the site has chosen. */
export const nameOf = (userIds: PlenigoConfig['userIds'], userId: string) =>
  userIds === 'customerId' ? { customerId: userId } : { externalSystemId: userId };

/** @throws PlenigoCustomerError `email-conflict`, and what the calls throw. */
export async function findCustomer(search: Search): Promise<Found> {
  const { user, calls, userIds } = search;
  const known = await findById(search);
  if (known !== undefined) return known;
  const { email, language, firstName, lastName } = user;
  try {
    const input = { ...nameOf(userIds, user.id), email, language, firstName, lastName };
    const { customer, isNew } = await calls.register(input);
    return found(customer, isNew ? 'registered' : 'known');
  } catch (error) {
    // An id alone that is taken says nothing of the address.
    const mayLink = userIds === 'externalSystemId' && user.emailVerified;
    if (mayLink && hasCode(error, 'email-exists', 'customer-conflict')) return linkByEmail(search, error);
    if (hasCode(error, ...CONFLICTS)) return ownCustomerOrConflict(search, error);
    throw error;
  }
}

const CONFLICTS = ['email-exists', 'external-id-conflict', 'customer-conflict'] as const;

const found = ({ customerId }: { customerId: string }, how: Found['how']): Found => ({
  customerId,
  how,
  credential: undefined,
});

async function findById({ user, calls, userIds }: Search): Promise<Found | undefined> {
  const customer = await calls.findCustomer(nameOf(userIds, user.id));
  return customer && found(customer, 'known');
}

/** The e-mail is verified, so the customer who has it is this user: unless they are some user's of the site already. */
async function linkByEmail(search: Search, cause: unknown): Promise<Found> {
  const { user, calls } = search;
  const customer = await calls.findCustomer({ email: user.email });
  if (customer === undefined) return ownCustomerOrConflict(search, cause);
  try {
    return found(await calls.linkCustomer(customer.customerId, user.id), 'linked');
  } catch (error) {
    if (hasCode(error, ...CONFLICTS)) return ownCustomerOrConflict(search, error);
    throw error;
  }
}

/**
 * A refusal because the e-mail or the id is taken, perhaps by this very user: another process may have made them between
 * our two calls. Only the site's own user id decides that.
 */
async function ownCustomerOrConflict(search: Search, cause: unknown): Promise<Found> {
  const known = await findById(search);
  if (known === undefined) throw new PlenigoCustomerError('email-conflict', { cause });
  return known;
}
