/** What one visit finds out of plenigo about its user: the customer, purchases, and credentials to buy with. */

import type { Request } from 'express';
import { hasCode, isOutage, PlenigoCustomerError, PlenigoError } from '../base/errors.js';
import { memo } from '../base/memo.js';
import { rules } from '../base/rules.js';
import type { Customer } from '../customer/customers.js';
import { isOutdated } from '../customer/emails.js';
import type { CustomerRecord } from '../customer/records.js';
import type { Credential, Purpose, Terms } from '../platform/sale.js';
import type { Buyer, KnownUser } from '../platform/user.js';
import { type Budget, share } from '../transport/budget.js';
import { type Faults, noteNewCustomer, type Site } from './site.js';
import { isBuyer, type Knowledge, mayBeBuying, type Question } from './standing.js';

/** Asks each question once, however many middlewares want to know. */
export class Inquiry {
  readonly #site: Site;
  readonly #req: Request;
  readonly #user: KnownUser;
  readonly #faults: Faults;
  readonly #answers = new Map<string, Promise<boolean | PlenigoError>>();
  #remembered: Promise<Customer | undefined> | undefined;
  #searching: Promise<Customer> | undefined;
  #credential: Promise<Credential> | undefined;

  constructor(site: Site, { req, user, faults }: { req: Request; user: KnownUser; faults: Faults }) {
    this.#site = site;
    this.#req = req;
    this.#user = user;
    this.#faults = faults;
  }

  /** The page of a known buyer asks nobody. */
  async recallPurchase(ids: readonly string[]): Promise<Knowledge | undefined> {
    // The other processes may know more than this one.
    const age = await this.#site.customers.answers.catchUp({ userId: this.#user.id, ids });
    if (age !== 'fresh' && age !== 'old') return undefined;
    // Loading the record tells plenigo an address that has changed.
    this.#faults.beside(() => this.recallCustomer());
    if (age === 'old') this.#askAnew(ids);
    return { bought: true, isStale: age === 'old' };
  }

