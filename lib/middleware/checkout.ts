/** `checkout()`: finds out what the reader of an article page may do, and gives the template what it needs for it. */

import type { Request, RequestHandler, Response } from 'express';
import { checkFields, type Rules, refuse, rules } from '../check.js';
import type { Answer } from '../customer/customers.js';
import type { KnownUser } from '../customer/site-user.js';
import { modeRule, type PlenigoConfig } from '../options.js';
import {
  boughtLocals,
  type ClosedStatus,
  closedLocals,
  closeOnFault,
  readyLocals,
  scriptTags,
} from '../page/page.js';
import {
  boughtId,
  type CheckoutSettings,
  checkProduct,
  type Product,
  settingsRules,
  settingsSubject,
} from '../v2/product.js';
import { asMiddleware, type Context, knownUser, report, siteUser, statusOf } from './context.js';
import { forbidCaching } from './no-store.js';

/** A value, or a function of the request that gives it, perhaps later. */
export type OfRequest<T> = T | ((req: Request) => T | Promise<T>);

/** The settings of a checkout route. */
export interface RouteSettings extends CheckoutSettings {
  /** Default: the option `mode`. */
  mode?: PlenigoConfig['mode'] | undefined;
  /** Ask whether the product is bought. Default true; `false` where it may be bought again and again. */
  checkAccess?: boolean | undefined;
}

/** The product of a route; a function may answer undefined where nothing is for sale. */
export type RouteProduct = Product | ((req: Request) => Product | undefined | Promise<Product | undefined>);

const termsRules: Rules<RouteSettings> = { ...settingsRules, mode: modeRule, checkAccess: rules.boolean };

/** Settings that are checked. */
interface Terms {
  readonly settings: CheckoutSettings;
  readonly mode: PlenigoConfig['mode'];
  readonly checkAccess: boolean;
}

export function checkout(
  context: Context,
  { product, settings = {} }: { product: RouteProduct; settings?: OfRequest<RouteSettings> | undefined },
): RequestHandler {
  const { config } = context;
  // What does not depend on the request is checked once, at start.
  const productOf = ofRequest(product, (value: Product) => checkProduct(value, config.logger));
  const termsOf = ofRequest(settings, (value: RouteSettings) => checkTerms(value, config));

  /** Sets the locals of one page; the page goes on. */
  async function serve(req: Request, res: Response): Promise<true> {
    const user = await siteUser(context, req);
    const wanted = user && (await productOf(req));
    if (user === undefined || wanted === undefined) {
      return close('anonymous', { req, res });
    }
    const { mode, settings, checkAccess } = (await termsOf(req)) ?? checkTerms({}, config);
    // Nobody reads the answer to these, or not yet: a token would be wasted, or old when it is used.
    const isPreview = req.method === 'HEAD' || isPrefetch(req);
    let known: KnownUser;
    let answer: Answer;
    try {
      known = knownUser(context, user);
      answer = await context.customers.ask({
        req,
        user: known,
        productId: checkAccess ? boughtId(wanted) : undefined,
        need: mode === 'page' && !isPreview ? 'token' : 'none',
      });
    } catch (error) {
      return close(statusOf(report(context, { error, req })), { req, res });
    }
    forbidCaching(res);
    res.locals.plenigo = answer.bought
      ? boughtLocals(context, { req, res, known, answer })
      : readyLocals(context, { req, res, known, answer, product: wanted, settings, checkAccess });
    return true;
  }

  function close(status: ClosedStatus, { req, res }: { req: Request; res: Response }): true {
    res.locals.plenigo = closedLocals(status, scriptTags(context, { req, res }));
    return true;
  }

  return asMiddleware(serve, closeOnFault(context));
}

/** A request that a browser makes before anybody has asked for the page. */
function isPrefetch({ headers }: Request): boolean {
  return (
    saysPrefetch(headers['sec-purpose']) || saysPrefetch(headers.purpose) || saysPrefetch(headers['x-moz'])
  );
}

const saysPrefetch = (purpose: string | string[] | undefined) =>
  purpose !== undefined && /prefetch|prerender/i.test(String(purpose));

/** A fixed value is checked now; a function's at every request. */
export function ofRequest<T, Checked>(
  value: T | ((req: Request) => T | undefined | Promise<T | undefined>),
  check: (value: T) => Checked,
): (req: Request) => Promise<Checked | undefined> | Checked | undefined {
  if (typeof value === 'function') {
    const find = value as (req: Request) => T | undefined | Promise<T | undefined>;
    return async (req) => {
      const found = await find(req);
      return found === undefined || found === null ? undefined : check(found);
    };
  }
  const checked = check(value);
  return () => checked;
}

/** @throws PlenigoArgumentError `invalid-product`. */
function checkTerms(input: RouteSettings, config: PlenigoConfig): Terms {
  const settings = checkFields<RouteSettings>(input, { rules: termsRules, subject: settingsSubject });
  for (const key of ['sourceUrl', 'targetUrl'] as const) {
    const url = settings[key];
    if (url !== undefined && !config.allowedOrigins.has(new URL(url).origin)) {
      refuse(
        settingsSubject,
        `settings.${key}: its origin is neither that of the option baseUrl nor one of allowedOrigins`,
      );
    }
  }
  return {
    settings,
    mode: settings.mode ?? config.mode,
    checkAccess: settings.checkAccess ?? true,
  };
}
