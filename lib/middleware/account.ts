/** `account()`: plenigo's self-service pages (personal data, orders, subscriptions …) inside a page of the site. */

import type { RequestHandler } from 'express';
import { argument, checkFields, checkOrigins, refuse } from '../base/check.js';
import { renderAttributes } from '../base/escape.js';
import { oneOf, rules } from '../base/rules.js';
import type { AccountLocals, AccountSnippetView } from '../page/locals.js';
import { createScripts, createScriptsOnFault, type Page, readCsrfToken } from '../page/page.js';
import type { Part } from '../platform/platform.js';
import type { Site } from '../visit/site.js';
import { isPreview } from '../visit/standing.js';
import { visitOf } from '../visit/visit.js';
import { type OfRequest, perRequest } from './checkout.js';
import { asMiddleware } from './handler.js';
import { forbidCaching } from './no-store.js';

export function account(site: Site, snippet: unknown, settings: OfRequest<unknown>): RequestHandler {
  const { platform } = site;
  const { rendersCredentials } = platform;
  const check = (given?: unknown) => checkParts(site, snippet, given);
  const pageParts = perRequest(settings, check);

  async function work(page: Page) {
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
    const { scriptTag } = createScriptsOnFault(site, page, 'account');
    page.res.locals.plenigoAccount = { status: 'unavailable', scriptTag, elements: '', snippets: [] };
  });
}

/** What `snippet` names or lists, each with what all of them share. @throws PlenigoArgumentError `invalid-argument`. */
export function checkParts({ config, platform }: Site, snippet: unknown, settings: unknown = {}): Part[] {
  const { names, sharedRules, required } = platform.account;
  const subject = argument('account');
  const isOne = typeof snippet === 'string';
  const known = isOne ? { elementId: rules.elementId, ...sharedRules } : sharedRules;
  const { elementId, ...shared } = checkFields(settings, { rules: known, subject, required });
  checkOrigins(shared, config.allowedOrigins, subject);
  const list: unknown = isOne ? [{ snippet, elementId }] : snippet;
  const complaint = 'account: expected the name of a snippet, or a list of at least one snippet';
  if (!Array.isArray(list) || list.length === 0) refuse(subject, complaint);
  const partRules = { snippet: oneOf(names), elementId: rules.elementId };
  const terms = { rules: partRules, subject, required: ['snippet', 'elementId'] } as const;
  const parts = list.map((part: unknown) => ({ ...checkFields(part, terms), ...shared }));
  const ids = new Set(parts.map(({ elementId }) => elementId));
  if (ids.size < parts.length) refuse(subject, 'account: each snippet needs an elementId of its own');
  return parts;
}
