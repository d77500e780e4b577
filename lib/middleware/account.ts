/** `account()`: plenigo's self-service pages (personal data, orders, subscriptions …) inside a page of the site. */

import type { RequestHandler } from 'express';
import { checkAccountParts } from '../base/account-parts.js';
import { renderElement } from '../base/escape.js';
import { readCsrfToken, renderScriptTags, renderTagsOnFault } from '../page/script-tags.js';
import { isPreview } from '../visit/question.js';
import type { Site } from '../visit/site.js';
import { visitOf } from '../visit/visit.js';
import { asMiddleware } from './as-middleware.js';
import { forbidCaching } from './no-store.js';

/** One self-service snippet: with API v2 either as an element or as a call, because their login token works only once. */
export interface AccountSnippetView {
  /** Its name at plenigo. */
  readonly snippet: string;
  /** The element that this package's script fills; it works under a strict CSP and needs `router()`. HTML. */
  readonly element: string;
  /** The JavaScript call that plenigo documents, for a page that runs it itself and has its element. Absent with API v3. */
  readonly call: string;
}

/** `res.locals.plenigoAccount`. */
export interface AccountLocals {
  /** `ready`: the snippets are there. The others mean the same as in `res.locals.plenigo`. */
  readonly status: 'anonymous' | 'ready' | 'email-missing' | 'email-conflict' | 'unavailable';
  /** The script tags a page needs; with API v2 they hold the login tokens of the elements. HTML. */
  readonly scriptTag: string;
  /** The elements of all snippets, in their order; empty unless `ready`, and for `HEAD` and prefetch requests. HTML. */
  readonly elements: string;
  /** Each snippet by itself; empty where `elements` is. */
  readonly snippets: readonly AccountSnippetView[];
}

declare global {
  namespace Express {
    interface Locals {
      /** Set by `account()` of express-plenigo; absent on routes without. */
      plenigoAccount?: AccountLocals | undefined;
    }
  }
}

export function account(site: Site, snippet: unknown, settings: unknown): RequestHandler {
  const { config, platform } = site;
  const { rendersCredentials } = platform;
  const parts = checkAccountParts({ snippet, settings }, platform.account, config.allowedOrigins);

  return asMiddleware(
    async (req, res) => {
      const page = { req, res };
      const count = isPreview(req) || !rendersCredentials ? 0 : parts.length;
      const { standing, credentials } = await visitOf(site, req).credentials(count);
      const { status, isPersonal, user } = standing;
      if (isPersonal) forbidCaching(site, res);
      const shown = status === 'ready' && (count > 0 || !rendersCredentials) ? parts : [];
      const views = shown.map((part, index) => {
        const { tag, ...call } = platform.describePart(part, credentials[index]);
        // A token is told to the script, if anywhere, and never stands in the element.
        const element = renderElement('div', { id: part.elementId, 'data-plenigo-snippet': part.snippet });
        return { tag, snippet: { snippet: part.snippet, element, ...call } as AccountSnippetView };
      });
      const csrf = rendersCredentials ? undefined : readCsrfToken(req);
      const own = shown.length > 0 ? { csrf, snippets: views.map(({ tag }) => tag) } : undefined;
      res.locals.plenigoAccount = {
        status: status as AccountLocals['status'],
        scriptTag: renderScriptTags(site, { page, script: 'account', language: user?.language, own }),
        elements: views.map(({ snippet }) => snippet.element).join('\n'),
        snippets: views.map(({ snippet }) => snippet),
      };
      return 'next';
    },
    (req, res) => {
      forbidCaching(site, res);
      const scriptTag = renderTagsOnFault(site, { page: { req, res }, script: 'account' });
      res.locals.plenigoAccount = { status: 'unavailable', scriptTag, elements: '', snippets: [] };
    },
  );
}
