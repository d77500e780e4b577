/** The browser scripts that the router serves, the tags with which a page loads them, and what they are told there. */

import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { type AttributeValue, renderAttributes, serializeJson } from '../base/escape.js';
import { memo } from '../base/memo.js';
import { type Wording, type Wordings, wordingIn } from '../base/texts.js';
import type { Platform } from '../platform/platform.js';
import type { Site } from '../visit/site.js';
import type { OwnData } from './browser.js';
import type { PlenigoLocals, ScriptElement } from './locals.js';

/** Puts the texts of each language into each script. The names change with the content, the keys are those of `scriptKey`. */
export function createClientScripts(sources: Platform['scripts'], wordings: Wordings): NonNullable<Site['scripts']> {
  const scripts = new Map<string, { name: string; text: string }>();
  function add(kind: string, { code, says, later }: Platform['scripts']['checkout'], wording: Wording): string {
    const key = scriptKey(kind, wording.language);
    const texts = Object.entries(says).map(([fault, text]) => [fault, wording[text]]);
    const told = { lang: wording.language, ...Object.fromEntries(texts), later: later && add('later', later, wording) };
    const body = `const TEXTS=${JSON.stringify(told)};${code}`;
    // A module has its names for itself, other than a script.
    const text = kind === 'later' ? body : `(()=>{${body}})();`;
    // Browsers may keep a script for good, because another version has another name.
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

/** The kind alone in English, and with the language behind it in every other. */
const scriptKey = (kind: string, language: string) => (language === 'en' ? kind : `${kind}-${language}`);

/** The request for a page, and its response. */
export interface Page {
  readonly req: Request;
  readonly res: Response;
}

/** The script elements of a page, in their order, and the same as HTML. */
type PageScripts = Pick<PlenigoLocals, 'scripts' | 'scriptTag'>;

interface ScriptTags {
  readonly page: Page;
  readonly script: 'checkout' | 'account';
  readonly language: string | undefined;
  /** Whether plenigo's script may be used on this page. Others load it only where the site says so. */
  readonly needsSdk: boolean;
  /** What is secret or the reader's own, for our script alone. It is no attribute, because a style sheet in a reader's comment can find attributes, but no text. */
  readonly own?: OwnData | undefined;
}

/** Makes what a page loads: what is the reader's own, our script right behind it, and plenigo's, which keeps no page waiting. */
export function createScripts(site: Site, { page, script, own, ...tags }: ScriptTags): PageScripts {
  const { config, platform, scripts } = site;
  const { language = config.language } = tags;
  const nonce = config.nonce?.(page.req, page.res);
  const hasSdk = tags.needsSdk || config.sdk !== 'needed';
  const isMetered = own !== undefined && Object.hasOwn(own, 'metered');
  const json = scripts && own ? serializeJson(own) : '{}';
  const hasOwn = json !== '{}';

  function render(): Fixed {
    const isBlocking = config.sdk === 'blocking';
    // By the mark our script finds it.
    const late = isBlocking ? {} : { 'data-plenigo-sdk': true, async: true };
    const sdkAttributes = { ...platform.createSdkAttributes(language, isMetered), ...late, nonce };
    const sdk = hasSdk ? [describe(sdkAttributes)] : [];
    const source = scripts?.get(scriptKey(script, wordingIn(config, language).language));
    const ours = source ? [describe({ src: `${config.routerUrl}/${source.name}`, defer: true, nonce })] : [];
    const data = { ...describe({ type: 'application/json', 'data-plenigo': true, nonce }), text: GAP };
    const first = hasOwn ? [data, ...ours] : ours;
    const elements = isBlocking ? [...sdk, ...first] : [...first, ...sdk];
    const html = elements.map(
      (each) => `<script${renderAttributes(each.attributes)}>${each === data ? GAP : ''}</script>`,
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

/** What is the same on many pages, with a gap for what is the reader's own, where the HTML is in two pieces. */
interface Fixed {
  readonly elements: readonly ScriptElement[];
  readonly html: readonly string[];
}

const fixed = new WeakMap<Site, Map<string, Fixed>>();

/** No attribute can hold it, because `<` is escaped there. */
const GAP = '<gap>';

function describe(given: Readonly<Record<string, AttributeValue>>): ScriptElement {
  const shown = Object.entries(given).filter(([, value]) => value !== undefined && value !== false);
  return {
    attributes: Object.fromEntries(shown.map(([name, value]) => [name, value === true || `${value}`] as const)),
  };
}

/** Those of the site's error page; none where the site's `nonce` function is what has failed. */
export function createScriptsOnFault(site: Site, tags: Pick<ScriptTags, 'page' | 'script'>): PageScripts {
  try {
    return createScripts(site, { ...tags, language: undefined, needsSdk: false });
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
