/** `requireAccess()`: lets only buyers of a product through. */

import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { checkFields, type Rules, refuse, rules, type Subject } from '../check.js';
import type { Answer } from '../customer/customers.js';
import type { KnownUser } from '../customer/site-user.js';
import { isOutage } from '../errors.js';
import { boughtLocals, closedLocals, closeOnFault, readyLocals, scriptTags } from '../page/page.js';
import { boughtId, checkProduct, type Product, type ProductFields } from '../v2/product.js';
import { ofRequest, type RouteProduct } from './checkout.js';
import { asMiddleware, type Context, knownUser, report, siteUser, statusOf } from './context.js';
import { forbidCaching } from './no-store.js';

/** How `requireAccess` treats those it does not let through. */
export interface AccessOptions {
  /**
   * Answers a browser that is not let through; `res.locals.plenigo` says why, and has the buy button when `ready`.
   * Default: a plain page with status 402, or 503 if plenigo is unavailable.
   */
  notBought?: RequestHandler | readonly RequestHandler[] | undefined;
  /**
   * Let every logged-in reader through while plenigo does not answer or fails on its side. Default false: then nobody
   * passes. A refusal of plenigo's, such as a wrong secret or too many requests, opens nothing.
   */
  failOpen?: boolean | undefined;
}

const optionRules: Rules<AccessOptions> = {
  notBought: {
    expected: 'a request handler, or a list of them',
    test: (value) =>
      typeof value === 'function' ||
      (Array.isArray(value) && value.length > 0 && value.every((handler) => typeof handler === 'function')),
  },
  failOpen: rules.boolean,
};

type Refusal = 'anonymous' | 'not-bought' | 'email-conflict' | 'unavailable';

export function requireAccess(
  context: Context,
  { product, options = {} }: { product: RouteProduct; options?: AccessOptions | undefined },
): RequestHandler {
  const { notBought, failOpen = false } = checkFields<AccessOptions>(options, {
    rules: optionRules,
    subject: { name: 'requireAccess', code: 'invalid-option' },
  });
  const handlers = notBought === undefined ? [] : [notBought].flat();
  const productOf = ofRequest(product, productWithId);

  return asMiddleware(async (req, res, next) => {
    const wanted = await productOf(req);
    if (wanted === undefined) refuse(subject, 'requireAccess needs a product, its function gave none');
    const refusal = await refusalOf(context, { req, res, product: wanted, failOpen });
    if (refusal === undefined) return true;
    if (isBrowser(req) && handlers.length > 0) runChain(handlers, { req, res, next });
    else answer(refusal, { req, res });
    return false;
  }, closeOnFault(context));
}

const subject: Subject = { name: 'product', code: 'invalid-product' };

function productWithId(product: Product): ProductFields {
  const fields = checkProduct(product);
  if (fields.id === undefined) refuse(subject, 'requireAccess needs a product with an id');
  return fields;
}

interface AccessQuestion {
  req: Request;
  res: Response;
  product: ProductFields;
  failOpen: boolean;
}

/** Why the reader is not let through, or undefined if they are; sets the locals. */
async function refusalOf(
  context: Context,
  { req, res, product, failOpen }: AccessQuestion,
): Promise<Refusal | undefined> {
  const tags = () => scriptTags(context, { req, res });
  const user = await siteUser(context, req);
  if (user === undefined) {
    res.locals.plenigo = closedLocals('anonymous', tags());
    return 'anonymous';
  }
  let known: KnownUser;
  let found: Answer;
  try {
    known = knownUser(context, user);
    const need = context.config.mode === 'page' ? 'link' : 'none';
    found = await context.customers.ask({ req, user: known, productId: boughtId(product), need });
  } catch (error) {
    const fault = report(context, { error, req });
    const status = statusOf(fault);
    res.locals.plenigo = closedLocals(status, tags());
    if (!failOpen || !isOutage(fault)) return status;
    // Open for this reader, who may have bought nothing: a cache would open it for everyone.
    forbidCaching(res);
    return undefined;
  }
  forbidCaching(res);
  const page = { req, res, known, answer: found };
  res.locals.plenigo = found.bought
    ? boughtLocals(context, page)
    : readyLocals(context, { ...page, product, settings: {}, checkAccess: true });
  return found.bought ? undefined : 'not-bought';
}

/** A browser says that it reads HTML; a program that accepts anything gets JSON. */
function isBrowser(req: Request): boolean {
  return /text\/html/i.test(req.headers.accept ?? '');
}

/** Runs the site's handlers one after the other, as a route does; behind the last one, the site's own `next`. */
function runChain(
  [first, ...rest]: readonly RequestHandler[],
  { req, res, next }: { req: Request; res: Response; next: NextFunction },
): void {
  if (first === undefined) {
    next();
    return;
  }
  let isOver = false;
  const goOn = (error?: unknown) => {
    // A handler that hands on and then fails must not reach the site's error handler with an answer under way.
    if (isOver) return;
    isOver = true;
    if (error === undefined || error === null) runChain(rest, { req, res, next });
    else next(error);
  };
  const fail = (error: unknown) => goOn(error ?? new Error('rejected without a reason'));
  try {
    const result: unknown = first(req, res, goOn);
    // Express 4 knows nothing of promises: a rejected handler must reach the site's error handler there, too.
    if (result instanceof Promise) result.catch(fail);
  } catch (error) {
    fail(error);
  }
}

const texts = {
  anonymous: 'Log in with an account that has bought this to read on.',
  'not-bought': 'This page is for readers who have bought it.',
  'email-conflict': 'Your e-mail address has to be confirmed before this page can be opened.',
  unavailable:
    'We cannot check at the moment whether you have bought this page. Please try again in a minute.',
} as const;

function answer(refusal: Refusal, { req, res }: { req: Request; res: Response }): void {
  const isOutage = refusal === 'unavailable';
  res.status(isOutage ? 503 : 402);
  if (isOutage) res.set('Retry-After', '10');
  if (isBrowser(req)) {
    res.type('html').send(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${isOutage ? 'Please try again' : 'For buyers only'}</title>
<p>${texts[refusal]}</p>
`);
  } else {
    res.json({ error: refusal, message: texts[refusal] });
  }
}
