// What the processes of a site remember together of purchases: what lies in the store, what one of them hears of another.
import { expect } from 'chai';
import Keyv from 'keyv';
import type { RecordStore } from '../../lib/base/options.js';
import { createSigner } from '../../lib/base/signing.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { createGate, until } from '../middleware/gate.js';
import { ada, useWorld } from '../middleware/world.js';
import { useHandClock } from '../resilience/clock.js';
import { onBothApis } from '../support/apis.js';

const MOMENT = 5000;
const MINUTE = 60_000;
const bob = { id: 'bob', email: 'bob@news.example' };

/** A store that shows what lies in it, and counts how often it is asked. */
class OpenStore implements RecordStore {
  readonly kept = new Map<string, string>();
  readonly lifetimes = new Map<string, number | undefined>();
  readonly commands: string[] = [];
  async get(key: string) {
    this.commands.push('get');
    return this.kept.get(key);
  }
  async getMany(keys: string[]) {
    this.commands.push('getMany');
    return keys.map((key) => this.kept.get(key));
  }
  async set(key: string, value: string, ttl?: number) {
    this.commands.push('set');
    this.lifetimes.set(key, ttl);
    return this.kept.set(key, value);
  }
  async delete(key: string) {
    this.commands.push('delete');
    return this.kept.delete(key);
  }
}

