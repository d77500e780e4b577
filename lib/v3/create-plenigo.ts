/** `createPlenigo` for API v3: puts the middlewares together around one client. */

import type { Request } from 'express';
import { argument, checkValue, refuse, rules } from '../check.js';
import { factory, type Middleware } from '../middleware/as-middleware.js';
import { callbacks } from '../middleware/callbacks.js';
import type { OfRequest, PageSettings } from '../middleware/selling.js';
import { type Middlewares, middlewaresOf } from '../middlewares.js';
import type { AccountPage, AccountPart, AccountSettings, AccountSnippet } from './account-snippet.js';
import { type CallbackEvent, customersIn, faultOf, readEvent } from './callbacks.js';
import { createClient, type PlenigoClient } from './client.js';
import { type PlenigoOptions, resolveOptions } from './options.js';
import { createPlatform } from './platform.js';
import type { CheckoutSettings, Product } from './product.js';

/** What a route sells: a product, or several of which any opens the page; a function may answer undefined where nothing is for sale. */
export type RouteProducts<Req = Request> = OfRequest<Product | readonly Product[] | undefined, Req>;

/** What a gate asks for: an access right, or a product that its buttons sell as well. */
type GateProduct = string | Product;

/** The settings of a checkout route. */
export interface RouteSettings extends CheckoutSettings, Omit<PageSettings, 'mode' | 'metered'> {}

/** What `createPlenigo` returns: the middlewares of one site, all sharing one client. */
export interface Plenigo extends Middlewares<Product, RouteSettings, GateProduct> {
  /**
   * Takes plenigo's callbacks: `app.post(path, plenigo.callbacks(onEvent))`, before any body parser. Checks the signature,
   * forgets what this process remembers of the customers named, then calls `onEvent`; if that fails plenigo sends the
   * event again, and it may come twice anyway. Answers within a second.
   * @throws PlenigoOptionError without the option `callbackSecret`; PlenigoArgumentError if `onEvent` is no function.
   */
  callbacks(onEvent?: (event: CallbackEvent, req: Request) => void | Promise<void>): Middleware;
  /**
   * On account pages: plenigo's self-service snippets in `res.locals.plenigoAccount`; needs `router()`, of which the
   * browser gets what opens them. The customer is logged in at plenigo for 14 days: give it a `store`, or each login
   * at the site is one more there.
   * @throws PlenigoArgumentError `invalid-argument` at start, if a snippet or setting is wrong.
   */
  account(snippet: AccountSnippet, settings: AccountSettings): Middleware;
  /** Several snippets on one page. */
  account(snippets: readonly AccountPart[], settings?: AccountPage): Middleware;
  /** The REST calls; shares connections and the circuit breaker with the middlewares. */
  readonly client: PlenigoClient;
}

/** @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function createPlenigo(options: PlenigoOptions): Plenigo {
  const config = resolveOptions(options);
  const client = createClient(config);
  const platform = createPlatform(config, client);
  const { callbackSecret } = config;
  const { site, ...middlewares } = middlewaresOf<Product, RouteSettings, GateProduct>(config, platform);
  return {
    ...middlewares,
    callbacks: factory('callbacks', (onEvent: Parameters<Plenigo['callbacks']>[0]) => {
      if (callbackSecret === undefined) {
        refuse({ name: 'callbacks', code: 'invalid-option' }, 'callbacks: needs the option callbackSecret');
      }
      if (onEvent !== undefined) checkValue(onEvent, { rule: rules.function, subject: argument('onEvent') });
      return callbacks<CallbackEvent>(site, {
        read: (body, req) =>
          faultOf(body, req.get('plenigo-signature'), callbackSecret) ?? readEvent(body) ?? 'no event in its body',
        handle: (event, req) => {
          for (const userId of platform.usersOf(customersIn(event))) site.customers.answers.forget(userId);
          return onEvent?.(event, req);
        },
      });
    }),
    client,
  };
}
