/** A site with a login, an article with a buy button and a sandbox behind it, on either API, for tests that click as a reader does. */

import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import session from 'express-session';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import * as v3 from '../../lib/entries/v3.js';
import * as v2 from '../../lib/index.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../lib/sandbox/index.js';
import { closePages, newPage } from './browser.js';
import { silentLogger } from './calls.js';
import { listen } from './listen.js';
import { present } from './present.js';

declare module 'express-session' {
  interface SessionData {
    reader?: string;
  }
}

export const ARTICLE = '/article/the-sea-wall';
export const PAID_TEXT = 'All of the story, down to the last word.';
export const LABEL = 'Special offer for you';

/** What the stands of the two APIs differ in. */
interface OnV2 {
  plenigo: v2.Plenigo;
  options: v2.PlenigoOptions;
  product: v2.OfRequest<v2.Product | readonly v2.Product[] | undefined>;
  settings: v2.OfRequest<v2.RouteSettings>;
}
interface OnV3 {
  plenigo: v3.Plenigo;
  options: v3.PlenigoOptions;
  product: v3.OfRequest<v3.Product | readonly v3.Product[] | undefined>;
  settings: v3.OfRequest<v3.RouteSettings>;
}

type App = ReturnType<typeof express>;

interface Setup<Api extends OnV2 | OnV3> {
  options?: Partial<Api['options']>;
  sandbox?: Partial<SandboxOptions>;
  product?: Api['product'];
  settings?: Api['settings'];
  /** Middleware before everything else, such as helmet. */
  front?: (plenigo: Api['plenigo']) => RequestHandler[];
  /** Middleware behind session and login, before the router: CSRF protection, body parsers. */
  before?: RequestHandler[];
  /** The HTML inside `<body>` of an article that may not be read. Default: the button. */
  teaser?: (req: Request, res: Response) => string | undefined;
  /** The whole handler of the article, instead of the usual page. */
  article?: RequestHandler;
  routes?: (app: App, site: { plenigo: Api['plenigo']; url: string }) => void;
  /** Express itself; another version, for instance. */
  makeApp?: () => App;
}

interface Stand<Api extends OnV2 | OnV3> {
  /** `http://127.0.0.1:PORT` */
  url: string;
  app: App;
  sandbox: Sandbox;
  plenigo: Api['plenigo'];
  /** What `onError` was told. */
  errors: v2.PlenigoError[];
  /** The requests that reached the site, as `METHOD /path`. */
  visits: string[];
  /** The API calls that plenigo got, by name. */
  calls(): string[];
  close(): Promise<void>;
}

export type NewsstandSetup = Setup<OnV2>;
export type Newsstand = Stand<OnV2>;
export type V3Setup = Setup<OnV3>;
export type V3Stand = Stand<OnV3>;

