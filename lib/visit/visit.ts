/** One request's visit, shared by all middlewares that it passes: its user, its time, and what was found out so far. */

import type { Request, Response } from 'express';
import { isOutage, PlenigoError } from '../base/errors.js';
import { memo } from '../base/memo.js';
import type { SiteUser } from '../base/options.js';
import { checkSiteUser } from '../customer/site-user.js';
import type { FreeView } from '../platform/purchases.js';
import type { Priced, Purpose } from '../platform/sale.js';
import type { KnownUser } from '../platform/user.js';
import { Budget, waitAtMost } from '../transport/budget.js';
import { Inquiry } from './inquiry.js';
import { type FreeFor, isBuyer, isPreview, type Known, mayBeBuying, type Question } from './question.js';
import { Faults, type Site } from './site.js';
import { decideStanding, type Standing } from './standing.js';

/** The visit of a request; each `createPlenigo` has its own. Behind a login, where the user is another one, it begins anew. */
export function visitOf(site: Site, req: Request, begins?: 'anew'): Visit {
  // A field on the request itself would cost a copy of its whole shape, and a WeakMap of all requests under way costs the
  // garbage collector more than a page costs this package. Behind a function nobody who inspects the locals sees a cookie.
  const carrier = (req.res?.locals ?? req) as { [key: symbol]: (() => Visit) | undefined };
  const before = carrier[site.visitKey]?.();
  if (before !== undefined && begins !== 'anew') return before;
  const visit = new Visit(site, { req, before });
  Object.defineProperty(carrier, site.visitKey, { value: () => visit, configurable: true });
  return visit;
}

export class Visit {
  readonly req: Request;
  readonly #site: Site;
  readonly #faults: Faults;
  /** In ms: the time that the visit may wait for plenigo, however many middlewares and calls it has. */
  #left: number;
  /** There while somebody waits, because the time runs only then. */
  #budget: Budget | undefined;
  #waiting = 0;
  #user: Promise<Known> | undefined;
  #inquiry: Inquiry | undefined;
  /** What the site has said of this reader, by function. */
  readonly #words = new Map<FreeFor, Promise<boolean>>();

  constructor(site: Site, { req, before }: { req: Request; before: Visit | undefined }) {
    this.req = req;
    this.#site = site;
    this.#left = before?.remaining ?? site.config.timeout;
    this.#faults = new Faults(site.config.reporter, req);
  }

  /** In ms. */
  get remaining(): number {
    return this.#budget?.remaining ?? this.#left;
  }

  /** Who is logged in, or an error if plenigo cannot have such a user. @throws what the site's function throws. */
  user(): Promise<Known> {
    this.#user ??= this.#findUser();
    return this.#user;
  }

  async #findUser(): Promise<Known> {
    // Express has put the response on its request.
    const given: unknown = await this.#site.findUser(this.req, this.req.res as Response);
    // `req.isAuthenticated() && …` is false for nobody.
    if (!given) return undefined;
    try {
      const user = checkSiteUser(given as SiteUser, this.#site.config);
      this.#faults.reader = user.id;
      return user;
    } catch (error) {
      return this.#faults.report(error);
    }
  }

  /** The reader's standing on a page with something for sale. What costs nothing is asked first, and plenigo last. */
  async standing(question: Question, purpose: Purpose = {}): Promise<Standing> {
    const user = await this.user();
    // A page that only sells goes on selling, whoever may read everything.
    const opened = question.ids.length === 0 ? undefined : await this.#open(user, question);
    return opened ?? this.#askPlenigo(user, question, purpose);
  }

