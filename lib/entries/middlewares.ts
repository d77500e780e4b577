/** The middlewares that `createPlenigo` of every API returns, put together for one site. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { argument, checkArgument } from '../base/check.js';
import { refuseRequest, type SiteUser } from '../base/options.js';
import { rules } from '../base/rules.js';
import type { Backing, SigningConfig } from '../customer/customers.js';
import { account } from '../middleware/account.js';
import { checkout, type OfRequest, type Redemption, redeemVoucher, standing } from '../middleware/checkout.js';
import type { Middleware } from '../middleware/handler.js';
import { type LoginSerializer, onLogin, register } from '../middleware/login.js';
import { type AccessOptions, requireAccess } from '../middleware/require-access.js';
import { router } from '../middleware/router.js';
import type { PlenigoLocals } from '../page/locals.js';
import { fromPassportUser } from '../passport/index.js';
import type { Price } from '../platform/sale.js';
import { checkSiteUser, createSite, type Site } from '../visit/site.js';

/** A policy in helmet's form, each list with what helmet's own default allows. No interface would fit helmet's type. */
export type CspDirectives = { scriptSrc: string[]; connectSrc: string[]; frameSrc: string[] };

/** The middlewares of one site. `Sold` is what its pages sell; at gates of API v3 a text is an access right. */
export interface Middlewares<Sold, Settings> {
  /**
   * Behind the site's login: registers the user at plenigo, or finds their customer, so that the first article page is
   * fast. It waits a quarter of `timeout` at most, and never stops a login; faults go to `onError`.
   */
  register(...nothing: never[]): Middleware;
  /**
   * `passport.serializeUser(plenigo.onLogin())`, before the site's own serializer: registers at every login with a
   * session, of every strategy and however the route ends. It waits and reports as `register()` does.
   */
  onLogin(...nothing: never[]): LoginSerializer;
  /**
   * On article pages: sets `res.locals.plenigo`. A product function may answer undefined where nothing is for sale.
   * A wrong product or setting goes to `next` (`invalid-product`). Faults at plenigo go to `onError`, and the page renders
   * as `unavailable` or `email-conflict`. @throws PlenigoArgumentError at start, if a fixed product or setting is wrong.
   */
  checkout<Req extends IncomingMessage = Request>(
    products: OfRequest<Sold | readonly Sold[] | undefined, Req>,
    settings?: OfRequest<Settings, Req>,
  ): Middleware;
  /**
   * What `checkout()` does, for a handler that loads its article first, or a guard of Nest's: sets `res.locals.plenigo` and
   * the caching headers, and answers these locals.
   * @throws what `checkout()` hands to `next`: PlenigoArgumentError, or what a function of the site's has thrown.
   */
  standing<Req extends IncomingMessage = Request>(
    req: Req,
    res: ServerResponse,
    products: OfRequest<Sold | readonly Sold[] | undefined, Req>,
    settings?: OfRequest<Settings, Req>,
  ): Promise<PlenigoLocals>;
  /**
   * Lets only those through who have bought one of the products, and everyone where nothing is for sale. While plenigo
   * cannot be asked nobody passes, unless `failOpen` is set. @throws PlenigoArgumentError or PlenigoOptionError at start,
   * if a fixed product or an option is wrong.
   */
  requireAccess<Req extends IncomingMessage = Request>(
    products: OfRequest<string | Sold | readonly (string | Sold)[] | undefined, Req>,
    options?: AccessOptions,
  ): Middleware;
  /**
   * What plenigo asks for products, or by their ids (API v3: those of offers); without those whose price is not known.
   * It is remembered for an hour, then asked anew beside the next call. This waits a quarter of `timeout` at most, and tells
   * the logger of faults. With API v3 the token needs the area `PRODUCTS`. @throws PlenigoArgumentError for a wrong product.
   */
  prices(products: string | Sold | readonly (string | Sold)[]): Promise<Price[]>;
  /** Serves the browser script and the credentials of a click. Mount it at `routerPath`, behind session, login and CSRF. */
  router(...nothing: never[]): Middleware;
  /** What helmet's `contentSecurityPolicy.directives` must have for plenigo's script and frame. */
  cspDirectives(): CspDirectives;
  /**
   * Tells plenigo a user's new e-mail address. Call it where the site changes the address; pages do so as well, but later.
   * @throws PlenigoCustomerError `email-conflict` if the address belongs to another customer, `email-missing` if there is
   * none that plenigo may be told; PlenigoArgumentError, PlenigoApiError, PlenigoNetworkError.
   */
  changeEmail(user: SiteUser, req?: Request): Promise<void>;
  /**
   * Redeems a voucher code for whoever is logged in: what is free with it opens at once. Call it in a POST route behind CSRF
   * protection, and limit how often a reader may try. Faults go to `onError`, with the status `unavailable`.
   * @throws PlenigoArgumentError without a request.
   */
  redeemVoucher<Req extends IncomingMessage = Request>(req: Req, code: string): Promise<Redemption>;
  /**
   * Forgets what is remembered of a user's purchases, for refunds: here at once, and with a `store` in every process within
   * five seconds. The promise settles when the store has it, or has failed; it never rejects.
   */
  forget(user: Pick<SiteUser, 'id'>): Promise<void>;
}

/** Puts them together. `account` has other arguments with each API, so the entries say which. */
export function createMiddlewares<Sold, Settings>(
  config: SigningConfig,
  backing: Backing,
): Middlewares<Sold, Settings> & { site: Site; account(snippet: unknown, settings: unknown): Middleware } {
  const site = createSite(config, backing, (req) => fromPassportUser((req as { user?: unknown }).user));

  /** Makes a factory of handlers say what is wrong, instead of hanging, in `app.use(plenigo.register)` without the call. */
  function named<Args extends unknown[]>(name: string, make: (site: Site, ...args: Args) => RequestHandler) {
    return (...args: Args) => {
      refuseRequest(args[0], argument(`plenigo.${name}`));
      return make(site, ...args) as Middleware;
    };
  }

  return {
    site,
    register: named('register', register),
    onLogin: (...nothing) => onLogin(site, nothing),
    checkout: named('checkout', checkout),
    standing: (req, res, ...sold) => standing(site, { req: req as unknown as Request, res: res as Response }, ...sold),
    requireAccess: named('requireAccess', requireAccess),
    account: named('account', account),
    async prices(products) {
      const asked = [products].flat().map((product) => {
        if (typeof product !== 'string') return site.platform.checkProduct(product, 'product');
        return { price: checkArgument('product', product, rules.productId) };
      });
      const priced = await site.prices.fill(asked);
      // All pages share what is remembered, so the site gets copies.
      return structuredClone(priced.flatMap(({ price }) => (typeof price === 'object' ? price : [])));
    },
    router: named('router', router),
    cspDirectives: () => ({
      scriptSrc: ["'self'", ...config.scriptOrigins],
      connectSrc: ["'self'", ...config.frameOrigins],
      frameSrc: ["'self'", ...config.frameOrigins],
    }),
    changeEmail: async (user, req) => site.customers.changeEmail(req, checkSiteUser(user, config)),
    redeemVoucher: (req, code) => redeemVoucher(site, req as unknown as Request, code),
    forget: ({ id }) => site.customers.answers.forget(String(id)),
  };
}