/** A page with the script tags; the icon keeps browsers from asking for one. */
export function document(body: string, scriptTag: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>The Newsstand</title><link rel="icon" href="data:,"></head>
<body><main>${body}</main>${scriptTag}</body></html>`;
}

const buyButton = (_req: Request, res: Response) => res.locals.plenigo?.buyButton(LABEL);

const usualPage =
  (teaser: NonNullable<NewsstandSetup['teaser']>): RequestHandler =>
  (req, res) => {
    const { access, scriptTag } = present(res.locals.plenigo);
    const body = access ? `<p>${PAID_TEXT}</p>` : `<p>The story begins…</p>${teaser(req, res)}`;
    res.send(document(`<h1>The sea wall</h1>${body}`, scriptTag));
  };

/** Sessions, a logout, and a login without a password at `/login/READER`, which leads to `?to=` or the article. */
function addLogin(app: App): void {
  app.use(session({ secret: 'for the test', resave: false, saveUninitialized: false }));
  app.get('/login/:reader', (req, res, next) => {
    req.session.regenerate((error) => {
      if (error) return next(error);
      req.session.reader = String(req.params.reader);
      return res.redirect(String(req.query.to ?? ARTICLE));
    });
  });
  app.get('/logout', (req, res, next) => req.session.destroy((error) => (error ? next(error) : res.send('Goodbye.'))));
}

/** `create` makes the middlewares from what every site says; the types of the other API are those of v2 but for their products. */
async function openStand(
  setup: NewsstandSetup,
  sandbox: Sandbox,
  create: (usual: Partial<v2.PlenigoOptions>) => v2.Plenigo,
): Promise<Newsstand> {
  const { front, before = [], teaser = buyButton, article = usualPage(teaser), makeApp = express } = setup;
  const app = makeApp();
  // Express's own error page, without a copy of it on stderr.
  app.set('env', 'test');
  const visits: string[] = [];
  const errors: v2.PlenigoError[] = [];
  const site = await listen((req, res) => {
    visits.push(`${req.method} ${req.url}`);
    app(req, res);
  });
  const plenigo = create({
    baseUrl: site.url,
    user: ({ session: { reader } }) => (reader ? { id: reader, email: `${reader}@example.com` } : undefined),
    onError: (error) => void errors.push(error),
    logger: silentLogger,
    // All the time that a busy machine needs.
    timeout: 15_000,
  });

  for (const handler of front?.(plenigo) ?? []) app.use(handler);
  addLogin(app);
  for (const handler of before) app.use(handler);
  app.use(setup.options?.routerPath ?? '/plenigo', plenigo.router());
  setup.routes?.(app, { plenigo, url: site.url });
  app.get('/article/:slug', plenigo.checkout(setup.product, setup.settings), article);
  app.get('/elsewhere', (_req, res) => res.send(document(`<a href="${ARTICLE}">To the article</a>`, '')));
  return {
    url: site.url,
    app,
    sandbox,
    plenigo,
    errors,
    visits,
    calls: () => sandbox.requests.map(({ call }) => call),
    async close() {
      await closePages();
      await site.close();
      await sandbox.close();
    },
  };
}

export async function openNewsstand(setup: NewsstandSetup = {}): Promise<Newsstand> {
  // A test that moves the clock moves both sides' clock.
  const sandbox = await startSandbox({ now: () => Date.now(), ...setup.sandbox });
  const create = (usual: object) => v2.createPlenigo({ ...sandbox.options, ...usual, ...setup.options });
  return openStand({ product: 'ARTICLE-1', ...setup }, sandbox, create);
}

const SEA_WALL = { title: 'The sea wall', price: 1.99, currency: 'EUR' };
const OFFER = 'O_SEA-WALL';

export async function openV3Newsstand(setup: V3Setup = {}): Promise<V3Stand> {
  const offers = { [OFFER]: { ...SEA_WALL, accessRights: ['SEA-WALL'] } };
  const sandbox = await startSandbox({ offers, ...setup.sandbox });
  const create = (usual: object) => v3.createPlenigo({ ...sandbox.v3.options, ...usual, ...setup.options });
  const product = { ...SEA_WALL, offerId: OFFER, accessRights: 'SEA-WALL' };
  return openStand({ product, ...setup } as never, sandbox, create as never) as unknown as Promise<V3Stand>;
}

/** For a test that goes the same way on both APIs, with what a setup may have on each of them. */
export const openNewsstandOn = (api: string, setup: NewsstandSetup = {}): Promise<Newsstand> =>
  api === 'v2' ? openNewsstand(setup) : (openV3Newsstand(setup as never) as Promise<unknown> as Promise<Newsstand>);

/** The browser page of a reader who is logged in at the stand, and looks at the article. */
export async function openPage<AnyStand extends { url: string }>(
  opening: Promise<AnyStand>,
): Promise<{ stand: AnyStand; page: Page }> {
  const stand = await opening;
  const page = await newPage();
  await page.goto(`${stand.url}/login/ada`);
  return { stand, page };
}

/** A newsstand whose buttons ask on the click, and the browser page of a reader who is logged in there. */
export const openClickStand = (setup: NewsstandSetup = {}) =>
  openPage(openNewsstand({ ...setup, options: { mode: 'click', ...setup.options } }));

export const openV3Page = (setup?: V3Setup) => openPage(openV3Newsstand(setup));

export const checkoutIn = (page: Page): FrameLocator => page.frameLocator('iframe[title="Checkout"]');

export const payButton = (page: Page): Locator => checkoutIn(page).getByRole('button', { name: /^Pay €/ });

/** Pays in the sandbox's checkout that is open in the page, and goes back to the site. */
export async function pay(page: Page): Promise<void> {
  await payButton(page).click();
  await checkoutIn(page).getByRole('button', { name: 'Back to the site' }).click();
}

export const clicksOn = ({ visits }: Newsstand): string[] => visits.filter((visit) => visit.startsWith('POST'));
