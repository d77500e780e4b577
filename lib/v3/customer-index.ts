/** Which users of the site a customer of plenigo is, for all processes of the site: callbacks name customers alone. */

import { parseJson } from '../base/check.js';
import type { SharedStore } from '../base/options.js';

/** In ms. Whose customer it is was asked at most an hour before any answer, which is good for a day or so. */
const LIFETIME = 7 * 24 * 60 * 60 * 1000;
/** plenigo's support can give a customer to another user, and a callback is about both for a while. */
const MOST_USERS = 5;

export function createCustomerIndex(store: SharedStore, companyId: string) {
  const keyFor = (customerId: string) => `plenigo-users:v3:${companyId}:${customerId}`;

  async function find(customerId: string): Promise<readonly string[]> {
    const kept = await store.get(keyFor(customerId));
    const users: unknown = typeof kept === 'string' ? parseJson(kept) : kept;
    return Array.isArray(users) ? users.filter((user) => typeof user === 'string').slice(0, MOST_USERS) : [];
  }

  /** No page waits for it. */
  async function note(customerId: string, userId: string): Promise<void> {
    const users = new Set([userId, ...(await find(customerId))]);
    await store.set(keyFor(customerId), JSON.stringify([...users].slice(0, MOST_USERS)), LIFETIME);
  }

  return { find, note };
}
