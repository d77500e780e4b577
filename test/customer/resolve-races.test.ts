// The search for a customer while others search for the same one, and work whose outcome is shared, not its time limit.
import { expect } from 'chai';
import { PlenigoError, PlenigoNetworkError } from '../../lib/base/errors.js';
import { Budget, share } from '../../lib/transport/budget.js';
import { createGatedFetch, until } from '../middleware/gate.js';
import { ada, onBothExpresses, useWorld } from '../middleware/world.js';
import { useHandClock } from '../resilience/clock.js';
import { failure } from '../support/errors.js';

onBothExpresses('finding the customer of a user, many at the same time', (express) => {
  const world = useWorld();

  for (const isNew of [true, false]) {
    it(`${isNew ? 'registers once' : 'finds a customer'} for twenty first requests, and gives each its own token`, async () => {
      if (!isNew) world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
      const { read } = await world.site({ express });
      const pages = await Promise.all(Array.from({ length: 20 }, () => read(ada)));
      expect(pages.map(({ status }) => status)).to.deep.equal(Array(20).fill('ready'));
      expect(new Set(pages.map(({ loginToken }) => loginToken)).size).to.equal(20);
      expect(world.calls().filter((call) => call === 'registerUser')).to.have.length(isNew ? 1 : 0);
      expect(world.sandbox.customers).to.have.length(1);
    });
  }

  it('searches once for twenty first requests that need no token: one token, not twenty', async () => {
    world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
    const { fetch, hold } = createGatedFetch();
    let readers = 0;
    const user = () => {
      readers += 1;
      return ada;
    };
    const { read } = await world.site({ express, options: { fetch, user } });
    const gate = hold(/user\/product/);
    const pages = Array.from({ length: 20 }, () => read(ada, '/archive'));
    await Promise.all([gate.reached, until(() => readers === 20)]);
    gate.open();
    for (const page of await Promise.all(pages)) expect(page).to.include({ error: 'not-bought' });
    await until(() => world.sandbox.requests.some(({ call }) => call === 'changeEmail'));
    expect(world.calls()).to.have.members(['hasUserBought', 'createLoginToken', 'changeEmail']);
  });

  it('does not search for a customer whom another request has found meanwhile', async () => {
    world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
    const { fetch, hold } = createGatedFetch();
    const { read } = await world.site({ express, options: { fetch } });
    const gate = hold(/user\/product/);
    const page = read(ada, '/archive');
    await gate.reached;
    await read(ada, '/login');
    world.calls();
    gate.open();
    expect(await page).to.include({ error: 'not-bought' });
    expect(world.calls()).to.deep.equal([]);
  });

  it('fails all that wait for a search that fails, and remembers nothing of it', async () => {
    const { read } = await world.site({ express });
    world.sandbox.inject({ call: 'registerUser', status: 500 });
    const pages = await Promise.all(Array.from({ length: 5 }, () => read(ada)));
    expect(pages.map(({ status }) => status)).to.deep.equal(Array(5).fill('unavailable'));
    expect(world.errors.map(({ code }) => code)).to.deep.equal(Array(5).fill('server-error'));
    expect(await read(ada)).to.include({ status: 'ready' });
  });

  it('does not let two users wait for each other, nor share anything', async () => {
    const { fetch, hold } = createGatedFetch();
    const { read } = await world.site({ express, options: { fetch } });
    const gate = hold(/ada-1\/createLoginToken/);
    const waiting = read(ada);
    await gate.reached;
    const bob = await read({ id: 'bob', email: 'bob@news.example' });
    gate.open();
    const first = await waiting;
    expect(bob.customerId).to.not.equal(first.customerId);
  });

  it('does not hand the outcome for one e-mail to the same user with another', async () => {
    world.sandbox.addCustomer({ email: 'foreign@news.example' });
    const { fetch, hold } = createGatedFetch();
    const { read } = await world.site({ express, options: { fetch } });
    const gate = hold(/ada-1\/createLoginToken/);
    const waiting = read({ ...ada, email: 'foreign@news.example' });
    await gate.reached;
    const other = read(ada);
    gate.open();
    expect(await waiting).to.include({ status: 'email-conflict' });
    expect(await other).to.include({ status: 'ready' });
  });

  for (const emailVerified of [false, true]) {
    it(`two processes that meet the same new user make one customer (${emailVerified ? 'verified' : 'unverified'} e-mail)`, async () => {
      const user = { ...ada, emailVerified };
      const gates = [createGatedFetch(), createGatedFetch()];
      const [first, second] = await Promise.all(gates.map(({ fetch }) => world.site({ express, options: { fetch } })));
      const held = gates.map(({ hold }) => hold(/createLoginToken/));
      const pages = [first?.read(user), second?.read(user)];
      // Both have been told that there is no such customer: both will register.
      await Promise.all(held.map(({ reached }) => reached));
      for (const { open } of held) open();
      for (const page of await Promise.all(pages)) expect(page).to.include({ status: 'ready' });
      expect(world.sandbox.customers).to.have.length(1);
      expect(world.sandbox.customers[0]).to.include({ externalUserId: ada.id });
    });
  }

  for (const status of [423, 429]) {
    it(`waits for the registration that plenigo says is under way (${status}), and takes its customer`, async () => {
      const { fetch, hold } = createGatedFetch();
      const { read } = await world.site({ express, options: { fetch } });
      const gate = hold(/register/);
      world.sandbox.inject({ call: 'registerUser', status });
      const page = read(ada);
      await gate.reached;
      world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
      gate.open();
      expect(await page).to.include({ status: 'ready' });
    });
  }

  it('says that the registration is locked if no customer comes of it', async () => {
    const { read } = await world.site({ express });
    world.sandbox.inject({ call: 'registerUser', status: 423, headers: { 'retry-after': '0' } });
    expect(await read(ada)).to.include({ status: 'unavailable' });
    expect(world.errors.map(({ code }) => code)).to.deep.equal(['registration-locked']);
  });
});

