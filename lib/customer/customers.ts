/** The door of this room: who is the customer of a user, and what have they bought. */

import type { Request } from 'express';
import { hasCode, PlenigoCustomerError } from '../base/errors.js';
import type { SiteConfig } from '../base/options.js';
import type { Credential } from '../platform/credential.js';
import type { Platform } from '../platform/platform.js';
import type { SharedStore } from '../platform/store.js';
import type { Buyer, Found, KnownUser } from '../platform/user.js';
import type { Budget } from '../transport/budget.js';
import { createEmails } from './emails.js';
import { findCustomer } from './find-customer.js';
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

export function createCustomers({ platform, store }: Backing, config: SiteConfig) {
  const records = createRecords(store, platform.companyId);
  const emails = createEmails(platform, records, config.timeout);
  const answers = createPurchaseAnswers(config);
  const searches = new Map<string, Promise<Customer>>();
  // Whose address an `email-conflict` is about: it is the trouble of that searcher alone.
  const conflicts = new WeakMap<object, Buyer>();

  /**
   * Finds, registers or links the customer of a user who has no record, or one that plenigo does not know any more;
   * requests of one user that run at the same time share one search, and a failed one is not remembered.
   * @throws PlenigoCustomerError `email-conflict`, and what the calls throw.
   */
  async function search({ req, user, budget }: { req: Request; user: Buyer; budget: Budget }): Promise<Customer> {
    const { id, email } = user;
    const isOthers = (error: unknown) => {
      const searcher = conflicts.get(error as object);
      return searcher !== undefined && (searcher.email !== email || searcher.emailVerified !== user.emailVerified);
    };
    let isOwn = false;
    const run = async (): Promise<Customer> => {
      isOwn = true;
      const { customerId, how, credential } = await findCustomer(platform, user, budget).catch((error) => {
        if (hasCode(error, 'email-conflict')) conflicts.set(error, user);
        throw error;
      });
      // Answers from before a link, also those under way, are about nobody.
      if (how === 'linked') answers.forget(id);
      const record: CustomerRecord = {
        userId: id,
        // A customer who was found by the user's id may have any address at plenigo.
        email: how === 'known' ? undefined : email,
        customerId,
        at: Date.now(),
      };
      // A page whose time is up does not wait until its record is written.
      await budget.wait(records.keep(req, record)).catch(() => {});
      return { record, how, credential };
    };
    const customer = await share(searches, { key: id, budget, run, isOthers });
    // The credential is the searcher's: it works only once.
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
