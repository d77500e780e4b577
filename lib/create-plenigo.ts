/** `createPlenigo`: puts the middlewares together around one client. */

import type { Request, RequestHandler } from 'express';
import { checkSiteUser } from './customer/site-user.js';
import { account } from './middleware/account.js';
import { checkout, type OfRequest, type RouteProduct, type RouteSettings } from './middleware/checkout.js';
import { createContext } from './middleware/context.js';
import { type CspDirectives, cspDirectives } from './middleware/csp.js';
import { register } from './middleware/register.js';
import { type AccessOptions, requireAccess } from './middleware/require-access.js';
import { router } from './middleware/router.js';
import { clientOptions, type PlenigoOptions, resolveOptions, type SiteUser } from './options.js';
import { fromPassportUser } from './passport/from-passport-user.js';
import type { AccountPage, AccountPart, AccountSettings, AccountSnippet } from './v2/account-snippet.js';
import { PlenigoClient } from './v2/client.js';

/** What `createPlenigo` returns: the middlewares of one site, all sharing one client. */
export interface Plenigo {
  /**
   * Behind the site's login: registers the user at plenigo, or finds their customer, so that the first article page
   * is fast. Never stops a login; faults go to `onError`.
   */
  register(): RequestHandler;
  /**
   * On article pages: sets `res.locals.plenigo`. A product function may answer undefined where nothing is for sale.
   * A wrong product or setting goes to `next` (`invalid-product`); faults at plenigo go to `onError`, and the page
   * renders with the status `unavailable` or `email-conflict`.
   * @throws PlenigoArgumentError at start, if a fixed product or setting is wrong.
   */
  checkout(product: RouteProduct, settings?: OfRequest<RouteSettings>): RequestHandler;
  /**
   * Lets only buyers of the product through. While plenigo cannot be asked nobody passes, unless `failOpen` is set.
   * @throws PlenigoArgumentError or PlenigoOptionError at start, if a fixed product or an option is wrong.
   */
  requireAccess(product: RouteProduct, options?: AccessOptions): RequestHandler;
  /**
   * On account pages: plenigo's self-service snippets, each with a fresh login token, in `res.locals.plenigoAccount`.
   * @throws PlenigoArgumentError `invalid-argument` at start, if a snippet or setting is wrong.
   */
  account(snippet: AccountSnippet, settings: AccountSettings): RequestHandler;
  /** Several snippets on one page: their tokens are made at the same time. */
  account(snippets: readonly AccountPart[], settings: AccountPage): RequestHandler;
  /** Serves the browser script and the credentials of a click; mount it at `routerPath`, behind session, login and CSRF middleware. */
  router(): RequestHandler;
  /** What helmet's `contentSecurityPolicy.directives` must have for plenigo's script and frame. */
  cspDirectives(): CspDirectives;
  /**
   * Tells plenigo a user's new e-mail address; call it where the site changes it. With `req`, the record in the
   * session is brought up to date, too.
   * @throws PlenigoCustomerError `email-conflict` if the address belongs to another customer; PlenigoArgumentError,
   * PlenigoApiError, PlenigoNetworkError.
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
  const client = new PlenigoClient(clientOptions(options));
  const context = createContext(config, {
    client,
    userOf: (req) => fromPassportUser((req as { user?: unknown }).user),
  });
  return {
    register: () => register(context),
    checkout: (product, settings) => checkout(context, { product, settings }),
    requireAccess: (product, options) => requireAccess(context, { product, options }),
    account: (snippet: AccountSnippet | readonly AccountPart[], settings: AccountSettings | AccountPage) =>
      account(context, { snippet, settings }),
    router: () => router(context),
    cspDirectives: () => cspDirectives(config),
    changeEmail: async (user, req) =>
      context.customers.changeEmail(req, checkSiteUser(user, config.trustEmails)),
    forget: ({ id }) => context.customers.forget(String(id)),
    client,
  };
}
