/** One request's visit, shared by all middlewares that it passes: its user, its time, and what was found out so far. */

import type { Request, Response } from 'express';
import { PlenigoError } from '../base/errors.js';
import { memo } from '../base/memo.js';
import type { SiteUser } from '../base/options.js';
import type { FreeView, Priced, Purpose } from '../platform/sale.js';
import { Budget, waitAtMost } from '../transport/budget.js';
import { Inquiry } from './inquiry.js';
import { checkSiteUser, Faults, type Site } from './site.js';
import { decideStanding, isBuyer, isPreview, type Knowledge, type Known, type Question } from './standing.js';

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
  readonly #words = new Map<Question['freeFor'], Promise<boolean>>();

  constructor(site: Site, { req, before }: { req: Request; before: Visit | undefined }) {
    this.req = req;
    this.#site = site;
    this.#left = before?.remaining ?? site.config.timeout;
    this.#faults = new Faults(site.config.reporter, req);
  }

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
      this.#inquiry = new Inquiry(this.#site, { req: this.req, user, faults: this.#faults });
      return user;
    } catch (error) {
      return this.#faults.report(error);
    }
  }

  /** The reader's standing on a page with something for sale. What costs nothing is asked first, and plenigo last. */
  async standing(question: Question) {
    const user = await this.user();
    const { ids, failOpen, metered } = question;
    // A page that only sells goes on selling, whoever may read everything.
    const opened = ids.length === 0 ? undefined : await this.#open(question);
    if (opened !== undefined) return decideStanding({ user, ...opened });
    const freeView = metered ? this.#site.platform.findFreeView?.(this.req, user !== undefined) : undefined;
    const found = this.#inquiry && (await this.#ask(this.#inquiry, this.#limitNeed(question, freeView)));
    return decideStanding({ user, failOpen, metered, freeView, ...found });
  }

  /** Opens the page where nobody has to wait for plenigo. */
  async #open({ ids, freeFor = this.#site.config.freeFor }: Question): Promise<Knowledge | undefined> {
    const remembered = this.#inquiry && (await this.#inquiry.recallPurchase(ids));
    if (remembered !== undefined) return remembered;
    if (this.#isSwitchedOff()) return { openedBy: 'publisher' };
    const isFree = freeFor !== undefined && (await memo(this.#words, freeFor, () => this.#askSite(freeFor)));
    if (isFree) return { openedBy: 'site' };
    const firstWord = this.#inquiry && this.#site.paywall?.first;
    if (firstWord !== undefined) await this.#spend(({ remaining }) => waitAtMost(remaining, firstWord));
    // plenigo may have answered meanwhile.
    return this.#isSwitchedOff() ? { openedBy: 'publisher' } : undefined;
  }

  #isSwitchedOff(): boolean {
    return this.#site.paywall?.isOff((error) => this.#faults.report(error)) ?? false;
  }

  async #askSite(freeFor: NonNullable<Question['freeFor']>): Promise<boolean> {
    try {
      return (await freeFor(this.req)) === true;
    } catch (cause) {
      this.#faults.report(new PlenigoError('free-for-failed', { cause }));
      return false;
    }
  }

  /** A reader with a free view needs nothing to buy with, and nobody uses what a page could buy with before it is read. */
  #limitNeed(question: Question, freeView: FreeView | undefined): Question {
    if (freeView !== undefined) return { ...question, need: 'nothing' };
    const isToBeRead = question.need !== 'credential' || !isPreview(this.req);
    return isToBeRead ? question : { ...question, need: 'customer' };
  }

  #ask(inquiry: Inquiry, question: Question): Promise<Knowledge> {
    if (inquiry.isAnswered(question)) return inquiry.recall();
    return this.#spend((budget) => inquiry.ask(question, budget));
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
  async act<Done>(work: (inquiry: Inquiry, budget: Budget) => Promise<Done>) {
    const user = await this.user();
    const inquiry = this.#inquiry;
    if (inquiry === undefined || !isBuyer(user)) return { standing: decideStanding({ user }) };
    try {
      const done = await this.#spend((budget) => work(inquiry, budget));
      return { standing: decideStanding({ user }), done };
    } catch (error) {
      return { standing: decideStanding({ user, trouble: this.#faults.report(error) }) };
    }
  }

  /** At a login: finds or registers the customer, and tells plenigo a changed address, for the most part beside the login. */
  async register({ savesSession = false } = {}): Promise<void> {
    await this.user();
    this.#site.customers.records.noteLogin(this.req, savesSession);
    const registering = this.act((inquiry, budget) => inquiry.register(budget));
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
}
