/** `account()`: plenigo's self-service pages (personal data, orders, subscriptions …) inside a page of the site. */

import type { RequestHandler } from 'express';
import { refuse } from '../check.js';
import {
  type AccountCall,
  type AccountPart,
  type AccountSnippet,
  checkAccountParts,
  checkRedirectUrl,
  renderAccountElement,
  renderAccountSnippet,
} from '../checkout/account-snippet.js';
import { asMiddleware, type Context, knownUser, report, siteUser, statusOf } from './context.js';
import { forbidCaching } from './no-store.js';
import { accountScriptTags } from './page.js';

/** How one snippet is shown. */
export interface AccountSettings {
  /** Id of the element that holds it, unique in the page, at most 100 characters. */
  elementId: string;
  /** Where plenigo sends a reader who is logged out there: absolute URL on the site's own or an allowed origin. */
  loggedOutRedirectUrl: string;
}

/** One self-service snippet, ready for the template. */
export interface AccountSnippetView {
  readonly snippet: AccountSnippet;
  /** The element that this package's script fills; works under a strict CSP, needs `router()`. HTML. */
  readonly element: string;
  /** The JavaScript call that plenigo documents, for a page that runs it itself; its element must exist. */
  readonly call: string;
}

/** `res.locals.plenigoAccount`. */
export interface AccountLocals {
  readonly status: 'anonymous' | 'ready' | 'email-conflict' | 'unavailable';
  /** The script tags a page needs. HTML. */
  readonly scriptTag: string;
  /** The elements of all snippets, in their order; empty unless `ready`. HTML. */
  readonly elements: string;
  /** Each snippet by itself; empty unless `ready`. */
  readonly snippets: readonly AccountSnippetView[];
}

declare global {
  namespace Express {
    interface Locals {
      /** Set by `account()` of express-plenigo. */
      plenigoAccount: AccountLocals;
    }
  }
}

export function account(
  context: Context,
  { parts, loggedOutRedirectUrl }: { parts: readonly AccountPart[]; loggedOutRedirectUrl: string },
): RequestHandler {
  const url = checkRedirectUrl(loggedOutRedirectUrl);
  if (!context.config.allowedOrigins.has(new URL(url).origin)) {
    refuse(
      { name: 'account', code: 'invalid-argument' },
      'loggedOutRedirectUrl: its origin is neither that of the option baseUrl nor one of allowedOrigins',
    );
  }
  const calls: AccountCall[] = checkAccountParts(parts).map((part) => ({
    ...part,
    loggedOutRedirectUrl: url,
  }));

  return asMiddleware(async (req, res) => {
    const user = await siteUser(context, req);
    const closed = (status: Exclude<AccountLocals['status'], 'ready'>): AccountLocals => ({
      status,
      scriptTag: accountScriptTags(context, { req, res }),
      elements: '',
      snippets: [],
    });
    if (user === undefined) {
      res.locals.plenigoAccount = closed('anonymous');
      return true;
    }
    try {
      const known = knownUser(context, user);
      const ask = () => context.customers.ask({ req, user: known, productId: undefined, need: 'token' });
      // Each snippet uses up a login token of its own; they are made at the same time.
      const answers = await Promise.all(calls.map(ask));
      const snippets = calls.map((call, index): AccountSnippetView => {
        const token = answers[index]?.token?.token ?? '';
        return {
          snippet: call.snippet,
          element: renderAccountElement(call, token),
          call: renderAccountSnippet(call, token),
        };
      });
      forbidCaching(res);
      res.locals.plenigoAccount = {
        status: 'ready',
        scriptTag: accountScriptTags(context, { req, res, language: known.language }),
        elements: snippets.map(({ element }) => element).join('\n'),
        snippets,
      };
    } catch (error) {
      res.locals.plenigoAccount = closed(statusOf(report(context, { error, req })));
    }
    return true;
  });
}
