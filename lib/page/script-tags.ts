/** The browser scripts that the router serves, the tags with which a page loads them, and what they are told there. */

import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { type AttributeValue, renderAttributes, serializeJson } from '../base/escape.js';
import { memo } from '../base/memo.js';
import { type Wording, type Wordings, wordingIn } from '../base/texts.js';
import type { Platform } from '../platform/platform.js';
import type { Site } from '../visit/site.js';
import type { OwnData } from './browser.js';

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

/** A script element of a page. An attribute that is `true` has no value. The text is JSON, and holds no `<` that HTML could read. */
export interface ScriptElement {
  readonly attributes: Readonly<Record<string, string | true>>;
  readonly text?: string;
}

/** The script elements of a page, in their order, and the same as HTML. */
export interface PageScripts {
  readonly scripts: readonly ScriptElement[];
  readonly scriptTag: string;
}

interface ScriptTags {
  readonly page: Page;
  readonly script: 'checkout' | 'account';
  readonly language: string | undefined;
  /** Whether plenigo's script may be used on this page. Others load it only where the site says so. */
  readonly needsSdk: boolean;
  /** What is secret or the reader's own, for our script alone. */
  readonly own?: OwnData | undefined;
  /** Whether this page uses up a free view, which plenigo's script counts. */
  readonly isMetered?: boolean | undefined;
}

/** Makes what a page loads: what is the reader's own, our script right behind it, and plenigo's, which keeps no page waiting. */
export function createScripts(site: Site, tags: ScriptTags): PageScripts {
  const { config, platform, scripts: sources } = site;
  const { page, script, language = config.language, needsSdk, isMetered = false, own = {} } = tags;
  const nonce = config.nonce?.(page.req, page.res);
  const source = sources?.get(scriptKey(script, wordingIn(config, language).language));
  const hasSdk = needsSdk || config.sdk !== 'needed';
  const isBlocking = config.sdk === 'blocking';

  function makeTags(): FixedTags {
    const sdkAttributes = platform.createSdkAttributes(language, isMetered);
    // By the mark our script finds it.
    const late = isBlocking ? {} : { 'data-plenigo-sdk': true, async: true };
    const sdk = hasSdk && renderScript({ ...sdkAttributes, ...late, nonce });
    const ours = source && renderScript({ src: `${config.routerUrl}/${source.name}`, defer: true, nonce });
    const isThere = (tag: Rendered | false | undefined) => tag !== false && tag !== undefined;
    const before = [isBlocking && sdk].filter(isThere);
    const behind = [ours, !isBlocking && sdk].filter(isThere);
    return { before, behind, alone: join([...before, ...behind]) };
  }

  // They are the same on every page of the site, so they are rendered once, unless each page has a nonce of its own.
  const known = nonce === undefined ? memo(rendered, site, () => new Map<string, FixedTags>()) : new Map();
  const { before, behind, alone } = memo(known, `${source?.name} ${language} ${hasSdk} ${isMetered}`, makeTags);
  const data = source && renderOwnData({ ...own, metered: isMetered ? page.req.originalUrl : undefined }, nonce);
  // The list is the page's own, because a site may put scripts of its own into it.
  return data === undefined ? { ...alone, scripts: [...alone.scripts] } : join([...before, data, ...behind]);
}

/** Those of the site's error page; none where the site's `nonce` function is what has failed. */
export function createScriptsOnFault(site: Site, tags: Pick<ScriptTags, 'page' | 'script'>): PageScripts {
  try {
    return createScripts(site, { ...tags, language: undefined, needsSdk: false });
  } catch {
    return { scripts: [], scriptTag: '' };
  }
}

interface Rendered {
  readonly element: ScriptElement;
  readonly html: string;
}

/** What is the same on many pages: the tags before and behind what is a reader's own, and all of them where nothing is. */
interface FixedTags {
  readonly before: readonly Rendered[];
  readonly behind: readonly Rendered[];
  readonly alone: PageScripts;
}

const rendered = new WeakMap<Site, Map<string, FixedTags>>();

function join(tags: readonly Rendered[]): PageScripts {
  return { scripts: tags.map(({ element }) => element), scriptTag: tags.map(({ html }) => html).join('\n') };
}

function renderScript(attributes: Readonly<Record<string, AttributeValue>>, text?: string): Rendered {
  const shown = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== false);
  const named = Object.fromEntries(shown.map(([name, value]) => [name, value === true ? value : `${value}`] as const));
  const element = { attributes: named, ...(text !== undefined && { text }) };
  return { element, html: `<script${renderAttributes(named)}>${text ?? ''}</script>` };
}

/**
 * The element with what is the reader's own, if there is any. It is no attribute, because a style sheet in a reader's comment
 * can find attributes, but no text.
 */
function renderOwnData(own: object, nonce: string | undefined): Rendered | undefined {
  if (Object.values(own).every((value) => value === undefined)) return undefined;
  return renderScript({ type: 'application/json', 'data-plenigo': true, nonce }, serializeJson(own));
}

/** The CSRF token of the site, if a middleware such as csurf provides one. */
export function readCsrfToken(req: Request): string | undefined {
  const { csrfToken } = req as Request & { csrfToken?: unknown };
  if (typeof csrfToken !== 'function') return undefined;
  const token: unknown = csrfToken.call(req);
  return typeof token === 'string' && token !== '' ? token : undefined;
}
