/** The door of this room: who is the customer of a user, what have they bought, and the store of the site as it is asked here. */

import type { Request } from 'express';
import { hasCode, PlenigoApiError, PlenigoCustomerError, PlenigoError } from '../base/errors.js';
import type { SharedStore, SiteConfig } from '../base/options.js';
import { MINUTE_MS } from '../base/reporter.js';
import type { Signer } from '../base/signing.js';
import type { Platform } from '../platform/platform.js';
import type { Credential } from '../platform/sale.js';
import type { Buyer, Found, KnownUser } from '../platform/user.js';
import { type Budget, share, waitAtMost, withBudget } from '../transport/budget.js';
import { createEmails } from './emails.js';
import { createMemory } from './memory.js';
import { createPurchaseAnswers } from './purchases.js';
import { type CustomerRecord, createRecords } from './records.js';

/** The customer of one user, for one request. */
export interface Customer {
  readonly record: CustomerRecord;
  /** `remembered`: nobody was asked just now. */
  readonly how: Found['how'] | 'remembered';
  /** One that the search made for itself. It works only once, so whoever uses it takes it from here. */
  credential: Credential | undefined;
}

export type SigningConfig = SiteConfig & { readonly signer: Signer };

export interface Backing {
  readonly platform: Platform;
  readonly store: SharedStore | undefined;
}

export function createCustomers({ platform, store }: Backing, config: SigningConfig) {
  const { companyId } = platform;
  const memory = createMemory({ store, companyId }, config);
  const records = createRecords(memory, companyId);
  const emails = createEmails(platform, records, config.timeout);
  const answers = createPurchaseAnswers({ memory, platform }, config);
  const searches = new Map<string, Promise<Customer>>();

  /**
   * Finds, registers or links the customer of a user who has no record, or one that plenigo does not know any more.
   * Requests of one user that run at the same time share one search, and a failed one is not remembered.
   * @throws `email-conflict`, and what the calls throw.
   */
  function search({ req, user, budget }: { req: Request; user: Buyer; budget: Budget }): Promise<Customer> {
    const { id, email, emailVerified } = user;
    const run = async (): Promise<Customer> => {
      const { customerId, how, credential } = await findCustomer(platform, user, budget);
      // Answers from before a link, and those under way, are about nobody.
      if (how === 'linked') answers.forget(id);
      // A customer who was found by the user's id may have any address at plenigo.
      const now = Date.now();
      const told = how === 'known' ? undefined : email;
      const record = { userId: id, email: told, customerId, at: now, confirmedAt: now };
      // A page whose time is up does not wait until its record is written.
      await waitAtMost(budget.remaining, records.keep(req, record));
      return { record, how, credential };
    };
    // A conflict about an address is the trouble of those alone who come with that address.
    const key = JSON.stringify([id, email, emailVerified]);
    return share(searches, key, budget, run);
  }

  /** Tells plenigo the user's address now. @throws PlenigoCustomerError `email-missing`, `email-conflict`, and what the call throws. */
  async function changeEmail(req: Request | undefined, user: KnownUser): Promise<void> {
    const { email } = user;
    if (email === undefined) throw new PlenigoCustomerError('email-missing');
    try {
      await emails.tell({ req, user: { ...user, email } });
    } catch (error) {
      // A user who is no customer yet has nothing to change: the next page registers them.
      if (!hasCode(error, 'customer-not-found')) throw error;
    }
  }

  return { records, emails, answers, search, changeEmail };
}

async function findCustomer(platform: Platform, user: Buyer, budget: Budget): Promise<Found> {
  const known = await platform.findCustomer(user, budget);
  if (known !== undefined) return known;
  try {
    return await registerOrLink(platform, user, budget);
  } catch (error) {
    const isConflict = hasCode(error, 'email-exists', 'external-id-conflict', 'customer-conflict');
    if (!isConflict) {
      // The same e-mail may be being registered right now: most likely by another process, for this user.
      const pause = (error instanceof PlenigoApiError ? error.retryAfter : undefined) ?? 250;
      const mayPass = hasCode(error, 'registration-locked', 'rate-limited') && (await budget.pause(pause));
      if (!mayPass) throw error;
    }
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

const NO_DELETE =
  'the option store has no method delete: what is forgotten about a reader stays in it, unused, until its time to live ends';

/** The store of the site, if it has one, in the form in which it never fails and never takes too long. */
export function createStore({ store, timeout, reporter }: SiteConfig): SharedStore | undefined {
  if (store === undefined) return undefined;
  if (typeof store.delete !== 'function') reporter.warnOnce(NO_DELETE);
  /** Until then nobody waits for it, as `performance.now()` has it. */
  let restsUntil = 0;
  const rests = () => performance.now() < restsUntil;

  /** Gives up after a quarter of the time of a page: asking plenigo again is better than a page that waits. */
  async function attempt(work: () => Promise<unknown>): Promise<unknown> {
    try {
      return await withBudget(timeout / 4, (budget) => budget.wait(work()));
    } catch (error) {
      // A page asks it several things, and many pages come in a second: only the first of them waits in vain.
      if (hasCode(error, 'budget-spent')) restsUntil = performance.now() + 1000;
      // The fault itself is the store's own to log: its message may repeat keys and values.
      const { code, message } = new PlenigoError('store-failed');
      reporter.warnOnce(message, { within: MINUTE_MS, fields: { code } });
      return undefined;
    }
  }

  const read = async (work: () => Promise<unknown>) => (rests() ? undefined : attempt(work));

  /** It is tried while the store rests, too, since what is forgotten must reach the others if it can. */
  async function write(work: () => Promise<unknown>): Promise<void> {
    const writing = attempt(work);
    if (!rests()) await writing;
  }

  return {
    get: (key) => read(() => store.get(key)),
    async getMany(keys) {
      const values = await read(() => store.getMany?.([...keys]) ?? Promise.all(keys.map((key) => store.get(key))));
      return Array.isArray(values) && values.length === keys.length ? values : undefined;
    },
    set: (key, text, lifetime) => write(() => store.set(key, text, lifetime)),
    delete: (key) => write(async () => store.delete?.(key)),
  };
}
