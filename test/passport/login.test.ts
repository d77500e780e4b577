// A login with real Passport strategies and sessions: what one reader leaves behind, the next one never finds.
import { expect } from 'chai';
import { createGatedFetch } from '../middleware/gate.js';
import { onBothExpresses, useWorld } from '../middleware/world.js';
import { ListingStore, type LoginSite, startLoginSite } from './login-site.js';

const credentials = { username: 'ada', password: 'secret' };

onBothExpresses('a login with Passport', (express) => {
  const world = useWorld();
  const key = () => `plenigo:${world.sandbox.options.companyId}`;
  const start = (site: Partial<LoginSite> = {}) =>
    startLoginSite(express, world, { plenigo: world.plenigo({ user: undefined }), ...site });

  it('with register() behind it succeeds for a user without e-mail, whom plenigo is not told', async () => {
    const accounts = { ada: { id: 'ada-1', email: '' } };
    const { browser } = await start({ register: true, accounts });
    const { logIn, open } = browser();
    expect([(await logIn('ada')).status, world.calls()]).to.deep.equal([200, []]);
    expect(await open()).to.include({ status: 'email-missing', user: 'ada-1' });
    expect([world.calls(), world.errors]).to.deep.equal([['hasUserBought'], []]);
  });

  it('with register() behind it does nothing where the login failed', async () => {
    const { browser } = await start({ register: true });
    expect([(await browser().logIn('nobody')).status, world.calls()]).to.deep.equal([401, []]);
  });

  it('without a session (`session: false`) finds the customer again in this process’s memory', async () => {
    const { browser } = await start();
    const { agent } = browser();
    await agent.post('/token').type('form').send(credentials);
    world.calls();
    const page = await agent.post('/token/article').type('form').send(credentials);
    const customerId = world.sandbox.customers[0]?.customerId;
    expect(page.body).to.include({ status: 'ready', customerId });
    expect(world.calls()).to.have.members(['hasUserBought', 'createLoginToken']);
  });

  it('without a session (`session: false`) leaves the session alone that the browser has for its cart', async () => {
    const { browser } = await start();
    const { agent, session } = browser();
    await agent.post('/cart/book');
    await agent.post('/token/article').type('form').send(credentials);
    expect(await session()).to.deep.include({ cart: 'book' });
    expect(await session()).to.not.have.property('passport');
  });

  describe('of another reader in the same browser', () => {
    it('finds nothing of the first: neither token, customer nor purchases', async () => {
      const { browser } = await start({ register: true });
      const { logIn, logOut, open } = browser();
      await logIn('ada');
      world.sandbox.buy({ externalUserId: 'ada-1' }, 'ARTICLE');
      expect(await open()).to.include({ status: 'bought', user: 'ada-1' });
      await logOut();
      expect(await open()).to.include({ status: 'anonymous' });
      await logIn('bob');
      const page = await open();
      const bob = world.sandbox.customers.find(({ externalUserId }) => externalUserId === 'bob-2');
      expect(page).to.include({ status: 'ready', user: 'bob-2', customerId: bob?.customerId });
      const token = world.sandbox.tokens.find((entry) => entry.token === page.loginToken);
      expect(token?.customerId).to.equal(bob?.customerId);
    });

    it('without a logout between, neither', async () => {
      const { browser } = await start({ register: true });
      const { logIn, open, session } = browser();
      await logIn('ada');
      world.sandbox.buy({ externalUserId: 'ada-1' }, 'ARTICLE');
      await open();
      await logIn('bob');
      expect(await open()).to.include({ status: 'ready', user: 'bob-2' });
      expect(JSON.parse((await session())[key()])).to.include({ userId: 'bob-2' });
    });

    // With both, express-session itself brings the first reader's session back, and its cookie; no site should set both.
    for (const settings of [{}, { rolling: true }, { resave: true }]) {
      const held = ['createLoginToken', 'register', 'user/product'];
      it(`finds nothing of the first whose pages are still under way (${JSON.stringify(settings)})`, async () => {
        const store = new ListingStore();
        const { fetch, hold } = createGatedFetch();
        const plenigo = world.plenigo({ user: undefined, fetch });
        const { browser } = await start({ store, plenigo, settings });
        const { logIn, logOut, open, session } = browser();
        await logIn('ada');
        const gates = held.map((url) => hold(new RegExp(url)));
        const pages = [open(), open('/archive'), open('/article/click')];
        const [token, register, product] = gates;
        await Promise.all([token?.reached, product?.reached]);
        await logOut();
        await logIn('bob');
        const [early, late] = [open(), open('/article/click')];
        // Ada's first page goes on to register her while Bob is logged in.
        token?.open();
        await register?.reached;
        register?.open();
        product?.open();
        const bobsPages = await Promise.all([early, late]);
        const adasPages = await Promise.all(pages);
        for (const page of adasPages) expect(page.user ?? 'ada-1').to.equal('ada-1');
        for (const page of [...bobsPages, await open()]) {
          if (page.status === 'anonymous') continue;
          const bob = world.sandbox.customers.find(({ externalUserId }) => externalUserId === 'bob-2');
          expect(page).to.include({ status: 'ready', user: 'bob-2' });
          if (page.customerId !== undefined) expect(page.customerId).to.equal(bob?.customerId);
        }
        const { [key()]: record } = await session();
        if (record !== undefined) expect(JSON.parse(record).userId).to.equal('bob-2');
      });
    }
  });

  it('of two readers in two browsers at the same time keeps them apart', async () => {
    const { browser } = await start({ register: true });
    const first = browser();
    const second = browser();
    await Promise.all([first.logIn('ada'), second.logIn('bob')]);
    const pages = await Promise.all(
      Array.from({ length: 20 }, (_value, index) => (index % 2 === 0 ? first : second).open()),
    );
    for (const [index, page] of pages.entries()) {
      const id = index % 2 === 0 ? 'ada-1' : 'bob-2';
      const customer = world.sandbox.customers.find(({ externalUserId }) => externalUserId === id);
      expect(page).to.include({ status: 'ready', user: id, customerId: customer?.customerId });
      const token = world.sandbox.tokens.find((entry) => entry.token === page.loginToken);
      expect(token?.customerId).to.equal(customer?.customerId);
    }
  });
});
