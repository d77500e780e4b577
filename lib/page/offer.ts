/** The offers of a page: sealed, so that a click can ask for just that and nothing else, with their prices, and as buttons. */

import { randomUUID } from 'node:crypto';
import { argument, checkValue, isObject, type Rule, refuse } from '../base/check.js';
import { escapeHtml, literal, renderAttributes } from '../base/escape.js';
import { memo } from '../base/memo.js';
import { type Wording, wordingIn } from '../base/texts.js';
import type { Sale, Terms } from '../platform/sale.js';
import type { Site } from '../visit/site.js';
import type { Question, Standing } from '../visit/standing.js';
import type { ButtonAttributes, OfferLocals } from './locals.js';

export interface Selling extends Pick<Question, 'ids'> {
  /** In the order in which the products were given. */
  readonly offers: readonly (Pick<Sale, 'product' | 'price'> & { readonly terms: Terms })[];
}

type Offer = Pick<Selling, 'ids'> & { readonly terms: Terms };

/** Tabs stay open for a working day, and prices and sessions do not live much longer. */
const LIFETIME_SECONDS = 24 * 60 * 60;

const NO_SCRIPT = 'the buy button needs the script of plenigo.router(), which is not mounted: a click does nothing';

/** An offer is good for one reader of one site, because a sister site of the same company may have other prices. */
const bindTo = ({ config }: Site, userId: string) => JSON.stringify([config.siteOrigin, userId]);

function sealOffer(site: Site, { terms, ids }: Offer, userId: string): string {
  const exp = Math.floor(Date.now() / 1000) + LIFETIME_SECONDS;
  return site.sealer.sign({ terms, ids, exp }, bindTo(site, userId));
}

/** The offer, or undefined if it is not ours, not this user's, or too old. */
export function openOffer(site: Site, token: unknown, userId: string): Offer | undefined {
  if (typeof token !== 'string') return undefined;
  // This key signs nothing but offers.
  const claims = site.sealer.verify(token, bindTo(site, userId)) as (Offer & { exp: number }) | undefined;
  if (claims === undefined || claims.exp <= Date.now() / 1000) return undefined;
  return { ids: claims.ids, terms: dropPrototypes(claims.terms) as Terms };
}

/** Copies JSON into objects that inherit nothing: a field that was left out was not offered. */
function dropPrototypes(json: unknown): unknown {
  if (!isObject(json) || Array.isArray(json)) return json;
  const fields = Object.entries(json).map(([name, value]) => [name, dropPrototypes(value)]);
  return Object.assign(Object.create(null), Object.fromEntries(fields));
}

type Reader = Pick<Standing, 'user' | 'credential'> & { csrfToken: string | undefined };

/** The offers for the template, each with the mark and the call for a click that asks nobody, if the page has a login token. */
export function createOffers(site: Site, { offers, ids }: Selling, { user, credential, csrfToken }: Reader) {
  const { config, platform, scripts } = site;
  const language = user?.language ?? config.language;
  return offers.map(({ product, terms, price: asked }) => {
    const makeCall = () => platform.createCall({ terms, credential, csrfToken });
    const call = credential && scripts && makeCall();
    // The end of a signature tells what is sold, so a button that has stayed from an older page is not taken for another.
    const mark = call?.paymentData?.slice(-8);
    let sealed: string | undefined;
    const button = {
      get attributes() {
        if (!scripts) config.reporter.warnOnce(NO_SCRIPT);
        // Signing is most of what such a page costs, so the offer is sealed only when that is first needed.
        sealed ??= sealOffer(site, { terms, ids }, user?.id ?? '');
        return {
          type: 'button',
          'data-plenigo-checkout': sealed,
          ...(mark !== undefined && { 'data-plenigo-offer': mark }),
          ...(product.id !== undefined && { 'data-plenigo-product': product.id }),
        };
      },
    };
    const price = config.prices ? formatPrice(asked, language) : undefined;
    const locals: OfferLocals = {
      product,
      ...(price !== undefined && { price }),
      checkout: {
        get snippet() {
          // Without a credential the click asks the router for one, as the button does.
          if (!credential) return `expressPlenigo.checkout(${literal(button.attributes['data-plenigo-checkout'])})`;
          return platform.renderCall?.(call ?? makeCall()) ?? '';
        },
        get paymentData() {
          return (call ?? makeCall()).paymentData as string;
        },
      },
      buyButton: (label, attributes = {}) => {
        checkBuyButton(label, attributes);
        return renderBuyButton(label, { ...attributes, ...button.attributes }, wordingIn(config, language));
      },
      button,
    };
    return { locals, mark, call };
  });
}

/** Making one costs as much as a page. */
const formats = new Map<string, Intl.NumberFormat>();

/** As it is written in the reader's language; undefined where one amount is not the whole truth. */
function formatPrice(price: Sale['price'], language: string): string | undefined {
  if (typeof price !== 'object' || price.steps?.some((step) => step.amount !== price.amount)) return undefined;
  const { amount, currency } = price;
  const make = () => new Intl.NumberFormat(language, { style: 'currency', currency });
  return memo(formats, `${language} ${currency}`, make).format(amount);
}

const subject = argument('buyButton');

const labelRule: Rule = {
  expected: 'a label that is not empty, such as "Buy this article"',
  test: (label) => (typeof label === 'string' && label !== '') || typeof label === 'number',
};

/** Attributes that would run script, submit a form, or replace what makes the button work. */
const reserved = /^(on.*|type|data-plenigo-.*|form.*|popover.*|command.*|srcdoc|style)$/;

/** Checks the arguments for every reader, whether or not they see the button. @throws PlenigoArgumentError `invalid-argument`. */
export function checkBuyButton(label: unknown, attributes: Readonly<Record<string, unknown>> = {}): void {
  // Handlebars hands such options to a function that a template calls directly.
  if ([label, attributes].some((value) => isObject(value) && Object.hasOwn(value, 'hash'))) {
    refuse(subject, 'buyButton: got the options of Handlebars; call it in a helper, as docs/templates.md does');
  }
  checkValue(label, { rule: labelRule, subject });
  for (const [name, value] of Object.entries(attributes)) {
    if (!/^[a-z][a-z0-9-]*$/.test(name) || reserved.test(name)) {
      refuse(subject, `attributes: ${JSON.stringify(name.slice(0, 40))} is not allowed on the buy button`);
    }
    if (value !== undefined && !['string', 'number', 'boolean'].includes(typeof value)) {
      refuse(subject, `attributes.${name}: expected a string, a number or a boolean`);
    }
  }
}

/**
 * Renders a button that starts the checkout without inline script. A click before our script has run shows the help, and our
 * script goes on from there. Without JavaScript the sentence beside the button has the id of the help, so that nothing opens.
 */
export function renderBuyButton(label: string, attributes: ButtonAttributes, wording: Wording): string {
  const id = `plenigo-${randomUUID()}`;
  // A second click of a double click leaves open what the first has opened.
  const all = renderAttributes({ ...attributes, popovertarget: id, popovertargetaction: 'show' });
  const says = renderAttributes({ id, lang: wording.language });
  const button = `<button${all}>${escapeHtml(String(label))}</button>`;
  const sentence = `<noscript> <span${says}>${escapeHtml(wording.noScript)}</span></noscript>`;
  const help = escapeHtml(`${wording.oneMoment} ${wording.nothingHappens}`);
  return `${button}${sentence}<span${says} popover data-plenigo-help>${help}</span>`;
}
