/** What one visit finds out of plenigo about its user: the customer, purchases, and credentials to buy with. */

import type { Request } from 'express';
import { hasCode, PlenigoError } from '../base/errors.js';
import { memo } from '../base/memo.js';
import { rules } from '../base/rules.js';
import type { Customer } from '../customer/customers.js';
import { isOutdated } from '../customer/emails.js';
import type { CustomerRecord } from '../customer/records.js';
import { share } from '../customer/share.js';
import type { Credential, Purpose } from '../platform/credential.js';
import type { Purchases } from '../platform/purchases.js';
import type { Terms } from '../platform/sale.js';
import type { Buyer, KnownUser } from '../platform/user.js';
import type { Budget } from '../transport/budget.js';
import { isBuyer, type Need } from './question.js';
import { type Faults, noteNewCustomer, type Site } from './site.js';

/** What a credential is wanted for, and the time that is left for it. */
interface Order {
  readonly purpose: Purpose;
  readonly budget: Budget;
}

/** What a page wants to know: of which products, if of any, and what it needs for its reader. */
interface Wish extends Order {
  readonly ids: readonly string[];
  readonly need: Need;
}

/** What came of it; `trouble` is why the customer or the credential could not be had. */
interface Findings {
  /** Whether one of the products is bought; undefined if that was not asked. */
  readonly bought?: boolean | PlenigoError | undefined;
  readonly customer?: Customer | undefined;
  readonly credential?: Credential | undefined;
  readonly trouble?: PlenigoError | undefined;
}

/** Asks each question once, however many middlewares want to know. */
export class Inquiry {
  readonly #site: Site;
  readonly #req: Request;
  readonly #user: KnownUser;
  readonly #faults: Faults;
  readonly #answers = new Map<string, Promise<boolean | PlenigoError>>();
  #remembered: Promise<Customer | undefined> | undefined;
  #searching: Promise<Customer> | undefined;
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
    const { bought, trouble } = first;
    if (bought === true) return first;
    // If another middleware has searched in vain, it has reported that.
    const customer = (await this.#searching?.catch(() => undefined)) ?? first.customer;
    const wasBoughtMeanwhile = bought === false && hasCode(trouble, 'already-bought');
    if (wasBoughtMeanwhile) this.#answers.clear();
    // The purchases of a customer who was linked just now are this user's from now on.
    const mayHaveBought = wasBoughtMeanwhile || customer?.how === 'linked';
    if (mayHaveBought) return { ...first, customer, bought: await this.#hasBought(wish) };
    // A new customer has bought nothing, even if plenigo could not be asked.
    const isNew = customer?.how === 'registered' && bought !== undefined;
    return { ...first, customer, bought: isNew ? false : bought };
  }

  /** Asks for purchases and for what is needed to buy, both at the same time. */
  async #askOnce(wish: Wish): Promise<Findings> {
    const answering = this.#hasBought(wish);
    const preparing = this.#prepare(wish);
    // A buyer's page does not wait for what it will not use.
    wish.budget.leave(preparing);
    const bought = await answering;
    if (bought === true) return { bought };
    const prepared = await preparing;
    // Only somebody with no purchase needs a search; and where purchases cannot be asked for, it does not matter whose they are.
    const isToSearch = wish.need === 'customer' && prepared.customer === undefined && prepared.trouble === undefined;
    const user = this.#user;
    if (!isToSearch || bought instanceof Error || !isBuyer(user)) return { bought, ...prepared };
    const customer = await this.#findCustomer(user, wish.budget).catch((error) => this.#report(error));
    return customer instanceof Error ? { bought, trouble: customer } : { bought, customer };
  }

