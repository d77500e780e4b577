// The user that a site names, and an address that nobody has proved: it leads to no customer; a change that is told is kept.
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { RecordStore, SiteUser } from '../../lib/base/options.js';
import { checkSiteUser } from '../../lib/visit/site.js';
import { createGate, until } from '../middleware/gate.js';
import { useWorld } from '../middleware/world.js';
import { onBothApis } from '../support/apis.js';
import { failure } from '../support/errors.js';

const A = 'ada@news.example';
const B = 'countess@news.example';
const ada = { id: 'ada-1', email: A };
const moved = { id: 'ada-1', email: B };

onBothApis('an address without a proof', (api) => {
  const world = useWorld(api);
  const isV2 = api.name === 'v2';
  const codes = () => world.errors.splice(0).map(({ code }) => code);
  const arrived = (email: string) => until(() => world.sandbox.find({ email }) !== undefined);
  /** Nothing is on its way to plenigo any more. */
  const quiet = () => until(() => world.sandbox.requests.every(({ status }) => status > 0));

  async function believe(options: Parameters<typeof world.plenigo>[0] = {}) {
    const site = await world.site({ options, hasRouter: true });
    // In click mode a page finds nobody: a login does.
    return { ...site, meet: (user: object) => site.read(user, isV2 ? '/article' : '/login') };
  }

  for (const emailVerified of [undefined, false, 'true', 1]) {
    it(`leads to no customer who has it, and emailVerified: ${JSON.stringify(emailVerified)} is none`, async () => {
      const customer = world.sandbox.addCustomer({ email: A });
      world.sandbox.buy(customer, 'ARTICLE');
      const { read } = await believe();
      await read({ ...ada, emailVerified }, '/login');
      expect(codes()).to.deep.equal(['email-conflict']);
      expect(await read({ ...ada, emailVerified })).to.include({ access: false, bought: false });
      expect(customer).to.not.have.property('externalUserId');
      expect(world.sandbox.customers).to.have.length(1);
    });
  }

  for (const [title, user, options] of [
    ['a proof of the site’s', { ...ada, emailVerified: true }, {}],
    ['the word of a site that trusts its addresses', ada, { trustEmails: true }],
  ] as const) {
    it(`leads to that customer with ${title}, and their purchases open the page at once`, async () => {
      const customer = world.sandbox.addCustomer({ email: A });
      world.sandbox.buy(customer, 'ARTICLE');
      const { meet, read } = await believe(options);
      await meet(user);
      expect(customer.externalUserId).to.equal(ada.id);
      expect(await read(user)).to.include({ status: 'bought', access: true });
      expect(world.sandbox.customers).to.have.length(1);
      expect(codes()).to.deep.equal([]);
    });
  }

  it('never leads to a customer who is linked to another user, whatever it proves', async () => {
    const customer = world.sandbox.addCustomer({ email: A, externalUserId: 'somebody-else' });
    world.sandbox.buy(customer, 'ARTICLE');
    const { read } = await believe({ trustEmails: true });
    await read(ada, '/login');
    expect(codes()).to.deep.equal(['email-conflict']);
    expect(await read(ada)).to.include({ access: false, bought: false });
    expect([customer.externalUserId, world.sandbox.tokens]).to.deep.equal(['somebody-else', []]);
  });

  it('is, with requireVerifiedEmail, neither registered nor told while nobody has confirmed it', async () => {
    const { meet, read, plenigo } = await believe({ requireVerifiedEmail: true });
    for (const path of ['/article', '/login']) await read(ada, path);
    expect(await read(ada)).to.include({ status: 'email-missing', access: false });
    expect(await read(ada, '/archive')).to.include({ error: 'email-missing' });
    expect(await failure(plenigo.changeEmail(ada))).to.include({ code: 'email-missing' });
    expect(new Set(world.calls())).to.deep.equal(new Set([isV2 ? api.calls.access : api.calls.search]));
    expect(world.sandbox.customers).to.deep.equal([]);

    await meet({ ...ada, emailVerified: true });
    expect(await read({ ...ada, emailVerified: true })).to.include({ status: 'ready' });
    expect(world.sandbox.customers.map(({ email }) => email)).to.deep.equal([A]);

    world.calls();
    expect(await read(moved)).to.include({ status: 'email-missing' });
    await quiet();
    expect(world.calls().filter((call) => call !== api.calls.access)).to.deep.equal([]);
    await read({ ...moved, emailVerified: true });
    await arrived(B);
  });

  it('leaves, with requireVerifiedEmail, what was bought before open to a reader whose new address is unconfirmed', async () => {
    const { meet, read } = await believe({ requireVerifiedEmail: true });
    await meet({ ...ada, emailVerified: true });
    world.sandbox.buy({ externalUserId: ada.id }, 'ARTICLE');
    expect(await read(moved)).to.include({ status: 'bought', access: true });
  });
});

