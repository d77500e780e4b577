// An address that nobody has proved leads to no customer and is not told if the site wants; a change that is told is kept.

import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { RecordStore } from '../../lib/base/options.js';
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
    expect(customer.externalUserId).to.equal('somebody-else');
    expect(world.sandbox.tokens).to.deep.equal([]);
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