  /** Whoever has bought before reads on, even where plenigo cannot be asked. */
  #readOn(ids: readonly string[]): Knowledge | undefined {
    const age = this.#site.customers.answers.recall({ userId: this.#user.id, ids });
    return age === undefined || age === 'no' ? undefined : { bought: true, isStale: age !== 'fresh' };
  }

  /** Whether there is nothing to ask, or a remembered "no" will do. */
  isAnswered({ ids, need, mayRemember }: Question): boolean {
    if (need !== 'nothing') return false;
    if (ids.length === 0) return true;
    // The cookie that tells of a purchase stays behind where a page on another origin asks.
    const isFromApp = this.#site.config.appOrigins.has(this.#req.headers.origin ?? '');
    if (!mayRemember || isFromApp || mayBeBuying(this.#req)) return false;
    return this.#site.customers.answers.recall({ userId: this.#user.id, ids }) === 'no';
  }

  async ask(question: Question, budget: Budget): Promise<Knowledge> {
    const { answers } = this.#site.customers;
    const { ids } = question;
    if (answers.recall({ userId: this.#user.id, ids }) === 'spare') await this.#askAnew(ids);
    const remembered = this.#readOn(ids);
    if (remembered !== undefined) return remembered;
    const found = await this.#askPlenigo(question, budget);
    if (!isOutage(found.bought)) return found;
    // The store may know by now of a buyer whom it could not name when the page began.
    await answers.read(this.#user.id);
    return this.#readOn(ids) ?? found;
  }

  /** Asks for purchases and for what is needed to buy, both at the same time, and once more what the answers have made outdated. */
  async #askPlenigo(question: Question, budget: Budget): Promise<Knowledge> {
    const answering = this.#hasBought(question, budget);
    const preparing = this.#prepare(question, budget, answering);
    // A buyer's page does not wait for what it will not use.
    budget.leave(preparing);
    const bought = await answering;
    if (bought === true) return { bought };
    const prepared = await preparing;
    // If another middleware has searched in vain, it has reported that.
    const customer = (await this.#searching?.catch(() => undefined)) ?? prepared.customer;
    const wasBoughtMeanwhile = bought === false && hasCode(prepared.trouble, 'already-bought');
    if (wasBoughtMeanwhile) this.#answers.clear();
    // The purchases of a customer who was linked just now are this user's from now on.
    const mayHaveBought = wasBoughtMeanwhile || customer?.how === 'linked';
    if (mayHaveBought) return { ...prepared, customer, bought: await this.#hasBought(question, budget) };
    // A new customer has bought nothing, even if plenigo could not be asked.
    return { ...prepared, customer, bought: customer?.how === 'registered' ? false : bought };
  }

  async #prepare(question: Question, budget: Budget, answering: Promise<Knowledge['bought']>): Promise<Knowledge> {
    const { need, terms } = question;
    if (need === 'nothing' || !isBuyer(this.#user)) return this.recall();
    try {
      if (need === 'customer') {
        const known = await this.recallCustomer();
        // Only somebody with no purchase needs a search; and where purchases cannot be asked for, it does not matter whose they are.
        const isToSearch = known === undefined && !(await answering);
        return { customer: isToSearch ? await this.#findCustomer(budget) : known };
      }
      const customer = await this.#findCustomer(budget);
      // A customer who was linked just now may have bought the page.
      if (customer.how === 'linked' && (await this.#hasBought(question, budget)) === true) return { customer };
      this.#credential ??= this.#createCredential(customer, { terms }, budget);
      return { customer, credential: await this.#credential };
    } catch (error) {
      return { trouble: this.#faults.report(error) };
    }
  }

  /** What is known of the customer without asking plenigo. */
  async recall(): Promise<Knowledge> {
    try {
      return { customer: await this.recallCustomer() };
    } catch (error) {
      return { trouble: this.#faults.report(error) };
    }
  }

  /** Undefined if there is nothing to ask for. */
  async #hasBought({ ids }: Question, budget: Budget): Promise<Knowledge['bought']> {
    if (ids.length === 0) return undefined;
    return await memo(this.#answers, ids.join(','), () =>
      this.#site.customers.answers.ask(this.#createQuestion(ids), budget).catch((error) => this.#faults.report(error)),
    );
  }

  #createQuestion(ids: readonly string[]) {
    return { userId: this.#user.id, ids, recall: async () => (await this.recallCustomer())?.record };
  }

  /** Asks whether an old "yes" still holds: beside the page, and so for the next one, unless it waits. A "no" counts for this one as well. */
  #askAnew(ids: readonly string[]): Promise<void> {
    const { answer, soon } = this.#site.customers.answers.askAnew(this.#createQuestion(ids));
    this.#faults.beside(async () => {
      if ((await answer) === false) this.#answers.set(ids.join(','), Promise.resolve(false));
    });
    return soon;
  }

  get #buyer(): Buyer {
    if (!isBuyer(this.#user)) throw new PlenigoCustomerError('email-missing');
    return this.#user;
  }

  /** The customer whom a record remembers, or whom this visit has searched for. plenigo is told a changed address beside that. */
  recallCustomer(): Promise<Customer | undefined> {
    if (this.#searching !== undefined) return this.#searching;
    this.#remembered ??= this.#loadRecord();
    return this.#remembered;
  }

  async #loadRecord(how?: 'anew'): Promise<Customer | undefined> {
    const record = await this.#site.customers.records.load(this.#req, this.#user.id, how);
    // Another request may find the customer meanwhile, so the next question loads it anew.
    if (record === undefined) this.#remembered = undefined;
    else this.#updateEmailBeside(record);
    return record && { record, how: 'remembered', credential: undefined };
  }

  async #findCustomer(budget: Budget): Promise<Customer> {
    return (await this.recallCustomer()) ?? (await this.#loadRecord('anew')) ?? this.#search(budget);
  }

  #search(budget: Budget): Promise<Customer> {
    const [req, user] = [this.#req, this.#buyer];
    this.#searching ??= this.#site.customers.search({ req, user, budget }).then((customer) => {
      if (customer.how === 'linked') this.#answers.clear();
      if (customer.how !== 'known') noteNewCustomer(this.#site, req);
      this.#updateEmailBeside(customer.record);
      return customer;
    });
    return this.#searching;
  }

  #updateEmailBeside(record: CustomerRecord): void {
    const [req, user] = [this.#req, this.#user];
    if (!isBuyer(user) || !isOutdated(record, user)) return;
    this.#faults.beside(() => this.#site.customers.emails.bringUpToDate({ req, record, user }));
  }

  /** Finds or registers the customer, and tells plenigo a changed address. */
  async register(budget: Budget): Promise<void> {
    const [req, user] = [this.#req, this.#buyer];
    const { platform, customers } = this.#site;
    let customer = await this.#findCustomer(budget);
    // A remembered customer is a hint, where plenigo may have given the customer to another user.
    if (customer.how === 'remembered' && platform.searchesAtLogin) {
      const found = await platform.findCustomer(user, budget);
      if (found === undefined || found.customerId !== customer.record.customerId) {
        customers.answers.forget(user.id);
        customer = await this.#search(budget);
      }
    }
    // Waited for, so that the site's own save of the new session takes the record along.
    await budget.wait(customers.emails.bringUpToDate({ req, record: customer.record, user }));
  }

  /** Does it once more for a customer who was remembered wrongly: plenigo has lost or deleted them. */
  async #actAs<Done>(customer: Customer, budget: Budget, act: (customer: Customer) => Promise<Done>): Promise<Done> {
    try {
      return await act(customer);
    } catch (error) {
      if (customer.how !== 'remembered' || !hasCode(error, 'customer-not-found')) throw error;
      return act(await this.#search(budget));
    }
  }

  #createCredential(customer: Customer, { terms, endOthers }: Purpose, budget: Budget): Promise<Credential> {
    const wish = { terms, endOthers, user: this.#user, req: this.#req };
    return this.#actAs(customer, budget, async (found) => {
      const made = found.credential;
      found.credential = undefined;
      return made ?? (await this.#site.platform.createCredential(wish, budget));
    });
  }

  /** As many credentials as a page shows self-service snippets, made at the same time. */
  async createCredentials(count: number, purpose: Purpose, budget: Budget): Promise<readonly Credential[]> {
    const customer = await this.#findCustomer(budget);
    const creating = Array.from({ length: count }, () => this.#createCredential(customer, purpose, budget));
    // One may fail while the others are still to end with the budget.
    for (const each of creating) budget.leave(each);
    return Promise.all(creating);
  }

  /** Uses a voucher for what is free with it; answers what a click buys with it where it is not. */
  async redeemVoucher(code: string, budget: Budget): Promise<Terms | undefined> {
    if (!rules.voucherCode.test(code)) throw new PlenigoError('voucher-unknown');
    const wish = { user: this.#user, req: this.#req, code };
    // A form that is sent twice must not be told that its code has just been used.
    const key = JSON.stringify([this.#user.id, code]);
    const run = () => this.#site.platform.redeemVoucher(wish, budget);
    return this.#actAs(await this.#findCustomer(budget), budget, () => share(this.#site.redemptions, key, budget, run));
  }
}
