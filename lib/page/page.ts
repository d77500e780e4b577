/** Turns a reader's standing into what one page gets: its locals, and the scripts that it loads, with what they are told there. */

import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { type AttributeValue, renderAttributes, serializeJson } from '../base/escape.js';
import { memo } from '../base/memo.js';
import { type Wording, type Wordings, wordingIn } from '../base/texts.js';
import type { Platform } from '../platform/platform.js';
import type { Site } from '../visit/site.js';
import { hasJustBought, type Standing } from '../visit/standing.js';
import type { OwnData } from './browser.js';
import type { BuyButton, PlenigoLocals, ScriptElement } from './locals.js';
import { checkBuyButton, createOffers, type Selling } from './offer.js';

export type Page = { readonly req: Request; readonly res: Response };

/** A login token has to be good for a little longer than the click, because the checkout takes a moment to open. */
const MARGIN_MS = 15_000;

type View = { page: Page; standing: Standing; selling: Selling | undefined };

export function createLocals(site: Site, { page, standing, selling }: View): PlenigoLocals {
  const { status, access, user, customerId, credential, isStale, freeView } = standing;
  const isReady = status === 'ready';
  const isMetered = status === 'metered';
  const bought = status === 'bought';
  const csrf = isReady ? readCsrfToken(page.req) : undefined;
  const made = isReady && selling ? createOffers(site, selling, { user, credential, csrfToken: csrf }) : [];
  // The calls that the page's own login token can start, by the marks of their buttons: such a click asks nobody.
  const calls = made.flatMap(({ mark, call }) => (mark && call ? [[mark, call] as const] : []));
  const justBought = (bought && hasJustBought(page.req)) || undefined;
  const own: OwnData = {
    csrf,
    // The time counts from when the browser asked for the page, which is before now, so its clock need not be right.
    goodFor: calls.length > 0 ? Number(credential?.expiresAt) - Date.now() - MARGIN_MS : undefined,
    calls: calls.length > 0 ? calls : undefined,
    justBought,
    metered: isMetered ? page.req.originalUrl : undefined,
  };
  const needsSdk = isReady || isMetered;
  const language = user?.language;
  const { scripts, scriptTag } = createScripts(site, { page, script: 'checkout', language, needsSdk, own });
  const offers = made.map(({ locals }) => locals);
  const buyButton = offers[0]?.buyButton ?? renderNoButton;
  const locals: Record<string, unknown> = { status, access, bought, offers, scripts, scriptTag, buyButton };
  // A gate that sells nothing has an empty checkout, so that templates need not ask for it.
  if (isReady) locals.checkout = offers[0]?.checkout ?? { snippet: '', paymentData: '' };
  if (isStale) locals.stale = true;
  if (justBought) locals.justBought = true;
  if (freeView?.views) locals.freeViews = freeView.views;
  if (customerId !== undefined) locals.customerId = customerId;
  if (credential) {
    locals.loginToken = credential.token;
    locals.expiresAt = credential.expiresAt;
  }
  return locals as unknown as PlenigoLocals;
}

/** The button where nothing can be bought. Wrong arguments are refused here, too, so that a mistake shows on every page. */
export const renderNoButton: BuyButton = (label, attributes) => {
  checkBuyButton(label, attributes);
  return '';
};

/** The scripts that the router serves, by `scriptKey`: with the texts of each language, under names that change with the content. */
export function createClientScripts(sources: Platform['scripts'], wordings: Wordings): NonNullable<Site['scripts']> {
  const scripts = new Map<string, { name: string; text: string }>();
  function add(kind: string, { code, says, later }: Platform['scripts']['checkout'], wording: Wording): string {
    const key = scriptKey(kind, wording.language);
    const texts = Object.entries(says).map(([fault, text]) => [fault, wording[text]]);
    const told = { lang: wording.language, ...Object.fromEntries(texts), later: later && add('later', later, wording) };
    const body = `const TEXTS=${JSON.stringify(told)};${code}`;
    // A module has its names for itself, other than a script.
    const text = kind === 'later' ? body : `(()=>{${body}})();`;
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
    const name = `${key}-${hash}.js`;
    scripts.set(key, { name, text });
    return name;
  }
  for (const [kind, source] of Object.entries(sources)) {
    for (const wording of wordings.values()) add(kind, source, wording);
  }
  return scripts;
}

