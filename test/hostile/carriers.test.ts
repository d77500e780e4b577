/** What carries a page to its reader: HTTP/2, compression, a service worker, the browser's way back. None hands it to another. */

import { createServer } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import type { Page } from 'playwright-core';
import request from 'supertest';
import { createPlenigo } from '../../lib/index.js';
import { useSandbox } from '../sandbox/support.js';
import { newPage, pressBuy, useBrowser } from '../support/browser.js';
import { onHeaders } from '../support/caching.js';
import { CLICK, readOffer, SITE, useServers } from './door.js';

const PAID = 'The whole article. '.repeat(200);

/** An Express of its own, which http2-express changes: no other test is to find that. */
function makeHttp2Express(): Express {
  const require = createRequire(import.meta.url);
  const { cache } = require;
  const before = { ...cache };
  for (const name of Object.keys(cache)) if (/\/node_modules\/express\//.test(name)) delete cache[name];
  const app = require('http2-express')(require('express'));
  Object.assign(cache, before);
  return app;
}

/** All that a site may say to caches, before our middleware and after it. */
const sayPublic: RequestHandler = (_req, res, next) => {
  for (const name of ['CDN-Cache-Control', 'Surrogate-Control', 'X-Accel-Expires']) res.setHeader(name, 'max-age=600');
  res.setHeader('Cache-Control', 'public, max-age=600');
  next();
};

describe('what carries a page', () => {
  const sandbox = useSandbox({ customers: [{ email: 'ada@news.example', externalUserId: 'ada', bought: ['STORY'] }] });

  function addPages(app: Express, baseUrl = SITE.baseUrl) {
    // Only plenigo's answers count here, not what is remembered of them.
    const plenigo = createPlenigo({ ...SITE, ...sandbox().options, baseUrl, boughtTtl: 0, notBoughtTtl: 0 });
    app.use('/plenigo', plenigo.router());
    const sell = plenigo.checkout((req) => `${req.params.id}`, { mode: 'click' });
    // A listener from before runs behind ours.
    const sayAtLast: RequestHandler = (req, res, next) => {
      onHeaders(res, () => sayPublic(req, res, () => {}));
      next();
    };
    app.get('/:id', sayAtLast, sayPublic, sell, sayPublic, (_req, res) => {
      const { scriptTag, access, status, buyButton } = res.locals.plenigo ?? {};
      const article = `<p>${access ? PAID : status}</p>${buyButton?.('Buy')}`;
      res.send(`<!doctype html><html lang="en"><title>Article</title>${scriptTag}${article}`);
    });
  }

  for (const [carrier, isHttp2, isCompressed] of [
    ['HTTP/2', true, false],
    ['HTTP/1.1 with compression', false, true],
    ['HTTP/2 with compression', true, true],
  ] as const) {
    it(`keeps the page of one reader to themselves and starts their purchase, over ${carrier}`, async () => {
      const app = isHttp2 ? makeHttp2Express() : express();
      if (isCompressed) app.use(compression({ threshold: 0 }));
      addPages(app);
      const server = isHttp2 ? createHttp2(app as never) : createServer(app);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      try {
        const site = request(server, { http2: isHttp2 });
        for (const [path, reader, shown] of [
          ['/STORY', 'ada', PAID.slice(0, 40)],
          ['/OTHER', 'ada', 'ready'],
          ['/STORY', 'eve', 'ready'],
        ] as const) {
          const { headers, text } = await site.get(path).set({ reader, 'accept-encoding': 'gzip' });
          expect(text).to.include(shown);
          expect(headers['content-encoding']).to.equal(isCompressed ? 'gzip' : undefined);
          expect(headers['cache-control']).to.equal('private, no-store');
          expect(headers).to.not.have.any.keys('cdn-cache-control', 'surrogate-control', 'x-accel-expires');
        }
        const anonymous = await site.get('/STORY');
        expect(anonymous.text).to.include('anonymous').and.not.include(PAID.slice(0, 40));
        expect(anonymous.headers['cache-control']).to.equal('public, max-age=600');
        const offer = readOffer((await site.get('/OTHER').set('reader', 'ada')).text);
        const clicking = site.post('/plenigo/checkout').set({ reader: 'ada', ...CLICK });
        const click = await clicking.send({ offer });
        expect(click.headers['cache-control']).to.equal('private, no-store');
        expect(click.body.status).to.equal('ready');
        expect(click.body.call.loginToken).to.equal(sandbox().tokens.at(-1)?.token);
      } finally {
        await new Promise((resolve) => server.close(resolve));
      }
    });
  }

  describe('in a browser', function () {
    this.timeout(60_000);
    useBrowser();
    const serve = useServers();
    let page: Page;
    let url: string;
    const logOut = () => page.context().setExtraHTTPHeaders({});
    const text = () => page.locator('p').innerText();

    beforeEach(async () => {
      const app = express();
      url = await serve((req, res) => app(req, res));
      app.get('/start', (_req, res) => void res.set('Cache-Control', 'no-store').send('<!doctype html><p>start</p>'));
      app.get('/worker.js', (_req, res) => void res.type('text/javascript').send(`(${worker})()`));
      addPages(app, url);
      page = await newPage({ extraHTTPHeaders: { reader: 'ada' } });
      await page.goto(`${url}/start`);
    });

    /** A service worker as sites have it: what may be stored it answers from its own cache from then on. */
    const worker = `() => {
      addEventListener('install', () => skipWaiting());
      addEventListener('activate', (event) => event.waitUntil(clients.claim()));
      const answer = async (request) => {
        const kept = request.method === 'GET' && (await caches.match(request));
        if (kept) return kept;
        const fresh = await fetch(request);
        const mayKeep = request.method === 'GET' && fresh.ok && fresh.type === 'basic';
        if (mayKeep && !/no-store/.test(fresh.headers.get('cache-control'))) {
          await (await caches.open('kept')).put(request, fresh.clone());
        }
        return fresh;
      };
      addEventListener('fetch', (event) => event.respondWith(answer(event.request)));
    }`;

    it('lets a service worker keep our script and no page of a reader, and a click goes through it', async () => {
      await page.evaluate(async () => {
        await navigator.serviceWorker.register('/worker.js');
        await navigator.serviceWorker.ready;
      });
      await page.goto(`${url}/OTHER`);
      expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).to.equal(true);
      expect(await text()).to.equal('ready');
      await page.goto(`${url}/STORY`);
      expect(await text()).to.include('The whole article.');
      await page.goto(`${url}/OTHER`);
      const keys = await page.evaluate(async () => (await (await caches.open('kept')).keys()).map((each) => each.url));
      expect(keys).to.have.length(1);
      expect(keys[0]).to.match(/\/plenigo\/checkout-[0-9a-f]{12}\.js$/);
      await pressBuy(page.getByRole('button', { name: 'Buy' }));
      await page.locator('iframe').waitFor();
      sandbox().buy({ externalUserId: 'ada' }, 'OTHER');
      await page.goto(`${url}/OTHER`);
      expect(await text()).to.include('The whole article.');
      await logOut();
      await page.goto(`${url}/STORY`);
      expect(await text()).to.equal('anonymous');
    });

    it('shows who goes back after a logout no paid text, and who has bought meanwhile the article', async () => {
      await page.goto(`${url}/STORY`);
      expect(await text()).to.include('The whole article.');
      await page.goto(`${url}/OTHER`);
      expect(await text()).to.equal('ready');
      sandbox().buy({ externalUserId: 'ada' }, 'OTHER');
      await page.goto(`${url}/start`);
      await page.goBack();
      expect(await text(), 'bought meanwhile').to.include('The whole article.');
      await logOut();
      await page.goBack();
      expect(await text(), 'logged out').to.equal('anonymous');
      await page.goForward();
      expect(await text(), 'logged out').to.equal('anonymous');
    });
  });
});
