/** What a page holds of its reader alone: a style sheet in somebody's comment learns nothing of it, nor does who inspects the locals. */

import { inspect } from 'node:util';
import { expect } from 'chai';
import express, { type RequestHandler } from 'express';
import type { Page } from 'playwright-core';
import request from 'supertest';
import { createPlenigo as createV3 } from '../../lib/entries/v3.js';
import { createPlenigo } from '../../lib/index.js';
import { createGate } from '../middleware/gate.js';
import { useSandbox } from '../sandbox/support.js';
import { cleaned, newPage, useBrowser } from '../support/browser.js';
import { SITE, useServers } from './door.js';

const CSRF = 'csrf-token-0123456789abcdef';
const COOKIE = 'session=the-session-of-ada';
const PATHS = ['/article', '/click', '/account', '/v3/article', '/v3/account'];

describe('what is the reader’s own', function () {
  this.timeout(60_000);
  useBrowser();
  const serve = useServers();
  const sandbox = useSandbox({ customers: [{ email: 'ada@news.example', externalUserId: 'ada' }] });
  let url: string;
  let front: RequestHandler;
  /** What another reader has written below the article. */
  let comment: string;
  /** The signed orders of the pages that were rendered. */
  let orders: string[];

  beforeEach(async () => {
    front = (_req, _res, next) => next();
    comment = '';
    orders = [];
    const app = express();
    url = await serve((req, res) => app(req, res));
    const v2 = createPlenigo({ ...SITE, ...sandbox().options, baseUrl: url });
    const v3 = createV3({ ...SITE, ...sandbox().v3.options, baseUrl: url, routerPath: '/plenigo3' });
    app.use((req, res, next) => front(req, res, next));
    // As csurf has it.
    app.use((req, _res, next) => next(void Object.assign(req, { csrfToken: () => CSRF })));
    app.use('/plenigo', v2.router());
    app.use('/plenigo3', v3.router());
    const show: RequestHandler = (_req, res) => {
      const { plenigo, plenigoAccount } = res.locals;
      const { paymentData, snippet } = plenigo?.status === 'ready' ? plenigo.checkout : {};
      if (paymentData) orders.push(paymentData);
      // The second one is what a site writes by itself, as plenigo documents it.
      const buttons = `${plenigo?.buyButton('Buy')}<button id="inline" onclick="${snippet}">Now</button>`;
      const tag = plenigo?.scriptTag ?? plenigoAccount?.scriptTag;
      const body = comment + (plenigoAccount?.elements ?? buttons);
      res.send(`<!doctype html><html lang="en"><head><title>Page</title>${tag}</head><body>${body}</body></html>`);
    };
    const account = { elementId: 'orders', loggedOutRedirectUrl: `${url}/login` };
    app.get('/article', v2.checkout(['A', 'B']), show);
    app.get('/click', v2.checkout('A', { mode: 'click' }), show);
    app.get('/gate', v2.requireAccess('A'));
    app.get('/account', v2.account('ORDER', account), show);
    app.get('/v3/article', v3.checkout({ offerId: 'O_A', accessRights: 'AA' }), show);
    app.get('/v3/account', v3.account('ORDER', { elementId: 'orders' }), show);
    app.get('/locals', v2.checkout('A'), v2.account('ORDER', account), (req, { locals }) => {
      const showHidden = req.query.hidden === 'yes';
      req.res?.json({
        seen: inspect(locals, { depth: null, showHidden }),
        copied: Reflect.ownKeys({ ...locals }).map(String),
      });
    });
  });

  async function open(path: string, { javaScriptEnabled = true } = {}): Promise<Page> {
    const page = await newPage({ javaScriptEnabled, extraHTTPHeaders: { reader: 'ada' } });
    await page.goto(`${url}${path}`, { waitUntil: 'load' });
    return page;
  }

  const tokens = () => sandbox().tokens.map(({ token }) => token);
  const secrets = () => [CSRF, ...orders, ...tokens()];

  /** No attribute of any element holds a secret, but what the site's own inline button does. */
  async function expectNoSecretIn(page: Page): Promise<void> {
    const attributes = await page.evaluate(() =>
      [...document.querySelectorAll('*')].flatMap((element) =>
        element.getAttributeNames().map((name) => ({
          of: `${element.localName}${element.id && `#${element.id}`} ${name}`,
          value: `${element.getAttribute(name)}`,
        })),
      ),
    );
    const found = attributes.filter(({ value }) => secrets().some((secret) => value.includes(secret)));
    expect(found.map(({ of }) => of).filter((of) => of !== 'button#inline onclick')).to.deep.equal([]);
  }

  for (const path of PATHS) {
    it(`stands in no attribute of ${path}, but in a JSON text right before our tag until our script has run`, async () => {
      const early = await open(path, { javaScriptEnabled: false });
      await expectNoSecretIn(early);
      const json = await early.locator('script[src^="/plenigo"]').evaluate(({ previousElementSibling: before }) => {
        return before?.matches('script[type="application/json"]') ? before.textContent : 'not there';
      });
      expect(() => JSON.parse(`${json}`), `${json}`).to.not.throw();
      for (const secret of path === '/account' ? tokens() : [CSRF]) expect(json).to.include(secret);
      const late = await open(path);
      await expectNoSecretIn(late);
      const texts = (await late.locator('script').allTextContents()).join();
      for (const secret of secrets()) expect(texts).not.to.include(secret);
    });

    it(`is not told to a comment’s style sheet in ${path}, though our script is late`, async () => {
      const learned: string[] = [];
      const ended = createGate();
      const foreign = await serve((req, res) => {
        if (req.url === '/end') ended.open();
        else learned.push(`${req.url}`);
        res.writeHead(204).end();
      });
      const digits = [...'0123456789abcdef'];
      // With API v3 the list of snippets holds nothing of the reader.
      const names = path.startsWith('/v3') ? ['data-csrf'] : ['data-page', 'data-snippets', 'data-csrf'];
      const guesses = names.flatMap((name) => digits.flatMap((a) => digits.map((b) => ({ name, text: a + b }))));
      const rules = guesses.map(({ name, text }, index) => {
        return `html:has(script[${name}*='${text}']) { --guess-${index}: url(${foreign}/${name}/${text}) }`;
      });
      const images = [...guesses.map((_guess, index) => `var(--guess-${index}, none)`), `url(${foreign}/end)`];
      comment = await cleaned(`I agree!<style>${rules.join('\n')}\nhtml { background: ${images.join()} }</style>`);
      expect(comment, 'DOMPurify keeps style sheets').to.include('/end)');
      // Our script comes when the style sheet has asked for all that it knows.
      front = (req, _res, next) => (req.path.endsWith('.js') ? void ended.pass().then(() => next()) : next());
      await open(path);
      expect(learned.length, learned.slice(0, 5).join(' ')).to.equal(0);
    });
  }

  it('stands in no attribute of the page that refuses a reader', async () => {
    const { status, text } = await request(url).get('/gate').set({ reader: 'ada', accept: 'text/html' });
    expect(status).to.equal(402);
    for (const [tag] of text.matchAll(/<[a-z][^>]*>/g)) for (const each of secrets()) expect(tag).not.to.include(each);
  });

  for (const [how, hidden] of [
    ['inspects the locals', 'no'],
    ['inspects all that is hidden in the locals', 'yes'],
  ]) {
    it(`is not shown with the request’s cookies to who ${how}, nor handed on by a copy`, async () => {
      const { body } = await request(url).get(`/locals?hidden=${hidden}`).set({ reader: 'ada', cookie: COOKIE });
      expect(body.seen).to.include('scriptTag').and.not.include(COOKIE);
      expect(body.copied).to.have.members(['plenigo', 'plenigoAccount']);
    });
  }
});
