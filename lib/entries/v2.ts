/** The entry for API v2: its names, and `createPlenigo`, which puts the middlewares together around one client. */

import type { Request } from 'express';
import { createStore } from '../customer/customers.js';
import type { OfRequest, PageSettings } from '../middleware/checkout.js';
import type { Middleware } from '../middleware/handler.js';
import { connect, PlenigoClient } from '../v2/client.js';
import type { CustomerRef } from '../v2/customers.js';
import { type PlenigoOptions, resolveOptions } from '../v2/options.js';
import { createPlatform } from '../v2/platform.js';
import type { Product } from '../v2/product.js';
import type { AccountPage, AccountPart, AccountSettings, AccountSnippet, CheckoutSettings } from '../v2/settings.js';
import { createMiddlewares, type Middlewares } from './middlewares.js';

export { type AccessPeriod, PlenigoClient } from '../v2/client.js';
export type { CustomerAddress, CustomerRef, LoginToken, RegisterUserInput } from '../v2/customers.js';
export type { ClientOptions, PlenigoOptions } from '../v2/options.js';
export type { Product, ProductFields, ProductType } from '../v2/product.js';
export { createPaymentData, type PaymentDataSecrets } from '../v2/product.js';
export type {
  BoughtProduct,
  ManagedProduct,
  OrderRecord,
  ProductsBought,
  SingleProduct,
  Subscription,
  SubscriptionRecord,
} from '../v2/purchases.js';
export type { AccountPage, AccountPart, AccountSettings, AccountSnippet, CheckoutSettings } from '../v2/settings.js';
export type { AccountSnippetCall, CheckoutSnippet } from '../v2/snippet.js';
export { renderAccountSnippet, renderCheckoutSnippet } from '../v2/snippet.js';
export * from './names.js';

/** What a route sells: a product, or several of which any opens the page; undefined from a function: nothing is for sale. */
export type RouteProducts<Req = Request> = OfRequest<Product | readonly Product[] | undefined, Req>;

/** The settings of a checkout route. */
export interface RouteSettings extends CheckoutSettings, PageSettings {}

/** What `createPlenigo` returns: the middlewares of one site, all sharing one client. */
export interface Plenigo extends Middlewares<Product, RouteSettings> {
  /**
   * On account pages: plenigo's self-service snippets in `res.locals.plenigoAccount`, each with a fresh login token.
   * @throws PlenigoArgumentError `invalid-argument` at start, if a snippet or setting is wrong.
   */
  account(snippet: AccountSnippet, settings: AccountSettings): Middleware;
  /** Several snippets on one page. Their tokens are made at the same time. */
  account(snippets: readonly AccountPart[], settings: AccountPage): Middleware;
  /** The REST calls. They share connections and the circuit breaker with the middlewares. */
  readonly client: PlenigoClient;
}

/** @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function createPlenigo(options: PlenigoOptions): Plenigo {
  const config = resolveOptions(options);
  const client = new PlenigoClient(connect(config, forgetPurchases));
  const backing = { platform: createPlatform(config, { client }), store: createStore(config) };
  const { site, ...middlewares } = createMiddlewares<Product, RouteSettings>(config, backing);

  /** Nothing is remembered under plenigo's own ids, so a change for one of these shows when what is remembered ends. */
  async function forgetPurchases(customer: unknown): Promise<void> {
    const { externalUserId } = customer as CustomerRef;
    if (externalUserId !== undefined) await site.customers.answers.forget(externalUserId);
  }

  return { ...middlewares, client };
}
