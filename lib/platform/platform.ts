/** The platform: all that middlewares, pages, visits and customers know of an API of plenigo. Types only. */

import type { Request } from 'express';
import type { AccountApi, Part } from '../base/account-parts.js';
import type { Rule, Table } from '../base/check.js';
import type { AttributeValue } from '../base/escape.js';
import type { Budget } from '../transport/budget.js';
import type { Credential, Purpose } from './credential.js';
import type { FreeView, Purchases } from './purchases.js';
import type { ClickCall, Sale, Terms } from './sale.js';
import type { ScriptSource } from './scripts.js';
import type { Buyer, CustomerName, Found, KnownUser } from './user.js';

/** An API of plenigo. Every promise rejects with errors of this package only, and ends with its budget. */
export interface Platform {
  /** Part of the keys in sessions and stores. */
  readonly companyId: string;

  /** The customer whom the site's user id names; undefined if plenigo knows none. */
  findCustomer(user: Buyer, budget: Budget): Promise<Found | undefined>;
  /** Makes them. @throws `email-exists`, `external-id-conflict` or `customer-conflict` if somebody has the address or the id. */
  register(user: Buyer, budget: Budget): Promise<Found>;
  /** Gives the customer with the user's address the user's id. Undefined if there is none who could have it; throws likewise. */
  link(user: Buyer, budget: Budget): Promise<Found | undefined>;
  /** @throws `email-exists`, `customer-not-found`. */
  changeEmail(change: { customer: CustomerName; email: string }, budget: Budget): Promise<void>;
  /** A customer whom plenigo does not know has nothing. `customerId` is asked for plenigo's own id only where it is needed. */
  purchases(
    question: { userId: string; customerId(): Promise<string | undefined>; ids: readonly string[] },
    budget: Budget,
  ): Promise<Purchases>;
  /** Whether the publisher's paywall is on; off, everybody may read everything. */
  isPaywallOn(budget: Budget): Promise<boolean>;
  /** A free view of a metered page, with the count where it is known; undefined if none is left. Absent without metered pages. */
  freeViewOf?(req: Request, isLoggedIn: boolean): FreeView | undefined;
  /** Whether a page can have its credentials when it is rendered; else they are made for a request of the page alone. */
  readonly rendersCredentials: boolean;
  /** @throws `customer-not-found`, and what the reader is to hear: `already-bought`, `not-for-sale`, `session-limit`. */
  createCredential(
    wish: Purpose & { customer: CustomerName; user: KnownUser; req: Request },
    budget: Budget,
  ): Promise<Credential>;

  /** @throws `invalid-product`; `name` is what the message calls it. */
  checkProduct(product: unknown, name: string): Sale;
  /** What an id under which a purchase is found looks like. */
  readonly accessIdRule: Rule;
  /** What a route may say of its checkout. */
  readonly settingsRules: Table;
  /** The terms of a checked product with checked settings. */
  termsOf(offer: { sale: Sale; settings: object }): Terms;
  /** `csrfToken` is the site's at the time of the click. Without a credential it shows the terms alone. */
  callOf(click: { terms: Terms; credential: Credential | undefined; csrfToken: string | undefined }): ClickCall;
  /** The JavaScript that makes this call in a page. Absent where a click asks the router. */
  snippetOf?(call: ClickCall): string;

  /** What its self-service snippets are, and what a page says of them. */
  readonly account: AccountApi;
  /** The call that plenigo documents, and what this package's script is told: without a credential where it asks for one. */
  accountView(part: Part, credential: Credential | undefined): { readonly call?: string; readonly tag: object };

  /** This package's scripts for pages with a buy button and for those with self-service snippets. */
  readonly scripts: Readonly<Record<'checkout' | 'account', ScriptSource>>;
  /** The attributes of the script tag of plenigo's browser SDK, which counts the views of metered pages. */
  sdkAttributes(language: string, isMetered: boolean): Readonly<Record<string, AttributeValue>>;
}
