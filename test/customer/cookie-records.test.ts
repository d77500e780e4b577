// Records in sessions that live in a cookie, and in those that a page's own request begins.
import { expect } from 'chai';
import cookieSession from 'cookie-session';
import express, { type RequestHandler } from 'express';
import session from 'express-session';
import request from 'supertest';
import { createGatedFetch } from '../middleware/gate.js';
import { ada, useWorld } from '../middleware/world.js';
import { type LoginSite, startLoginSite } from '../passport/login-site.js';

describe('a record and a session that lives in a cookie', () => {
  const world = useWorld();
  const key = () => `plenigo:${world.sandbox.options.companyId}`;
  const record = () => ({
    userId: 'ada-1',
    email: 'ada@news.example',
    customerId: world.sandbox.customers[0]?.customerId,
  });

  /** cookie-session has no `regenerate` and `save`, which Passport 0.7 wants; this is the customary remedy. */
  const withPassport: RequestHandler = (req, _res, next) => {
    const data = req.session as unknown as Record<string, unknown> | null;
    if (data) {
      for (const name of ['regenerate', 'save']) {
        Object.defineProperty(data, name, { value: (done: () => void) => done(), enumerable: false });
      }
    }
    next();
  };

  async function startWithCookies(site: Partial<LoginSite> = {}) {
    const cookies = cookieSession({ name: 'session', keys: ['only for tests'] }) as RequestHandler;
    const sessions: RequestHandler = (req, res, next) => {
      cookies(req, res, (error) => (error ? next(error) : withPassport(req, res, next)));
    };
    return startLoginSite(express, world, { plenigo: world.plenigo({ user: undefined }), sessions, ...site });
  }

  it('takes the record along with the login behind register()', async () => {
    const { browser } = await startWithCookies({ register: true });
    const { logIn, open, session: look } = browser();
    await logIn('ada');
    expect(JSON.parse((await look())[key()])).to.include(record());
    world.calls();
    expect(await open()).to.include({ status: 'ready', user: 'ada-1' });
    expect(world.calls()).to.have.members(['hasUserBought', 'createLoginToken']);
  });

  it('is not sent again by a page that only looks', async () => {
    const { browser } = await startWithCookies();
    const { agent, logIn, session: look } = browser();
    await logIn('ada');
    for (const _view of [1, 2]) {
      const page = await agent.get('/article');
      expect(page.body).to.include({ status: 'ready' });
      expect(page.headers).to.not.have.property('set-cookie');
    }
    expect(await look()).to.deep.equal({ passport: { user: 'ada' } });
  });

  it('is not brought back by a page that was under way during the logout', async () => {
    const { fetch, hold } = createGatedFetch();
    const { browser } = await startWithCookies({ plenigo: world.plenigo({ user: undefined, fetch }) });
    const { agent, logIn, logOut, open, session: look } = browser();
    await logIn('ada');
    await agent.post('/cart/book');
    const gate = hold(/register/);
    const page = open();
    await gate.reached;
    await agent.post('/cart/pen');
    await logOut();
    gate.open();
    expect(await page).to.include({ status: 'ready', user: 'ada-1' });
    expect(await look()).to.deep.equal({ cart: 'pen', passport: {} });
  });

  it('is not made for a reader who brings a token', async () => {
    const { agent } = (await startWithCookies()).browser();
    const form = { username: 'ada', password: 'secret' };
    const page = await agent.post('/token/article').type('form').send(form);
    expect(page.body).to.include({ status: 'ready', user: 'ada-1' });
    expect(page.headers).to.not.have.property('set-cookie');
  });
});

describe('the record of a reader whom no login has met', () => {
  const world = useWorld();
  const key = () => `plenigo:${world.sandbox.options.companyId}`;

  it('is in the session after a page that begins it', async () => {
    const app = express();
    app.use(session({ secret: 'only for tests', resave: false, saveUninitialized: false }));
    app.get('/pass', (req, _res, next) => {
      Object.assign(req.session, { pass: ada.id });
      next();
    });
    app.get('/pass', world.plenigo({ user: () => ada }).checkout('ARTICLE'), (_req, res) => res.json({}));
    app.get('/session', (req, res) => res.json(req.session));
    const agent = request.agent(await world.serve(app));
    await agent.get('/pass').expect(200);
    expect(JSON.parse((await agent.get('/session')).body[key()])).to.include({
      userId: ada.id,
      customerId: world.sandbox.customers[0]?.customerId,
    });
  });

  it('is in no session without an id: nobody knows who else uses it', async () => {
    const held: Record<string, unknown> = { user: ada.id };
    const app = express();
    app.use((req, _res, next) => {
      Object.assign(req, { session: held });
      next();
    });
    app.get('/article', world.plenigo({ user: () => ada }).checkout('ARTICLE'), (_req, res) => res.json({}));
    await request(await world.serve(app))
      .get('/article')
      .expect(200);
    expect(world.sandbox.customers).to.have.length(1);
    expect(held).to.deep.equal({ user: ada.id });
  });
});
