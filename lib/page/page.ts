/** Turns a standing into `res.locals.plenigo` of one page. */

import type { Request, Response } from 'express';
import { literal, renderElement } from '../base/escape.js';
import { memo } from '../base/memo.js';
import { wordingIn } from '../base/texts.js';
import type { ClickCall, SoldProduct, Terms } from '../platform/sale.js';
import { type Site, warnOnce } from '../visit/site.js';
import type { Standing } from '../visit/standing.js';
import { scriptKey } from './client-script.js';
import type { BuyButton, OfferLocals, PlenigoLocals } from './locals.js';
import { checkBuyButton, renderBuyButton } from './markup.js';
import { sealOffer } from './offer.js';

export interface Page {
  readonly req: Request;
  readonly res: Response;
}

export interface Selling {
  /** In the order in which the products were given. */
  readonly offers: readonly { readonly product: SoldProduct; readonly terms: Terms }[];
  /** The products of which any opens the page; empty: that is not asked. */
  readonly ids: readonly string[];
}

const NO_SCRIPT = 'the buy button needs the script of plenigo.router(), which is not mounted: a click does nothing';

/** In ms: the checkout takes a moment to open. */
const MARGIN = 15_000;

export function localsOf(
  site: Site,
  { page, standing, selling }: { page: Page; standing: Standing; selling?: Selling | undefined },
): PlenigoLocals {
  const { status, access, user, customerId, credential } = standing;
  const csrfToken = status === 'ready' ? csrfTokenOf(page.req) : undefined;
  const isOffered = status === 'ready' && selling !== undefined;
  const { offers, calls } = isOffered ? offersOf(site, { selling, standing, csrfToken }) : { offers: [], calls: [] };
  const [first] = offers;
  const hasCalls = credential !== undefined && calls.length > 0;
  const locals: Record<string, unknown> = {
    status,
    access,
    bought: status === 'bought',
    offers,
    scriptTag: scriptTags(site, {
      page,
      script: 'checkout',
      language: user?.language,
      csrfToken,
      // Counted from when the browser asked for the page, which is before now; so its clock need not be right.
      pageData: hasCalls ? { goodFor: credential.expiresAt.getTime() - Date.now() - MARGIN, calls } : undefined,
      isMetered: status === 'metered',
    }),
    buyButton: first?.buyButton ?? noButton,
  };
  // Of a gate that sells nothing, an empty one: templates need not ask.
  if (status === 'ready') locals.checkout = first?.checkout ?? { snippet: '', paymentData: '' };
  if (standing.freeView?.views !== undefined) locals.freeViews = standing.freeView.views;
  if (customerId !== undefined) locals.customerId = customerId;
  if (credential !== undefined) {
    locals.loginToken = credential.token;
    locals.expiresAt = credential.expiresAt;
  }
  return locals as unknown as PlenigoLocals;
}

const noButton: BuyButton = (label, attributes) => {
  checkBuyButton(label, attributes);
  return '';
};

/** When one of the site's functions fails, its error page finds the locals, too. */
export function localsOnFault(site: Site, page: Page): PlenigoLocals {
  let scriptTag = '';
  try {
    scriptTag = scriptTags(site, { page, script: 'checkout', language: undefined });
  } catch {
    // Then the site's `nonce` function is what failed.
  }
  return { status: 'unavailable', access: false, bought: false, offers: [], scriptTag, buyButton: noButton };
}

function offersOf(
  site: Site,
  { selling, standing, csrfToken }: { selling: Selling; standing: Standing; csrfToken: string | undefined },
) {
  const { platform } = site;
  const { credential, user } = standing;
  const { ids } = selling;
  // What the page's own credential can start, by the mark of the button: for a click without a request.
  const calls: [mark: string, call: ClickCall][] = [];
  const offers = selling.offers.map(({ product, terms }): OfferLocals => {
    // Pages seldom read both parts of `checkout`, and signing is most of what such a page costs.
    let made: ClickCall | undefined;
    const callOf = () => {
      made ??= platform.createCall({ terms, credential, csrfToken });
      return made;
    };
    const call = credential && site.scripts ? callOf() : undefined;
    // The end of a signature tells what is sold: a button that has stayed from an older page is not taken for another.
    const mark = call?.paymentData?.slice(-8);
    if (call && mark) calls.push([mark, call]);
    // Made only where it is shown: a page with the inline snippet alone needs no offer.
    let sealed: string | undefined;
    const seal = () => {
      if (!site.scripts) warnOnce(site, NO_SCRIPT);
      sealed ??= sealOffer(site, { offer: { terms, ids }, userId: user?.id ?? '' });
      return sealed;
    };
    return {
      product,
      checkout: {
        get snippet() {
          // Without a credential the click asks for one, as the button does.
          return credential ? (platform.renderCall?.(callOf()) ?? '') : `expressPlenigo.checkout(${literal(seal())})`;
        },
        get paymentData() {
          return callOf().paymentData as string;
        },
      },
      buyButton: (label, attributes = {}) => {
        checkBuyButton(label, attributes);
        const wording = wordingIn(site.config, user?.language);
        return renderBuyButton(label, { offer: seal(), mark, attributes, wording });
      },
    };
  });
  return { offers, calls };
}

interface Tags {
  readonly page: Page;
  readonly script: 'checkout' | 'account';
  readonly language: string | undefined;
  readonly csrfToken?: string | undefined;
  /** What the script can sell without asking: it holds a login token. */
  readonly pageData?: object | undefined;
  /** The view counts. */
  readonly isMetered?: boolean | undefined;
  /** What the script of an account page renders. */
  readonly snippets?: readonly object[] | undefined;
}

/** The script tags of a page, with what this package's own script is told there. */
export function scriptTags(site: Site, tags: Tags): string {
  const { config } = site;
  const { script, language = config.language, isMetered, csrfToken, pageData, snippets } = tags;
  const isOwn = (csrfToken ?? pageData ?? snippets ?? config.nonce) !== undefined;
  if (isOwn || isMetered || script !== 'checkout') return renderTags(site, tags);
  // Nothing in them is this page's own, as on nearly every page.
  return memo(site.tags, language, () => renderTags(site, tags));
}

function renderTags({ config, platform, scripts }: Site, tags: Tags): string {
  const { page, script, language = config.language, isMetered = false, csrfToken, pageData, snippets } = tags;
  const nonce = config.nonce?.(page.req, page.res);
  const plenigos = renderElement('script', { ...platform.createSdkAttributes(language, isMetered), nonce });
  const own = scripts?.get(scriptKey(script, wordingIn(config, language).language));
  if (own === undefined) return plenigos;
  const asks = script === 'checkout' || !platform.rendersCredentials;
  const attributes = {
    src: `${config.routerPath}/${own.name}`,
    defer: true,
    'data-endpoint': asks ? `${config.routerPath}/${script}` : undefined,
    'data-csrf': csrfToken,
    'data-page': pageData && JSON.stringify(pageData),
    'data-snippets': snippets && JSON.stringify(snippets),
    nonce,
  };
  return `${plenigos}\n${renderElement('script', attributes)}`;
}

/** The CSRF token of the site, if a middleware such as csurf provides one. */
export function csrfTokenOf(req: Request): string | undefined {
  const { csrfToken } = req as Request & { csrfToken?: unknown };
  if (typeof csrfToken !== 'function') return undefined;
  const token: unknown = csrfToken.call(req);
  return typeof token === 'string' && token !== '' ? token : undefined;
}