onBothApis('the processes of a site with a store', (api) => {
  const clock = useHandClock();
  const world = useWorld(api);
  const asked = () => world.calls().filter((call) => call === api.calls.access).length;

  async function startProcess(store: RecordStore, options: Partial<PlenigoOptions> = {}) {
    const plenigo = world.plenigo({ ...(api.name === 'v2' && { mode: 'click' }), store, ...options });
    const open = await world.pages({
      '/login': plenigo.register(),
      '/archive': plenigo.requireAccess(api.product('PLUS')),
    });
    const read = async (user: object = ada) => {
      const { body } = await open('/archive', { user });
      return body.status ?? body.error;
    };
    return { plenigo, open, read };
  }

  for (const [what, createStore] of Object.entries({
    'is a Keyv': () => new Keyv(),
    'has getMany': () => new OpenStore(),
    'has get, set and delete alone': () => Object.assign(new OpenStore(), { getMany: undefined }),
  })) {
    it(`ask once for a reader of all of them, whether they have bought or not, where it ${what}`, async () => {
      const store = createStore() as RecordStore;
      world.addBuyer(['PLUS']);
      world.addBuyer([], bob);
      const processes = [await startProcess(store), await startProcess(store), await startProcess(store)];
      for (const user of [ada, bob]) await processes[0]?.open('/login', { user });
      world.calls();
      for (const { read } of processes) expect([await read(), await read(bob)]).to.deep.equal(['bought', 'not-bought']);
      expect(asked()).to.equal(2);
    });
  }

  /** Two processes which both remember that Ada has bought. */
  async function openTwo(store: OpenStore, options?: Partial<PlenigoOptions>) {
    world.addBuyer(['PLUS']);
    const [first, second] = [await startProcess(store, options), await startProcess(store, options)];
    await first.open('/login');
    expect([await first.read(), await second.read()]).to.deep.equal(['bought', 'bought']);
    world.calls();
    return { first, second };
  }

  it('forget together within five seconds', async () => {
    const { first, second } = await openTwo(new OpenStore());
    world.sandbox.refund({ externalUserId: ada.id }, 'PLUS');
    await first.plenigo.forget({ id: ada.id });
    expect(await first.read()).to.equal('not-bought');
    clock().tick(MOMENT);
    expect(await second.read()).to.equal('not-bought');
  });

  it('do not bring back what was forgotten: neither one that was asking, nor one that writes what it had read', async () => {
    const gate = createGate();
    let isHeld = false;
    const store = new OpenStore();
    const { first, second } = await openTwo(store, {
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (isHeld && /hasAccess|productId=/.test(url)) await gate.pass();
        return response;
      },
    });
    const before = new Map(store.kept);
    isHeld = true;
    clock().tick(2 * MINUTE);
    // The old "yes" opens it, and plenigo is asked beside.
    expect(await second.read()).to.equal('bought');
    await gate.reached;
    world.sandbox.refund({ externalUserId: ada.id }, 'PLUS');
    await first.plenigo.forget({ id: ada.id });
    isHeld = false;
    gate.open();
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
    for (const [key, value] of before) if (key.startsWith('plenigo-answers')) store.kept.set(key, value);
    clock().tick(MOMENT);
    expect([await first.read(), await second.read()]).to.deep.equal(['not-bought', 'not-bought']);
  });

  it('all know a refund as soon as one has been told, when their own "yes" is old', async () => {
    const store = new OpenStore();
    const { first, second } = await openTwo(store, { boughtTtl: MINUTE, notBoughtTtl: 0 });
    const before = [...store.kept].filter(([key]) => key.startsWith('plenigo-answers'));
    world.sandbox.refund({ externalUserId: ada.id }, 'PLUS');
    clock().tick(2 * MINUTE);
    expect(await first.read()).to.equal('bought');
    // The answer has ended the "yes" when the store says so.
    await until(() => [...store.kept.keys()].some((key) => key.startsWith('plenigo-end')));
    expect([await second.read(), await first.read()]).to.deep.equal(['not-bought', 'not-bought']);
    // What a process that has asked before the refund writes late.
    for (const [key, value] of before) store.kept.set(key, value);
    expect(await (await startProcess(store)).read()).to.equal('not-bought');
  });

  it('do not wait for the one that plenigo refuses, when they want to know whether an old "yes" still holds', async () => {
    let isRefused = false;
    const refuse: typeof fetch = async (...call) => (isRefused ? Response.json({}, { status: 401 }) : fetch(...call));
    const options = { boughtTtl: MINUTE, notBoughtTtl: 0 };
    const store = new OpenStore();
    const { second } = await openTwo(store, options);
    const { read } = await startProcess(store, { ...options, fetch: refuse as never });
    isRefused = true;
    world.sandbox.refund({ externalUserId: ada.id }, 'PLUS');
    clock().tick(2 * MINUTE);
    const readBoth = async () => {
      expect(await read()).to.equal('bought');
      for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
      expect(await second.read()).to.equal('bought');
    };
    await readBoth();
    clock().tick(MOMENT);
    await readBoth();
    await until(() => asked() > 0);
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
    expect(await second.read()).to.equal('not-bought');
    clock().tick(MOMENT);
    // Within five seconds the other hears of it.
    expect(await read()).to.equal('unavailable');
  });

  it('keep little there, with an end to its time, and no address and no title in a key', async () => {
    const store = new OpenStore();
    const reader = { id: 'reader@news.example', email: 'reader@news.example' };
    world.addBuyer(['PLUS'], reader);
    const { open, read } = await startProcess(store);
    await open('/login', { user: reader });
    expect(await read(reader)).to.equal('bought');
    const keys = [...store.kept.keys()].filter((key) => key.startsWith('plenigo-answers'));
    expect(keys).to.have.length(1);
    for (const key of keys) {
      expect(key).to.match(/^plenigo-answers:[\w:]+:[\w-]{22}$/);
      expect(store.kept.get(key)).to.have.length.below(200);
      expect(store.lifetimes.get(key)).to.equal(MINUTE + 24 * 60 * MINUTE + MOMENT);
    }
  });

  it('believe nothing that is foreign, broken or forged', async () => {
    const store = new OpenStore();
    world.addBuyer(['PLUS'], bob);
    world.addBuyer([]);
    const first = await startProcess(store);
    for (const user of [ada, bob]) await first.open('/login', { user });
    expect([await first.read(), await first.read(bob)]).to.deep.equal(['not-bought', 'bought']);
    const [own = '', foreign = ''] = [...store.kept.keys()].filter((key) => key.startsWith('plenigo-answers'));
    const claims = { v: 1, answers: [['PLUS', true, Date.now(), null]] };
    const signed = `${store.kept.get(foreign)}`;
    const signWith = (secret: string, at: number) =>
      createSigner(secret)
        .derive('answers')
        .sign({ v: 1, answers: [['PLUS', true, at, null]] }, `answers ${ada.id}`);
    const other = signWith('another secret', Date.now());
    const { secret, apiToken: ourSecret = `${secret}` } = api.connection(world.sandbox) as Record<string, string>;
    const ahead = signWith(ourSecret, Date.now() + 2 * MINUTE);
    const values = [
      signed,
      signed.slice(0, -1),
      JSON.stringify(claims),
      claims,
      other,
      ahead,
      7,
      null,
      '',
      'x'.repeat(100_000),
    ];
    for (const value of values) {
      store.kept.set(own, value as string);
      const { read } = await startProcess(store);
      expect(await read(), `${value}`.slice(0, 50)).to.equal('not-bought');
    }
    store.kept.set(own, signWith(ourSecret, Date.now()));
    expect(await (await startProcess(store)).read(), 'a right one').to.equal('bought');
  });

  it('read all about a reader at once, and no page waits for a store that hangs more than once', async () => {
    const store = new OpenStore();
    const { second } = await openTwo(store, { timeout: 2000 });
    store.commands.length = 0;
    clock().tick(MOMENT);
    expect([await second.read(), await second.read()]).to.deep.equal(['bought', 'bought']);
    expect(store.commands).to.deep.equal(['getMany']);
    const never = () => new Promise<never>(() => {});
    Object.assign(store, { get: never, getMany: never, set: never, delete: never });
    clock().tick(MOMENT);
    const running = clock().running;
    const reading = second.read();
    await until(() => clock().running > running);
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
    clock().tick(500);
    expect(await reading, 'of two seconds a quarter').to.equal('bought');
    expect([await second.read(bob), await second.read()], 'nobody else waits').to.deep.equal(['not-bought', 'bought']);
  });

  it('ask the store once more about a reader when plenigo fails, because it may have failed or lain still before', async () => {
    const store = new OpenStore();
    await openTwo(store);
    const mend = world.sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY });
    const { getMany } = OpenStore.prototype;
    for (const fault of [async () => [], () => Promise.reject(new Error('away'))]) {
      const third = await startProcess(store);
      Object.assign(store, { getMany: fault });
      expect(await third.read()).to.equal('unavailable');
      Object.assign(store, { getMany });
      expect([await third.read(), await third.read(bob)]).to.deep.equal(['bought', 'unavailable']);
    }
    mend();
  });

  it('are told at start what they lose without delete', async () => {
    const { get, set } = OpenStore.prototype;
    await startProcess({ get, set });
    expect(world.messages.join()).to.include('has no method delete');
    world.messages.length = 0;
    await startProcess(new OpenStore());
    expect(world.messages).to.deep.equal([]);
  });
});
