/** `createPlenigo` for API v2: puts the middlewares together around one client. */

import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import { checkSiteUser } from './customer/site-user.js';
import { account } from './middleware/account.js';
import { factory, type Middleware } from './middleware/as-middleware.js';
import { checkout } from './middleware/checkout.js';
import { type CspDirectives, cspDirectives } from './middleware/csp.js';
import { type LoginSerializer, onLogin } from './middleware/on-login.js';
import { register } from './middleware/register.js';
import { type AccessOptions, requireAccess } from './middleware/require-access.js';
import { router } from './middleware/router.js';
import type { OfRequest, PageSettings } from './middleware/selling.js';
import type { SiteUser } from './options.js';
import { fromPassportUser } from './passport/index.js';
import type { AccountPage, AccountPart, AccountSettings, AccountSnippet } from './v2/account-snippet.js';
import { createClient, type PlenigoClient } from './v2/client.js';
import { type PlenigoOptions, resolveOptions } from './v2/options.js';
import { createPlatform } from './v2/platform.js';
import type { CheckoutSettings, Product } from './v2/product.js';
import { createSite } from './visit/site.js';

/** What a route sells: a product, or several of which any opens the page; a function may answer undefined where nothing is for sale. */
export type RouteProducts<Req = Request> = OfRequest<Product | readonly Product[] | undefined, Req>;

/** The settings of a checkout route. */
export interface RouteSettings extends CheckoutSettings, PageSettings {}

/** What `createPlenigo` returns: the middlewares of one site, all sharing one client. */
export interface Plenigo {
  /**
   * Behind the site's login: registers the user at plenigo, or finds their customer, so that the first article page
   * is fast. Waits a quarter of `timeout` at most, and never stops a login; faults go to `onError`.
   */
  register(...nothing: never[]): Middleware;
  /**
   * `passport.serializeUser(plenigo.onLogin())`, before the site's own serializer: registers at every login with a
   * session, of every strategy and however the route ends. Waits and reports as `register()` does.
   */
  onLogin(...nothing: never[]): LoginSerializer;
  /**
   * On article pages: sets `res.locals.plenigo`. A product function may answer undefined where nothing is for sale.
   * A wrong product or setting goes to `next` (`invalid-product`); faults at plenigo go to `onError`, and the page
   * renders with the status `unavailable` or `email-conflict`.
   * @throws PlenigoArgumentError at start, if a fixed product or setting is wrong.
   */
  checkout<Req extends IncomingMessage = Request>(
    products: RouteProducts<Req>,
    settings?: OfRequest<RouteSettings, Req>,
  ): Middleware;
  /**
   * Lets only those through who have bought one of the products, and everyone where nothing is for sale. While plenigo
   * cannot be asked nobody passes, unless `failOpen` is set.
   * @throws PlenigoArgumentError or PlenigoOptionError at start, if a fixed product or an option is wrong.
   */
  requireAccess<Req extends IncomingMessage = Request>(
    products: RouteProducts<Req>,
    options?: AccessOptions,
  ): Middleware;
  /**
   * On account pages: plenigo's self-service snippets, each with a fresh login token, in `res.locals.plenigoAccount`.
   * @throws PlenigoArgumentError `invalid-argument` at start, if a snippet or setting is wrong.
   */
  account(snippet: AccountSnippet, settings: AccountSettings): Middleware;
  /** Several snippets on one page: their tokens are made at the same time. */
  account(snippets: readonly AccountPart[], settings: AccountPage): Middleware;
  /** Serves the browser script and the credentials of a click; mount it at `routerPath`, behind session, login and CSRF middleware. */
  router(...nothing: never[]): Middleware;
  /** What helmet's `contentSecurityPolicy.directives` must have for plenigo's script and frame. */
  cspDirectives(): CspDirectives;
  /**
   * Tells plenigo a user's new e-mail address; call it where the site changes it. Pages do so as well, but later.
   * @throws PlenigoCustomerError `email-conflict` if the address belongs to another customer, `email-missing` if there is
   * none that plenigo may be told; PlenigoArgumentError, PlenigoApiError, PlenigoNetworkError.
   */
  changeEmail(user: SiteUser, req?: Request): Promise<void>;
  /** Forgets what this process remembers of a user's purchases, for refunds. */
  forget(user: Pick<SiteUser, 'id'>): void;
  /** The REST calls; shares connections and the circuit breaker with the middlewares. */
  readonly client: PlenigoClient;
}

/** @throws PlenigoOptionError if an option is unknown, missing or wrong. */
export function createPlenigo(options: PlenigoOptions): Plenigo {
  const config = resolveOptions(options);
  const client = createClient(config);
  const site = createSite(config, {
    platform: createPlatform(config, client),
    signer: config.signer,
    userOf: (req) => fromPassportUser((req as { user?: unknown }).user),
  });
  return {
    register: factory('register', () => register(site)),
    onLogin: (...nothing) => onLogin(site, nothing),
    checkout: factory('checkout', (products: RouteProducts<never>, settings?: OfRequest<RouteSettings, never>) =>
      checkout(site, { products, settings }),
    ),
    requireAccess: factory('requireAccess', (products: RouteProducts<never>, options?: AccessOptions) =>
      requireAccess(site, { products, options }),
    ),
    account: factory(
      'account',
      (snippet: AccountSnippet | readonly AccountPart[], settings: AccountSettings | AccountPage) =>
        account(site, { snippet, settings }),
    ),
    router: factory('router', () => router(site)),
    cspDirectives: () => cspDirectives(site),
    changeEmail: async (user, req) => site.customers.changeEmail(req, checkSiteUser(user, config)),
    forget: ({ id }) => site.customers.forget(String(id)),
    client,
  };
}
