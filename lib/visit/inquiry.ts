/** What one visit finds out of plenigo about its user: the customer, purchases, and credentials to buy with. */

import type { Request } from 'express';
import { hasCode, type PlenigoError } from '../base/errors.js';
import { memo } from '../base/memo.js';
import type { Customer } from '../customer/customers.js';
import { isOutdated } from '../customer/emails.js';
import type { CustomerRecord } from '../customer/records.js';
import type { Credential, Purpose } from '../platform/credential.js';
import type { Buyer, KnownUser } from '../platform/user.js';
import type { Budget } from '../transport/budget.js';
import type { Faults } from './faults.js';
import { isBuyer, type Need } from './question.js';
import { noteNewCustomer, type Site } from './site.js';

/** What a credential is wanted for, and the time that is left for it. */
interface Order {
  readonly purpose: Purpose;
  readonly budget: Budget;
}

/** What a page wants to know. */
interface Wish extends Order {
  /** Empty where purchases are not to be asked for. */
  readonly ids: readonly string[];
  readonly need: Need;
}

/** What came of the customer and the credential. */
interface Preparation {
  readonly customer: Customer | undefined;
  readonly credential: Credential | undefined;
  /** Why one of them could not be had. */
  readonly trouble: PlenigoError | undefined;
}

interface Findings extends Preparation {
  /** Whether one of the products is bought; undefined if that was not asked. */
  readonly bought: boolean | PlenigoError | undefined;
}

/** Asks each question once, however many middlewares want to know. */
export class Inquiry {
  readonly #site: Site;
  readonly #req: Request;
  readonly #user: KnownUser;
  readonly #faults: Faults;
  #remembered: Promise<Customer | undefined> | undefined;
  #search: Promise<Customer> | undefined;
  #answers = new Map<string, Promise<boolean | PlenigoError>>();
  /** Made by the search for itself, and not used yet. */
  #spare: Credential | undefined;
  /** What the page can buy with, however many middlewares show it. */
  #own: Promise<Credential> | undefined;

  constructor(site: Site, { req, user, faults }: { req: Request; user: KnownUser; faults: Faults }) {
    this.#site = site;
    this.#req = req;
    this.#user = user;
    this.#faults = faults;
  }

