/** How API v2 finds, registers and links the customer of a user. */

import { hasCode } from '../errors.js';
import type { Platform } from '../platform.js';
import type { PlenigoClient } from './client.js';

export const search = (client: PlenigoClient): Pick<Platform, 'findCustomer' | 'register' | 'link'> => ({
  /** plenigo makes a login token for customers only. */
  async findCustomer({ id }, budget) {
    try {
      const credential = await client.within(budget).createLoginToken({ externalUserId: id });
      return { customerId: undefined, how: 'known', credential };
    } catch (error) {
      if (hasCode(error, 'customer-not-found')) return undefined;
      throw error;
    }
  },
  async register({ id: externalUserId, email, language, firstName, lastName }, budget) {
    const user = { email, externalUserId, failByExistingEmail: true, language, firstName, lastName };
    const customerId = await client.within(budget).registerUser(user);
    return { customerId, how: 'registered', credential: undefined };
  },
  /** No external id or name is sent along: nothing of that customer changes before the link. */
  async link({ id, email, language }, budget) {
    const calls = client.within(budget);
    const customerId = await calls.registerUser({ email, failByExistingEmail: false, language });
    await calls.addExternalCustomerId(customerId, id);
    return { customerId, how: 'linked', credential: undefined };
  },
});
