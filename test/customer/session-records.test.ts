// The record joins the session where the site saves that anyway; this package saves none, and touches no store.
import { expect } from 'chai';
import express, { type RequestHandler } from 'express';
import session, { MemoryStore } from 'express-session';
import request from 'supertest';
import { startSandbox } from '../../lib/sandbox/index.js';
import { createGatedFetch, until } from '../middleware/gate.js';
import { useWorld } from '../middleware/world.js';
import { ListingStore, type LoginSite, startLoginSite } from '../passport/login-site.js';

type Browser = ReturnType<Awaited<ReturnType<typeof startLoginSite>>['browser']>;

describe('a record and the site’s session', () => {
  const world = useWorld();
  const key = () => `plenigo:${world.sandbox.options.companyId}`;
  const start = (site: Partial<LoginSite> = {}) =>
    startLoginSite(express, world, { plenigo: world.plenigo({ user: undefined }), ...site });
  /** What the session holds for Ada once she is registered, but for the time. */
  const record = () => ({
    userId: 'ada-1',
    email: 'ada@news.example',
    customerId: world.sandbox.customers[0]?.customerId,
  });

  describe('this package saves no session:', () => {
    for (const [title, settings, calls] of [
      ['by default', {}, ['get', 'touch']],
      ['with rolling', { rolling: true }, ['get', 'touch']],
      ['with resave', { resave: true }, ['get', 'set']],
      ['with saveUninitialized', { saveUninitialized: true }, ['get', 'touch']],
    ] as const) {
      it(`a page makes the store’s calls of express-session alone, and wraps none of its methods, ${title}`, async () => {
        const store = new ListingStore();
        const { browser } = await start({ store, settings });
        const { agent, logIn, open } = browser();
        await logIn('ada');
        const methods = () => [store.get, store.set, store.touch, store.destroy, store.createSession];
        const before = methods();
        store.take();
        for (const path of ['/article', '/article', '/article/click', '/archive']) {
          await open(path);
          expect(store.take(), path).to.deep.equal(calls);
        }
        await agent.post('/email/countess@news.example').expect(200);
        expect(store.take(), 'changeEmail').to.deep.equal(calls);
        expect(methods()).to.deep.equal(before);
      });
    }

    /** A browser of Ada's, who has logged in, and what her page was answered that searched while `meanwhile` ran. */
    async function whileSearching(meanwhile: (browser: Browser) => Promise<unknown>, site: Partial<LoginSite> = {}) {
      const { fetch, hold } = createGatedFetch();
      const browser = (await start({ ...site, plenigo: world.plenigo({ user: undefined, fetch }) })).browser();
      await browser.logIn('ada');
      const gate = hold(/register/);
      const page = browser.open();
      await gate.reached;
      await meanwhile(browser);
      gate.open();
      expect(await page).to.include({ status: 'ready', user: 'ada-1' });
      return browser.session();
    }

    it('a logout while a page searches is not undone', async () => {
      const store = new ListingStore();
      const held = await whileSearching(({ logOut }) => logOut(), { store });
      expect(store.kept().filter((text) => text.includes('ada'))).to.deep.equal([]);
      expect(held).to.not.have.any.keys(key(), 'passport');
    });

    it('what another request puts into the session while a page searches stays there', async () => {
      const held = await whileSearching(async ({ agent }) => agent.post('/cart/book'));
      expect(held).to.deep.include({ cart: 'book', passport: { user: 'ada' } });
    });

    it('a reader without one gets none', async () => {
      const store = new ListingStore();
      const { agent } = (await start({ store })).browser();
      expect((await agent.get('/article')).headers).to.not.have.property('set-cookie');
      for (const path of ['/token', '/token/article']) {
        const form = { username: 'ada', password: 'secret' };
        const page = await agent.post(path).type('form').send(form);
        expect(page.body).to.include({ user: 'ada-1' });
        expect(page.headers).to.not.have.property('set-cookie');
      }
      expect(store.take()).to.deep.equal([]);
    });
  });

  describe('the record is in the session', () => {
    it('after a login with register() behind it, which begins a new session', async () => {
      const { browser } = await start({ register: true });
      const { agent, logIn, open, session: look } = browser();
      await agent.post('/cart/book');
      await logIn('ada');
      expect(JSON.parse((await look())[key()])).to.include(record());
      world.calls();
      await open();
      expect(world.calls()).to.have.members(['hasUserBought', 'createLoginToken']);
    });

    it('after a login that goes on with the session that the browser has had (Passport before 0.6)', async () => {
      const { browser } = await start();
      const { agent, session: look } = browser();
      await agent.post('/cart/book');
      await agent.post('/login/kept/ada').expect(200);
      expect(await look()).to.deep.include({ cart: 'book', passport: { user: 'ada' } });
      expect(JSON.parse((await look())[key()])).to.include(record());
    });

    it('never where the browser has had the session before: other requests may be using it', async () => {
      const { browser } = await start({ settings: { resave: true } });
      const { logIn, open, session: look } = browser();
      await logIn('ada');
      await open();
      await open('/article/counted');
      expect(await look()).to.include({ views: 1 });
      expect(await look()).to.not.have.property(key());
    });

    it('after a login, if the site saves empty sessions (saveUninitialized)', async () => {
      const { browser } = await start({ register: true, settings: { saveUninitialized: true } });
      // This process remembers the reader from another browser.
      await browser().logIn('ada');
      const { agent, logIn, session: look } = browser();
      await agent.get('/article');
      await logIn('ada');
      expect(JSON.parse((await look())[key()])).to.include(record());
    });

    it('without a token', async () => {
      const store = new ListingStore();
      const { browser } = await start({ store, register: true });
      const { logIn, open } = browser();
      await logIn('ada');
      await open('/article/counted');
      expect(store.written).to.include(record().customerId);
      expect(world.sandbox.tokens).to.not.have.length(0);
      for (const { token } of world.sandbox.tokens) expect(store.written).to.not.include(token);
    });
  });

  describe('what is found in a session', () => {
    /** Two processes that share the sessions, and one browser. */
    async function processes() {
      const store = new MemoryStore();
      const accounts = { ada: { id: 'ada-1', email: 'ada@news.example' } };
      const first = await start({ store, accounts, register: true });
      const second = await start({ store, accounts });
      const browser = first.browser();
      await browser.logIn('ada');
      const { jar } = browser.agent;
      const cookie = () =>
        String(jar.getCookies({ path: '/', domain: '127.0.0.1', secure: false, script: false }).toValueString());
      const { agent } = second.browser();
      const openThere = async (path: string) => (await agent.get(path).set('cookie', cookie())).body;
      /** The second process gets to know the reader without the session. */
      const bringToken = () => agent.post('/token/article').type('form').send({ username: 'ada', password: 'secret' });
      return { accounts, store, browser, openThere, bringToken };
    }

    function rewrite(store: MemoryStore, from: string | RegExp, to: string): void {
      const { sessions } = store as unknown as { sessions: Record<string, string> };
      for (const [id, text] of Object.entries(sessions)) sessions[id] = text.replace(from, to);
    }

    it('saves another process the search', async () => {
      const { openThere } = await processes();
      world.calls();
      expect(await openThere('/archive')).to.include({ error: 'not-bought' });
      expect(world.calls()).to.deep.equal(['hasUserBought']);
    });

    it('counts if it is newer than what the process remembers, and only then', async () => {
      const { accounts, browser, openThere, bringToken } = await processes();
      await bringToken();
      await until(() => world.sandbox.requests.some(({ call }) => call === 'changeEmail'));
      accounts.ada.email = 'countess@news.example';
      await browser.open();
      await until(() => world.sandbox.customers[0]?.email === 'countess@news.example');
      // The record goes into the session that begins.
      await browser.logOut();
      await browser.logIn('ada');
      world.calls();
      await openThere('/article');
      expect(world.calls()).to.have.members(['hasUserBought', 'createLoginToken']);
    });

    it('counts for old if it is of a day to come: it is told again, once', async () => {
      const { store, openThere } = await processes();
      rewrite(store, /(?<="at\\":)\d/, '99');
      const told = () => world.sandbox.requests.filter(({ call }) => call === 'changeEmail');
      await openThere('/article');
      await until(() => told().some(({ status }) => status > 0));
      await openThere('/article');
      expect(told()).to.have.length(1);
    });

    it('of another reader is not used', async () => {
      const { accounts, store, openThere } = await processes();
      Object.assign(accounts, { bob: { id: 'bob-2', email: 'bob@news.example' } });
      rewrite(store, '"user":"ada"', '"user":"bob"');
      expect(await openThere('/article')).to.include({ status: 'ready', user: 'bob-2' });
      const owners = world.sandbox.customers.map(({ externalUserId }) => externalUserId);
      expect(owners).to.deep.equal(['ada-1', 'bob-2']);
    });
  });

  const fail = () => {
    throw new Error('no such session');
  };
  const broken: Readonly<Record<string, PropertyDescriptor>> = {
    'takes nothing': { value: Object.freeze({ isChanged: true, user: 'ada' }) },
    'has a `save` that cannot be read': { value: Object.defineProperty({}, 'save', { get: fail }) },
    'fails at whatever is asked': { value: new Proxy({}, { get: fail, has: fail, getOwnPropertyDescriptor: fail }) },
    'cannot be read': { get: fail },
  };
  for (const [title, descriptor] of Object.entries(broken)) {
    it(`keeps no buyer from a page whose session ${title}`, async () => {
      world.addBuyer(['ARTICLE']);
      const breakSession: RequestHandler = (req, _res, next) => {
        if (req.headers.broken) Object.defineProperty(req, 'session', descriptor);
        next();
      };
      const article = world.plenigo().checkout('ARTICLE') as RequestHandler;
      const open = await world.pages({ '/article': [breakSession, article] });
      for (const headers of [{}, { broken: 'yes' }] as Record<string, string>[]) {
        const { status, body } = await open('/article', { headers });
        expect([status, body.status]).to.deep.equal([200, 'bought']);
      }
    });
  }

  it('two companies in one app share a session and keep their own records', async () => {
    const other = await startSandbox();
    try {
      const plenigos = [world.plenigo(), world.plenigo(other.options)];
      const user = { id: 'ada-1', email: 'ada@news.example' };
      const app = express();
      app.use(session({ secret: 'only for tests', resave: false, saveUninitialized: false }));
      app.get('/login', (req, _res, next) => {
        Object.assign(req.session, { user: user.id });
        next();
      });
      app.use((req, _res, next) => {
        req.headers['x-user'] = JSON.stringify(user);
        next();
      });
      app.get('/login', ...plenigos.map((plenigo) => plenigo.register()));
      app.get('/session', (req, res) => res.json(req.session));
      plenigos.forEach((plenigo, index) => {
        app.get(`/article/${index}`, plenigo.checkout('ARTICLE'), (_req, res) => res.json(res.locals.plenigo));
      });
      app.get('/login', (_req, res) => res.json({}));
      const agent = request.agent(await world.serve(app));
      await agent.get('/login').expect(200);
      const { body } = await agent.get('/session');
      for (const [index, sandbox] of [world.sandbox, other].entries()) {
        const customerId = sandbox.customers[0]?.customerId;
        expect(JSON.parse(body[`plenigo:${sandbox.options.companyId}`])).to.include({ customerId });
        expect((await agent.get(`/article/${index}`)).body).to.include({ customerId });
      }
      user.email = 'countess@news.example';
      for (const [index, sandbox] of [world.sandbox, other].entries()) {
        await agent.get(`/article/${index}`);
        await until(() => sandbox.customers[0]?.email === user.email);
      }
    } finally {
      await other.close();
    }
  });
});