  /** Opens the page where nobody has to wait for plenigo. */
  async #open(user: Known, { ids, freeFor = this.#site.config.freeFor }: Question): Promise<Standing | undefined> {
    const reader = user instanceof Error ? undefined : user;
    // The other processes may know more than this one.
    const age = reader && (await this.#site.customers.answers.catchUp({ userId: reader.id, ids }));
    if (reader && (age === 'fresh' || age === 'old')) {
      const inquiry = this.#inquireAbout(reader);
      // Loading the record tells plenigo an address that has changed.
      this.#faults.beside(() => inquiry.recallCustomer());
      if (age === 'old') inquiry.askAnew(ids);
      return decideStanding({ user, bought: true, isStale: age === 'old' });
    }
    if (this.#isSwitchedOff()) return decideStanding({ user, openedBy: 'publisher' });
    const isFree = freeFor !== undefined && (await memo(this.#words, freeFor, () => this.#askSite(freeFor)));
    if (isFree) return decideStanding({ user, openedBy: 'site' });
    const firstWord = reader && this.#site.paywall?.first;
    if (firstWord !== undefined) await this.#spend(({ remaining }) => waitAtMost(remaining, firstWord));
    // plenigo may have answered meanwhile.
    return this.#isSwitchedOff() ? decideStanding({ user, openedBy: 'publisher' }) : undefined;
  }

  /** Whether the publisher has opened everything to everybody. */
  #isSwitchedOff(): boolean {
    return this.#site.paywall?.isOff((error) => this.#faults.report(error)) ?? false;
  }

  async #askSite(freeFor: FreeFor): Promise<boolean> {
    try {
      return (await freeFor(this.req)) === true;
    } catch (cause) {
      this.#faults.report(new PlenigoError('free-for-failed', { cause }));
      return false;
    }
  }

  /** What is left: a free view, and what plenigo says of the user. */
  async #askPlenigo(user: Known, question: Question, purpose: Purpose): Promise<Standing> {
    const { ids, failOpen, metered } = question;
    const freeView = metered ? this.#site.platform.findFreeView?.(this.req, user !== undefined) : undefined;
    const known = { user, failOpen, metered, freeView };
    if (user === undefined || user instanceof Error) return decideStanding(known);
    const inquiry = this.#inquireAbout(user);
    const need = this.#limitNeed(user, question, freeView);
    if (need === 'nothing' && this.#isKnownNo(user, question)) {
      return decideStanding({ ...known, ...(await inquiry.recall()) });
    }
    const { answers } = this.#site.customers;
    return this.#spend(async (budget) => {
      if (answers.recall({ userId: user.id, ids }) === 'spare') await inquiry.askAnew(ids);
      const buyer = this.#readOn(user, ids);
      if (buyer !== undefined) return buyer;
      const found = await inquiry.ask({ ids, need, purpose, budget });
      const isOut = isOutage(found.bought);
      // The store may know by now of a buyer whom it could not name when the page began.
      if (isOut) await answers.read(user.id);
      return (isOut && this.#readOn(user, ids)) || decideStanding({ ...known, ...found });
    });
  }

  /** Whoever has bought before reads on, even where plenigo cannot be asked. */
  #readOn(user: KnownUser, ids: readonly string[]): Standing | undefined {
    const age = this.#site.customers.answers.recall({ userId: user.id, ids });
    if (age === undefined || age === 'no') return undefined;
    return decideStanding({ user, bought: true, isStale: age !== 'fresh' });
  }

  /** A reader with a free view needs nothing to buy with, one without an address gets nothing, and nobody uses it before the page is read. */
  #limitNeed({ email }: KnownUser, { need }: Question, freeView: FreeView | undefined): Question['need'] {
    if (freeView !== undefined || email === undefined) return 'nothing';
    return need === 'credential' && isPreview(this.req) ? 'customer' : need;
  }

  /** Whether no purchase is asked for, or a remembered "no" will do. */
  #isKnownNo({ id: userId }: KnownUser, { ids, mayRemember }: Question): boolean {
    if (ids.length === 0) return true;
    // The cookie that tells of a purchase stays behind where a page on another origin asks.
    const isFromApp = this.#site.config.appOrigins.has(this.req.headers.origin ?? '');
    if (!mayRemember || isFromApp || mayBeBuying(this.req)) return false;
    return this.#site.customers.answers.recall({ userId, ids }) === 'no';
  }

  /** Puts prices in the place of ids, as far as they are known in time. */
  fillPrices<Offer extends Priced>(offers: readonly Offer[]): Promise<Offer[]> {
    return this.#spend(({ remaining }) => this.#site.prices.fill(offers, remaining));
  }

  /** As many credentials as the page shows self-service snippets; none if one of them could not be had. */
  credentials(count: number, purpose: Purpose = {}) {
    return this.act((inquiry, budget) => inquiry.createCredentials(count, purpose, budget));
  }

  /** Does something in the name of the reader's customer. `done` is absent where there is none, or it has failed. */
  async act<Done>(
    work: (inquiry: Inquiry, budget: Budget) => Promise<Done>,
  ): Promise<{ standing: Standing; done?: Done }> {
    const user = await this.user();
    if (!isBuyer(user)) return { standing: decideStanding({ user }) };
    try {
      const done = await this.#spend((budget) => work(this.#inquireAbout(user), budget));
      return { standing: decideStanding({ user }), done };
    } catch (error) {
      return { standing: decideStanding({ user, trouble: this.#faults.report(error) }) };
    }
  }

  /** At a login: finds or registers the customer, and tells plenigo a changed address, for the most part beside the login. */
  async register({ savesSession = false } = {}): Promise<void> {
    const user = await this.user();
    if (!isBuyer(user)) return;
    const { emails, records } = this.#site.customers;
    records.noteLogin(this.req, savesSession);
    const registering = this.#spend(async (budget) => {
      const { record } = await this.#inquireAbout(user).confirmCustomer(user, budget);
      // Waited for, so that the site's own save of the new session takes the record along.
      await budget.wait(emails.bringUpToDate({ req: this.req, record, user }));
    });
    this.#faults.beside(() => registering);
    await waitAtMost(this.#site.config.timeout / 4, registering);
  }

  /** Does work for which somebody waits. */
  async #spend<T>(work: (budget: Budget) => Promise<T>): Promise<T> {
    this.#budget ??= new Budget(this.#left, this.#site.config.timeout);
    const budget = this.#budget;
    this.#waiting += 1;
    try {
      return await work(budget);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) {
        this.#left = budget.remaining;
        this.#budget = undefined;
        budget.close();
      }
    }
  }

  #inquireAbout(user: KnownUser): Inquiry {
    this.#inquiry ??= new Inquiry(this.#site, { req: this.req, user, faults: this.#faults });
    return this.#inquiry;
  }
}
