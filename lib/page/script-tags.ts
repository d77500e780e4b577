/** The browser scripts that the router serves, the tags with which a page loads them, and what they are told there. */

import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { renderElement, renderJson } from '../base/escape.js';
import { type Wordings, wordingIn } from '../base/texts.js';
import type { Platform } from '../platform/platform.js';
import type { Site } from '../visit/site.js';

/** Every built script begins with this. */
const START = '"use strict";(()=>{';

/** Puts the texts of each language into each script. The names change with the content, the keys are those of `scriptKey`. */
export function createClientScripts(sources: Platform['scripts'], wordings: Wordings): NonNullable<Site['scripts']> {
  const scripts = new Map<string, { name: string; text: string }>();
  for (const [kind, { code, says }] of Object.entries(sources)) {
    for (const wording of wordings.values()) {
      const key = scriptKey(kind, wording.language);
      const texts = Object.entries(says).map(([fault, text]) => [fault, wording[text]]);
      const literal = JSON.stringify({ lang: wording.language, ...Object.fromEntries(texts) });
      const text = `${START}const TEXTS=${literal};${code.slice(START.length)}`;
      // Browsers may keep a script for good, because another version has another name.
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
      scripts.set(key, { name: `${key}-${hash}.js`, text });
    }
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

interface ScriptTags {
  readonly page: Page;
  readonly script: 'checkout' | 'account';
  readonly language: string | undefined;
  /** What is secret or the reader's own, for our script alone. */
  readonly own?: OwnData | undefined;
  /** Whether this page uses up a free view, which plenigo's script counts. */
  readonly isMetered?: boolean | undefined;
}

/** What our script is told in the text of an element that it removes. */
export interface OwnData {
  /** The site's token, for what the script asks the router. */
  readonly csrf?: string | undefined;
  /** What the script can sell without asking the router: `goodFor` ms, by the marks of the buttons. The calls hold a login token. */
  readonly page?: { readonly goodFor: number; readonly calls: readonly (readonly [string, object])[] } | undefined;
  /** What the script of an account page renders. With API v2 each holds a login token. */
  readonly snippets?: readonly object[] | undefined;
}

export function renderScriptTags({ config, platform, scripts }: Site, tags: ScriptTags): string {
  const { page, script, language = config.language, isMetered = false, own = {} } = tags;
  const nonce = config.nonce?.(page.req, page.res);
  const sdkTag = renderElement('script', { ...platform.createSdkAttributes(language, isMetered), nonce });
  const ownScript = scripts?.get(scriptKey(script, wordingIn(config, language).language));
  if (ownScript === undefined) return sdkTag;
  const asksRouter = script === 'checkout' || !platform.rendersCredentials;
  const ownTag = renderElement('script', {
    src: `${config.routerPath}/${ownScript.name}`,
    defer: true,
    'data-endpoint': asksRouter ? `${config.routerPath}/${script}` : undefined,
    nonce,
  });
  const hasOwn = Object.values(own).some((value) => value !== undefined);
  return `${sdkTag}\n${hasOwn ? renderJson(own, { 'data-plenigo': true, nonce }) : ''}${ownTag}`;
}

/** The tags of the site's error page; none where the site's `nonce` function is what has failed. */
export function renderTagsOnFault(site: Site, tags: Pick<ScriptTags, 'page' | 'script'>): string {
  try {
    return renderScriptTags(site, { ...tags, language: undefined });
  } catch {
    return '';
  }
}

/** The CSRF token of the site, if a middleware such as csurf provides one. */
export function readCsrfToken(req: Request): string | undefined {
  const { csrfToken } = req as Request & { csrfToken?: unknown };
  if (typeof csrfToken !== 'function') return undefined;
  const token: unknown = csrfToken.call(req);
  return typeof token === 'string' && token !== '' ? token : undefined;
}
