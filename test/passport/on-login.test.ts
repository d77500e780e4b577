// passport.serializeUser(plenigo.onLogin()): a site with several ways to log in, none of which knows of plenigo.
import { expect } from 'chai';
import { createGatedFetch } from '../middleware/gate.js';
import { onBothExpresses, useWorld } from '../middleware/world.js';
import { type LoginSite, startLoginSite } from './login-site.js';

onBothExpresses('passport.serializeUser(plenigo.onLogin())', (express) => {
  const world = useWorld();
  const key = () => `plenigo:${world.sandbox.options.companyId}`;

  /** A browser on the site, with these options besides. */
  async function visit(options: object = {}, onLogin: LoginSite['onLogin'] = 'first') {
    const plenigo = world.plenigo({ user: undefined, ...options });
    return (await startLoginSite(express, world, { plenigo, onLogin })).browser();
  }

  for (const way of ['/login', '/login/redirect', '/login/callback', '/login/keeping']) {
    it(`registers at a login, and the record is in the session that Passport saves: ${way}`, async () => {
      const { agent, logIn, open, session } = await visit();
      await agent.post('/cart/book');
      expect((await logIn('ada', way)).status).to.be.oneOf([200, 302]);
      expect(world.answers()).to.deep.equal(['createLoginToken 404', 'registerUser 200']);
      const kept = await session();
      const record = JSON.parse(kept[key()]);
      expect(record).to.include({ userId: 'ada-1', customerId: world.sandbox.customers[0]?.customerId });
      expect(kept.passport).to.deep.equal({ user: 'ada' });
      expect(kept.cart).to.equal(way === '/login/keeping' ? 'book' : undefined);
      expect(await open()).to.include({ status: 'ready', customerId: record.customerId });
      expect(world.answers()).to.have.members(['hasUserBought 403', 'createLoginToken 200']);
    });
  }

  it('registers the next reader of the same browser, whose record replaces the first one’s', async () => {
    const { logIn, session } = await visit();
    await logIn('ada');
    await logIn('bob');
    expect(world.calls()).to.deep.equal(['createLoginToken', 'registerUser', 'createLoginToken', 'registerUser']);
    expect(JSON.parse((await session())[key()])).to.include({ userId: 'bob-2' });
  });

  it('takes no record of the first reader for the next one, where Passport puts it back into the session', async () => {
    const { logIn, open } = await visit();
    await logIn('ada');
    await logIn('bob', '/login/keeping');
    const [, bob] = world.sandbox.customers;
    expect(bob).to.include({ externalUserId: 'bob-2' });
    expect(await open()).to.include({ status: 'ready', customerId: bob?.customerId });
  });

  it('lets everybody in while plenigo is down, and the next page tries again', async () => {
    const { logIn, open, session } = await visit();
    world.sandbox.inject({ call: 'createLoginToken', status: 502, times: 2 });
    await logIn();
    expect((await session()).passport).to.deep.equal({ user: 'ada' });
    expect(world.errors.map(({ code }) => code)).to.deep.equal(['bad-gateway']);
    expect(await open()).to.include({ status: 'ready' });
  });

  it('lets everybody in where the site’s own function fails or never answers, and says so in the log', async () => {
    const fail = () => {
      throw new Error('no database');
    };
    for (const user of [fail, () => new Promise(() => {})]) {
      const { logIn, session } = await visit({ user, timeout: 200 });
      await logIn();
      expect((await session()).passport).to.deep.equal({ user: 'ada' });
    }
    expect(world.messages[0]).to.match(/option user failed at a login/);
    expect(world.messages[0]).to.not.match(/database/);
  });

  it('waits for a part of the time only, and registers beside the login', async () => {
    const { fetch, hold } = createGatedFetch();
    const gate = hold(/createLoginToken/);
    const { logIn, open, session } = await visit({ fetch });
    await logIn();
    expect([(await session()).passport, world.sandbox.customers]).to.deep.equal([{ user: 'ada' }, []]);
    const page = open();
    gate.open();
    expect(await page).to.include({ status: 'ready', customerId: world.sandbox.customers[0]?.customerId });
    expect(world.sandbox.customers).to.have.length(1);
    expect(world.errors).to.deep.equal([]);
  });

  it('says so where it is handed over without the call', async () => {
    const { logIn } = await visit({}, 'uncalled');
    const { status, text } = await logIn();
    expect(status).to.equal(500);
    expect(text).to.include('hand over what plenigo.onLogin() returns');
  });

  for (const place of ['first', 'last', undefined] as const) {
    const warnings = place === 'last' ? 1 : 0;
    it(`tells the site ${warnings === 1 ? 'once' : 'nothing'} of its place among the serializers: ${place}`, async () => {
      const { logIn, open } = await visit({}, place);
      for (const name of ['ada', 'bob']) {
        await logIn(name);
        expect(await open()).to.include({ status: 'ready' });
      }
      const told = world.messages.filter((message) => message.includes('onLogin'));
      expect(told).to.have.length(warnings);
      for (const message of told) expect(message).to.match(/plenigo\.onLogin\(\) .* before the serializer of the site/);
    });
  }
});
