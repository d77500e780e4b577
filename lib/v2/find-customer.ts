/** Who is the customer: the steps in which API v2 finds, registers or links the plenigo customer of a user. */

import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode, PlenigoApiError, PlenigoCustomerError } from '../errors.js';
import type { Buyer, Found } from '../platform.js';
import type { Budget } from '../transport/budget.js';
import type { PlenigoClient } from './client.js';

interface Search {
  readonly user: Buyer;
  readonly calls: PlenigoClient;
  readonly budget: Budget;
}

/** @throws PlenigoCustomerError `email-conflict`, and what the calls throw. */
export async function findCustomer(search: Search): Promise<Found> {
  const { user, calls } = search;
  const known = await findById(search);
  if (known !== undefined) return known;
  try {
    const customerId = await calls.registerUser({
      email: user.email,
      externalUserId: user.id,
      failByExistingEmail: true,
      language: user.language,
      firstName: user.firstName,
      lastName: user.lastName,
    });
    return { customerId, how: 'registered', credential: undefined };
  } catch (error) {
    if (hasCode(error, 'email-exists')) {
      return user.emailVerified ? linkByEmail(search) : ownCustomerOrConflict(search, error);
    }
    if (hasCode(error, 'registration-locked', 'rate-limited')) return afterOtherRegistration(search, error);
    throw error;
  }
}

/** The customer with this user's id, or undefined: plenigo makes a login token for customers only. */
async function findById({ user, calls }: Search): Promise<Found | undefined> {
  try {
    const credential = await calls.createLoginToken({ externalUserId: user.id });
    return { customerId: undefined, how: 'known', credential };
  } catch (error) {
    if (hasCode(error, 'customer-not-found')) return undefined;
    throw error;
  }
}

/**
 * The e-mail is verified, so the customer who has it is this user. No external id or name is sent along: nothing of
 * that customer changes before the link.
 */
async function linkByEmail(search: Search): Promise<Found> {
  const { user, calls } = search;
  const customerId = await calls.registerUser({
    email: user.email,
    failByExistingEmail: false,
    language: user.language,
  });
  try {
    await calls.addExternalCustomerId(customerId, user.id);
  } catch (error) {
    if (hasCode(error, 'external-id-conflict')) return ownCustomerOrConflict(search, error);
    throw error;
  }
  return { customerId, how: 'linked', credential: undefined };
}

/**
 * A refusal because the e-mail is taken, perhaps by this very user: another process may have registered them between
 * our two calls. Only the site's own user id decides that.
 */
async function ownCustomerOrConflict(search: Search, cause: unknown): Promise<Found> {
  const known = await findById(search);
  if (known === undefined) throw new PlenigoCustomerError('email-conflict', { cause });
  return known;
}

/** plenigo says that the same e-mail is being registered right now: most likely by another process, for this user. */
async function afterOtherRegistration(search: Search, error: unknown): Promise<Found> {
  const pause = (error instanceof PlenigoApiError ? error.retryAfter : undefined) ?? 250;
  if (pause > search.budget.remaining / 2) throw error;
  await sleep(pause);
  const known = await findById(search);
  if (known === undefined) throw error;
  return known;
}
