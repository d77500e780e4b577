/** `account()`: plenigo's self-service pages (personal data, orders, subscriptions …) inside a page of the site. */

import type { RequestHandler } from 'express';
import { checkAccountParts } from '../base/account-parts.js';
import { renderAttributes } from '../base/escape.js';
import type { AccountLocals, AccountSnippetView } from '../page/locals.js';
import { createScripts, createScriptsOnFault, type Page, readCsrfToken } from '../page/script-tags.js';
import { isPreview } from '../visit/question.js';
import type { Site } from '../visit/site.js';
import { visitOf } from '../visit/visit.js';
import { asMiddleware, type Outcome } from './as-middleware.js';
import { type OfRequest, perRequest } from './checkout.js';
import { forbidCaching } from './no-store.js';

export function account(site: Site, snippet: unknown, settings: OfRequest<unknown>): RequestHandler {
  const { config, platform } = site;
  const { rendersCredentials } = platform;
  const check = (given?: unknown) =>
    checkAccountParts({ snippet, settings: given }, platform.account, config.allowedOrigins);
  const pageParts = perRequest(settings, check);

  async function work(page: Page): Promise<Outcome> {
    const { req, res } = page;
    const parts = (await pageParts.read(req)) ?? check();
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
    const isShown = status === 'ready' && !isAhead;
    const views = (isShown ? parts : []).map((part, index) => {
      const { tag, ...call } = platform.describePart(part, credentials[index]);
      // A token is told to the script, if anywhere, and never stands in the element.
      const element = `<div${renderAttributes({ id: part.elementId, 'data-plenigo-snippet': part.snippet })}></div>`;
      return { tag, snippet: { snippet: part.snippet, element, ...call } as AccountSnippetView };
    });
    const csrf = rendersCredentials ? undefined : readCsrfToken(req);
    const own = isShown ? { csrf, snippets: views.map(({ tag }) => tag) } : undefined;
    const language = user?.language;
    const { scriptTag } = createScripts(site, { page, script: 'account', language, needsSdk: isShown, own });
    const snippets = views.map(({ snippet }) => snippet);
    const elements = snippets.map(({ element }) => element).join('\n');
    res.locals.plenigoAccount = { status: status as AccountLocals['status'], scriptTag, elements, snippets };
    return 'next';
  }

  return asMiddleware(work, (page) => {
    forbidCaching(site, page.res);
    const { scriptTag } = createScriptsOnFault(site, { page, script: 'account' });
    page.res.locals.plenigoAccount = { status: 'unavailable', scriptTag, elements: '', snippets: [] };
  });
}
