/** The door of this room: everything a page or a site asks about the customer behind a user. */

import type { Request } from 'express';
import { PlenigoCustomerError, PlenigoError } from '../errors.js';
import type { PlenigoConfig } from '../options.js';
import { Budget } from '../transport/budget.js';
import type { LoginToken } from '../v2/calls/create-login-token.js';
import type { PlenigoCalls } from '../v2/client.js';
import { CustomerSearch, type Found } from '../v2/find-customer.js';
import { BoughtAnswers } from './bought.js';
import { type CustomerRecord, isSameRecord, type Records } from './record.js';
import { sessionRecords } from './session-records.js';
import type { KnownUser } from './site-user.js';
import { memoryRecords, storeRecords } from './store-records.js';

/** What a page wants to know. */
export interface Question {
  readonly req: Request;
  readonly user: KnownUser;
  /** The product whose purchase opens the page; undefined: do not ask. */
  readonly productId: string | undefined;
  /** `token`: a login token, unless the product is bought. `link`: no token, but purchases of a customer with the user's verified e-mail count. `none`: neither. */
  readonly need: 'token' | 'link' | 'none';
}

/** What it gets. */
export interface Answer {
  readonly bought: boolean;
  readonly customerId: string | undefined;
  /** Only if it was asked for and nothing is bought. */
  readonly token: LoginToken | undefined;
}

/** One question under way. */
interface Work extends Question {
  readonly calls: PlenigoCalls;
  readonly budget: Budget;
}

interface CustomerWork {
  readonly found: Found | undefined;
  readonly token: LoginToken | undefined;
  /** Asked again after a link; undefined: the first answer stands. */
  readonly bought: boolean | undefined;
}

export class Customers {
  readonly #config: PlenigoConfig;
  readonly #client: PlenigoCalls;
  readonly #records: Records;
  readonly #search: CustomerSearch;
  readonly #bought: BoughtAnswers;

  constructor(config: PlenigoConfig, client: PlenigoCalls) {
    this.#config = config;
    this.#client = client;
    this.#records = createRecords(config);
    this.#bought = new BoughtAnswers(config.boughtTtl);
    // Answers from before a link, also those under way, are about nobody.
    this.#search = new CustomerSearch((userId) => this.#bought.forget(userId));
  }

  /**
   * Answers a page's question within the budget of one page; what can be asked at the same time is.
   * @throws PlenigoCustomerError `email-conflict`, PlenigoApiError, PlenigoNetworkError.
   */
  async ask(question: Question): Promise<Answer> {
    const { user, productId, need } = question;
    if (productId !== undefined && this.#bought.isKnown({ userId: user.id, productId })) {
      return { bought: true, customerId: undefined, token: undefined };
    }
    const budget = new Budget(this.#config.timeout);
    const { req } = question;
    const work: Work = { req, user, productId, need, budget, calls: this.#client.within(budget) };
    if (productId === undefined) {
      try {
        const { found, token } = await this.#customer(work);
        return { bought: false, customerId: found?.record.customerId, token };
      } finally {
        budget.close();
      }
    }
    const firstAnswer = settled(this.#hasBought(work));
    const customerWork = settled(this.#customer(work));
    // A buyer's page does not wait for the token it will not use; the budget lives until that call is over, too.
    const all = Promise.all([firstAnswer, customerWork]);
    try {
      const first = await firstAnswer;
      if (first.value === true) return { bought: true, customerId: undefined, token: undefined };
      const customer = unwrap(await customerWork);
      if (need === 'link' && customer.found === undefined) return await this.#linkAndAsk(work, first);
      const bought = customer.bought ?? (customer.found?.how === 'registered' ? false : unwrap(first));
      const token = bought ? undefined : customer.token;
      return { bought, customerId: customer.found?.record.customerId, token };
    } finally {
      all.then(() => budget.close());
    }
  }

  /**
   * Finds, registers or links the customer of a user, and keeps the record.
   * @throws as `ask`.
   */
  async ensure(req: Request, user: KnownUser): Promise<void> {
    const budget = new Budget(this.#config.timeout);
    try {
      await this.#find({
        req,
        user,
        productId: undefined,
        need: 'none',
        budget,
        calls: this.#client.within(budget),
      });
    } finally {
      budget.close();
    }
  }

  /**
   * Tells plenigo the user's e-mail. A user who is no customer yet has nothing to change: the next page registers them.
   * @throws PlenigoCustomerError `email-conflict` if the address belongs to another customer, and what the call throws.
   */
  async changeEmail(req: Request | undefined, user: KnownUser): Promise<void> {
    try {
      await this.#client.changeEmail({ externalUserId: user.id }, user.email);
    } catch (error) {
      if (!(error instanceof PlenigoError)) throw error;
      if (error.code === 'customer-not-found') return;
      if (error.code === 'email-exists') throw new PlenigoCustomerError('email-conflict', { cause: error });
      throw error;
    }
    const record = await this.#records.load(req, user.id);
    await this.#records.save(req, { ...record, userId: user.id, email: user.email });
  }

  forget(userId: string): void {
    this.#bought.forget(userId);
  }

  async #hasBought({ user, productId, calls, budget }: Work): Promise<boolean> {
    if (productId === undefined) return false;
    return this.#bought.ask({ userId: user.id, productId }, { calls, budget });
  }

  #customer(work: Work): Promise<CustomerWork> {
    return work.need === 'token' ? this.#customerWithToken(work) : this.#knownCustomer(work);
  }

  /** The customer and a token; and after a link the purchases, asked at the same time as the token. */
  async #customerWithToken(work: Work): Promise<CustomerWork> {
    const found = await this.#find(work);
    try {
      return await this.#withToken(work, found);
    } catch (error) {
      const isStale = error instanceof PlenigoError && error.code === 'customer-not-found';
      if (!isStale || found.how !== 'known') throw error;
      // plenigo has lost, or deleted, the customer that the record remembers: search as if there were none.
      return this.#withToken(work, await this.#searchAndKeep(work, undefined));
    }
  }