describe('work that is shared', () => {
  const clock = useHandClock();
  let running: Map<string, Promise<string>>;
  let runs: { resolve: (value: string) => void; reject: (error: Error) => void }[];
  beforeEach(() => {
    running = new Map();
    runs = [];
  });

  /** One who asks with so much time; the test settles what they run. */
  function ask(milliseconds = 1000) {
    const run = () => new Promise<string>((resolve, reject) => runs.push({ resolve, reject }));
    const budget = new Budget(milliseconds);
    return share(running, 'ada', budget, run).finally(() => budget.close());
  }
  const timeout = () => new PlenigoNetworkError('timeout', { call: 'a call' });
  /** Lets everything go on that can. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };

  for (const code of ['timeout', 'budget-spent'] as const) {
    it(`does not hand on the owner’s time-out (${code}) to one who has time left`, async () => {
      const first = failure(ask());
      clock().tick(900);
      const second = ask();
      clock().tick(100);
      runs[0]?.reject(code === 'timeout' ? timeout() : new PlenigoError(code));
      expect(await first).to.include({ code });
      await settle();
      expect(runs, 'runs for itself').to.have.length(2);
      runs[1]?.resolve('found');
      expect(await second).to.equal('found');
    });
  }

  it('lets those who have time left share the second run as well', async () => {
    const first = failure(ask());
    const others = [ask(5000), ask(5000), ask(5000)];
    runs[0]?.reject(timeout());
    await first;
    await settle();
    expect(runs).to.have.length(2);
    runs[1]?.resolve('found');
    expect(await Promise.all(others)).to.deep.equal(['found', 'found', 'found']);
  });

  it('is no outage for one whose time ends while it waits for another', async () => {
    const first = ask(60_000);
    const second = failure(ask(1000));
    clock().tick(1000);
    expect(await second).to.include({ name: 'PlenigoError', code: 'budget-spent' });
    runs[0]?.resolve('found');
    await first;
  });
});
