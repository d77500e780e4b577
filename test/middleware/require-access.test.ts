// `requireAccess()` lets only buyers through, and answers everybody else in a form they can read. The statuses are in statuses.test.ts.
import { expect } from 'chai';
import express, { type ErrorRequestHandler, type Request, type RequestHandler } from 'express';
import request from 'supertest';
import type { RouteProducts } from '../../lib/entries/v2.js';
import type { AccessOptions } from '../../lib/middleware/require-access.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { onBothApis } from '../support/apis.js';
import { present } from '../support/present.js';
import { ada, as, useWorld } from './world.js';

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

onBothApis('requireAccess()', (api) => {
  const world = useWorld(api);
  const { product } = api;
  const archive = product('ARCHIVE-PASS');
  const isV2 = api.name === 'v2';

  interface Site {
    sold?: RouteProducts;
    access?: AccessOptions;
    options?: Partial<PlenigoOptions>;
  }

  async function createSite({ sold = archive, access, options }: Site = {}) {
    const plenigo = world.plenigo(options);
    const failures: unknown[] = [];
    const app = express();
    app.use(plenigo.requireAccess(sold, access), (_req, res) => res.send('the archive'));
    const fail: ErrorRequestHandler = (error, _req, res, _next) => {
      failures.push(error);
      if (!res.headersSent) res.status(500).send('error page');
    };
    app.use(fail);
    const server = await world.serve(app);
    const open = (headers: Record<string, string> = {}, path = '/archive', method: 'get' | 'head' | 'post' = 'get') =>
      request(server)[method](path).set(headers).redirects(0);
    return { failures, open, openAs: (user: object, headers = {}) => open({ ...as(user), ...headers }) };
  }

  const buy = () => world.addBuyer(['ARCHIVE-PASS']);
  const breakDown = () => world.sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY });

  it('answers a browser that has not bought by the site’s handler, which can show the buy button', async () => {
    const notBought: RequestHandler = (_req, res) => {
      const { status, bought, checkout, buyButton } = present(res.locals.plenigo);
      res.status(402).json({ status, bought, checkout, button: buyButton('Buy the archive') });
    };
    const { openAs } = await createSite({ access: { notBought } });
    const { body } = await openAs(ada, html);
    expect(body).to.include({ status: 'ready', bought: false });
    expect(body.checkout.snippet).to.match(/^expressPlenigo\.checkout\(/);
    expect(body.button).to.match(/Buy the archive<\/button>/);
    expect((await openAs(ada)).body, 'a program').to.include({ error: 'not-bought' });
  });

  it('sends an anonymous reader to the site’s handler, which sees that nobody is logged in', async () => {
    const notBought: RequestHandler = (_req, res) => res.redirect(`/login?${res.locals.plenigo?.status}`);
    const { open } = await createSite({ access: { notBought } });
    const response = await open(html);
    expect(response.headers.location).to.equal('/login?anonymous');
  });

  describe('with loginUrl', () => {
    const back = encodeURIComponent('/archive?page=2&q=a%20b');

    for (const [loginUrl, location] of [
      ['/login', `/login?returnTo=${back}`],
      ['/login?lang=de', `/login?lang=de&returnTo=${back}`],
      ['/login#form', `/login?returnTo=${back}#form`],
      ['https://id.example/in', `https://id.example/in?returnTo=${back}`],
      [{ path: '/anmelden#form', param: 'weiter' }, `/anmelden?weiter=${back}#form`],
    ] as const) {
      it(`sends a browser with nobody logged in to ${location}, with the way back`, async () => {
        const notBought: RequestHandler = (_req, res) => res.send('not for this reader');
        const { open } = await createSite({ options: { loginUrl }, access: { notBought } });
        for (const method of ['get', 'head'] as const) {
          const response = await open(html, '/archive?page=2&q=a%20b', method);
          expect(response.status).to.equal(302);
          expect(response.headers).to.include({ location, 'cache-control': 'private, no-store' });
        }
      });
    }

    it('asks its function of the request for the whole address', async () => {
      const loginUrl = async ({ originalUrl }: Request) => `/in?from=${originalUrl.slice(1)}`;
      const { open } = await createSite({ options: { loginUrl } });
      expect((await open(html)).headers.location).to.equal('/in?from=archive');
    });

    it('never leads back to another host', async () => {
      const { open } = await createSite({ options: { loginUrl: '/login' } });
      for (const path of ['//evil.example/archive', '/\\evil.example/archive']) {
        const { location = '' } = (await open(html, path)).headers;
        const back = new URL(location, 'https://news.example').searchParams.get('returnTo') ?? '';
        expect(new URL(back, 'https://news.example').host).to.equal('news.example');
      }
    });

    it('keeps 401 for programs, and for what is no page view', async () => {
      const { open } = await createSite({ options: { loginUrl: '/login' } });
      expect([(await open()).status, (await open(html, '/archive', 'post')).status]).to.deep.equal([401, 401]);
    });

    it('hands a fault of its function to next', async () => {
      const loginUrl = async () => Promise.reject(new Error('in loginUrl'));
      const { open, failures } = await createSite({ options: { loginUrl } });
      expect((await open(html)).text).to.equal('error page');
      expect(failures).to.have.length(1);
    });

    it('lets readers who are logged in see why they may not read', async () => {
      const { openAs } = await createSite({ options: { loginUrl: '/login' } });
      expect((await openAs(ada, html)).status).to.equal(402);
    });
  });

  it('says when it is worth coming back while plenigo is down', async () => {
    breakDown();
    const { openAs } = await createSite();
    expect((await openAs(ada)).headers['retry-after']).to.equal('10');
    expect(world.errors.map(({ code }) => code)).to.include('service-unavailable');
  });

  describe('takes the product', () => {
    it('from a function of the request, also async', async () => {
      buy();
      const { openAs } = await createSite({
        sold: async (req) => product(req.path === '/archive' ? 'ARCHIVE-PASS' : 'OTHER'),
      });
      expect((await openAs(ada)).text).to.equal('the archive');
    });

    for (const [title, sold] of Object.entries<RouteProducts>({
      ...(isV2 && { 'gives one without id': () => ({ failedPayment: true }) }),
      'gives a wrong one': () => product('p'.repeat(31)),
    })) {
      it(`and lets nobody through when its function ${title}`, async () => {
        const { openAs, failures } = await createSite({ sold });
        expect((await openAs(ada)).text).to.equal('error page');
        expect(failures).to.have.length(1);
      });
    }

    it('and lets everybody through where there is none', async () => {
      const { open, openAs } = await createSite({ sold: async () => undefined });
      for (const response of [await open(), await openAs(ada), await openAs({ id: {} })]) {
        expect(response.text).to.equal('the archive');
        expect(response.headers).to.not.have.property('cache-control');
      }
      expect(world.calls()).to.deep.equal([]);
    });

    it('and refuses a wrong one, and wrong options, at start', () => {
      const plenigo = world.plenigo();
      const start =
        (...args: unknown[]) =>
        () =>
          Reflect.apply(plenigo.requireAccess, plenigo, args);
      expect(start('p'.repeat(31))).to.throw(
        isV2 ? 'product.id' : 'product: got a string of 31 characters, expected an access right',
      );
      if (isV2) expect(start({ failedPayment: true })).to.throw('needs a product with an id');
      else expect(start(archive, { metered: true })).to.throw('requireAccess.metered: this API');
      expect(start(archive, { failopen: true })).to.throw('did you mean failOpen?');
      expect(start(archive, { notBought: [] })).to.throw('requireAccess.notBought');
      expect(start(archive, { notBought: 'page' })).to.throw('requireAccess.notBought');
      expect(start([])).to.throw('at least one product');
      expect(start([archive, 5])).to.throw('products[1]');
      expect(start(archive, { openedBy: 'PLUS' })).to.throw('requireAccess.openedBy');
    });
  });
});
