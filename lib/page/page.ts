/** Fills `res.locals.plenigo` of one page, for each status. */

import type { Request, Response } from 'express';
import type { Answer } from '../customer/customers.js';
import type { KnownUser } from '../customer/site-user.js';
import { literal } from '../escape.js';
import { type Context, needRouter } from '../middleware/context.js';
import type { PlenigoConfig } from '../options.js';
import { paymentClaims } from '../v2/payment-data.js';
import type { CheckoutSettings, ProductFields } from '../v2/product.js';
import { renderCheckedSnippet } from '../v2/snippet.js';
import { clientScripts } from './client-script.js';
import type {
  AnonymousLocals,
  BoughtLocals,
  EmailConflictLocals,
  ReadyLocals,
  UnavailableLocals,
} from './locals.js';
import { renderBuyButton, renderScriptTags } from './markup.js';
import type { Offer } from './offer.js';

/** The statuses of a page without checkout. */
export type ClosedStatus = 'anonymous' | 'email-conflict' | 'unavailable';

/** The locals of a page without checkout. */
export function closedLocals(
  status: ClosedStatus,
  scriptTag: string,
): AnonymousLocals | EmailConflictLocals | UnavailableLocals {
  return { status, bought: false, scriptTag, buyButton: () => '' };
}

/** When one of the site's functions fails, its error page finds the locals, too. */
export function closeOnFault(context: Context): (req: Request, res: Response) => void {
  return (req, res) => {
    let tags = '';
    try {
      tags = scriptTags(context, { req, res });
    } catch {
      // Then the site's `nonce` function is what failed.
    }
    res.locals.plenigo = closedLocals('unavailable', tags);
  };
}

interface TagDetails {
  req: Request;
  res: Response;
  language?: string | undefined;
  csrfToken?: string | undefined;
}

/** The script tags of a page with a checkout. */
export function scriptTags(context: Context, { req, res, language, csrfToken }: TagDetails): string {
  const { config, hasRouter } = context;
  return renderScriptTags({
    sdkUrl: config.sdkUrl,
    language: language ?? config.language,
    nonce: config.nonce?.(req, res),
    client: hasRouter
      ? {
          src: `${config.routerPath}/${clientScripts.checkout.name}`,
          endpoint: endpointOf(config),
          csrfToken,
        }
      : undefined,
  });
}

/** The script tags of a page with self-service snippets. */
export function accountScriptTags(context: Context, { req, res, language }: TagDetails): string {
  const { config, hasRouter } = context;
  return renderScriptTags({
    sdkUrl: config.sdkUrl,
    language: language ?? config.language,
    nonce: config.nonce?.(req, res),
    client: hasRouter ? { src: `${config.routerPath}/${clientScripts.account.name}` } : undefined,
  });
}

/** Where a click asks for credentials. */
function endpointOf({ routerPath }: PlenigoConfig): string {
  return `${routerPath}/checkout`;
}

/** The CSRF token of the site, if a middleware such as csurf provides one. */
export function csrfTokenOf(req: Request): string | undefined {
  const { csrfToken } = req as Request & { csrfToken?: unknown };
  if (typeof csrfToken !== 'function') return undefined;
  const token: unknown = csrfToken.call(req);
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/** A page of a reader who is known. */
interface Page {
  req: Request;
  res: Response;
  known: KnownUser;
  answer: Answer;
}

export function boughtLocals(context: Context, { req, res, known, answer }: Page): BoughtLocals {
  return {
    status: 'bought',
    bought: true,
    ...(answer.customerId !== undefined && { customerId: answer.customerId }),
    scriptTag: scriptTags(context, { req, res, language: known.language }),
    buyButton: () => '',
  };
}

/** What is for sale on it. */
interface Sale {
  product: ProductFields;
  settings: CheckoutSettings;
  checkAccess: boolean;
}

export function readyLocals(
  context: Context,
  { req, res, known, answer, product, settings, checkAccess }: Page & Sale,
): ReadyLocals {
  const { config, offers } = context;
  const csrfToken = csrfTokenOf(req);
  const claims = paymentClaims({ product, settings, testMode: config.testMode, csrfToken });
  const { sourceUrl, targetUrl, affiliateId, elementId, startWithRegistration } = settings;
  const page = { sourceUrl, targetUrl, affiliateId, elementId, startWithRegistration };
  // Made only where it is shown: a page with the inline snippet alone needs no offer.
  let offer: string | undefined;
  const offerToken = () => {
    needRouter(context);
    const terms: Offer = { claims, page, access: checkAccess, csrf: settings.csrfToken === undefined };
    offer ??= offers.make(terms, known.id);
    return offer;
  };
  const endpoint = endpointOf(config);
  const { token } = answer;
  const checkout = (): ReadyLocals['checkout'] => {
    if (token === undefined) {
      return {
        // A page in this mode seldom reads these, and signing is most of what such a page costs.
        get snippet() {
          // Asks for a token on the click, as the button does.
          return `expressPlenigo.checkout(${literal(offerToken())},${literal(endpoint)})`;
        },
        get paymentData() {
          return context.signPaymentData(claims);
        },
      };
    }
    const paymentData = context.signPaymentData(claims);
    const credentials = { paymentData, loginToken: token.token };
    return { snippet: renderCheckedSnippet(page, credentials), paymentData };
  };
  return {
    status: 'ready',
    bought: false,
    ...(answer.customerId !== undefined && { customerId: answer.customerId }),
    ...(token && { loginToken: token.token, expiresAt: token.expiresAt }),
    checkout: checkout(),
    scriptTag: scriptTags(context, { req, res, language: known.language, csrfToken }),
    buyButton: (label, attributes = {}) =>
      renderBuyButton(label, { offer: offerToken(), endpoint, attributes }),
  };
}
