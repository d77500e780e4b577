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

export type Inquiry = ReturnType<typeof createInquiry>;

/** Asks each question once, however many middlewares want to know. */
export function createInquiry(site: Site, { req, user, faults }: { req: Request; user: KnownUser; faults: Faults }) {
  const { customers, platform } = site;
  const answers = new Map<string, Promise<boolean | PlenigoError>>();
  let remembered: Promise<Customer | undefined> | undefined;
  let searching: Promise<Customer> | undefined;
  /** Made by the search for itself, and not used yet. */
  let spare: Credential | undefined;
  /** What the page can buy with, however many middlewares show it. */
  let own: Promise<Credential> | undefined;

  /** Asks what a page wants to know, and once more what the first answers have made outdated. */
  async function ask(wish: Wish): Promise<Findings> {
    const first = await askOnce(wish);
    const { bought, trouble } = first;
    if (bought === true) return first;
    // If another middleware has searched in vain, it has reported that.
    const customer = (await searching?.catch(() => undefined)) ?? first.customer;
    const wasBoughtMeanwhile = bought === false && hasCode(trouble, 'already-bought');
    if (wasBoughtMeanwhile) answers.clear();
    // The purchases of a customer who was linked just now are this user's from now on.
    const mayHaveBought = wasBoughtMeanwhile || customer?.how === 'linked';
    if (mayHaveBought) return { ...first, customer, bought: await hasBought(wish) };
    // A new customer has bought nothing, even if plenigo could not be asked.
    const isNew = customer?.how === 'registered' && bought !== undefined;
    return { ...first, customer, bought: isNew ? false : bought };
  }

  /** Asks for purchases and for what is needed to buy, both at the same time. */
  async function askOnce(wish: Wish): Promise<Findings> {
    const answering = hasBought(wish);
    const preparing = prepare(wish);
    // A buyer's page does not wait for what it will not use.
    wish.budget.leave(preparing);
    const bought = await answering;
    if (bought === true) return { bought };
    const prepared = await preparing;
    // Only somebody with no purchase needs a search; and where purchases cannot be asked for, it does not matter whose they are.
    const isToSearch = wish.need === 'customer' && prepared.customer === undefined && prepared.trouble === undefined;
    if (!isToSearch || bought instanceof Error || !isBuyer(user)) return { bought, ...prepared };
    const customer = await findCustomer(user, wish.budget).catch(report);
    return customer instanceof Error ? { bought, trouble: customer } : { bought, customer };
  }

  async function prepare(wish: Wish): Promise<Findings> {
    try {
      if (wish.need !== 'credential' || !isBuyer(user)) return { customer: await recallCustomer() };
      const customer = await findCustomer(user, wish.budget);
      // A customer who was linked just now may have bought the page.
      if (customer.how === 'linked' && (await hasBought(wish)) === true) return { customer };
      own ??= createCredential(user, customer, wish);
      return { customer, credential: await own };
    } catch (error) {
      return { trouble: report(error) };
    }
  }

  async function hasBought({ ids, budget }: Wish): Promise<boolean | PlenigoError | undefined> {
    if (ids.length === 0) return undefined;
    return memo(answers, ids.join(','), () => customers.answers.ask(createQuestion(ids), budget).catch(report));
  }

  function createQuestion(ids: readonly string[]) {
    const { id: userId } = user;
    const recall = async () => (await recallCustomer())?.record;
    function find(budget: Budget): Promise<Purchases> {
      const doubtedAt = customers.answers.findDoubt(userId);
      return platform.findPurchases({ userId, recall, doubtedAt, ids }, budget);
    }
    return { userId, ids, find };
  }

  /** Asks whether an old "yes" still holds: beside the page, and so for the next one, unless it waits. A "no" counts for this one as well. */
  function askAnew(ids: readonly string[]): Promise<void> {
    const { answer, soon } = customers.answers.askAnew(createQuestion(ids));
    faults.beside(async () => {
      if ((await answer) === false) answers.set(ids.join(','), Promise.resolve(false));
    }, user.id);
    return soon;
  }

  /** The customer whom a record remembers, or whom this visit has searched for. plenigo is told a changed address beside that. */
  function recallCustomer(): Promise<Customer | undefined> {
    if (searching !== undefined) return searching;
    remembered ??= loadRecord();
    return remembered;
  }

  async function loadRecord(how?: 'anew'): Promise<Customer | undefined> {
    const record = await customers.records.load(req, user.id, how);
    if (record === undefined) {
      // Another request may find the customer meanwhile, so the next question loads it anew.
      remembered = undefined;
      return undefined;
    }
    updateEmailBeside(record);
    return { record, how: 'remembered' };
  }

  /** @throws `email-conflict`, and what the calls throw. */
  async function findCustomer(buyer: Buyer, budget: Budget): Promise<Customer> {
    return (await recallCustomer()) ?? (await loadRecord('anew')) ?? search(buyer, budget);
  }

  /** At a login a remembered customer is a hint, where plenigo may have given the customer to another user. */
  async function confirmCustomer(buyer: Buyer, budget: Budget): Promise<Customer> {
    const customer = await findCustomer(buyer, budget);
    if (customer.how !== 'remembered' || !platform.searchesAtLogin) return customer;
    const found = await platform.findCustomer(buyer, budget);
    if (found !== undefined && found.customerId === customer.record.customerId) return customer;
    customers.answers.forget(buyer.id);
    return search(buyer, budget);
  }

  function search(buyer: Buyer, budget: Budget): Promise<Customer> {
    searching ??= customers.search({ req, user: buyer, budget }).then((customer) => {
      spare = customer.credential;
      if (customer.how === 'linked') answers.clear();
      if (customer.how !== 'known') noteNewCustomer(site, req);
      updateEmailBeside(customer.record);
      return customer;
    });
    return searching;
  }

  function createCredential(buyer: Buyer, customer: Customer, { purpose, budget }: Order): Promise<Credential> {
    return actFor(buyer, { customer, budget }, async () => {
      const made = spare;
      spare = undefined;
      return made ?? platform.createCredential({ ...purpose, user: buyer, req }, budget);
    });
  }

  /** Uses a voucher for what is free with it; answers what a click buys with it where it is not. */
  async function redeemVoucher(code: string, buyer: Buyer, budget: Budget): Promise<Terms | undefined> {
    if (!rules.voucherCode.test(code)) throw new PlenigoError('voucher-unknown');
    const customer = await findCustomer(buyer, budget);
    const run = () => platform.redeemVoucher({ user: buyer, req, code }, budget);
    // A form that is sent twice must not be told that its code has just been used.
    const key = JSON.stringify([buyer.id, code]);
    return actFor(buyer, { customer, budget }, () => share(site.redemptions, { key, budget, run }));
  }

  /** Does it once more for a customer who was remembered wrongly: plenigo has lost or deleted them. */
  async function actFor<Done>(
    buyer: Buyer,
    { customer, budget }: { customer: Customer; budget: Budget },
    act: () => Promise<Done>,
  ): Promise<Done> {
    try {
      return await act();
    } catch (error) {
      if (customer.how !== 'remembered' || !hasCode(error, 'customer-not-found')) throw error;
      await search(buyer, budget);
      return act();
    }
  }

  /** As many credentials as a page shows self-service snippets, made at the same time. */
  async function createCredentials(buyer: Buyer, { count, ...order }: Order & { count: number }) {
    const customer = await findCustomer(buyer, order.budget);
    const creating = Array.from({ length: count }, () => createCredential(buyer, customer, order));
    // One may fail while the others are still to end with the budget.
    for (const each of creating) order.budget.leave(each);
    return Promise.all(creating);
  }

  function updateEmailBeside(record: CustomerRecord): void {
    if (!isBuyer(user) || !isOutdated(record, user)) return;
    faults.beside(() => customers.emails.bringUpToDate({ req, record, user }), user.id);
  }

  const report = (error: unknown) => faults.report(error, user.id);

  return { ask, askAnew, recallCustomer, confirmCustomer, createCredentials, redeemVoucher };
}
