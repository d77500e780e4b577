/** `account()`: plenigo's self-service pages (personal data, orders, subscriptions …) inside a page of the site. */

import type { Request, RequestHandler } from 'express';
import { refuse } from '../check.js';
import type { KnownUser } from '../customer/site-user.js';
import { accountScriptTags } from '../page/page.js';
import {
  type AccountCall,
  type AccountPage,
  type AccountPart,
  type AccountSettings,
  type AccountSnippet,
  accountSubject,
  checkAccountCalls,
  renderAccountElement,
  renderAccountSnippet,
} from '../v2/account-snippet.js';
import { asMiddleware, type Context, knownUser, report, siteUser, statusOf } from './context.js';
import { forbidCaching } from './no-store.js';

/** One self-service snippet, ready for the template: as an element or as a call, for its login token works only once. */
export interface AccountSnippetView {
  readonly snippet: AccountSnippet;
  /** The element that this package's script fills; works under a strict CSP, needs `router()`. HTML. */
  readonly element: string;
  /** The JavaScript call that plenigo documents, for a page that runs it itself; its element must exist. */
  readonly call: string;
}

/** `res.locals.plenigoAccount`. */
export interface AccountLocals {
  /** `ready`: the snippets are there. The others mean what they do in `res.locals.plenigo`. */
  readonly status: 'anonymous' | 'ready' | 'email-conflict' | 'unavailable';
  /** The script tags a page needs. HTML. */
  readonly scriptTag: string;
  /** The elements of all snippets, in their order; empty unless `ready`, and for `HEAD` requests. HTML. */
  readonly elements: string;
  /** Each snippet by itself; empty where `elements` is. */
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
  {
    snippet,
    settings,
  }: { snippet: AccountSnippet | readonly AccountPart[]; settings: AccountSettings | AccountPage },
): RequestHandler {
  const calls = checkAccountCalls(snippet, settings);
  for (const { loggedOutRedirectUrl } of calls) {
    if (context.config.allowedOrigins.has(new URL(loggedOutRedirectUrl).origin)) continue;
    refuse(
      accountSubject,
      'account.loggedOutRedirectUrl: its origin is neither that of the option baseUrl nor one of allowedOrigins',
    );
  }

  return asMiddleware(async (req, res) => {
    const closed = (status: Exclude<AccountLocals['status'], 'ready'>): AccountLocals => ({
      status,
      get scriptTag() {
        return accountScriptTags(context, { req, res });
      },
      elements: '',
      snippets: [],
    });
    // Until more is known: the site's error page finds the locals, too, if the site's `user` function throws.
    res.locals.plenigoAccount = closed('unavailable');
    const user = await siteUser(context, req);
    if (user === undefined) {
      res.locals.plenigoAccount = closed('anonymous');
      return true;
    }
    try {
      const known = knownUser(context, user);
      const snippets = await snippetsFor(context, { req, known, calls });
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

/** Each snippet uses up a login token of its own; they are made at the same time. */
async function snippetsFor(
  { customers }: Context,
  { req, known, calls }: { req: Request; known: KnownUser; calls: readonly AccountCall[] },
): Promise<AccountSnippetView[]> {
  const question = { req, user: known, productId: undefined };
  if (req.method === 'HEAD') {
    // Nobody reads the page: tokens would be wasted.
    await customers.ask({ ...question, need: 'none' });
    return [];
  }
  return Promise.all(
    calls.map(async (call): Promise<AccountSnippetView> => {
      const { token } = await customers.ask({ ...question, need: 'token' });
      const loginToken = token?.token ?? '';
      return {
        snippet: call.snippet,
        element: renderAccountElement(call, loginToken),
        call: renderAccountSnippet(call, loginToken),
      };
    }),
  );
}