const scriptKey = (kind: string, language: string) => (language === 'en' ? kind : `${kind}-${language}`);

interface ScriptTags {
  readonly page: Page;
  readonly script: 'checkout' | 'account';
  readonly language: string | undefined;
  /** Whether plenigo's script may be used on this page. Others load it only where the site says so. */
  readonly needsSdk: boolean;
  /** What is secret or the reader's own, for our script alone. It is no attribute, because a style sheet in a reader's comment can find attributes, but no text. */
  readonly own?: OwnData | undefined;
}

/** What is the same on many pages, with a gap for what is the reader's own, where the HTML is in two pieces. */
type Fixed = { readonly elements: readonly ScriptElement[]; readonly html: readonly string[] };

const fixed = new WeakMap<Site, Map<string, Fixed>>();

/** No attribute can hold it, because `<` is escaped there. */
const GAP = '<gap>';

/** Makes what a page loads: what is the reader's own, our script right behind it, and plenigo's, which keeps no page waiting. */
export function createScripts(site: Site, { page, script, own, needsSdk, ...tags }: ScriptTags) {
  const { config, platform, scripts } = site;
  const { language = config.language } = tags;
  const nonce = config.nonce?.(page.req, page.res);
  const isMetered = own !== undefined && Object.hasOwn(own, 'metered') && own.metered !== undefined;
  const hasSdk = needsSdk || config.sdk !== 'needed';
  const json = scripts && own ? serializeJson(own) : '{}';
  const hasOwn = json !== '{}';

  function render(): Fixed {
    const isBlocking = config.sdk === 'blocking';
    // By the mark our script finds it.
    const late = isBlocking ? {} : { 'data-plenigo-sdk': true, async: true };
    const sdk = hasSdk ? [describe({ ...platform.createSdkAttributes(language, isMetered), ...late, nonce })] : [];
    const source = scripts?.get(scriptKey(script, wordingIn(config, language).language));
    const ours = source ? [describe({ src: `${config.routerUrl}/${source.name}`, defer: true, nonce })] : [];
    const data = { ...describe({ type: 'application/json', 'data-plenigo': true, nonce }), text: GAP };
    const first = hasOwn ? [data, ...ours] : ours;
    const elements = isBlocking ? [...sdk, ...first] : [...first, ...sdk];
    const html = elements.map(
      (tag) => `<script${renderAttributes(tag.attributes)}>${tag === data ? GAP : ''}</script>`,
    );
    return { elements, html: html.join('\n').split(GAP) };
  }

  // They are the same on every page of the site, so they are rendered once, unless each page has a nonce of its own.
  const known = nonce === undefined ? memo(fixed, site, () => new Map<string, Fixed>()) : new Map<string, Fixed>();
  const key = [script, language, scripts !== undefined, hasSdk, isMetered, hasOwn].join();
  const { elements, html } = memo(known, key, render);
  // The list is the page's own, because a site may put scripts of its own into it.
  const filled = elements.map((element) => (Object.hasOwn(element, 'text') ? { ...element, text: json } : element));
  return { scripts: filled, scriptTag: html.join(json) };
}

function describe(given: Readonly<Record<string, AttributeValue>>): ScriptElement {
  const shown = Object.entries(given).filter(([, value]) => value !== undefined && value !== false);
  const attributes = shown.map(([name, value]) => [name, value === true || `${value}`] as const);
  return { attributes: Object.fromEntries(attributes) };
}

/** Those of the site's error page; none where the site's `nonce` function is what has failed. */
export function createScriptsOnFault(site: Site, page: Page, script: ScriptTags['script']) {
  try {
    return createScripts(site, { page, script, language: undefined, needsSdk: false });
  } catch {
    return { scripts: [], scriptTag: '' };
  }
}

/** The CSRF token of the site, if a middleware such as csurf provides one. */
export function readCsrfToken(req: Request): string | undefined {
  const { csrfToken } = req as Request & { csrfToken?: unknown };
  if (typeof csrfToken !== 'function') return undefined;
  const token: unknown = csrfToken.call(req);
  return typeof token === 'string' && token !== '' ? token : undefined;
}
