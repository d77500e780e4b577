// passport.serializeUser(plenigo.onLogin()): a site with several ways to log in, none of which knows of plenigo.
import { expect } from 'chai';
import session, { MemoryStore } from 'express-session';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import request from 'supertest';
import type { Plenigo } from '../../lib/entries/v2.js';
import { createGatedFetch } from '../middleware/gate.js';
import { type Express, onBothExpresses, useWorld, type World } from '../middleware/world.js';

const readers: Record<string, object> = {
  ada: { name: 'ada', id: 'ada-1', email: 'ada@news.example' },
  bob: { name: 'bob', id: 'bob-2', email: 'bob@news.example' },
};

/** The site, and a browser with a cookie jar. */
async function visit(express: Express, world: World, { plenigo, ours = 'first' }: { plenigo: Plenigo; ours?: string }) {
  const login = new passport.Passport();
  login.use(new LocalStrategy((name, _password, done) => done(null, readers[name] ?? false)));
  if (ours === 'first') login.serializeUser(plenigo.onLogin());
  if (ours === 'uncalled') login.serializeUser(plenigo.onLogin as never);
  login.serializeUser((user, done) => done(null, (user as unknown as { name: string }).name));
  if (ours === 'last') login.serializeUser(plenigo.onLogin());
  login.deserializeUser((name: string, done) => done(null, readers[name] as Express.User));

  const store = new MemoryStore();
  const app = express();
  app.set('env', 'test');
  app.use(session({ secret: 'only for tests', resave: false, saveUninitialized: false, store }));
  app.use(login.session());
  app.use(express.urlencoded({ extended: false }));
  app.post('/login/redirect', login.authenticate('local', { successRedirect: '/session' }));
  app.post('/login/route', login.authenticate('local'), (_req, res) => res.json({}));
  app.post('/login/kept', login.authenticate('local', { keepSessionInfo: true }), (_req, res) => res.json({}));
  app.post('/login/callback', (req, res, next) => {
    req.logIn(readers[req.body.username] as Express.User, (error) => (error ? next(error) : res.json({})));
  });
  app.get('/session', (req, res) => res.json(req.session));
  app.post('/cart', (req, res) => {
    Object.assign(req.session, { cart: 'book' });
    res.json({});
  });
  app.get('/article', plenigo.checkout('ARTICLE'), (_req, res) => res.json(res.locals.plenigo));
  const agent = request.agent(await world.serve(app));
  return {
    agent,
    logIn: (username = 'ada', way = 'redirect') =>
      agent.post(`/login/${way}`).type('form').send({ username, password: 'secret' }),
    open: async () => (await agent.get('/article')).body,
    session: async () => (await agent.get('/session')).body,
  };
}

