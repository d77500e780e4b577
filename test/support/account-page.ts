/** An account page behind helmet's policy, and a reader who looks at it, for the tests of self-service in a browser. */

import type { Response } from 'express';
import helmet from 'helmet';
import type { FrameLocator, Page } from 'playwright-core';
import type { AccountSnippet, Plenigo, PlenigoOptions } from '../../lib/index.js';
import type { Sandbox, SandboxCustomer } from '../../lib/sandbox/index.js';
import { newPage, useBrowser } from './browser.js';
import { document, openNewsstand } from './newsstand.js';
import { present } from './present.js';

type Policy = NonNullable<Parameters<typeof helmet>[0]>['contentSecurityPolicy'];
type Directives = Exclude<Policy, boolean | undefined>['directives'];

export interface AccountSetup {
  snippets?: readonly AccountSnippet[];
  options?: Partial<PlenigoOptions>;
  /** Of helmet's policy. Default: what the package says. */
  directives?: (plenigo: Plenigo) => Directives;
  /** The page. Default: the elements and the script tags. */
  render?: (res: Response, site: AccountSite) => string;
}

/** The account page as most sites would have it. */
export const usualPage = (res: Response): string => {
  const { elements, scriptTag } = present(res.locals.plenigoAccount);
  return document(`<h1>Your account</h1>${elements}`, scriptTag);
};

export const NONCE = 'r4nd0m';

export interface AccountSite {
  /** `http://127.0.0.1:PORT` */
  url: string;
  sandbox: Sandbox;
  /** The reader's customer: has bought a story and subscribed to a newspaper. */
  ada: SandboxCustomer;
  page: Page;
  /** The address of every request of the page, frames included. */
  addresses: string[];
  /** What stands in the browser's console. */
  said: string[];
  frame(snippet: AccountSnippet): FrameLocator;
  /** Moves the sandbox's clock on, in ms. */
  pass(time: number): void;
  close(): Promise<void>;
}

/** The account pages of the tests in a `describe`, in a browser: each is closed after its test. */
export function useAccount(): (setup?: AccountSetup) => Promise<AccountSite> {
  useBrowser();
  let site: AccountSite;
  afterEach(() => site.close());
  return async (setup) => {
    site = await startAccount(setup);
    await site.page.goto(`${site.url}/account`);
    return site;
  };
}

/** A newsstand with an account page, `/account`, in which each element is named as its snippet; it is not opened yet. */
async function startAccount(setup: AccountSetup = {}): Promise<AccountSite> {
  const { snippets = ['PERSONAL_DATA'], options, directives, render = usualPage } = setup;
  let now = Date.now();
  const email = 'ada@news.example';
  const stand = await openNewsstand({
    sandbox: {
      now: () => now,
      products: {
        POST: { title: 'The Morning Post', price: 9.9, currency: 'EUR', subscription: true },
        STORY: { title: 'The long way home', price: 2.49, currency: 'EUR' },
      },
    },
    // Only plenigo's answers count, not how busy this machine is.
    options: { timeout: 15_000, user: () => ({ id: 'ada-1', email }), ...options },
    front: (plenigo) => [
      helmet({ contentSecurityPolicy: { directives: directives?.(plenigo) ?? plenigo.cspDirectives() } }),
    ],
    routes(app, { plenigo, url }) {
      const parts = snippets.map((snippet) => ({ snippet, elementId: snippet }));
      const settings = { loggedOutRedirectUrl: `${url}/login?next=/account` };
      app.get('/account', plenigo.account(parts, settings), (_req, res) => res.send(render(res, account)));
      app.get('/login', (_req, res) => res.send(document('<h1>Log in</h1>', '')));
    },
  });
  const { url, sandbox, close } = stand;
  const ada = sandbox.addCustomer({ email, externalUserId: 'ada-1', firstName: 'Ada', name: 'Reed' });
  for (const product of ['STORY', 'POST']) sandbox.buy({ customerId: ada.customerId }, product);

  const page = await newPage();
  const addresses: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  const pass = (time: number) => {
    now += time;
  };
  const frame = (snippet: AccountSnippet) => page.frameLocator(`#${snippet} iframe`);
  const account: AccountSite = { url, sandbox, ada, page, addresses, said, frame, pass, close };
  return account;
}
