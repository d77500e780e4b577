/** The door of this room: who is the customer of a user, and what have they bought. */

import type { Request } from 'express';
import { hasCode, PlenigoApiError, PlenigoCustomerError } from '../base/errors.js';
import type { SharedStore, SiteConfig } from '../base/options.js';
import type { Signer } from '../base/signing.js';
import type { Platform } from '../platform/platform.js';
import type { Credential } from '../platform/sale.js';
import type { Buyer, Found, KnownUser } from '../platform/user.js';
import { type Budget, share, waitAtMost } from '../transport/budget.js';
import { createMemory } from './memory.js';
import { createPurchaseAnswers } from './purchases.js';
import { type CustomerRecord, createEmails, createRecords } from './records.js';

/** Of one user, for one request. */
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
   * For a user who has no record, or one that plenigo does not know any more. Requests of one user that run at the same
   * time share one search, and a failed one is not remembered. @throws `email-conflict`, and what the calls throw.
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
    return share(searches, { key, budget, run });
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
