/** Turns a reader's standing into `res.locals.plenigo` of one page. */

import { literal } from '../base/escape.js';
import { wordingIn } from '../base/texts.js';
import type { Priced, SoldProduct, Terms } from '../platform/sale.js';
import { hasJustBought } from '../visit/question.js';
import type { Site } from '../visit/site.js';
import type { Standing } from '../visit/standing.js';
import type { BuyButton, OfferLocals, PlenigoLocals } from './locals.js';
import { checkBuyButton, describeButton, renderBuyButton } from './markup.js';
import { formatPrice, sealOffer } from './offer.js';
import { createScripts, createScriptsOnFault, type Page, readCsrfToken } from './script-tags.js';

/** What a page sells. */
export interface Selling {
  /** In the order in which the products were given. */
  readonly offers: readonly (Priced & { readonly product: SoldProduct; readonly terms: Terms })[];
  /** The products of which any opens the page. Empty: nobody asks whether they are bought. */
  readonly ids: readonly string[];
}

const NO_SCRIPT = 'the buy button needs the script of plenigo.router(), which is not mounted: a click does nothing';

/** In ms. A login token has to be good for a little longer than the click, because the checkout takes a moment to open. */
const MARGIN = 15_000;

export function createLocals(
  site: Site,
  { page, standing, selling }: { page: Page; standing: Standing; selling: Selling | undefined },
): PlenigoLocals {
  const { status, access, user, customerId, credential } = standing;
  const isReady = status === 'ready';
  const csrfToken = isReady ? readCsrfToken(page.req) : undefined;
  const offers = isReady && selling ? createOffers(site, { selling, standing, csrfToken }) : [];
  // The calls that the page's own login token can start, by the marks of their buttons: such a click asks nobody.
  const calls = offers.flatMap(({ mark, call }) => (mark && call ? [[mark, call] as const] : []));
  // The time counts from when the browser asked for the page, which is before now, so its clock need not be right.
  const goodFor = Number(credential?.expiresAt) - Date.now() - MARGIN;
  const [first] = offers;
  const justBought = (status === 'bought' && hasJustBought(page.req)) || undefined;
  const { scripts, scriptTag } = createScripts(site, {
    page,
    script: 'checkout',
    language: user?.language,
    needsSdk: isReady || status === 'metered',
    own: { csrf: csrfToken, ...(calls.length > 0 && { goodFor, calls }), justBought },
    isMetered: status === 'metered',
  });
  const locals: Record<string, unknown> = {
    status,
    access,
    bought: status === 'bought',
    offers: offers.map(({ locals }) => locals),
    scripts,
    scriptTag,
    buyButton: first?.locals.buyButton ?? renderNoButton,
  };
  // A gate that sells nothing has an empty checkout, so that templates need not ask for it.
  if (isReady) locals.checkout = first?.locals.checkout ?? { snippet: '', paymentData: '' };
  if (standing.isStale) locals.stale = true;
  if (justBought) locals.justBought = true;
  if (standing.freeView?.views !== undefined) locals.freeViews = standing.freeView.views;
  if (customerId !== undefined) locals.customerId = customerId;
  if (credential !== undefined)
    Object.assign(locals, { loginToken: credential.token, expiresAt: credential.expiresAt });
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
  { selling, standing, csrfToken }: { selling: Selling; standing: Standing; csrfToken: string | undefined },
) {
  const { config, platform, scripts } = site;
  const { credential, user } = standing;
  return selling.offers.map(({ product, terms, price: asked }) => {
    // Signing is most of what such a page costs, so the call and the seal are made only when they are first needed.
    const makeCall = once(() => platform.createCall({ terms, credential, csrfToken }));
    const seal = once(() => {
      if (!scripts) config.reporter.warnOnce(NO_SCRIPT);
      return sealOffer(site, { terms, ids: selling.ids }, user?.id ?? '');
    });
    const call = credential && scripts ? makeCall() : undefined;
    // The end of a signature tells what is sold, so a button that has stayed from an older page is not taken for another.
    const mark = call?.paymentData?.slice(-8);
    const describe = () => ({ offer: seal(), mark, productId: product.id });
    const price = config.prices ? formatPrice(asked, user?.language ?? config.language) : undefined;
    const locals: OfferLocals = {
      product,
      ...(price !== undefined && { price }),
      checkout: {
        get snippet() {
          // Without a credential the click asks the router for one, as the button does.
          return credential ? (platform.renderCall?.(makeCall()) ?? '') : `expressPlenigo.checkout(${literal(seal())})`;
        },
        get paymentData() {
          return makeCall().paymentData as string;
        },
      },
      buyButton: (label, attributes = {}) => {
        checkBuyButton(label, attributes);
        const wording = wordingIn(config, user?.language);
        return renderBuyButton(label, { ...describe(), attributes, wording });
      },
      button: {
        get attributes() {
          return describeButton(describe());
        },
      },
    };
    return { locals, mark, call };
  });
}

/** A function that makes its value at the first call. */
function once<Value extends object | string>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
