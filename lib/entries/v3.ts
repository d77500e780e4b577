/** The entry for API v3: its names, and `createPlenigo` around one client. @module express-plenigo/v3 */

import type { Request } from 'express';
import { argument, checkArgument, refuse } from '../base/check.js';
import { refuseRequest } from '../base/options.js';
import { rules } from '../base/rules.js';
import { createStore } from '../customer/customers.js';
import { callbacks } from '../middleware/callbacks.js';
import type { OfRequest, PageSettings } from '../middleware/checkout.js';
import type { Middleware } from '../middleware/handler.js';
import { type CallbackEvent, findSignatureFault, listCustomers, readEvent } from '../v3/callbacks.js';
import { connect, PlenigoClient } from '../v3/client.js';
import { type PlenigoOptions, resolveOptions } from '../v3/options.js';
import { createPlatform } from '../v3/platform.js';
import type { Product } from '../v3/product.js';
import type { AccountPage, AccountPart, AccountSettings, AccountSnippet, CheckoutSettings } from '../v3/settings.js';
import { createMiddlewares, type Middlewares } from './middlewares.js';

export { type CallbackEvent, verifyCallback } from '../v3/callbacks.js';
export { PlenigoClient, type SessionOptions } from '../v3/client.js';
export type { Customer, CustomerQuery, NewCustomer } from '../v3/customers.js';
export type { AccessTerms, ChangedQuery, FreeBuyer, ListQuery } from '../v3/desk.js';
export type { ClientOptions, PlenigoOptions } from '../v3/options.js';
export type { CustomOffer, Product, Purchase, PurchaseItem, TaxType } from '../v3/product.js';
export type {
  AccessRight,
  AccessRights,
  CustomerRights,
  Invoice,
  Offer,
  OfferPrice,
  Order,
  RecordItem,
  Subscription,
  Voucher,
} from '../v3/purchases.js';
export type { AccountPage, AccountPart, AccountSettings, AccountSnippet, CheckoutSettings } from '../v3/settings.js';
export * from './names.js';

/** What a route sells: a product, or several of which any opens the page; undefined from a function: nothing is for sale. */
export type RouteProducts<Req = Request> = OfRequest<Product | readonly Product[] | undefined, Req>;

/** The settings of a checkout route. */
export interface RouteSettings extends CheckoutSettings, Omit<PageSettings, 'mode' | 'metered'> {}

/** What `createPlenigo` returns: the middlewares of one site, all sharing one client. */
export interface Plenigo extends Middlewares<Product, RouteSettings> {
  /**
   * On account pages: plenigo's self-service snippets in `res.locals.plenigoAccount`. It needs `router()`, from which the
   * browser gets what opens them. The customer is logged in at plenigo for 14 days: without a `store`, each login at the
   * site is one more there. @throws PlenigoArgumentError for a wrong snippet or setting: at start, or when a function gives it.
   */
  account(snippet: AccountSnippet, settings: OfRequest<AccountSettings>): Middleware;
  /** Several snippets on one page. */
  account(snippets: readonly AccountPart[], settings?: OfRequest<AccountPage>): Middleware;
  /** The REST calls. They share connections and the circuit breaker with the middlewares. */
  readonly client: PlenigoClient;
  /**
   * Takes plenigo's callbacks: `app.post(path, plenigo.callbacks(onEvent))`, before any body parser. It checks the
   * signature, forgets what is remembered of the customers named, then calls `onEvent`. It answers 200 once that
   * is done. If it fails, or takes more than 800 ms, plenigo sends the event again; an event may come twice anyway.
   * @throws PlenigoOptionError without the option `callbackSecret`; PlenigoArgumentError if `onEvent` is no function.
   */
  callbacks(onEvent?: (event: CallbackEvent, req: Request) => void | Promise<void>): Middleware;
}

/** @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function createPlenigo(options: PlenigoOptions): Plenigo {
  const config = resolveOptions(options);
  const client = new PlenigoClient(connect(config, forgetPurchases));
  const store = createStore(config);
  const platform = createPlatform(config, client, store);
  const { site, ...middlewares } = createMiddlewares<Product, RouteSettings>(config, { platform, store });

  async function forgetPurchases(customerId: unknown): Promise<void> {
    for (const userId of await platform.findUsers(new Set([customerId]))) await site.customers.answers.forget(userId);
  }

  return {
    ...middlewares,
    client,
    callbacks(onEvent) {
      refuseRequest(onEvent, argument('plenigo.callbacks'));
      const secret =
        config.callbackSecret ?? refuse({ code: 'invalid-option' }, 'callbacks: needs the option callbackSecret');
      if (onEvent !== undefined) checkArgument('onEvent', onEvent, rules.function);
      const read = (body: Buffer, req: Request) =>
        findSignatureFault(body, req.get('plenigo-signature'), secret) ?? readEvent(body) ?? 'no event in its body';
      return callbacks(site, read, async (event, req) => {
        const users = await platform.findUsers(listCustomers(event), { areMoved: event.entityType === 'CUSTOMER' });
        // plenigo waits for the answer, so the other processes are told beside it.
        for (const userId of users) site.customers.answers.forget(userId);
        await onEvent?.(event, req);
      }) as Middleware;
    },
  };
}
