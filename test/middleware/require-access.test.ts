// `requireAccess()` lets only buyers through, and answers everybody else in a form they can read.
import { expect } from 'chai';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import request from 'supertest';
import type { RouteProducts } from '../../lib/create-plenigo.js';
import type { AccessOptions } from '../../lib/middleware/require-access.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { ada, as, onBothExpresses, useWorld } from './world.js';

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

onBothExpresses('requireAccess()', (express) => {
  const world = useWorld();

  interface Site {
    product?: RouteProducts;
    access?: AccessOptions;
    options?: Partial<PlenigoOptions>;
  }

  async function createSite({ product = 'ARCHIVE-PASS', access, options }: Site = {}) {
    const plenigo = world.plenigo(options);
    const failures: unknown[] = [];
    const app = express();
    app.get('/archive', plenigo.requireAccess(product, access), (_req, res) => {
      res.send('the archive');
    });
    const fail: ErrorRequestHandler = (error, _req, res, _next) => {
      failures.push(error);
      if (!res.headersSent) res.status(500).send('error page');
    };
    app.use(fail);
    // Where an error that reaches next a second time ends up: behind the handler that has answered the first.
    app.use(fail);
    const server = await world.serve(app);
    const open = (headers: Record<string, string> = {}) => request(server).get('/archive').set(headers);
    return { failures, open, openAs: (user: object, headers = {}) => open({ ...as(user), ...headers }) };
  }

  const buy = () => {
    world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
    world.sandbox.buy({ externalUserId: ada.id }, 'ARCHIVE-PASS');
  };
  const breakDown = () => world.sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY });

  it('lets a buyer through', async () => {
    buy();
    const { openAs } = await createSite();
    const response = await openAs(ada);
    expect(response).to.include({ status: 200, text: 'the archive' });
  });

  it('shows the locals of a buyer to the page behind it', async () => {
    buy();
    const plenigo = world.plenigo();
    const app = express();
    app.get('/archive', plenigo.requireAccess('ARCHIVE-PASS'), (_req, res) => {
      res.json(res.locals.plenigo);
    });
    const response = await request(await world.serve(app))
      .get('/archive')
      .set(as(ada));
    expect(response.body).to.include({ status: 'bought', bought: true });
    expect(response.body.scriptTag).to.match(/^<script/);
  });

  describe('answers who has not bought', () => {
    it('402 as JSON for programs', async () => {
      const { openAs } = await createSite();
      const response = await openAs(ada);
      expect(response.status).to.equal(402);
      expect(response.body).to.deep.equal({
        error: 'not-bought',
        message: 'This page is for readers who have bought it.',
      });
    });

    it('402 as a page for browsers', async () => {
      const { openAs } = await createSite();
      const response = await openAs(ada, html);
      expect(response.status).to.equal(402);
      expect(response.type).to.equal('text/html');
      expect(response.text).to.include('This page is for readers who have bought it.');
    });

    it('with the site’s handler for browsers, which can show the buy button', async () => {
      const notBought: RequestHandler = (_req, res) => {
        const { status, bought, checkout, buyButton } = res.locals.plenigo;
        res.status(402).json({ status, bought, checkout, button: buyButton('Buy the archive') });
      };
      const { openAs } = await createSite({ access: { notBought } });
      const { body } = await openAs(ada, html);
      expect(body).to.include({ status: 'ready', bought: false });
      expect(body.checkout.snippet).to.match(/^expressPlenigo\.checkout\(/);
      expect(body.button).to.match(/Buy the archive<\/button>$/);
      expect((await openAs(ada)).body, 'a program').to.include({ error: 'not-bought' });
    });

    it('with a chain of handlers', async () => {
      const chain: RequestHandler[] = [
        (_req, res, next) => {
          res.locals.seen = ['first'];
          next();
        },
        async (_req, res, next) => {
          await Promise.resolve();
          res.locals.seen.push('second');
          next();
        },
        (_req, res) => {
          res.status(402).json([...res.locals.seen, 'third']);
        },
      ];
      const { openAs } = await createSite({ access: { notBought: chain } });
      expect((await openAs(ada, html)).body).to.deep.equal(['first', 'second', 'third']);
    });

    it('behind a chain that only hands on with the page itself: that is the site’s decision', async () => {
      const { openAs } = await createSite({ access: { notBought: (_req, _res, next) => next() } });
      expect((await openAs(ada, html)).text).to.equal('the archive');
    });
  });

  describe('hands a fault of the site’s handler to next, once:', () => {
    const fault = new Error('in notBought');
    const later: RequestHandler = (_req, _res, next) => {
      setImmediate(next);
    };
    const fail: RequestHandler = () => {
      throw fault;
    };
    for (const [title, notBought] of Object.entries<RequestHandler | RequestHandler[]>({
      'it throws': fail,
      'it rejects': async () => {
        throw fault;
      },
      'it calls next with it': (_req, _res, next) => next(fault),
      'it throws behind one that took its time': [later, fail],
      'it rejects behind one that took its time': [later, async () => Promise.reject(fault)],
      'it calls next twice': (_req, _res, next) => {
        next(fault);
        next(fault);
      },
      'it calls next, then rejects': async (_req, _res, next) => {
        next(fault);
        throw new Error('too late');
      },
    })) {
      it(title, async () => {
        const { openAs, failures } = await createSite({ access: { notBought } });
        const response = await openAs(ada, html);
        expect(response).to.include({ status: 500, text: 'error page' });
        expect(failures).to.deep.equal([fault]);
      });
    }

    it('it rejects without a reason', async () => {
      const { openAs, failures } = await createSite({ access: { notBought: async () => Promise.reject() } });
      expect((await openAs(ada, html)).status).to.equal(500);
      expect(failures[0]).to.be.an.instanceOf(Error);
    });
  });

  describe('sends an anonymous reader away', () => {
    it('without a call to plenigo', async () => {
      const { open } = await createSite();
      const response = await open();
      expect(response.status).to.equal(402);
      expect(response.body).to.include({ error: 'anonymous' });
      expect(world.calls()).to.deep.equal([]);
    });

    it('to the site’s handler, which sees that nobody is logged in', async () => {
      const notBought: RequestHandler = (_req, res) => res.redirect(`/login?${res.locals.plenigo.status}`);
      const { open } = await createSite({ access: { notBought } });
      const response = await open(html).redirects(0);
      expect(response.headers.location).to.equal('/login?anonymous');
    });

    it('also while plenigo is down and failOpen is set', async () => {
      breakDown();
      const { open } = await createSite({ access: { failOpen: true } });
      expect((await open()).status).to.equal(402);
    });
  });

  describe('while plenigo is down', () => {
    it('lets nobody through: 503, with the time to come back', async () => {
      buy();
      breakDown();
      const { openAs } = await createSite();
      const response = await openAs(ada);
      expect(response.status).to.equal(503);
      expect(response.headers['retry-after']).to.equal('10');
      expect(response.body).to.include({ error: 'unavailable' });
      const page = await openAs(ada, html);
      expect(page.status).to.equal(503);
      expect(page.text).to.include('Please try again in a minute.');
      expect(world.errors.map(({ code }) => code)).to.include('service-unavailable');
    });

    it('lets a buyer through whose purchase is remembered', async () => {
      buy();
      const { openAs } = await createSite();
      await openAs(ada);
      breakDown();
      expect((await openAs(ada)).text).to.equal('the archive');
    });

    it('lets readers through with failOpen, and no cache keeps what they get', async () => {
      breakDown();
      const { openAs } = await createSite({ access: { failOpen: true } });
      const response = await openAs(ada);
      expect(response.text).to.equal('the archive');
      expect(response.headers['cache-control']).to.equal('private, no-store');
    });

    it('but not with failOpen those who have not bought, once plenigo can be asked', async () => {
      const { openAs } = await createSite({ access: { failOpen: true } });
      expect((await openAs(ada)).status).to.equal(402);
    });

    it('nor with failOpen a user who is at fault rather than plenigo', async () => {
      breakDown();
      const { openAs } = await createSite({ access: { failOpen: true } });
      expect((await openAs({ id: 'nameless' })).status).to.equal(503);
    });

    it('nor with failOpen a reader with an e-mail conflict', async () => {
      world.sandbox.addCustomer({ email: ada.email });
      const { openAs } = await createSite({ access: { failOpen: true } });
      const response = await openAs(ada);
      expect(response.status).to.equal(402);
      expect(response.body).to.include({ error: 'email-conflict' });
    });
  });

  describe('takes the product', () => {
    it('from a function of the request, also async', async () => {
      buy();
      const { openAs } = await createSite({
        product: async (req) => ({ id: req.path === '/archive' ? 'ARCHIVE-PASS' : 'OTHER' }),
      });
      expect((await openAs(ada)).text).to.equal('the archive');
    });

    for (const [title, product] of Object.entries<RouteProducts>({
      'gives none': () => undefined,
      'gives one without id': () => ({ failedPayment: true }),
      'gives a wrong one': () => 'p'.repeat(21),
      throws: () => {
        throw new Error('in product');
      },
      rejects: async () => {
        throw new Error('in product');
      },
    })) {
      it(`and lets nobody through when its function ${title}`, async () => {
        const { openAs, failures } = await createSite({ product });
        expect((await openAs(ada)).text).to.equal('error page');
        expect(failures).to.have.length(1);
      });
    }

    it('and refuses a wrong one, and wrong options, at start', () => {
      const plenigo = world.plenigo();
      const start =
        (...args: unknown[]) =>
        () =>
          Reflect.apply(plenigo.requireAccess, plenigo, args);
      expect(start('p'.repeat(21))).to.throw('product.id');
      expect(start({ failedPayment: true })).to.throw('needs a product with an id');
      expect(start('P', { failopen: true })).to.throw('did you mean failOpen?');
      expect(start('P', { notBought: [] })).to.throw('requireAccess.notBought');
      expect(start('P', { notBought: 'page' })).to.throw('requireAccess.notBought');
    });
  });

  it('hands a fault of options.user to next, and lets nobody through', async () => {
    const user = async () => {
      throw new Error('in user');
    };
    const { open, failures } = await createSite({ options: { user }, access: { failOpen: true } });
    expect((await open()).text).to.equal('error page');
    expect(failures).to.have.length(1);
  });

  it('lets the error page have the locals', async () => {
    const plenigo = world.plenigo();
    const app = express();
    const product = () => {
      throw new Error('in product');
    };
    app.get('/archive', plenigo.requireAccess(product));
    const fail: ErrorRequestHandler = (_error, _req, res, _next) => {
      res.json({ status: res.locals.plenigo?.status });
    };
    app.use(fail);
    const server = await world.serve(app);
    expect((await request(server).get('/archive').set(as(ada))).body).to.deep.equal({
      status: 'unavailable',
    });
  });
});
