/** One request's visit, shared by all middlewares that it passes: its user, its time, and what was found out so far. */

import type { Request, Response } from 'express';
import { isThenable, whenKnown } from '../base/check.js';
import { hasCode, PlenigoError, type PlenigoErrorCode } from '../base/errors.js';
import { memo } from '../base/memo.js';
import type { SiteUser } from '../base/options.js';
import type { Customer } from '../customer/customers.js';
import { isNews } from '../customer/emails.js';
import type { CustomerRecord } from '../customer/records.js';
import { checkSiteUser } from '../customer/site-user.js';
import type { Credential, Purpose } from '../platform/credential.js';
import type { Buyer, KnownUser } from '../platform/user.js';
import { type Budget, waitAtMost } from '../transport/budget.js';
import { type Asking, type FreeFor, isBuyer, type Known, mayBeBuying, needOf, type Question } from './question.js';
import { noteNewCustomer, reportFault, type Site } from './site.js';
import { isRefusal, type Knowledge, nothingKnown, type Standing, standingOf } from './standing.js';
import { VisitTime } from './visit-time.js';

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
  readonly #time: VisitTime;
  #user: Known | Promise<Known> | 'not asked' = 'not asked';
  /** The customer whom a record remembers. */
  #kept: Customer | undefined | Promise<Customer | undefined>;
  /** A search, once one was needed. */
  #customer: Promise<Customer> | undefined;
  #answers: Map<string, Promise<boolean | PlenigoError>> | undefined;
  /** What the site says of this reader, by function. */
  #words: Map<FreeFor, Promise<boolean>> | undefined;
  /** Made by a search, and not used yet. */
  #spare: Credential | undefined;
  /** What the page can buy with: of one visit once, whatever number of middlewares shows it. */
  #own: Promise<Credential> | undefined;
  #reported: Set<PlenigoErrorCode> | undefined;

  constructor(site: Site, { req, before }: { req: Request; before: Visit | undefined }) {
    this.#site = site;
    this.req = req;
    this.#time = new VisitTime(site.config.timeout, before?.req === req ? before.#time : undefined);
  }

  /** Who is logged in, or an error if plenigo cannot have such a user. @throws what the site's function throws. */
  user(): Known | Promise<Known> {
    if (this.#user === 'not asked') this.#user = this.#askUser();
    return this.#user;
  }

  #askUser(): Known | Promise<Known> {
    const take = (user: unknown): Known => {
      try {
        // `req.isAuthenticated() && …` is false for nobody.
        this.#user = user ? checkSiteUser(user as SiteUser, this.#site.config) : undefined;
      } catch (error) {
        this.#user = this.#fault(error);
      }
      return this.#user;
    };
    try {
      return whenKnown(this.#site.userOf(this.req) as unknown, take);
    } catch (error) {
      // For whoever else asks.
      return Promise.reject(error);
    }
  }

  /** The reader's standing on a page with something for sale: what costs nothing is asked first. */
  standing(question: Question): Standing | Promise<Standing> {
    return whenKnown(this.user(), (user) => this.#standing(user, question));
  }

  #standing(user: Known, question: Question): Standing | Promise<Standing> {
    const { ids, freeFor = this.#site.config.freeFor } = question;
    const mayKnow = ids.length > 0 && user !== undefined && !(user instanceof Error);
    const known = mayKnow ? this.#site.customers.answers.known({ userId: user.id, ids }) : undefined;
    if (mayKnow && known === true) {
      // Only for a changed address.
      this.#beside(() => this.#remembered(user));
      return standingOf({ ...nothingKnown, user, bought: true });
    }
    const openedBy = (who: Knowledge['openedBy']) => standingOf({ ...nothingKnown, user, openedBy: who });
    if (this.#isOff(ids)) return openedBy('publisher');
    const goOn = () => this.#unopened(question, { user, known });
    // A shop sells on, whoever may read.
    if (ids.length === 0 || freeFor === undefined) return goOn();
    return this.#isFree(freeFor).then((isFree) => {
      if (isFree) return openedBy('site');
      return this.#isOff(ids) ? openedBy('publisher') : goOn();
    });
  }

  /** On a page that no purchase known so far opens, nor anybody's word. */
  #unopened(question: Question, { user, known }: { user: Known; known: boolean | undefined }) {
    const { failOpen, metered: isMetered } = question;
    const freeView = isMetered ? this.#site.platform.findFreeView?.(this.req, user !== undefined) : undefined;
    if (user === undefined || user instanceof Error) return standingOf({ ...nothingKnown, user, isMetered, freeView });
    // Who may read all the same needs nothing to buy with.
    const need = freeView === undefined ? needOf(question, this.req) : 'nothing';
    const isKnownNo = known === false && question.mayRemember === true && !mayBeBuying(this.req);
    const ids = isKnownNo ? [] : question.ids;
    const before = { ...nothingKnown, user, failOpen, freeView, bought: isKnownNo ? false : undefined };
    if (ids.length === 0 && need === 'nothing' && this.#site.paywall?.first === undefined) {
      const customer = this.#remembered(user);
      if (!isThenable(customer)) return standingOf({ ...before, customerId: customer?.record.customerId });
    }
    return this.#asked({ ids, need, user }, before, question.ids);
  }

  #asked(asking: Omit<Asking, 'budget'>, before: Knowledge, pageIds: readonly string[]): Promise<Standing> {
    return this.#time.spend(async (budget) => {
      const first = pageIds.length > 0 ? this.#site.paywall?.first : undefined;
      // Only who has plenigo asked anyway waits for what it says first of its switch.
      if (first !== undefined) await budget.wait(first).catch(() => {});
      if (this.#isOff(pageIds)) return standingOf({ ...nothingKnown, user: asking.user, openedBy: 'publisher' });
      const { bought = before.bought, trouble, customerId, credential } = await this.#learn({ ...asking, budget });
      return standingOf({ ...before, bought, trouble, customerId, credential });
    });
  }

  #isOff(ids: readonly string[]): boolean {
    return ids.length > 0 && this.#site.paywall?.isOff((error) => this.#fault(error)) === true;
  }

  #isFree(freeFor: FreeFor): Promise<boolean> {
    this.#words ??= new Map();
    const ask = async () => (await freeFor(this.req)) === true;
    return memo(this.#words, freeFor, () =>
      ask().catch((cause) => {
        this.#fault(new PlenigoError('free-for-failed', { cause }));
        return false;
      }),
    );
  }

  /** As many credentials as the page shows self-service snippets; made at the same time. */
  async credentials(count: number): Promise<{ standing: Standing; credentials: readonly Credential[] }> {
    const user = await this.user();
    const standing = (trouble?: PlenigoError) => standingOf({ ...nothingKnown, user, trouble });
    if (!isBuyer(user)) return { standing: standing(), credentials: [] };
    const making = this.#time.spend(async (budget) => {
      const customer = await this.#found(user, budget);
      const made = Array.from({ length: count }, () => this.#credentialFor(user, customer, budget));
      // One may fail while the others are still to end with the budget.
      this.#time.leave(Promise.allSettled(made));
      return { standing: standing(), credentials: await Promise.all(made) };
    });
    return making.catch((error) => ({ standing: standing(this.#fault(error)), credentials: [] }));
  }

  /** At a login: finds or registers the customer, and tells plenigo a changed address, for the most part beside the login. */
  async register(): Promise<void> {
    const user = await this.user();
    if (!isBuyer(user)) return;
    const registering = this.#time.spend(async (budget) => {
      const { record } = await this.#found(user, budget);
      // Waited for, so that the site's own save of the new session takes the record along.
      await budget.wait(this.#site.customers.emails.bringUpToDate({ req: this.req, record, user }));
    });
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
      this.#time.leave(buying);
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
    this.#own ??= this.#credential(user, customer, budget);
    const credential = await this.#own.catch(fault);
    return credential instanceof Error ? { ...known, bought, trouble: credential } : { ...known, bought, credential };
  }

  #hasBought({ ids, user, budget }: Asking): Promise<boolean | PlenigoError> {
    const { customers, platform } = this.#site;
    this.#answers ??= new Map();
    return memo(this.#answers, ids.join(','), () => {
      const customerId = async () => (await this.#remembered(user))?.record.customerId;
      const ask = () => platform.findPurchases({ userId: user.id, customerId, ids }, budget);
      return customers.answers.ask({ userId: user.id, ids }, { budget, ask }).catch((error) => this.#fault(error));
    });
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
    const take = (record: CustomerRecord | undefined): Customer | undefined => {
      // Another request may find the customer meanwhile.
      this.#kept = record && { record, how: 'remembered' };
      if (record !== undefined) this.#updateEmailBeside(record, user);
      return this.#kept;
    };
    this.#kept ??= whenKnown(this.#site.customers.records.load(this.req, user.id), take);
    return this.#kept;
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
      return await this.#credential(user, customer, budget);
    } catch (error) {
      if (customer.how !== 'remembered' || !hasCode(error, 'customer-not-found')) throw error;
      return this.#credential(user, await this.#search(user, budget), budget);
    }
  }

  async #credential(user: KnownUser, { record }: Customer, budget: Budget): Promise<Credential> {
    const spare = this.#spare;
    this.#spare = undefined;
    const wish = { ...this.purpose, customer: record, user, req: this.req };
    return spare ?? this.#site.platform.createCredential(wish, budget);
  }

  #updateEmailBeside(record: CustomerRecord, user: KnownUser): void {
    if (!isBuyer(user) || !isNews(record, user)) return;
    this.#beside(() => this.#site.customers.emails.bringUpToDate({ req: this.req, record, user }));
  }

  /** No page waits or fails for it; nor may the process. */
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
      // None while nobody is known.
      const { id: reader } = Object(this.#user) as Partial<KnownUser>;
      reportFault(this.#site, { error, req: this.req, reader });
    }
    return error;
  }
}