  async #prepare(wish: Wish): Promise<Findings> {
    const user = this.#user;
    if (wish.need !== 'credential' || !isBuyer(user)) return this.recall();
    try {
      const customer = await this.#findCustomer(user, wish.budget);
      // A customer who was linked just now may have bought the page.
      if (customer.how === 'linked' && (await this.#hasBought(wish)) === true) return { customer };
      this.#own ??= this.#createCredential(user, customer, wish);
      return { customer, credential: await this.#own };
    } catch (error) {
      return { trouble: this.#report(error) };
    }
  }

  /** What is known of the customer without asking plenigo. */
  async recall(): Promise<Findings> {
    try {
      return { customer: await this.recallCustomer() };
    } catch (error) {
      return { trouble: this.#report(error) };
    }
  }

  async #hasBought({ ids, budget }: Wish): Promise<boolean | PlenigoError | undefined> {
    if (ids.length === 0) return undefined;
    return memo(this.#answers, ids.join(','), () =>
      this.#site.customers.answers.ask(this.#createQuestion(ids), budget).catch((error) => this.#report(error)),
    );
  }

  #createQuestion(ids: readonly string[]) {
    const { id: userId } = this.#user;
    const recall = async () => (await this.recallCustomer())?.record;
    const find = (budget: Budget): Promise<Purchases> => {
      const doubtedAt = this.#site.customers.answers.findDoubt(userId);
      return this.#site.platform.findPurchases({ userId, recall, doubtedAt, ids }, budget);
    };
    return { userId, ids, find };
  }

  /** Asks whether an old "yes" still holds: beside the page, and so for the next one, unless it waits. A "no" counts for this one as well. */
  askAnew(ids: readonly string[]): Promise<void> {
    const { answer, soon } = this.#site.customers.answers.askAnew(this.#createQuestion(ids));
    this.#faults.beside(async () => {
      if ((await answer) === false) this.#answers.set(ids.join(','), Promise.resolve(false));
    }, this.#user.id);
    return soon;
  }

  /** The customer whom a record remembers, or whom this visit has searched for. plenigo is told a changed address beside that. */
  recallCustomer(): Promise<Customer | undefined> {
    if (this.#searching !== undefined) return this.#searching;
    this.#remembered ??= this.#loadRecord();
    return this.#remembered;
  }

  async #loadRecord(how?: 'anew'): Promise<Customer | undefined> {
    const record = await this.#site.customers.records.load(this.#req, this.#user.id, how);
    if (record === undefined) {
      // Another request may find the customer meanwhile, so the next question loads it anew.
      this.#remembered = undefined;
      return undefined;
    }
    this.#updateEmailBeside(record);
    return { record, how: 'remembered' };
  }

  /** @throws `email-conflict`, and what the calls throw. */
  async #findCustomer(buyer: Buyer, budget: Budget): Promise<Customer> {
    return (await this.recallCustomer()) ?? (await this.#loadRecord('anew')) ?? this.#search(buyer, budget);
  }

  /** At a login a remembered customer is a hint, where plenigo may have given the customer to another user. */
  async confirmCustomer(buyer: Buyer, budget: Budget): Promise<Customer> {
    const customer = await this.#findCustomer(buyer, budget);
    if (customer.how !== 'remembered' || !this.#site.platform.searchesAtLogin) return customer;
    const found = await this.#site.platform.findCustomer(buyer, budget);
    if (found !== undefined && found.customerId === customer.record.customerId) return customer;
    this.#site.customers.answers.forget(buyer.id);
    return this.#search(buyer, budget);
  }

  #search(buyer: Buyer, budget: Budget): Promise<Customer> {
    this.#searching ??= this.#site.customers.search({ req: this.#req, user: buyer, budget }).then((customer) => {
      this.#spare = customer.credential;
      if (customer.how === 'linked') this.#answers.clear();
      if (customer.how !== 'known') noteNewCustomer(this.#site, this.#req);
      this.#updateEmailBeside(customer.record);
      return customer;
    });
    return this.#searching;
  }

  #createCredential(buyer: Buyer, customer: Customer, { purpose, budget }: Order): Promise<Credential> {
    return this.#actFor(buyer, { customer, budget }, async () => {
      const made = this.#spare;
      this.#spare = undefined;
      return made ?? this.#site.platform.createCredential({ ...purpose, user: buyer, req: this.#req }, budget);
    });
  }

  /** Uses a voucher for what is free with it; answers what a click buys with it where it is not. */
  async redeemVoucher(code: string, buyer: Buyer, budget: Budget): Promise<Terms | undefined> {
    if (!rules.voucherCode.test(code)) throw new PlenigoError('voucher-unknown');
    const customer = await this.#findCustomer(buyer, budget);
    const run = () => this.#site.platform.redeemVoucher({ user: buyer, req: this.#req, code }, budget);
    // A form that is sent twice must not be told that its code has just been used.
    const key = JSON.stringify([buyer.id, code]);
    const redeem = () => share(this.#site.redemptions, { key, budget, run });
    return this.#actFor(buyer, { customer, budget }, redeem);
  }

  /** Does it once more for a customer who was remembered wrongly: plenigo has lost or deleted them. */
  async #actFor<Done>(
    buyer: Buyer,
    { customer, budget }: { customer: Customer; budget: Budget },
    act: () => Promise<Done>,
  ): Promise<Done> {
    try {
      return await act();
    } catch (error) {
      if (customer.how !== 'remembered' || !hasCode(error, 'customer-not-found')) throw error;
      await this.#search(buyer, budget);
      return act();
    }
  }

  /** As many credentials as a page shows self-service snippets, made at the same time. */
  async createCredentials(buyer: Buyer, { count, ...order }: Order & { count: number }) {
    const customer = await this.#findCustomer(buyer, order.budget);
    const creating = Array.from({ length: count }, () => this.#createCredential(buyer, customer, order));
    // One may fail while the others are still to end with the budget.
    for (const each of creating) order.budget.leave(each);
    return Promise.all(creating);
  }

  #updateEmailBeside(record: CustomerRecord): void {
    const [req, user] = [this.#req, this.#user];
    if (!isBuyer(user) || !isOutdated(record, user)) return;
    this.#faults.beside(() => this.#site.customers.emails.bringUpToDate({ req, record, user }), user.id);
  }

  #report(error: unknown): PlenigoError {
    return this.#faults.report(error, this.#user.id);
  }
}
