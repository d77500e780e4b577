/** Turns a reader's standing into `res.locals.plenigo` of one page. */

import { literal } from '../base/escape.js';
import { wordingIn } from '../base/texts.js';
import type { Site } from '../visit/site.js';
import { hasJustBought, type Standing } from '../visit/standing.js';
import type { BuyButton, OfferLocals, PlenigoLocals } from './locals.js';
import { checkBuyButton, formatPrice, renderBuyButton, type Selling, sealOffer } from './offer.js';
import { createScripts, createScriptsOnFault, type Page, readCsrfToken } from './script-tags.js';

const NO_SCRIPT = 'the buy button needs the script of plenigo.router(), which is not mounted: a click does nothing';

/** In ms. A login token has to be good for a little longer than the click, because the checkout takes a moment to open. */
const MARGIN = 15_000;

export function createLocals(
  site: Site,
  { page, standing, selling }: { page: Page; standing: Standing; selling: Selling | undefined },
): PlenigoLocals {
  const { status, access, user, customerId, credential, isStale, freeView } = standing;
  const isReady = status === 'ready';
  const isMetered = status === 'metered';
  const csrf = isReady ? readCsrfToken(page.req) : undefined;
  const offers = isReady && selling ? createOffers(site, { selling, standing, csrf }) : [];
  // The calls that the page's own login token can start, by the marks of their buttons: such a click asks nobody.
  const calls = offers.flatMap(({ mark, call }) => (mark && call ? [[mark, call] as const] : []));
  // The time counts from when the browser asked for the page, which is before now, so its clock need not be right.
  const goodFor = Number(credential?.expiresAt) - Date.now() - MARGIN;
  const justBought = (status === 'bought' && hasJustBought(page.req)) || undefined;
  const ownCalls = calls.length > 0 && { goodFor, calls };
  const { scripts, scriptTag } = createScripts(site, {
    page,
    script: 'checkout',
    language: user?.language,
    needsSdk: isReady || isMetered,
    own: { csrf, ...ownCalls, justBought, ...(isMetered && { metered: page.req.originalUrl }) },
  });
  const first = offers[0]?.locals;
  const locals: Record<string, unknown> = {
    status,
    access,
    bought: status === 'bought',
    offers: offers.map(({ locals }) => locals),
    scripts,
    scriptTag,
    buyButton: first?.buyButton ?? renderNoButton,
  };
  // A gate that sells nothing has an empty checkout, so that templates need not ask for it.
  if (isReady) locals.checkout = first?.checkout ?? { snippet: '', paymentData: '' };
  if (isStale) locals.stale = true;
  if (justBought) locals.justBought = true;
  if (freeView?.views) locals.freeViews = freeView.views;
  if (customerId !== undefined) locals.customerId = customerId;
  if (credential) Object.assign(locals, { loginToken: credential.token, expiresAt: credential.expiresAt });
  return locals as unknown as PlenigoLocals;
}

/** The locals of an error page, when one of the site's functions has failed. */
export function createLocalsOnFault(site: Site, page: Page): PlenigoLocals {
  const scripts = createScriptsOnFault(site, { page, script: 'checkout' });
  return { status: 'unavailable', access: false, bought: false, offers: [], ...scripts, buyButton: renderNoButton };
}

/** The button where nothing can be bought. Wrong arguments are refused here, too, so that a mistake shows on every page. */
const renderNoButton: BuyButton = (label, attributes) => {
  checkBuyButton(label, attributes);
  return '';
};

/** The offers for the template, each with the mark and the call for a click that asks nobody, if the page has a login token. */
function createOffers(
  site: Site,
  { selling, standing, csrf }: { selling: Selling; standing: Standing; csrf: string | undefined },
) {
  const { config, platform, scripts } = site;
  const { credential, user } = standing;
  const language = user?.language ?? config.language;
  return selling.offers.map(({ product, terms, price: asked }) => {
    const makeCall = () => platform.createCall({ terms, credential, csrfToken: csrf });
    const call = credential && scripts && makeCall();
    // The end of a signature tells what is sold, so a button that has stayed from an older page is not taken for another.
    const mark = call?.paymentData?.slice(-8);
    let sealed: string | undefined;
    /** Signing is most of what such a page costs, so the offer is sealed only when that is first needed. */
    function seal(): string {
      if (!scripts) config.reporter.warnOnce(NO_SCRIPT);
      sealed ??= sealOffer(site, { terms, ids: selling.ids }, user?.id ?? '');
      return sealed;
    }
    /** What makes a button start the checkout, with the name of the call that the page has for it, if any. */
    const describe = () => ({
      type: 'button',
      'data-plenigo-checkout': seal(),
      ...(mark !== undefined && { 'data-plenigo-offer': mark }),
      ...(product.id !== undefined && { 'data-plenigo-product': product.id }),
    });
    const price = config.prices ? formatPrice(asked, language) : undefined;
    const locals: OfferLocals = {
      product,
      ...(price !== undefined && { price }),
      checkout: {
        get snippet() {
          // Without a credential the click asks the router for one, as the button does.
          if (!credential) return `expressPlenigo.checkout(${literal(seal())})`;
          return platform.renderCall?.(call ?? makeCall()) ?? '';
        },
        get paymentData() {
          return (call ?? makeCall()).paymentData as string;
        },
      },
      buyButton: (label, attributes = {}) => {
        checkBuyButton(label, attributes);
        return renderBuyButton(label, { ...attributes, ...describe() }, wordingIn(config, language));
      },
      button: {
        get attributes() {
          return describe();
        },
      },
    };
    return { locals, mark, call };
  });
}
