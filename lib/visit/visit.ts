/** One request's visit, shared by all middlewares that it passes: its user, its time, and what was found out so far. */

import type { Request, Response } from 'express';
import { isThenable } from '../check.js';
import type { Customer } from '../customer/customers.js';
import { isNews } from '../customer/emails.js';
import type { CustomerRecord, Records } from '../customer/records.js';
import { checkSiteUser } from '../customer/site-user.js';
import { hasCode, PlenigoError, type PlenigoErrorCode } from '../errors.js';
import type { SiteUser } from '../options.js';
import type { Buyer, Credential, KnownUser, Purpose } from '../platform.js';
import { Budget, waitAtMost } from '../transport/budget.js';
import { type Asking, type FreeFor, isBuyer, type Known, mayBeBuying, type Question } from './question.js';
import { noteNewCustomer, reportFault, type Site } from './site.js';
import { isRefusal, type Knowledge, nothingKnown, type Standing, standingOf } from './standing.js';

/**
 * The visit of a request; each `createPlenigo` has its own. Behind a login, where the user is another one, it begins anew.
 * It is kept in the locals, under a name that no template can say: a WeakMap of requests costs as much as three signatures.
 */
export function visitOf(site: Site, { req, res }: { req: Request; res: Response }, begins?: 'anew'): Visit {
  const visits = res.locals as unknown as { [key: symbol]: Visit | undefined };
  const before = visits[site.visitKey];
  if (before?.req === req && begins !== 'anew') return before;
  const visit = new Visit(site, { req, before });
  visits[site.visitKey] = visit;
  return visit;
}

export class Visit {
  readonly #site: Site;
  readonly req: Request;
  /** What its credentials are for, as far as the request says. */
  purpose: Purpose = {};
  /** What this request may still wait for plenigo, in ms. */
  #left: number;
  /** Runs while somebody waits. */
  #budget: Budget | undefined;
  #waiting = 0;
  #user: Promise<Known> | undefined;
  #hasUser = false;
  #known: Known;
  #record: ReturnType<Records['load']>;
  /** A search, once one was needed. */
  #customer: Promise<Customer> | undefined;
  #answers: Map<string, Promise<boolean | PlenigoError>> | undefined;
  /** What the site says of this reader, by function. */
  #words: Map<FreeFor, Promise<boolean>> | undefined;
  /** Made by a search, and not used yet. */
  #spare: Credential | undefined;
  /** What the page can buy with: of one visit once, whatever number of middlewares shows it. */
  #own: Promise<Credential> | undefined;
  /** A call that nobody waits for any more, but that still is to end with the budget. */
  #leftover: Promise<unknown> | undefined;
  #reported: Set<PlenigoErrorCode> | undefined;

  constructor(site: Site, { req, before }: { req: Request; before: Visit | undefined }) {
    this.#site = site;
    this.req = req;
    // The time is that of the request.
    this.#left = before?.req === req ? (before.#budget?.remaining ?? before.#left) : site.config.timeout;
  }

  /** Who is logged in, or an error if plenigo cannot have such a user. @throws what the site's function throws. */
  user(): Known | Promise<Known> {
    this.#user ??= this.#askUser();
    return this.#hasUser ? this.#known : this.#user;
  }