  async #withToken(work: Work, found: Found): Promise<CustomerWork> {
    const again = found.how === 'linked' ? settled(this.#hasBought(work)) : undefined;
    try {
      const token = found.token ?? (await work.calls.createLoginToken({ externalUserId: work.user.id }));
      return { found, token, bought: again && unwrap(await again) };
    } finally {
      // Until then the budget must stay open: nothing else would ever end a call that plenigo does not answer.
      await again;
    }
  }

  /** The customer as the record knows them, with a changed e-mail told to plenigo; no search without a record. */
  async #knownCustomer(work: Work): Promise<CustomerWork> {
    const record = await this.#records.load(work.req, work.user.id);
    const found = record && (await this.#findFrom(work, record));
    return { found, token: undefined, bought: undefined };
  }

  /** For a user without record who has not bought: perhaps the customer with their e-mail has. */
  async #linkAndAsk(work: Work, first: Settled<boolean>): Promise<Answer> {
    const found = await this.#searchAndKeep(work, undefined);
    const bought =
      found.how === 'linked' ? await this.#hasBought(work) : found.how === 'known' && unwrap(first);
    return { bought, customerId: found.record.customerId, token: undefined };
  }

  async #find(work: Work): Promise<Found> {
    return this.#findFrom(work, await this.#records.load(work.req, work.user.id));
  }

  /** Waits for nothing where the record says all. */
  #findFrom(work: Work, record: CustomerRecord | undefined): Found | Promise<Found> {
    if (record?.email !== work.user.email) return this.#searchAndKeep(work, record);
    return { record, how: 'known', token: undefined, isOwner: true };
  }

  async #searchAndKeep(work: Work, record: CustomerRecord | undefined): Promise<Found> {
    const { user, calls, budget } = work;
    const found = await this.#search.find({ user, record, calls, budget });
    if (!isSameRecord(record, found.record) && (found.isOwner || !this.#records.isShared)) {
      await this.#save(work, found.record);
    }
    return found;
  }

  /** A page whose time is up does not wait until its record is written. */
  async #save({ req, budget }: Work, record: CustomerRecord): Promise<void> {
    try {
      // Nobody sees the time-out, so it does not matter whose it is.
      await budget.race(this.#records.save(req, record), 'registerUser');
    } catch (error) {
      if (!budget.isSpent) throw error;
    }
  }
}

function createRecords({ store, companyId, timeout, logger }: PlenigoConfig): Records {
  const terms = {
    patience: timeout / 4,
    onFault: () => logger.warn({ code: 'store-failed' }, new PlenigoError('store-failed').message),
  };
  if (store !== undefined) return storeRecords(store, { ...terms, companyId });
  return sessionRecords(memoryRecords(), terms);
}

/** An outcome that may be looked at later: nobody has to be waiting when it fails. */
type Settled<T> = { value: T; error?: undefined } | { value?: undefined; error: unknown };

function settled<T>(work: Promise<T>): Promise<Settled<T>> {
  return work.then(
    (value) => ({ value }),
    (error) => ({ error: error ?? new Error('rejected without a reason') }),
  );
}

function unwrap<T>({ value, error }: Settled<T>): T {
  if (error !== undefined) throw error;
  return value as T;
}
