/** `account()`: plenigo's self-service pages (personal data, orders, subscriptions …) inside a page of the site. */

import type { RequestHandler } from 'express';
import { checkAccountParts } from '../base/account-parts.js';
import { renderAttributes } from '../base/escape.js';
import type { AccountLocals, AccountSnippetView } from '../page/locals.js';
import { createScripts, createScriptsOnFault, readCsrfToken } from '../page/script-tags.js';
import { isPreview } from '../visit/question.js';
import type { Site } from '../visit/site.js';
import { visitOf } from '../visit/visit.js';
import { asMiddleware } from './as-middleware.js';
import { forbidCaching } from './no-store.js';
import { type OfRequest, perRequest } from './selling.js';

export function account(site: Site, snippet: unknown, settings: OfRequest<unknown>): RequestHandler {
  const { config, platform } = site;
  const { rendersCredentials } = platform;
  const check = (given?: unknown) =>
    checkAccountParts({ snippet, settings: given }, platform.account, config.allowedOrigins);
  const partsOf = perRequest(settings, check);

  return asMiddleware(
    async (req, res) => {
      const page = { req, res };
      const parts = (await partsOf.read(req)) ?? check();
      const isAhead = isPreview(req) && rendersCredentials;
      // The browser would show this page later, when its login tokens are used up or were never made.
      if (isAhead && req.method === 'GET') {
        forbidCaching(site, res);
        res.status(503).vary('Sec-Purpose').end();
        return 'done';
      }
      const count = isAhead || !rendersCredentials ? 0 : parts.length;
      const { standing, done: credentials = [] } = await visitOf(site, req).credentials(count);
      const { status, isPersonal, user } = standing;
      if (isPersonal) forbidCaching(site, res);
      const shown = status === 'ready' && (count > 0 || !rendersCredentials) ? parts : [];
      const views = shown.map((part, index) => {
        const { tag, ...call } = platform.describePart(part, credentials[index]);
        // A token is told to the script, if anywhere, and never stands in the element.
        const element = `<div${renderAttributes({ id: part.elementId, 'data-plenigo-snippet': part.snippet })}></div>`;
        return { tag, snippet: { snippet: part.snippet, element, ...call } as AccountSnippetView };
      });
      const csrf = rendersCredentials ? undefined : readCsrfToken(req);
      const own = shown.length > 0 ? { csrf, snippets: views.map(({ tag }) => tag) } : undefined;
      const needsSdk = shown.length > 0;
      const { scriptTag } = createScripts(site, { page, script: 'account', language: user?.language, needsSdk, own });
      res.locals.plenigoAccount = {
        status: status as AccountLocals['status'],
        scriptTag,
        elements: views.map(({ snippet }) => snippet.element).join('\n'),
        snippets: views.map(({ snippet }) => snippet),
      };
      return 'next';
    },
    (req, res) => {
      forbidCaching(site, res);
      const { scriptTag } = createScriptsOnFault(site, { page: { req, res }, script: 'account' });
      res.locals.plenigoAccount = { status: 'unavailable', scriptTag, elements: '', snippets: [] };
    },
  );
}
