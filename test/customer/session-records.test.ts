// A record joins the site's session without harm to anything else in it.
import { expect } from 'chai';
import { MemoryStore } from 'express-session';
import { createGatedFetch } from '../middleware/gate.js';
import { onBothExpresses, useWorld } from '../middleware/world.js';
import { CountingStore, type LoginSite, readers, startLoginSite } from '../passport/login-site.js';
import { GatedStore } from './gated-store.js';

const { ada } = readers;

onBothExpresses('a record in the session', (express) => {
  const world = useWorld();
  /** What plenigo's own key holds for Ada once she is registered. */
  const record = () => ({
    userId: ada?.id,
    email: ada?.email,
    customerId: world.sandbox.customers[0]?.customerId,
  });
  const start = (site: Partial<LoginSite> = {}) =>
    startLoginSite(express, world, { plenigo: world.plenigo({ user: undefined }), ...site });

  describe('is written', () => {
    it('once, by the first page, and then no more', async () => {
      const store = new CountingStore();
      const { browser } = await start({ store });
      const { logIn, open, session } = browser();
      await logIn('ada');
      store.take();
      await open();
      expect(store.take()).to.have.length(1);
      for (const path of ['/article', '/article/click', '/archive']) await open(path);
      expect(store.take()).to.deep.equal([]);
      expect((await session()).plenigo).to.deep.equal(record());
    });

    it('with the login itself behind register()', async () => {
      const store = new CountingStore();
      const { browser } = await start({ store, register: true });
      const { logIn, open, session } = browser();
      await logIn('ada');
      expect((await session()).plenigo).to.deep.equal(record());
      store.take();
      world.calls();
      await open();
      expect(store.take()).to.deep.equal([]);
      expect(world.calls()).to.have.members(['hasUserBought', 'createLoginToken']);
    });

    it('once for twenty first pages at the same time', async () => {
      const store = new CountingStore();
      const { browser } = await start({ store });
      const { logIn, open } = browser();
      await logIn('ada');
      store.take();
      await Promise.all(Array.from({ length: 20 }, () => open()));
      expect(store.take()).to.have.length(1);
    });

    it('again when the e-mail has changed, by the site’s own call, and then no more', async () => {
      const store = new CountingStore();
      const accounts = { ada: { ...readers.ada, id: 'ada-1', email: 'ada@news.example' } };
      const { browser } = await start({ store, accounts });
      const { agent, logIn, open, session } = browser();
      await logIn('ada');
      await open();
      store.take();
      await agent.post('/email/countess@news.example').expect(200);
      expect((await session()).plenigo).to.include({ email: 'countess@news.example' });
      expect(store.take()).to.have.length(1);
      world.calls();
      await open();
      expect(world.calls()).to.not.include('changeEmail');
      expect(store.take()).to.deep.equal([]);
    });

    it('without a token, whatever the page had', async () => {
      const store = new CountingStore();
      const { browser } = await start({ store, register: true });
      const { logIn, open } = browser();
      await logIn('ada');
      await open();
      const written = JSON.stringify(store.writes);
      for (const { token } of world.sandbox.tokens) expect(written).to.not.include(token);
      expect(world.sandbox.tokens).to.have.length.above(0);
    });

    it('not at all after a search that failed', async () => {
      const store = new CountingStore();
      const { browser } = await start({ store });
      const { logIn, open } = browser();
      await logIn('ada');
      store.take();
      world.sandbox.inject({ call: 'registerUser', status: 500 });
      await open();
      expect(store.take()).to.deep.equal([]);
    });
  });

  it('serves another process that shares the sessions', async () => {
    const store = new MemoryStore();
    const first = await start({ store });
    const second = await start({ store });
    const { agent, logIn, open } = first.browser();
    await logIn('ada');
    await open();
    const cookie = String(
      agent.jar.getCookies({ path: '/', domain: '127.0.0.1', secure: false, script: false }).toValueString(),
    );
    world.calls();
    const page = await second.browser().agent.get('/archive').set('cookie', cookie);
    expect(page.body).to.include({ error: 'not-bought' });
    expect(world.calls(), 'no search').to.deep.equal(['hasUserBought']);
  });

  describe('leaves alone', () => {
    it('a cart that another request has filled meanwhile', async () => {
      const { fetch, hold } = createGatedFetch();
      const { browser } = await start({ plenigo: world.plenigo({ user: undefined, fetch }) });
      const { agent, logIn, open, session } = browser();
      await logIn('ada');
      const gate = hold(/register/);
      const page = open();
      await gate.reached;
      await agent.post('/cart/book');
      gate.open();
      expect(await page).to.include({ status: 'ready' });
      expect(await session()).to.deep.include({ cart: 'book', plenigo: record() });
    });

    it('a cart that is filled while the record is being written to a slow store', async () => {
      const store = new GatedStore();
      const { fetch, hold } = createGatedFetch();
      const { browser } = await start({ store, plenigo: world.plenigo({ user: undefined, fetch }) });
      const { agent, logIn, open, session } = browser();
      await logIn('ada');
      const found = hold(/register/);
      const page = open();
      await found.reached;
      const reading = store.holdNextGet();
      found.open();
      await reading.reached;
      await agent.post('/cart/book');
      reading.open();
      expect(await page).to.include({ status: 'ready' });
      expect(await session()).to.deep.include({ cart: 'book', plenigo: record() });
    });

    it('a logout while the search was under way: the session is not brought back', async () => {
      const store = new CountingStore();
      const { fetch, hold } = createGatedFetch();
      const { browser } = await start({ store, plenigo: world.plenigo({ user: undefined, fetch }) });
      const { logIn, logOut, open, session } = browser();
      await logIn('ada');
      const gate = hold(/register/);
      const page = open();
      await gate.reached;
      await logOut();
      gate.open();
      expect(await page).to.include({ status: 'ready', user: 'ada-1' });
      expect(store.kept().filter((text) => text.includes('ada'))).to.deep.equal([]);
      expect(await session()).to.not.have.any.keys('plenigo', 'passport');
    });

    it('a logout while the record is being written to a slow store', async () => {
      const store = new GatedStore();
      const { fetch, hold } = createGatedFetch();
      const { browser } = await start({ store, plenigo: world.plenigo({ user: undefined, fetch }) });
      const { logIn, logOut, open } = browser();
      await logIn('ada');
      const found = hold(/register/);
      const page = open();
      await found.reached;
      const reading = store.holdNextGet();
      found.open();
      await reading.reached;
      await logOut();
      reading.open();
      await page;
      expect(store.kept().filter((text) => text.includes('ada'))).to.deep.equal([]);
    });

    it('an empty session (saveUninitialized: false): an anonymous reader gets none', async () => {
      const store = new CountingStore();
      const { browser } = await start({ store });
      const { agent } = browser();
      const page = await agent.get('/article');
      expect(page.headers).to.not.have.property('set-cookie');
      expect(store.take()).to.deep.equal([]);
    });

    it('the expiry of a rolling session', async () => {
      const settings = { rolling: true, cookie: { maxAge: 3_600_000 } };
      const store = new CountingStore();
      const { browser } = await start({ store, settings });
      const { agent, logIn } = browser();
      await logIn('ada');
      for (const view of [1, 2]) {
        const page = await agent.get('/article');
        expect(page.headers['set-cookie'], `view ${view}`).to.have.length(1);
        const [text] = store.kept();
        const { cookie, plenigo, passport } = JSON.parse(text ?? '');
        expect(cookie.originalMaxAge).to.equal(3_600_000);
        expect(new Date(cookie.expires).getTime()).to.be.above(Date.now());
        expect({ plenigo, passport }).to.deep.equal({ plenigo: record(), passport: { user: 'ada' } });
      }
    });
  });

  describe('survives', () => {
    it('a page that writes to the session itself', async () => {
      const store = new CountingStore();
      const { browser } = await start({ store });
      const { logIn, open, session } = browser();
      await logIn('ada');
      await open('/article/counted');
      expect(await session()).to.deep.include({ views: 1, plenigo: record() });
      store.take();
      await open('/article/counted');
      expect(store.take(), 'the site’s own write').to.have.length(1);
      expect(await session()).to.deep.include({ views: 2, plenigo: record() });
    });

    it('a site that saves every session again (resave: true)', async () => {
      const store = new CountingStore();
      const { browser } = await start({ store, settings: { resave: true } });
      const { logIn, open, session } = browser();
      await logIn('ada');
      await open();
      expect((await session()).plenigo).to.deep.equal(record());
      store.take();
      await open();
      expect(store.take(), 'the site’s own write').to.have.length(1);
    });

    it('sessions that are saved while they are empty (saveUninitialized: true)', async () => {
      const { browser } = await start({ settings: { saveUninitialized: true } });
      const { agent, logIn, open, session } = browser();
      await agent.get('/article');
      await logIn('ada');
      await open();
      expect((await session()).plenigo).to.deep.equal(record());
    });
  });

  describe('belongs to one reader:', () => {
    it('the next one in the same browser starts without it', async () => {
      const { browser } = await start({ register: true });
      const { logIn, logOut, open, session } = browser();
      await logIn('ada');
      const first = await open();
      await logOut();
      expect(await session()).to.not.have.property('plenigo');
      await logIn('bob');
      const second = await open();
      expect(second).to.include({ status: 'ready', user: 'bob-2' });
      expect(second.customerId).to.not.equal(first.customerId);
      expect((await session()).plenigo).to.include({ userId: 'bob-2' });
    });

    it('another one’s record in the session is not used', async () => {
      const store = new MemoryStore();
      const { browser } = await start({ store });
      const { logIn, open, session } = browser();
      await logIn('ada');
      await open();
      const sessions = (store as unknown as { sessions: Record<string, string> }).sessions;
      for (const [id, text] of Object.entries(sessions))
        sessions[id] = text.replace('"user":"ada"', '"user":"bob"');
      const page = await open();
      expect(page).to.include({ status: 'ready', user: 'bob-2' });
      expect(world.sandbox.customers.map(({ externalUserId }) => externalUserId)).to.deep.equal([
        'ada-1',
        'bob-2',
      ]);
      expect((await session()).plenigo).to.include({ userId: 'bob-2' });
    });
  });
});
