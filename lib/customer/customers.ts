/** The door of this room: who is the customer of a user, and what have they bought. */

import type { Request } from 'express';
import { hasCode, PlenigoCustomerError } from '../base/errors.js';
import type { SiteConfig } from '../base/options.js';
import type { Signer } from '../base/signing.js';
import type { Credential } from '../platform/credential.js';
import type { Platform } from '../platform/platform.js';
import type { SharedStore } from '../platform/store.js';
import type { Buyer, Found, KnownUser } from '../platform/user.js';
import { type Budget, waitAtMost } from '../transport/budget.js';
import { createEmails } from './emails.js';
import { findCustomer } from './find-customer.js';
import { createMemory } from './memory.js';
import { createPurchaseAnswers } from './purchases.js';
import { type CustomerRecord, createRecords } from './records.js';
import { share } from './share.js';

/** The customer of one user, for one request. */
export interface Customer {
  readonly record: CustomerRecord;
  /** `remembered`: nobody was asked just now. */
  readonly how: Found['how'] | 'remembered';
  readonly credential?: Credential | undefined;
}

/** What the customers of one site are found out with. */
export interface Backing {
  readonly platform: Platform;
  readonly store: SharedStore | undefined;
}

export function createCustomers({ platform, store }: Backing, config: SiteConfig & { readonly signer: Signer }) {
  const { companyId } = platform;
  const memory = createMemory({ store, companyId }, config);
  const records = createRecords(memory, companyId);
  const emails = createEmails({ platform, records }, config);
  const answers = createPurchaseAnswers(memory, config);
  const searches = new Map<string, Promise<Customer>>();

  /**
   * Finds, registers or links the customer of a user who has no record, or one that plenigo does not know any more.
   * Requests of one user that run at the same time share one search, and a failed one is not remembered.
   * @throws PlenigoCustomerError `email-conflict`, and what the calls throw.
   */
  async function search({ req, user, budget }: { req: Request; user: Buyer; budget: Budget }): Promise<Customer> {
    const { id, email, emailVerified } = user;
    let isOwn = false;
    const run = async (): Promise<Customer> => {
      isOwn = true;
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
    const customer = await share(searches, { key, budget, run });
    // The credential works only once, so it is for whoever searched.
    return isOwn ? customer : { ...customer, credential: undefined };
  }

  /**
   * Tells plenigo the user's address now. A user who is no customer yet has nothing to change: the next page registers
   * them.
   * @throws PlenigoCustomerError `email-missing`, `email-conflict`, and what the call throws.
   */
  async function changeEmail(req: Request | undefined, user: KnownUser): Promise<void> {
    const { email } = user;
    if (email === undefined) throw new PlenigoCustomerError('email-missing');
    try {
      await emails.tell({ req, user: { ...user, email } });
    } catch (error) {
      if (!hasCode(error, 'customer-not-found')) throw error;
    }
  }

  return { records, emails, answers, search, changeEmail };
}
