/** `account()`: plenigo's self-service pages (personal data, orders, subscriptions …) inside a page of the site. */

import type { RequestHandler } from 'express';
import { checkAccountParts } from '../base/account-parts.js';
import { renderElement } from '../base/escape.js';
import { csrfTokenOf, scriptTags } from '../page/page.js';
import { isPreview } from '../visit/question.js';
import type { Site } from '../visit/site.js';
import type { Status } from '../visit/standing.js';
import { visitOf } from '../visit/visit.js';
import { asMiddleware } from './as-middleware.js';
import { forbidCaching } from './no-store.js';

/** One self-service snippet, ready for the template: as an element or, with API v2, as a call, for its login token works only once. */
export interface AccountSnippetView {
  /** Its name at plenigo. */
  readonly snippet: string;
  /** The element that this package's script fills; works under a strict CSP, needs `router()`. HTML. */
  readonly element: string;
  /** The JavaScript call that plenigo documents; for a page that runs it itself; its element must exist. Absent with API v3. */
  readonly call: string;
}

/** `res.locals.plenigoAccount`. */
export interface AccountLocals {
  /** `ready`: the snippets are there. The others mean what they do in `res.locals.plenigo`. */
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
  const parts = checkAccountParts({ snippet, settings }, platform.account, config.allowedOrigins);

  return asMiddleware(
    async (req, res) => {
      const page = { req, res };
      const closed = (status: Status, language?: string): AccountLocals => ({
        status: status as AccountLocals['status'],
        get scriptTag() {
          return scriptTags(site, { page, script: 'account', language });
        },
        elements: '',
        snippets: [],
      });
      // Until more is known: the site's error page finds the locals, too, if the site's `user` function throws.
      res.locals.plenigoAccount = closed('unavailable');
      const { rendersCredentials } = platform;
      const count = isPreview(req) || !rendersCredentials ? 0 : parts.length;
      const { standing, credentials } = await visitOf(site, page).credentials(count);
      const { status, user, isPersonal } = standing;
      if (isPersonal) forbidCaching(site, res);
      res.locals.plenigoAccount = closed(status, user?.language);
      if (status !== 'ready' || (rendersCredentials && credentials.length === 0)) return true;
      const views = parts.map((part, index) => ({
        snippet: part.snippet,
        // A token stands in the script's own tag, if anywhere.
        element: renderElement('div', { id: part.elementId, 'data-plenigo-snippet': part.snippet }),
        ...platform.describePart(part, credentials[index]),
      }));
      const snippets = views.map(({ tag }) => tag);
      const csrfToken = rendersCredentials ? undefined : csrfTokenOf(req);
      res.locals.plenigoAccount = {
        status,
        scriptTag: scriptTags(site, { page, script: 'account', language: user?.language, csrfToken, snippets }),
        elements: views.map(({ element }) => element).join('\n'),
        snippets: views.map(({ tag: _tag, ...view }) => view as AccountSnippetView),
      };
      return true;
    },
    (_req, res) => forbidCaching(site, res),
  );
}
