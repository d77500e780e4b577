// Records in a store that several processes share, and in a process's own memory.
import { expect } from 'chai';
import Keyv from 'keyv';
import type { RecordStore } from '../../lib/base/options.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { until } from '../middleware/gate.js';
import { ada, onBothExpresses, useWorld } from '../middleware/world.js';
import { useHandClock } from '../resilience/clock.js';
import { onBothApis } from '../support/apis.js';

class CountingKeyv extends Keyv {
  writes: string[] = [];

  override async set<Value>(key: string, value: Value): Promise<boolean> {
    this.writes.push(String(value));
    return super.set(key, value);
  }
}

onBothExpresses('a record store', (express) => {
  const world = useWorld();

  async function start(store: RecordStore, options?: Partial<PlenigoOptions>) {
    const { plenigo, read } = await world.site({ express, options: { store, ...options }, hasRouter: true });
    return { plenigo, open: (path: string, user: object = ada) => read(user, path) };
  }

  it('gets one write for a new customer, and none after', async () => {
    const store = new CountingKeyv();
    const { open } = await start(store);
    await open('/article');
    const [customer] = world.sandbox.customers;
    const record = { userId: ada.id, email: ada.email, customerId: customer?.customerId };
    for (const path of ['/article', '/archive']) await open(path);
    expect(store.writes).to.have.length(1);
    expect(JSON.parse(store.writes[0] ?? '')).to.include(record);
  });

  it('gets no field of which nothing is known', async () => {
    const store = new CountingKeyv();
    world.sandbox.addCustomer({ email: 'old@news.example', externalUserId: ada.id });
    const { plenigo, open } = await start(store);
    await open('/article');
    await plenigo.changeEmail({ ...ada, email: 'new@news.example' });
    world.sandbox.inject({ call: 'changeEmail', status: 500, times: Number.POSITIVE_INFINITY });
    await plenigo.changeEmail({ ...ada, email: 'newer@news.example' }).catch(() => {});
    const fields = (record: string) => Object.keys(JSON.parse(record)).sort();
    // plenigo has named no customer id; of the first and the last it is not known which address it has.
    const [unknown, known] = [
      ['at', 'confirmedAt', 'userId'],
      ['at', 'confirmedAt', 'email', 'userId'],
    ];
    expect(store.writes.map(fields)).to.deep.equal([unknown, known, known, unknown]);
  });

  it('holds each record under the company and the user', async () => {
    const store = new Keyv();
    const { open } = await start(store);
    await open('/article');
    const key = `plenigo:${world.sandbox.options.companyId}:${ada.id}`;
    expect(JSON.parse(String(await store.get(key)))).to.include({ userId: ada.id });
  });

  it('may read JSON by itself', async () => {
    const kept = new Map<string, string>();
    const store: RecordStore = {
      get: async (key) => JSON.parse(kept.get(key) ?? 'null'),
      set: async (key, text) => kept.set(key, text),
    };
    const { open } = await start(store);
    await open('/article');
    world.calls();
    await open('/archive');
    expect(world.calls(), 'no search').to.deep.equal(['hasUserBought']);
  });

  it('tells one process what another has learnt', async () => {
    const store = new Keyv();
    const first = await start(store);
    const second = await start(store);
    await first.open('/article');
    world.calls();
    await second.open('/archive');
    expect(world.calls(), 'no search').to.deep.equal(['hasUserBought']);
    const moved = { ...ada, email: 'countess@news.example' };
    await first.plenigo.changeEmail(moved);
    world.calls();
    await second.open('/article', moved);
    expect(world.calls(), 'no second word about the e-mail').to.have.members(['hasUserBought', 'createLoginToken']);
  });

  describe('in trouble', () => {
    const clock = useHandClock();
    let isAsked = false;
    const never = () => {
      isAsked = true;
      return new Promise<never>(() => {});
    };
    const crash = () => {
      throw new Error('redis is away: ada@news.example');
    };
    const fail = async () => crash();
    for (const [title, broken] of Object.entries({ hangs: never, rejects: fail, throws: crash })) {
      it(`serves pages when it ${title}: plenigo is asked again`, async () => {
        world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
        const store: RecordStore = { get: broken, set: broken, delete: broken };
        const { open } = await start(store, { timeout: 60_000 });
        isAsked = false;
        // Nobody knows what plenigo was told, until this process has told it.
        for (const told of [['changeEmail'], []]) {
          const page = open('/article');
          if (broken === never && told.length > 0) {
            await until(() => isAsked);
            // A quarter of the time; the next page does not wait at all.
            clock().tick(15_000);
          }
          expect(await page).to.include({ status: 'ready' });
          await until(() => told.every((told) => world.sandbox.requests.some(({ call }) => call === told)));
          expect(world.calls()).to.have.members(['hasUserBought', 'createLoginToken', ...told]);
        }
        expect([new Set(world.log), world.errors]).to.deep.equal([new Set(['store-failed']), []]);
      });
    }
  });
});

onBothExpresses('without session and store', (express) => {
  const world = useWorld();

  it('a process remembers its readers by itself', async () => {
    const { open } = await world.site({ express });
    await open('/archive');
    world.calls();
    await open('/archive');
    expect(world.calls()).to.deep.equal(['hasUserBought']);
  });
});

onBothApis('a record store that holds', (api) => {
  const world = useWorld(api);
  const bob = { id: 'bob', email: 'bob@news.example' };

  const records: Record<string, (foreign: object) => unknown> = {
    'another user’s record': (foreign) => foreign,
    'half a record': () => ({ userId: ada.id }),
    'a string': () => ada.id,
    null: () => null,
    'a record with a wrong customer id': (foreign) => ({ ...foreign, userId: ada.id, customerId: 7 }),
  };
  const asText = Object.entries(records).map(([title, recordOf]): [string, typeof recordOf] => [
    `${title}, as text,`,
    (foreign) => JSON.stringify(recordOf(foreign)),
  ]);
  const broken = (foreign: object) => JSON.stringify({ ...foreign, userId: ada.id }).slice(0, -1);

  for (const [title, recordOf] of [...Object.entries(records), ...asText, ['broken JSON', broken] as const]) {
    it(`${title} under the user’s key gives away nothing`, async () => {
      world.addBuyer(['PLUS'], bob);
      const { customerId } = world.sandbox.customers[0] ?? {};
      const value = recordOf({ userId: bob.id, email: bob.email, customerId, at: Date.now() });
      const store = { get: async () => value, set: async () => {} };
      const plenigo = world.plenigo({ mode: 'click', notBoughtTtl: 0, store });
      const article = plenigo.checkout(api.product('PLUS'));
      const open = await world.pages({ '/article': article, '/login': plenigo.register() });
      for (const _time of ['before a login', 'after it']) {
        const { body } = await open('/article');
        expect(body).to.include({ status: 'ready', access: false });
        expect(body.customerId).to.not.equal(customerId);
        await open('/login');
      }
      expect(world.sandbox.customers).to.have.length.at.most(2);
    });
  }
});
