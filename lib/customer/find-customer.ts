/** Who is the customer: the steps in which the plenigo customer of a user is found, registered or linked. */

import { hasCode, PlenigoApiError, PlenigoCustomerError } from '../base/errors.js';
import type { Platform } from '../platform/platform.js';
import type { Buyer, Found } from '../platform/user.js';
import type { Budget } from '../transport/budget.js';

/** @throws PlenigoCustomerError `email-conflict`, and what the calls throw. */
export async function findCustomer(platform: Platform, user: Buyer, budget: Budget): Promise<Found> {
  const known = await platform.findCustomer(user, budget);
  if (known !== undefined) return known;
  try {
    return await registerOrLink(platform, user, budget);
  } catch (error) {
    const isConflict = hasCode(error, 'email-exists', 'external-id-conflict', 'customer-conflict');
    if (!isConflict) await waitForOtherRegistration(error, budget);
    // The address may be taken by this very user, whom another process has registered between our two calls. Only the
    // site's own user id decides that.
    const own = await platform.findCustomer(user, budget);
    if (own !== undefined) return own;
    throw isConflict ? new PlenigoCustomerError('email-conflict', { cause: error }) : error;
  }
}

async function registerOrLink(platform: Platform, user: Buyer, budget: Budget): Promise<Found> {
  try {
    return await platform.register(user, budget);
  } catch (error) {
    // If the external id alone is taken, that says nothing of the address.
    if (!user.emailVerified || !hasCode(error, 'email-exists', 'customer-conflict')) throw error;
    // The e-mail is verified, so the customer who has it is this user.
    const linked = await platform.link(user, budget);
    if (linked === undefined) throw error;
    return linked;
  }
}

/**
 * Waits if plenigo says that the same e-mail is being registered right now: most likely by another process, for this user.
 * @throws `error` itself if it says anything else, or asks for more time than this page has.
 */
async function waitForOtherRegistration(error: unknown, budget: Budget): Promise<void> {
  const pause = (error instanceof PlenigoApiError ? error.retryAfter : undefined) ?? 250;
  const mayPass = hasCode(error, 'registration-locked', 'rate-limited') && (await budget.pause(pause));
  if (!mayPass) throw error;
}
