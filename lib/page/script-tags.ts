/** The script tags of a page, and what this package's own script is told in its tag. */

import type { Request, Response } from 'express';
import { renderElement } from '../base/escape.js';
import { wordingIn } from '../base/texts.js';
import type { Site } from '../visit/site.js';
import { scriptKey } from './client-script.js';

/** The request for a page, and its response. */
export interface Page {
  readonly req: Request;
  readonly res: Response;
}

interface ScriptTags {
  readonly page: Page;
  readonly script: 'checkout' | 'account';
  readonly language: string | undefined;
  /** The site's, for what the script asks the router. */
  readonly csrfToken?: string | undefined;
  /** What the script can sell without asking the router. It holds a login token. */
  readonly pageData?: object | undefined;
  /** Whether this page uses up a free view, which plenigo's script counts. */
  readonly isMetered?: boolean | undefined;
  /** What the script of an account page renders. */
  readonly snippets?: readonly object[] | undefined;
}

export function renderScriptTags({ config, platform, scripts }: Site, tags: ScriptTags): string {
  const { page, script, language = config.language, isMetered = false, csrfToken, pageData, snippets } = tags;
  const nonce = config.nonce?.(page.req, page.res);
  const sdkTag = renderElement('script', { ...platform.createSdkAttributes(language, isMetered), nonce });
  const ownScript = scripts?.get(scriptKey(script, wordingIn(config, language).language));
  if (ownScript === undefined) return sdkTag;
  const asksRouter = script === 'checkout' || !platform.rendersCredentials;
  const ownTag = renderElement('script', {
    src: `${config.routerPath}/${ownScript.name}`,
    defer: true,
    'data-endpoint': asksRouter ? `${config.routerPath}/${script}` : undefined,
    'data-csrf': csrfToken,
    'data-page': pageData && JSON.stringify(pageData),
    'data-snippets': snippets && JSON.stringify(snippets),
    nonce,
  });
  return `${sdkTag}\n${ownTag}`;
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
