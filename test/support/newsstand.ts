/** One site with a login, an article with a buy button and a sandbox behind it, for tests that click as a reader does. */

import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import session from 'express-session';
import type { Page } from 'playwright-core';
import {
  createPlenigo,
  type OfRequest,
  type Plenigo,
  type PlenigoError,
  type PlenigoOptions,
  type RouteProducts,
  type RouteSettings,
} from '../../lib/index.js';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { closePages, newPage } from './browser.js';
import { silentLogger } from './calls.js';
import { present } from './present.js';

declare module 'express-session' {
  interface SessionData {
    reader?: string;
  }
}

export const ARTICLE = '/article/the-sea-wall';
export const PAID_TEXT = 'All of the story, down to the last word.';
export const LABEL = 'Special offer for you';

export interface NewsstandSetup {
  options?: Partial<PlenigoOptions>;
  product?: RouteProducts;
  settings?: OfRequest<RouteSettings>;
  /** Middleware before everything else, such as helmet. */
  front?: (plenigo: Plenigo) => RequestHandler[];
  /** Middleware behind session and login, before the router: CSRF protection, body parsers. */
  before?: RequestHandler[];
  /** The HTML inside `<body>` of an article that is not bought. Default: the button. */
  teaser?: (req: Request, res: Response) => string | undefined;
  /** The whole handler of the article, instead of the usual page. */
  article?: RequestHandler;
  /** Express itself; another version, for instance. */
  makeApp?: () => ReturnType<typeof express>;
}

/** A site with a sandbox behind it; of either API. */
export interface Stand<Api> {
  /** `http://127.0.0.1:PORT` */
  url: string;
  sandbox: Sandbox;
  plenigo: Api;
  /** What `onError` was told. */
  errors: PlenigoError[];
  /** The requests that reached the site, as `METHOD /path`. */
  visits: string[];
  /** The API calls that plenigo got, by name. */
  calls(): string[];
  close(): Promise<void>;
}

export interface Newsstand extends Stand<Plenigo> {
  app: ReturnType<typeof express>;
}

/** Listens on any free port of 127.0.0.1. */
export async function listen(handler: RequestListener): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A page with the script tags; the icon keeps browsers from asking for one. */
export function document(body: string, scriptTag: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>The Newsstand</title><link rel="icon" href="data:,"></head>
<body><main>${body}</main>${scriptTag}</body></html>`;
}

/** What a stand is built from: the listening app, `options` of either API, and its sandbox's side of the stand. */
export async function openSite(app: ReturnType<typeof express>, sandbox: Sandbox) {
  // Express's own error page, without a copy of it on stderr.
  app.set('env', 'test');
  const visits: string[] = [];
  const errors: PlenigoError[] = [];
  const site = await listen((req, res) => {
    visits.push(`${req.method} ${req.url}`);
    app(req, res);
  });
  const options = {
    baseUrl: site.url,
    user: ({ session: { reader } }: Request) => (reader ? { id: reader, email: `${reader}@example.com` } : undefined),
    onError: (error: PlenigoError) => void errors.push(error),
    logger: silentLogger,
  };
  const stand: Omit<Stand<never>, 'plenigo'> = {
    url: site.url,
    sandbox,
    errors,
    visits,
    calls: () => sandbox.requests.map(({ call }) => call),
    async close() {
      await closePages();
      await site.close();
      await sandbox.close();
    },
  };
  return { options, stand };
}

/** Sessions, and a login without a password at `/login/READER`, which leads to `?to=` or the article. */
export function addLogin(app: ReturnType<typeof express>): void {
  app.use(session({ secret: 'for the test', resave: false, saveUninitialized: false }));
  app.get('/login/:reader', (req, res, next) => {
    req.session.regenerate((error) => {
      if (error) return next(error);
      req.session.reader = String(req.params.reader);
      return res.redirect(String(req.query.to ?? ARTICLE));
    });
  });
}

const usualPage =
  (teaser: NonNullable<NewsstandSetup['teaser']>): RequestHandler =>
  (req, res) => {
    const plenigo = present(res.locals.plenigo);
    const body = plenigo.bought ? `<p>${PAID_TEXT}</p>` : `<p>The story begins…</p>${teaser(req, res)}`;
    res.send(document(`<h1>The sea wall</h1>${body}`, plenigo.scriptTag));
  };

export async function openNewsstand(setup: NewsstandSetup = {}): Promise<Newsstand> {
  const {
    options = {},
    product = 'ARTICLE-1',
    settings,
    front = () => [],
    before = [],
    teaser = (_req, res) => res.locals.plenigo?.buyButton(LABEL),
    article = usualPage(teaser),
    makeApp = express,
  } = setup;
  const sandbox = await startSandbox({
    // A test that moves the clock moves both sides' clock.
    now: () => Date.now(),
  });
  const app = makeApp();
  const { options: usual, stand } = await openSite(app, sandbox);
  const plenigo = createPlenigo({ ...sandbox.options, ...usual, ...options });

  for (const handler of front(plenigo)) app.use(handler);
  addLogin(app);
  app.get('/logout', (req, res, next) => {
    req.session.destroy((error) => (error ? next(error) : res.send('Goodbye.')));
  });
  for (const handler of before) app.use(handler);
  app.use(options.routerPath ?? '/plenigo', plenigo.router());
  app.get('/article/:slug', plenigo.checkout(product, settings), article);
  app.get('/elsewhere', (_req, res) => {
    res.send(document(`<a href="${ARTICLE}">To the article</a>`, ''));
  });

  return { ...stand, app, plenigo };
}

/** Pays in the sandbox's checkout that is open in the page, and goes back to the site. */
export async function pay(page: Page): Promise<void> {
  const checkout = page.frameLocator('iframe[title="Checkout"]');
  await checkout.getByRole('button', { name: /^Pay / }).click();
  await checkout.getByRole('button', { name: 'Back to the site' }).click();
}

/** A newsstand whose buttons ask on the click, and the browser page of a reader who is logged in there. */
export async function openClickStand(setup: NewsstandSetup = {}): Promise<{ stand: Newsstand; page: Page }> {
  const stand = await openNewsstand({ ...setup, options: { mode: 'click', ...setup.options } });
  const page = await newPage();
  await page.goto(`${stand.url}/login/ada`);
  return { stand, page };
}

/** The requests of clicks that reached the site. */
export const clicksOn = ({ visits }: Newsstand): string[] => visits.filter((visit) => visit.startsWith('POST'));
