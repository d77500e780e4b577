/** What the middlewares share: configuration, customers, offers, and how they find the user and report faults. */

import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Customers } from '../customer/customers.js';
import { checkSiteUser, type KnownUser } from '../customer/site-user.js';
import { PlenigoError } from '../errors.js';
import type { PlenigoConfig, SiteUser } from '../options.js';
import { createOffers, type Offers } from '../page/offer.js';
import type { PlenigoCalls } from '../v2/client.js';
import { createPaymentDataSigner, type PaymentDataSigner } from '../v2/payment-data.js';

export interface Context {
  readonly config: PlenigoConfig;
  readonly customers: Customers;
  readonly offers: Offers;
  readonly signPaymentData: PaymentDataSigner;
  readonly userOf: NonNullable<PlenigoConfig['user']>;
  /** The router is mounted, so pages may load its script and its buttons work. */
  hasRouter: boolean;
  /** The site was told that a page needs the router and has none. */
  isRouterMissed: boolean;
}

export function createContext(
  config: PlenigoConfig,
  { client, userOf }: { client: PlenigoCalls; userOf: NonNullable<PlenigoConfig['user']> },
): Context {
  return {
    config,
    customers: new Customers(config, client),
    offers: createOffers(config.signer),
    signPaymentData: createPaymentDataSigner(config.signer),
    userOf: config.user ?? userOf,
    hasRouter: false,
    isRouterMissed: false,
  };
}

/**
 * The handler as Express 4 and 5 both understand it: `next` is called exactly once, with the error if there is one;
 * not at all if `work` resolves to `false` because it has answered or handed on by itself. `onFault` comes before an
 * error goes on, and must not throw.
 */
export function asMiddleware(
  work: (req: Request, res: Response, next: NextFunction) => Promise<boolean>,
  onFault?: (req: Request, res: Response) => void,
): RequestHandler {
  return function plenigo(req, res, next) {
    work(req, res, next).then(
      (goOn) => {
        if (goOn) next();
      },
      (error) => {
        onFault?.(req, res);
        next(error ?? new Error('rejected without a reason'));
      },
    );
  };
}

/** The user's e-mail and id are checked later, where a fault can be reported without stopping the page. */
export async function siteUser({ userOf }: Context, req: Request): Promise<SiteUser | undefined> {
  return (await userOf(req)) ?? undefined;
}

/** @throws PlenigoArgumentError `invalid-argument` if the site names a user that plenigo cannot have. */
export function knownUser({ config }: Context, user: SiteUser): KnownUser {
  return checkSiteUser(user, config.trustEmails);
}

/** Tells the site of a fault that does not stop the page. Whatever is no error of this package is thrown on. */
export function report({ config }: Context, { error, req }: { error: unknown; req: Request }): PlenigoError {
  if (!(error instanceof PlenigoError)) throw error;
  const { code, message } = error;
  // These two are logged where they begin and end, not on every page.
  if (code !== 'invalid-credentials' && code !== 'circuit-open') config.logger.warn({ code }, message);
  const onFault = () => config.logger.error({ code }, 'the option onError failed; an error handler must not');
  try {
    const result: unknown = config.onError(error, req);
    if (result instanceof Promise) result.catch(onFault);
  } catch {
    onFault();
  }
  return error;
}

/** Tells the site, once, that what it renders does nothing without the router. */
export function needRouter(context: Context): void {
  if (context.hasRouter || context.isRouterMissed) return;
  context.isRouterMissed = true;
  context.config.logger.warn(
    { routerPath: context.config.routerPath },
    'the buy button needs the script of plenigo.router(), which is not mounted: a click does nothing',
  );
}

/** The status a page gets for a reported fault. */
export function statusOf(error: PlenigoError): 'email-conflict' | 'unavailable' {
  return error.code === 'email-conflict' ? 'email-conflict' : 'unavailable';
}
