/** The platform: all that middlewares, pages, visits and customers know of an API of plenigo. Types only. */

import type { Request } from 'express';
import type { AccountApi, Part } from './account-parts.js';
import type { Rule, Table } from './check.js';
import type { AttributeValue } from './escape.js';
import type { Texts } from './texts.js';
import type { Budget } from './transport/budget.js';

/** A user of the site, checked and brought into one form: what is absent is unknown. */
export interface KnownUser {
  readonly id: string;
  /** The address that plenigo may be told. */
  readonly email: string | undefined;
  /** The address may lead to an existing customer. */
  readonly emailVerified: boolean;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly language: string | undefined;
}

/** A user who can become a customer. */
export interface Buyer extends KnownUser {
  readonly email: string;
}

/** A customer, by the site's user id, and by plenigo's own where it is known. */
export interface CustomerName {
  readonly userId: string;
  readonly customerId?: string | undefined;
}

/** What a click or a self-service page hands to plenigo's browser SDK: good once and for a short time, so it is never kept. */
export interface Credential {
  readonly token: string;
  readonly expiresAt: Date;
}

/** What a credential is for. */
export interface Purpose {
  /** To buy what was offered; undefined: for self-service. */
  readonly terms?: Terms | undefined;
  /** The reader agrees that plenigo logs them out elsewhere, where it allows no further login. */
  readonly endOthers?: boolean | undefined;
}

/** The customer of a user. */
export interface Found {
  readonly customerId: string | undefined;
  /** `registered`: made just now, so nothing is bought yet. `linked`: existed before, and is this user's since now. */
  readonly how: 'known' | 'registered' | 'linked';
  /** One that the search needed for itself; good for one use. */
  readonly credential: Credential | undefined;
}

/** What a customer has of the products that were asked for. */
export interface Purchases {
  /** Any of them. */
  readonly bought: boolean;
  /** Which, as far as plenigo says so. */
  readonly products: readonly { readonly productId: string; readonly until?: Date | undefined }[];
}

/** A view of a metered page that costs nothing; how many were taken and of how many, if that is known. */
export interface FreeView {
  readonly views?: { readonly taken: number; readonly allowed: number } | undefined;
}

/** A product of the site, checked. */
export interface Sale {
  /** What is sold, which a page does not sell twice; undefined: nothing is, it only says what opens the page. */
  readonly key: string | undefined;
  /** The ids under which a purchase of it is found; any will do. Empty where none can be asked for. */
  readonly accessIds: readonly string[];
  readonly product: SoldProduct;
}

/** What the site has said of a product. */
export interface SoldProduct {
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  /** In units of `currency`. */
  readonly price?: number | undefined;
  /** ISO 4217. */
  readonly currency?: string | undefined;
}

/** What an offer sells and how, as JSON: sealed into the page, and handed back on the click. */
export type Terms = object;

/** What the browser script starts plenigo's SDK with. */
export interface ClickCall extends Readonly<Record<string, unknown>> {
  /** Always its own, so that no page takes one that every object inherits. Undefined with API v3, which has none. */
  readonly paymentData: string | undefined;
}

/** A script that pages load, built from `lib/browser/`. */
interface ScriptSource {
  readonly code: string;
  /** What it says to readers, by the names that it has for it. */
  readonly says: Readonly<Record<string, keyof Texts>>;
}

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
