/** An account page behind helmet's policy, and a reader who looks at it, for the tests of self-service in a browser. */

import express, { type Response } from 'express';
import helmet from 'helmet';
import type { FrameLocator, Page } from 'playwright-core';
import { type AccountSnippet, createPlenigo, type Plenigo, type PlenigoOptions } from '../../lib/index.js';
import { type Sandbox, type SandboxCustomer, startSandbox } from '../../lib/sandbox/index.js';
import { newPage, useBrowser } from './browser.js';
import { silentLogger } from './calls.js';
import { document, listen } from './newsstand.js';
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

/** The nonce of every response of the site. */
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

/** Starts a site with an account page, `/account`, in which each element is named as its snippet; it is not opened yet. */
async function startAccount(setup: AccountSetup = {}): Promise<AccountSite> {
  const { snippets = ['PERSONAL_DATA'], options, directives, render = usualPage } = setup;
  let now = Date.now();
  const sandbox = await startSandbox({
    now: () => now,
    products: {
      POST: { title: 'The Morning Post', price: 9.9, currency: 'EUR', subscription: true },
      STORY: { title: 'The long way home', price: 2.49, currency: 'EUR' },
    },
  });
  const email = 'ada@news.example';
  const ada = sandbox.addCustomer({ email, externalUserId: 'ada-1', firstName: 'Ada', name: 'Reed' });
  sandbox.buy({ customerId: ada.customerId }, 'STORY');
  sandbox.buy({ customerId: ada.customerId }, 'POST');
  const app = express();
  const site = await listen((req, res) => app(req, res));
  const plenigo = createPlenigo({
    ...sandbox.options,
    baseUrl: site.url,
    // Only plenigo's answers count, not how busy this machine is.
    timeout: 15_000,
    logger: silentLogger,
    user: () => ({ id: 'ada-1', email }),
    ...options,
  });
  const policy = directives === undefined ? plenigo.cspDirectives() : directives(plenigo);
  app.use(helmet({ contentSecurityPolicy: { directives: policy } }));
  app.use('/plenigo', plenigo.router());
  app.get(
    '/account',
    plenigo.account(
      snippets.map((snippet) => ({ snippet, elementId: snippet })),
      { loggedOutRedirectUrl: `${site.url}/login?next=/account` },
    ),
    (_req, res) => res.send(render(res, account)),
  );
  app.get('/login', (_req, res) => res.send(document('<h1>Log in</h1>', '')));

  const page = await newPage();
  const addresses: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  const account: AccountSite = {
    url: site.url,
    sandbox,
    ada,
    page,
    addresses,
    said,
    frame: (snippet) => page.frameLocator(`#${snippet} iframe`),
    pass: (time) => {
      now += time;
    },
    async close() {
      await site.close();
      await sandbox.close();
    },
  };
  return account;
}