onBothExpresses('passport.serializeUser(plenigo.onLogin())', (express) => {
  const world = useWorld();
  const key = () => `plenigo:${world.sandbox.options.companyId}`;
  const usual = { user: undefined };

  for (const way of ['redirect', 'route', 'callback', 'kept']) {
    it(`registers at a login, and the record is in the session that Passport saves: ${way}`, async () => {
      const plenigo = world.plenigo(usual);
      const { agent, logIn, open, session } = await visit(express, world, { plenigo });
      await agent.post('/cart');
      expect((await logIn('ada', way)).status).to.be.oneOf([200, 302]);
      expect(world.answers()).to.deep.equal(['createLoginToken 404', 'registerUser 200']);
      const kept = await session();
      const record = JSON.parse(kept[key()]);
      expect(record).to.include({ userId: 'ada-1', customerId: world.sandbox.customers[0]?.customerId });
      expect(kept.passport).to.deep.equal({ user: 'ada' });
      expect(kept.cart).to.equal(way === 'kept' ? 'book' : undefined);
      expect(await open()).to.include({ status: 'ready', customerId: record.customerId });
      expect(world.answers()).to.have.members(['hasUserBought 403', 'createLoginToken 200']);
    });
  }

  it('registers the next reader of the same browser, whose record replaces the first one’s', async () => {
    const { logIn, session } = await visit(express, world, { plenigo: world.plenigo(usual) });
    await logIn('ada');
    await logIn('bob');
    expect(world.calls()).to.deep.equal(['createLoginToken', 'registerUser', 'createLoginToken', 'registerUser']);
    expect(JSON.parse((await session())[key()])).to.include({ userId: 'bob-2' });
  });

  it('takes no record of the first reader for the next one, where Passport puts it back into the session', async () => {
    const { logIn, open } = await visit(express, world, { plenigo: world.plenigo(usual) });
    await logIn('ada');
    await logIn('bob', 'kept');
    const [, bob] = world.sandbox.customers;
    expect(bob).to.include({ externalUserId: 'bob-2' });
    expect(await open()).to.include({ status: 'ready', customerId: bob?.customerId });
  });

  it('lets everybody in while plenigo is down, and the next page tries again', async () => {
    const { logIn, open, session } = await visit(express, world, { plenigo: world.plenigo(usual) });
    world.sandbox.inject({ call: 'createLoginToken', status: 502, times: 2 });
    await logIn();
    expect((await session()).passport).to.deep.equal({ user: 'ada' });
    expect(world.errors.map(({ code }) => code)).to.deep.equal(['bad-gateway']);
    expect(await open()).to.include({ status: 'ready' });
  });

  it('lets everybody in where the site’s own function fails, and says so in the log', async () => {
    const told: string[] = [];
    const tell = (_fields: object, message: string) => told.push(message);
    const user = () => {
      throw new Error('no database');
    };
    const plenigo = world.plenigo({ user, logger: { debug() {}, info() {}, warn: tell, error: tell } });
    const { logIn, session } = await visit(express, world, { plenigo });
    await logIn();
    expect((await session()).passport).to.deep.equal({ user: 'ada' });
    expect(told).to.have.length(1);
    expect(told[0])
      .to.match(/option user failed at a login/)
      .and.not.match(/database/);
  });

  it('lets everybody in where the site’s own function never answers', async () => {
    const plenigo = world.plenigo({ user: () => new Promise(() => {}), timeout: 200 });
    const { logIn, session } = await visit(express, world, { plenigo });
    await logIn();
    expect((await session()).passport).to.deep.equal({ user: 'ada' });
  });

  it('waits for a part of the time only, and registers beside the login', async () => {
    const { fetch, hold } = createGatedFetch();
    const gate = hold(/createLoginToken/);
    const { logIn, open, session } = await visit(express, world, { plenigo: world.plenigo({ ...usual, fetch }) });
    await logIn();
    expect((await session()).passport).to.deep.equal({ user: 'ada' });
    expect(world.sandbox.customers).to.deep.equal([]);
    const page = open();
    gate.open();
    expect(await page).to.include({ status: 'ready', customerId: world.sandbox.customers[0]?.customerId });
    expect(world.sandbox.customers).to.have.length(1);
    expect(world.errors).to.deep.equal([]);
  });

  it('says so where it is handed over without the call', async () => {
    const { logIn } = await visit(express, world, { plenigo: world.plenigo(usual), ours: 'uncalled' });
    const { status, text } = await logIn();
    expect(status).to.equal(500);
    expect(text).to.include('hand over what plenigo.onLogin() returns');
  });

  for (const [ours, warnings] of [
    ['first', 0],
    ['last', 1],
    ['nowhere', 0],
  ] as const) {
    it(`tells the site ${warnings === 1 ? 'once' : 'nothing'} of its place among the serializers: ${ours}`, async () => {
      const told: string[] = [];
      const warn = (_fields: object, message: string) => told.push(message);
      const plenigo = world.plenigo({ ...usual, logger: { debug() {}, info() {}, warn, error: warn } });
      const { logIn, open } = await visit(express, world, { plenigo, ours });
      for (const name of ['ada', 'bob']) {
        await logIn(name);
        expect(await open()).to.include({ status: 'ready' });
      }
      expect(told).to.have.length(warnings);
      for (const message of told) expect(message).to.match(/plenigo\.onLogin\(\) .* before the serializer of the site/);
    });
  }
});