describe('changeEmail', () => {
  const world = useWorld();

  /** A site that knows Ada, and whose store is in no hurry from now on: it keeps nothing until the gate is open. */
  async function startSlow() {
    const gate = createGate();
    const records = new Map<string, string>();
    let isSlow = false;
    const store: RecordStore = {
      get: async (key) => records.get(key),
      set: async (key, value) => {
        if (isSlow) await gate.pass();
        records.set(key, value);
      },
    };
    const { read, plenigo } = await world.site({ options: { store, timeout: 60_000 } });
    await read(ada);
    isSlow = true;
    return { plenigo, records, gate };
  }

  it('resolves only when its record is kept', async () => {
    const { plenigo, records, gate } = await startSlow();
    let isDone = false;
    const change = plenigo.changeEmail(moved).then(() => {
      isDone = true;
    });
    await gate.reached;
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    expect(isDone).to.equal(false);
    gate.open();
    await change;
    expect([...records.values()].map((text) => JSON.parse(text).email)).to.deep.equal([B]);
  });

  it('begins only when the record of the change before, which has failed, is kept', async () => {
    const { plenigo, gate } = await startSlow();
    world.sandbox.inject({ call: 'changeEmail', status: 402 });
    const first = failure(plenigo.changeEmail(moved));
    await setImmediate();
    const second = plenigo.changeEmail({ id: ada.id, email: 'duchess@news.example' });
    await gate.reached;
    world.calls();
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    expect(world.calls()).to.deep.equal([]);
    gate.open();
    expect((await first).code).to.equal('module-missing');
    await second;
    expect(world.sandbox.customers[0]?.email).to.equal('duchess@news.example');
  });
});

const strict = { trustEmails: false, requireVerifiedEmail: false };
const check = (user: unknown, terms: Partial<typeof strict> = {}) =>
  checkSiteUser(user as SiteUser, { ...strict, ...terms });

describe('the user of a site', () => {
  const email = 'ada@news.example';

  for (const [given, id] of [
    ['u-1', 'u-1'],
    [42, '42'],
    [9007199254740993n, '9007199254740993'],
  ]) {
    it(`has the id ${id} if the site names a ${typeof given}`, () => {
      expect(check({ id: given })).to.include({ id, email: undefined, emailVerified: false });
    });
  }

  for (const id of [undefined, null, '', 1.5, 2 ** 53, Number.NaN, {}, ['u-1'], true]) {
    it(`is refused if the id is ${JSON.stringify(id) ?? 'missing'} (${typeof id})`, () => {
      expect(() => check({ id, email })).to.throw('user.id');
    });
  }

  it('is refused if it is no object', () => {
    for (const user of [undefined, 'ada', 42]) expect(() => check(user)).to.throw(/user: got .+, expected an object/);
  });

  it('has no address if the site’s database has none, and is refused with one that is none', () => {
    for (const none of [undefined, null, '']) expect(check({ id: 1, email: none }).email).to.equal(undefined);
    for (const wrong of ['ada', 0, false, {}]) expect(() => check({ id: 1, email: wrong })).to.throw('user.email');
  });

  it('has proved its address only by `true` itself, or where the site trusts every address', () => {
    for (const emailVerified of [undefined, 'true', 1, {}]) {
      expect(check({ id: 1, email, emailVerified })).to.include({ email, emailVerified: false });
    }
    expect(check({ id: 1, email, emailVerified: true })).to.include({ email, emailVerified: true });
    expect(check({ id: 1, email }, { trustEmails: true })).to.include({ email, emailVerified: true });
  });

  it('has no address that is not proved where the site requires that', () => {
    const terms = { requireVerifiedEmail: true };
    expect(check({ id: 1, email }, terms).email).to.equal(undefined);
    expect(check({ id: 1, email, emailVerified: true }, terms).email).to.equal(email);
    expect(check({ id: 1, email }, { ...terms, trustEmails: true }).email).to.equal(email);
  });

  it('has names of at most 100 characters, none in halves, and only a language that plenigo can use', () => {
    const long = check({ id: 1, firstName: 'x'.repeat(101), lastName: `${'x'.repeat(99)}😀`, language: 'de' });
    expect(long).to.include({ firstName: 'x'.repeat(100), lastName: `${'x'.repeat(99)}\uFFFD`, language: 'de' });
    const odd = check({ id: 1, firstName: '', lastName: null, language: 'german' });
    expect(odd).to.include({ firstName: undefined, lastName: undefined, language: undefined });
  });
});
