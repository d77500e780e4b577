// Session stores in trouble, and sessions that are no stores at all: the page is served, and the site's data survives.

import { expect } from 'chai';
import cookieSession from 'cookie-session';
import type { RequestHandler } from 'express';
import type { SessionData } from 'express-session';
import { createGatedFetch } from '../middleware/gate.js';
import { onBothExpresses, useWorld } from '../middleware/world.js';
import { CountingStore, type LoginSite, readers, startLoginSite } from '../passport/login-site.js';
import { GatedStore } from './gated-store.js';

type Done = (error?: unknown, data?: SessionData | null) => void;

/** A store that can be broken: express-session itself keeps working on what it holds, this package's own calls do not. */
class BreakableStore extends CountingStore {
  /** What happens to writes and reads from now on. */
  fault: { get?: (done: Done) => void; set?: (done: Done) => void } = {};
  /** The reads that were refused. */
  refused = 0;
  #reads = 0;

  /** express-session reads once for each request, before any middleware; every further read is this package's. */
  startRequest: RequestHandler = (_req, _res, next) => {
    this.#reads = 0;
    next();
  };

  override get(id: string, done: Done): void {
    this.#reads += 1;
    if (this.#reads === 1 || this.fault.get === undefined) {
      super.get(id, done);
      return;
    }
    this.refused += 1;
    this.fault.get(done);
  }

  override set(id: string, data: SessionData, done?: Done): void {
    if (this.fault.set === undefined) super.set(id, data, done);
    else {
      this.refused += 1;
      this.fault.set(done ?? (() => {}));
    }
  }
}

onBothExpresses('a session store', (express) => {
  const world = useWorld();
  const start = (site: Partial<LoginSite> = {}) =>
    startLoginSite(express, world, { plenigo: world.plenigo({ user: undefined }), ...site });

  const error = new Error('a fault with a secret: ada@news.example');
  const faults: Record<string, (done: Done) => void> = {
    throws: () => {
      throw error;
    },
    fails: (done) => done(error),
    'never answers': () => {},
  };

  for (const call of ['get', 'set'] as const) {
    for (const [title, fault] of Object.entries(faults)) {
      it(`whose ${call} ${title} costs one attempt, and no page`, async () => {
        const store = new BreakableStore();
        const { browser } = await start({
          store,
          plenigo: world.plenigo({ user: undefined, timeout: 1000 }),
          before: store.startRequest,
        });
        const { logIn, open } = browser();
        await logIn('ada');
        store.fault = { [call]: fault };
        expect(await open()).to.include({ status: 'ready', user: 'ada-1' });
        expect(world.log).to.deep.equal(['store-failed']);
        expect(store.refused).to.equal(1);
        world.calls();
        expect(await open('/article')).to.include({ status: 'ready' });
        expect(store.refused, 'the record is in this process’s memory now').to.equal(1);
        expect(world.calls()).to.have.members(['hasUserBought', 'createLoginToken']);
        expect(world.errors).to.deep.equal([]);
      });
    }
  }

  it('whose answer comes after the page has left gets no write any more', async () => {
    const store = new GatedStore();
    const { fetch, hold } = createGatedFetch();
    const plenigo = world.plenigo({ user: undefined, fetch, timeout: 1000 });
    const { browser } = await start({ store, plenigo });
    const { logIn, open, session } = browser();
    await logIn('ada');
    const found = hold(/register/);
    const page = open();
    await found.reached;
    const reading = store.holdNextGet();
    found.open();
    await reading.reached;
    expect(await page).to.include({ status: 'ready' });
    expect(world.log).to.deep.equal(['store-failed']);
    store.take();
    reading.open();
    expect(await session()).to.not.have.property('plenigo');
    expect(store.take()).to.deep.equal([]);
  });

  it('that recovers gets the record with the next change', async () => {
    const store = new BreakableStore();
    const accounts = { ada: { ...readers.ada, id: 'ada-1', email: 'ada@news.example' } };
    const { browser } = await start({ store, accounts, before: store.startRequest });
    const { agent, logIn, open, session } = browser();
    await logIn('ada');
    store.fault = { set: (done) => done(error) };
    await open();
    store.fault = {};
    await agent.post('/email/countess@news.example').expect(200);
    expect((await session()).plenigo).to.include({ userId: 'ada-1', email: 'countess@news.example' });
    world.calls();
    await open();
    expect(world.calls()).to.have.members(['hasUserBought', 'createLoginToken']);
  });
});

onBothExpresses('a session in a cookie', (express) => {
  const world = useWorld();

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

  async function start(site: Partial<LoginSite> = {}) {
    const cookies = cookieSession({ name: 'session', keys: ['only for tests'] }) as RequestHandler;
    const sessions: RequestHandler = (req, res, next) => {
      cookies(req, res, (error) => (error ? next(error) : withPassport(req, res, next)));
    };
    const plenigo = world.plenigo({ user: undefined });
    return startLoginSite(express, world, { plenigo, sessions, ...site });
  }

  it('takes the record along with the login behind register()', async () => {
    const { browser } = await start({ register: true });
    const { logIn, open, session } = browser();
    await logIn('ada');
    expect((await session()).plenigo).to.deep.include({ userId: 'ada-1', email: 'ada@news.example' });
    world.calls();
    expect(await open()).to.include({ status: 'ready', user: 'ada-1' });
    expect(world.calls()).to.have.members(['hasUserBought', 'createLoginToken']);
  });

  it('is not sent again by a page that only looks', async () => {
    const { browser } = await start();
    const { agent, logIn, session } = browser();
    await logIn('ada');
    for (const _view of [1, 2]) {
      const page = await agent.get('/article');
      expect(page.body).to.include({ status: 'ready' });
      expect(page.headers).to.not.have.property('set-cookie');
    }
    expect(await session()).to.deep.equal({ passport: { user: 'ada' } });
  });

  it('is not brought back by a page that was under way during the logout', async () => {
    const { fetch, hold } = createGatedFetch();
    const { browser } = await start({ plenigo: world.plenigo({ user: undefined, fetch }) });
    const { agent, logIn, logOut, open, session } = browser();
    await logIn('ada');
    await agent.post('/cart/book');
    const gate = hold(/register/);
    const page = open();
    await gate.reached;
    await agent.post('/cart/pen');
    await logOut();
    gate.open();
    expect(await page).to.include({ status: 'ready', user: 'ada-1' });
    expect(await session()).to.deep.equal({ cart: 'pen', passport: {} });
  });

  it('of an e-mail changed without a new cookie does not make every page tell plenigo again', async () => {
    const accounts = { ada: { id: 'ada-1', email: 'ada@news.example' } };
    const { browser } = await start({ register: true, accounts });
    const { agent, logIn, open, session } = browser();
    await logIn('ada');
    await agent.post('/email/countess@news.example').expect(200);
    expect((await session()).plenigo, 'the cookie is old').to.include({ email: 'ada@news.example' });
    world.calls();
    for (const _view of [1, 2]) await open();
    expect(world.calls()).to.not.include('changeEmail');
  });

  it('is not made for a reader who brings a token', async () => {
    const { agent } = (await start()).browser();
    const page = await agent
      .post('/token/article')
      .type('form')
      .send({ username: 'ada', password: 'secret' });
    expect(page.body).to.include({ status: 'ready', user: 'ada-1' });
    expect(page.headers).to.not.have.property('set-cookie');
  });
});
