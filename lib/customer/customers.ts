/** The door of this room: who is the customer of a user, and what have they bought. */

import type { Request } from 'express';
import { hasCode, PlenigoCustomerError } from '../base/errors.js';
import type { SiteConfig } from '../base/options.js';
import type { Credential } from '../platform/credential.js';
import type { Platform } from '../platform/platform.js';
import type { SharedStore } from '../platform/store.js';
import type { Buyer, Found, KnownUser } from '../platform/user.js';
import { type Budget, waitAtMost } from '../transport/budget.js';
import { Emails } from './emails.js';
import { findCustomer } from './find-customer.js';
import { PurchaseAnswers } from './purchases.js';
import { type CustomerRecord, Records } from './records.js';
import { share } from './share.js';

/** The customer of one user, for one request. */
export interface Customer {
  readonly record: CustomerRecord;
  /** `remembered`: nobody was asked just now. */
  readonly how: Found['how'] | 'remembered';
  readonly credential?: Credential | undefined;
}

/** A search for the customer of a user, by one request. */
interface Search {
  readonly req: Request;
  readonly user: Buyer;
  readonly budget: Budget;
}

/** What the customers of one site are found out with. */
export interface Backing {
  readonly platform: Platform;
  readonly store: SharedStore | undefined;
}

export class Customers {
  readonly records: Records;
  readonly emails: Emails;
  readonly answers: PurchaseAnswers;
  readonly #platform: Platform;
  readonly #searches = new Map<string, Promise<Customer>>();
  /** By error: whose address an `email-conflict` is about, for it is the trouble of that user alone. */
  readonly #conflicts = new WeakMap<object, Buyer>();

  constructor({ platform, store }: Backing, config: SiteConfig) {
    this.#platform = platform;
    this.records = new Records(store, platform.companyId);
    this.emails = new Emails(platform, this.records, config);
    this.answers = new PurchaseAnswers(config);
  }

  /**
   * Finds, registers or links the customer of a user who has no record, or one that plenigo does not know any more.
   * Requests of one user that run at the same time share one search, and a failed one is not remembered.
   * @throws PlenigoCustomerError `email-conflict`, and what the calls throw.
   */
  async search(search: Search): Promise<Customer> {
    const { user, budget } = search;
    let isOwn = false;
    const run = () => {
      isOwn = true;
      return this.#run(search);
    };
    const isOthers = (error: unknown) => this.#isConflictOfOther(error, user);
    const customer = await share(this.#searches, { key: user.id, budget, run, isOthers });
    // The credential works only once, so it is for whoever searched.
    return isOwn ? customer : { ...customer, credential: undefined };
  }

  /**
   * Tells plenigo the user's address now. A user who is no customer yet has nothing to change: the next page registers
   * them.
   * @throws PlenigoCustomerError `email-missing`, `email-conflict`, and what the call throws.
   */
  async changeEmail(req: Request | undefined, user: KnownUser): Promise<void> {
    const { email } = user;
    if (email === undefined) throw new PlenigoCustomerError('email-missing');
    try {
      await this.emails.tell({ req, user: { ...user, email } });
    } catch (error) {
      if (!hasCode(error, 'customer-not-found')) throw error;
    }
  }

  async #run({ req, user, budget }: Search): Promise<Customer> {
    const { customerId, how, credential } = await this.#find(user, budget);
    // Answers from before a link, and those under way, are about nobody.
    if (how === 'linked') this.answers.forget(user.id);
    // A customer who was found by the user's id may have any address at plenigo.
    const email = how === 'known' ? undefined : user.email;
    const record = { userId: user.id, email, customerId, at: Date.now() };
    // A page whose time is up does not wait until its record is written.
    await waitAtMost(budget.remaining, this.records.keep(req, record));
    return { record, how, credential };
  }

  async #find(user: Buyer, budget: Budget): Promise<Found> {
    try {
      return await findCustomer(this.#platform, user, budget);
    } catch (error) {
      if (error instanceof PlenigoCustomerError) this.#conflicts.set(error, user);
      throw error;
    }
  }

  #isConflictOfOther(error: unknown, { email, emailVerified }: Buyer): boolean {
    const searcher = error instanceof PlenigoCustomerError ? this.#conflicts.get(error) : undefined;
    return searcher !== undefined && (searcher.email !== email || searcher.emailVerified !== emailVerified);
  }
}
