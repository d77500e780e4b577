/** Which customer a user is, as far as this process has seen: API v3 and its callbacks name customers by plenigo's own id. */

import { LRUCache } from 'lru-cache';

/** As many readers as a process remembers purchases of. */
const READERS = 10_000;

export class CustomerIds {
  readonly #customers = new LRUCache<string, string>({ max: READERS });
  readonly #users = new LRUCache<string, string>({ max: READERS });

  keep(userId: string, customerId: string): void {
    this.#customers.set(userId, customerId);
    this.#users.set(customerId, userId);
  }

  of(userId: string): string | undefined {
    return this.#customers.get(userId);
  }

  userOf(customerId: string): string | undefined {
    return this.#users.get(customerId);
  }
}
