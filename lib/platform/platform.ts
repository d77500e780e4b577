/** The platform: all that middlewares, pages, visits and customers know of an API of plenigo. Types only. */

import type { Request } from 'express';
import type { Rule, Table } from '../base/check.js';
import type { AttributeValue } from '../base/escape.js';
import type { Texts } from '../base/texts.js';
import type { Budget } from '../transport/budget.js';
import type { ClickCall, Credential, FreeView, Price, Purchases, Purpose, Sale, Terms } from './sale.js';
import type { Buyer, CustomerHint, Found, KnownUser } from './user.js';

/** An API of plenigo. Every promise rejects with errors of this package only, and settles when its budget is spent at the latest. */
export interface Platform {
  /** The keys in sessions and stores hold it, because companies may share these. */
  readonly companyId: string;

  /** Finds the customer whom the site's user id names; undefined if plenigo knows none. */
  findCustomer(user: Buyer, budget: Budget): Promise<Found | undefined>;
  /** Makes a customer of the user. @throws `email-exists`, `external-id-conflict` or `customer-conflict` if somebody has the address or the id. */
  register(user: Buyer, budget: Budget): Promise<Found>;
  /** Gives the user's id to the customer who has the user's address. Undefined if no customer could have it. @throws the same as `register`. */
  link(user: Buyer, budget: Budget): Promise<Found | undefined>;
  /** Tells plenigo the address. @throws `email-exists`, `customer-not-found`. */
  changeEmail(change: { userId: string; email: string }, budget: Budget): Promise<void>;
  /** Asks what the customer has of these ids; nothing, if plenigo knows none. `recall` gives what a record says of them: nothing from before `doubtedAt` (ms since 1970) is sure. */
  findPurchases(
    query: { userId: string; ids: readonly string[]; doubtedAt: number; recall(): Promise<CustomerHint | undefined> },
    budget: Budget,
  ): Promise<Purchases>;
  /** Whether a login asks whose customer the user is though that is remembered, because plenigo may have changed it. */
  readonly searchesAtLogin: boolean;
  isPaywallOn(budget: Budget): Promise<boolean>;
  /** Finds a free view of a metered page; undefined if none is left. The method is absent if the API has no metered pages. */
  findFreeView?(req: Request, isLoggedIn: boolean): FreeView | undefined;
  /** Whether a page gets its credentials when it is rendered. Else the browser asks the router for them. */
  readonly rendersCredentials: boolean;
  /** Makes a credential. @throws `customer-not-found`, and what the reader is to hear: `already-bought`, `not-for-sale`, `session-limit`. */
  createCredential(wish: Purpose & { user: KnownUser; req: Request }, budget: Budget): Promise<Credential>;
  /** Uses a voucher for what is free with it. Answers the terms of a checkout with it where it is not, if the API has such. @throws `voucher-unknown`, `voucher-used`, `not-free`, `customer-not-found`. */
  redeemVoucher(wish: { user: KnownUser; req: Request; code: string }, budget: Budget): Promise<Terms | undefined>;

  /** Checks what a site sells; a complaint calls it `name`. @throws `invalid-product`. */
  checkProduct(product: unknown, name: string): Sale;
  /** Asks what plenigo sells under this id, and for how much; undefined where it names no price, or not one for everybody. */
  findPrice(id: string, budget: Budget): Promise<Price | undefined>;
  readonly accessIdRule: Rule;
  readonly settingsRules: Table;
  createTerms(offer: { sale: Sale; settings: object }): Terms;
  /** Makes what the browser starts the checkout with. `csrfToken` is the site's at the time of the click. */
  createCall(click: { terms: Terms; credential: Credential | undefined; csrfToken: string | undefined }): ClickCall;
  /** Renders the JavaScript that makes this call in a page. The method is absent if every click asks the router. */
  renderCall?(call: ClickCall): string;

  /** Which self-service snippets there are, the rules for what those of a page share, and which of that it must say. */
  readonly account: Readonly<{ names: readonly string[]; sharedRules: Table; required: readonly string[] }>;
  /** Describes one snippet on a page: the call that plenigo documents, and what this package's script is told. `credential` is undefined where the script asks the router for it. */
  describePart(part: Part, credential: Credential | undefined): { readonly call?: string; readonly tag: Part };

  readonly scripts: Readonly<Record<'checkout' | 'account', ScriptSource>>;
  /** Makes the attributes of the script tag of plenigo's browser SDK, which counts the views of metered pages. */
  createSdkAttributes(language: string, isMetered: boolean): Readonly<Record<string, AttributeValue>>;
}

/** A script that pages load; `says` gives its own word for each text that it needs, and the name of the text. */
interface ScriptSource {
  readonly code: string;
  readonly says: Readonly<Record<string, keyof Texts>>;
  /** A module with what few pages need, which the script imports where it does. */
  readonly later?: ScriptSource;
}

/** One self-service snippet on a page. */
export interface Part<Name extends string = string> {
  snippet: Name;
  /** Id of the element that holds it, unique in the page: at most 100 letters, digits, `_`, `-`, `.` or `:`. */
  elementId: string;
}