  async #askUser(): Promise<Known> {
    let user: unknown = this.#site.userOf(this.req);
    // Who is known at once is known when this returns.
    if (isThenable(user)) user = await user;
    try {
      // `req.isAuthenticated() && …` is false for nobody.
      if (user) this.#known = checkSiteUser(user as SiteUser, this.#site.config);
    } catch (error) {
      this.#known = this.#fault(error);
    }
    this.#hasUser = true;
    return this.#known;
  }

  /** The reader's standing on a page with something for sale: what costs nothing is asked first. */
  async standing(question: Question): Promise<Standing> {
    const { ids, failOpen, metered: isMetered } = question;
    const asked = this.user();
    const user = isThenable(asked) ? await asked : asked;
    const reader = user instanceof Error ? undefined : user;
    const known = reader && ids.length > 0 ? this.#site.customers.answers.known({ userId: reader.id, ids }) : undefined;
    if (reader !== undefined && known === true) {
      // Only for a changed address.
      this.#beside(() => this.#remembered(reader));
      return standingOf({ ...nothingKnown, user, bought: true });
    }
    const { paywall, config, platform } = this.#site;
    const openedBy = (who: Knowledge['openedBy']) => standingOf({ ...nothingKnown, user, openedBy: who });
    // A shop sells on, whoever may read.
    const isOpenable = ids.length > 0;
    const isOff = () => isOpenable && paywall?.isOff((error) => this.#fault(error)) === true;
    if (isOff()) return openedBy('publisher');
    const { freeFor = config.freeFor } = question;
    if (isOpenable && freeFor !== undefined && (await this.#isFree(freeFor))) return openedBy('site');
    const freeView = isMetered ? platform.freeViewOf?.(this.req, user !== undefined) : undefined;
    if (reader === undefined) return standingOf({ ...nothingKnown, user, isMetered, freeView });
    // Who may read all the same needs nothing to buy with.
    const need = freeView === undefined ? question.need : 'nothing';
    const isKnownNo = known === false && question.mayRemember === true && !mayBeBuying(this.req);
    const budget = this.#begin();
    try {
      // Only who has plenigo asked anyway waits for what it says first of its switch.
      if (isOpenable && paywall?.first !== undefined) await budget.wait(paywall.first).catch(() => {});
      if (isOff()) return openedBy('publisher');
      const found = await this.#learn({ ids: isKnownNo ? [] : ids, need, user: reader, budget });
      const { bought = isKnownNo ? false : undefined, trouble, customerId, credential } = found;
      return standingOf({ ...nothingKnown, user, failOpen, freeView, bought, trouble, customerId, credential });
    } finally {
      this.#end();
    }
  }

  async #isFree(freeFor: FreeFor): Promise<boolean> {
    this.#words ??= new Map();
    let word = this.#words.get(freeFor);
    if (word === undefined) {
      word = (async () => freeFor(this.req))().catch((cause) => {
        this.#fault(new PlenigoError('free-for-failed', { cause }));
        return false;
      });
      this.#words.set(freeFor, word);
    }
    return (await word) === true;
  }

  /** As many credentials as the page shows self-service snippets; made at the same time. */
  async credentials(count: number): Promise<{ standing: Standing; credentials: readonly Credential[] }> {
    const user = await this.user();
    const standing = (trouble?: PlenigoError) => standingOf({ ...nothingKnown, user, trouble });
    if (!isBuyer(user)) return { standing: standing(), credentials: [] };
    const budget = this.#begin();
    try {
      const customer = await this.#found(user, budget);
      const made = Array.from({ length: count }, () => this.#credentialFor(user, customer, budget));
      // One may fail while the others are still to end with the budget.
      this.#leftover = Promise.allSettled(made);
      return { standing: standing(), credentials: await Promise.all(made) };
    } catch (error) {
      return { standing: standing(this.#fault(error)), credentials: [] };
    } finally {
      this.#end();
    }
  }

  /** At a login: finds or registers the customer, and tells plenigo a changed address, for the most part beside the login. */
  async register(): Promise<void> {
    const user = await this.user();
    if (!isBuyer(user)) return;
    const budget = this.#begin();
    const work = async () => {
      const { record } = await this.#found(user, budget);
      // Waited for, so that the site's own save of the new session takes the record along.
      await budget.wait(this.#site.customers.emails.bringUpToDate({ req: this.req, record, user }));
    };
    const registering = work().finally(() => this.#end());
    this.#beside(() => registering);
    await waitAtMost(this.#site.config.timeout / 4, registering);
  }

  /** Asks what is to be known; what can be asked at the same time is. */
  async #learn(asking: Asking): Promise<Partial<Knowledge>> {
    const { ids, need, user, budget } = asking;
    const fault = (error: unknown) => this.#fault(error);
    const answer = ids.length === 0 ? undefined : this.#hasBought(asking);
    const buying = this.#buying(asking);
    // It may fail while nobody awaits it yet.
    if (answer !== undefined) buying.catch(() => {});
    let bought = answer && (await answer);
    // A buyer's page does not wait for what it will not use.
    if (bought === true) {
      this.#leftover = buying;
      return { bought };
    }
    let got = await buying;
    const isOwned = bought === false && hasCode(got, 'already-bought');
    if (isOwned) this.#answers = undefined;
    if (isOwned) bought = await this.#hasBought(asking);
    if (got instanceof Error) return { bought, trouble: got };
    // Where purchases cannot be asked for, it does not matter whose they would be.
    const isUnknown = got.customer === undefined && !(bought instanceof Error);
    if (isUnknown && need === 'customer' && isBuyer(user)) {
      got = await this.#found(user, budget).then((customer) => ({ customer, credential: undefined }), fault);
    }
    if (got instanceof Error) return { bought, trouble: got };
    // One that failed was another middleware's, and has been reported.
    const customer = (this.#customer && (await this.#customer.catch(() => undefined))) ?? got.customer;
    const known = { bought, customerId: customer?.record.customerId, credential: got.credential };
    if (customer?.how === 'registered' && bought !== undefined) return { ...known, bought: false };
    if (customer?.how !== 'linked') return known;
    // The customer's purchases are this user's since now.
    if (bought !== undefined) bought = await this.#hasBought(asking);
    if (bought === true || need !== 'credential') return { ...known, bought };
    this.#own ??= Promise.resolve(this.#credential(customer, budget));
    const credential = await this.#own.catch(fault);
    return credential instanceof Error ? { ...known, bought, trouble: credential } : { ...known, bought, credential };
  }

  #hasBought({ ids, user, budget }: Asking): Promise<boolean | PlenigoError> {
    const { customers, platform } = this.#site;
    const key = ids.join(',');
    this.#answers ??= new Map();
    let answer = this.#answers.get(key);
    if (answer === undefined) {
      const customerId = async () => (await this.#remembered(user))?.record.customerId;
      const ask = () => platform.purchases({ userId: user.id, customerId, ids }, budget);
      answer = customers.answers.ask({ userId: user.id, ids }, { budget, ask }).catch((error) => this.#fault(error));
      this.#answers.set(key, answer);
    }
    return answer;
  }

  /** The customer, with a credential if one is needed and nobody has become a customer just now. */
  async #buying({ need, user, budget }: Asking) {
    try {
      if (need !== 'credential' || !isBuyer(user))
        return { customer: await this.#remembered(user), credential: undefined };
      const customer = await this.#found(user, budget);
      if (customer.how === 'linked') return { customer, credential: undefined };
      this.#own ??= this.#credentialFor(user, customer, budget);
      return { customer, credential: await this.#own };
    } catch (error) {
      return this.#fault(error);
    }
  }

  /** The customer whom a record remembers, at once if there is no store; plenigo is told a changed address beside that. */
  #remembered(user: KnownUser): Customer | undefined | Promise<Customer | undefined> {
    if (this.#customer !== undefined) return this.#customer;
    const isFirst = this.#record === undefined;
    const take = (record: CustomerRecord | undefined): Customer | undefined => {
      // Another request may find the customer meanwhile.
      this.#record = record;
      if (record === undefined) return undefined;
      if (isFirst) this.#updateEmailBeside(record, user);
      return { record, how: 'remembered' };
    };
    this.#record ??= this.#site.customers.records.load(this.req, user.id);
    return isThenable(this.#record) ? this.#record.then(take) : take(this.#record);
  }

  async #found(user: Buyer, budget: Budget): Promise<Customer> {
    return (await this.#remembered(user)) ?? this.#search(user, budget);
  }

  #search(user: Buyer, budget: Budget): Promise<Customer> {
    this.#customer ??= this.#site.customers.search({ req: this.req, user, budget }).then((customer) => {
      this.#spare = customer.credential;
      if (customer.how === 'linked') this.#answers = undefined;
      if (customer.how !== 'known') noteNewCustomer(this.#site, this.req);
      this.#updateEmailBeside(customer.record, user);
      return customer;
    });
    return this.#customer;
  }

  /** The customer may be remembered wrongly: plenigo has lost or deleted them. */
  async #credentialFor(user: Buyer, customer: Customer, budget: Budget): Promise<Credential> {
    try {
      return await this.#credential(customer, budget);
    } catch (error) {
      if (customer.how !== 'remembered' || !hasCode(error, 'customer-not-found')) throw error;
      return this.#credential(await this.#search(user, budget), budget);
    }
  }

  #credential({ record }: Customer, budget: Budget): Credential | Promise<Credential> {
    const spare = this.#spare;
    this.#spare = undefined;
    const wish = { ...this.purpose, customer: record, user: this.#known as KnownUser, req: this.req };
    return spare ?? this.#site.platform.createCredential(wish, budget);
  }

  #updateEmailBeside(record: CustomerRecord, user: KnownUser): void {
    if (!isBuyer(user) || !isNews(record, user)) return;
    this.#beside(() => this.#site.customers.emails.bringUpToDate({ req: this.req, record, user }));
  }

  /** Work that no page waits or fails for; nor may the process. */
  #beside(work: () => unknown): void {
    let running: unknown;
    try {
      running = work();
      if (!isThenable(running)) return;
    } catch (error) {
      running = Promise.reject(error);
    }
    Promise.resolve(running)
      .catch((error) => this.#fault(error))
      .catch(() => process.emitWarning('the logger or the session of the site failed', 'PlenigoWarning'));
  }

  /** Tells the site of a fault: of each kind once; not of what the reader is told. @throws whatever is no error of this package. */
  #fault(error: unknown): PlenigoError {
    if (!(error instanceof PlenigoError)) throw error;
    this.#reported ??= new Set();
    if (!this.#reported.has(error.code) && !isRefusal(error)) {
      this.#reported.add(error.code);
      reportFault(this.#site, { error, req: this.req, user: this.#known });
    }
    return error;
  }

  /** Somebody waits, in what is left of the time of this request, until `#end`. */
  #begin(): Budget {
    this.#waiting += 1;
    this.#budget ??= new Budget(this.#left, this.#site.config.timeout);
    return this.#budget;
  }

  #end(): void {
    this.#waiting -= 1;
    const budget = this.#budget;
    if (this.#waiting > 0 || budget === undefined) return;
    this.#left = budget.remaining;
    this.#budget = undefined;
    if (this.#leftover === undefined) budget.close();
    else Promise.allSettled([this.#leftover]).then(() => budget.close());
    this.#leftover = undefined;
  }
}