  /** Asks what a page wants to know, and once more what the first answers have made outdated. */
  async ask(wish: Wish): Promise<Findings> {
    const first = await this.#askOnce(wish);
    if (first.bought === true) return first;
    if (first.trouble !== undefined) {
      const wasBoughtMeanwhile = first.bought === false && hasCode(first.trouble, 'already-bought');
      if (!wasBoughtMeanwhile) return first;
      this.#answers.clear();
      return { ...first, bought: await this.#hasBought(wish) };
    }
    const customer = (await this.#findSearched()) ?? first.customer;
    if (customer?.how === 'linked') return this.#askLinked(wish, { ...first, customer });
    // A new customer has bought nothing, even if plenigo could not be asked.
    const isNew = customer?.how === 'registered' && first.bought !== undefined;
    return { ...first, customer, bought: isNew ? false : first.bought };
  }

  /** The customer whom a record remembers, or whom this visit has searched for. plenigo is told a changed address beside that. */
  recallCustomer(): Promise<Customer | undefined> {
    if (this.#search !== undefined) return this.#search;
    this.#remembered ??= this.#loadRecord();
    return this.#remembered;
  }

  /** @throws `email-conflict`, and what the calls throw. */
  async findCustomer(user: Buyer, budget: Budget): Promise<Customer> {
    return (await this.recallCustomer()) ?? this.#startSearch(user, budget);
  }

  /** As many credentials as a page shows self-service snippets, made at the same time. */
  async createCredentials(user: Buyer, order: Order & { count: number }): Promise<readonly Credential[]> {
    const customer = await this.findCustomer(user, order.budget);
    const creating = Array.from({ length: order.count }, () => this.#createCredential(user, customer, order));
    // One may fail while the others are still to end with the budget.
    for (const each of creating) order.budget.leave(each);
    return Promise.all(creating);
  }

  /** Asks for purchases and for what is needed to buy, both at the same time. */
  async #askOnce(wish: Wish): Promise<Findings> {
    const { need, budget } = wish;
    const answering = this.#hasBought(wish);
    const preparing = this.#prepare(wish);
    // A buyer's page does not wait for what it will not use.
    budget.leave(preparing);
    const bought = await answering;
    if (bought === true) return { bought, customer: undefined, credential: undefined, trouble: undefined };
    const prepared = await preparing;
    // Only somebody with no purchase needs a search; and where purchases cannot be asked for, it does not matter whose they are.
    const isToSearch = need === 'customer' && prepared.customer === undefined && prepared.trouble === undefined;
    if (!isToSearch || bought instanceof Error || !isBuyer(this.#user)) return { bought, ...prepared };
    return { bought, ...(await this.#prepareCustomer(this.#user, budget)) };
  }

  async #prepare(wish: Wish): Promise<Preparation> {
    const { need, budget } = wish;
    const user = this.#user;
    try {
      const isToBuy = need === 'credential' && isBuyer(user);
      const customer = isToBuy ? await this.findCustomer(user, budget) : await this.recallCustomer();
      // A customer who was linked just now may have bought the page.
      const isWanted = isToBuy && customer !== undefined && customer.how !== 'linked';
      const credential = isWanted ? await this.#createOwnCredential(user, customer, wish) : undefined;
      return { customer, credential, trouble: undefined };
    } catch (error) {
      return this.#fail(error);
    }
  }

  async #prepareCustomer(user: Buyer, budget: Budget): Promise<Preparation> {
    try {
      return { customer: await this.findCustomer(user, budget), credential: undefined, trouble: undefined };
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** The purchases of a customer who was linked just now are this user's from now on. */
  async #askLinked(wish: Wish, first: Findings & { customer: Customer }): Promise<Findings> {
    const bought = await this.#hasBought(wish);
    const findings = { ...first, bought };
    if (bought === true || wish.need !== 'credential' || !isBuyer(this.#user)) return findings;
    try {
      return { ...findings, credential: await this.#createOwnCredential(this.#user, first.customer, wish) };
    } catch (error) {
      return { ...findings, trouble: this.#faults.report(error, this.#user.id) };
    }
  }

  async #hasBought(wish: Wish): Promise<boolean | PlenigoError | undefined> {
    if (wish.ids.length === 0) return undefined;
    return memo(this.#answers, wish.ids.join(','), () => this.#askPurchases(wish));
  }

  async #askPurchases({ ids, budget }: Wish): Promise<boolean | PlenigoError> {
    const { customers, platform } = this.#site;
    const userId = this.#user.id;
    const customerId = async () => (await this.recallCustomer())?.record.customerId;
    try {
      const ask = () => platform.findPurchases({ userId, customerId, ids }, budget);
      return await customers.answers.ask({ userId, ids }, { budget, ask });
    } catch (error) {
      return this.#faults.report(error, userId);
    }
  }

  async #loadRecord(): Promise<Customer | undefined> {
    const record = await this.#site.customers.records.load(this.#req, this.#user.id);
    if (record === undefined) {
      // Another request may find the customer meanwhile, so the next question loads it anew.
      this.#remembered = undefined;
      return undefined;
    }
    this.#updateEmailBeside(record);
    return { record, how: 'remembered' };
  }

  #startSearch(user: Buyer, budget: Budget): Promise<Customer> {
    this.#search ??= this.#searchCustomer(user, budget);
    return this.#search;
  }

  async #searchCustomer(user: Buyer, budget: Budget): Promise<Customer> {
    const customer = await this.#site.customers.search({ req: this.#req, user, budget });
    this.#spare = customer.credential;
    if (customer.how === 'linked') this.#answers.clear();
    if (customer.how !== 'known') noteNewCustomer(this.#site, this.#req);
    this.#updateEmailBeside(customer.record);
    return customer;
  }

  /** What a search of this visit has found, if there was one: it may have been another middleware's, which has reported its failure. */
  async #findSearched(): Promise<Customer | undefined> {
    try {
      return await this.#search;
    } catch {
      return undefined;
    }
  }

  #createOwnCredential(user: Buyer, customer: Customer, order: Order): Promise<Credential> {
    this.#own ??= this.#createCredential(user, customer, order);
    return this.#own;
  }

  async #createCredential(user: Buyer, customer: Customer, { purpose, budget }: Order): Promise<Credential> {
    const create = async ({ record }: Customer) => {
      const spare = this.#spare;
      this.#spare = undefined;
      const wish = { ...purpose, customer: record, user, req: this.#req };
      return spare ?? this.#site.platform.createCredential(wish, budget);
    };
    try {
      return await create(customer);
    } catch (error) {
      // The customer may be remembered wrongly: plenigo has lost or deleted them.
      if (customer.how !== 'remembered' || !hasCode(error, 'customer-not-found')) throw error;
      return create(await this.#startSearch(user, budget));
    }
  }

  #updateEmailBeside(record: CustomerRecord): void {
    const user = this.#user;
    if (!isBuyer(user) || !isOutdated(record, user)) return;
    const update = () => this.#site.customers.emails.bringUpToDate({ req: this.#req, record, user });
    this.#faults.beside(update, user.id);
  }

  #fail(error: unknown): Preparation {
    return { customer: undefined, credential: undefined, trouble: this.#faults.report(error, this.#user.id) };
  }
}
