/** A newsstand on API v3 with a sandbox behind it, for tests that click as a reader does. */

import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import type { FrameLocator, Page } from 'playwright-core';
import {
  createPlenigo,
  type OfRequest,
  type Plenigo,
  type PlenigoOptions,
  type RouteProducts,
  type RouteSettings,
} from '../../lib/entries/v3.js';
import { type SandboxOptions, startSandbox } from '../../lib/sandbox/index.js';
import { newPage } from './browser.js';
import { addLogin, document, LABEL, openSite, PAID_TEXT, type Stand } from './newsstand.js';
import { present } from './present.js';

const OFFER = 'O_SEA-WALL';
const PRODUCT = {
  offerId: OFFER,
  accessRights: 'SEA-WALL',
  title: 'The sea wall',
  price: 1.99,
  currency: 'EUR',
};

export interface V3Setup {
  options?: Partial<PlenigoOptions>;
  sandbox?: Partial<SandboxOptions>;
  products?: RouteProducts;
  settings?: OfRequest<RouteSettings>;
  /** Middleware before everything else, such as helmet. */
  front?: (plenigo: Plenigo) => RequestHandler[];
  /** The HTML inside `<body>` of an article that is not bought. Default: the button. */
  teaser?: (req: Request, res: Response) => string | undefined;
  /** Further routes. */
  routes?: (app: ReturnType<typeof express>, plenigo: Plenigo) => void;
}

export interface V3Stand extends Stand<Plenigo> {}

export async function openV3Newsstand(setup: V3Setup = {}): Promise<V3Stand> {
  const { products = PRODUCT, teaser = (_req, res) => res.locals.plenigo?.buyButton(LABEL) } = setup;
  const sandbox = await startSandbox({
    offers: { [OFFER]: { accessRights: ['SEA-WALL'], title: 'The sea wall', price: 1.99, currency: 'EUR' } },
    ...setup.sandbox,
  });
  const app = express();
  const { options, stand } = await openSite(app, sandbox);
  const plenigo = createPlenigo({ ...sandbox.v3.options, ...options, timeout: 10_000, ...setup.options });
  for (const handler of setup.front?.(plenigo) ?? []) app.use(handler);
  addLogin(app);
  app.use('/plenigo', plenigo.router());
  setup.routes?.(app, plenigo);
  app.get('/article/:slug', plenigo.checkout(products, setup.settings), (req, res) => {
    const { access, scriptTag } = present(res.locals.plenigo);
    const body = access ? `<p>${PAID_TEXT}</p>` : `<p>The story begins…</p>${teaser(req, res)}`;
    res.send(document(`<h1>The sea wall</h1>${body}`, scriptTag));
  });
  return { ...stand, plenigo };
}

/** The same, and the browser page of a reader who is logged in there. */
export async function openV3Page(setup: V3Setup = {}): Promise<{ stand: V3Stand; page: Page }> {
  const stand = await openV3Newsstand(setup);
  const page = await newPage();
  await page.goto(`${stand.url}/login/ada`);
  return { stand, page };
}

export const checkoutIn = (page: Page): FrameLocator => page.frameLocator('iframe[title="Checkout"]');
