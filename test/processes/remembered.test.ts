/** What two processes with a store in Redis remember together of purchases, and how often twenty of them ask. */

import { EventEmitter, once } from 'node:events';
import KeyvRedis from '@keyv/redis';
import { expect } from 'chai';
import Keyv from 'keyv';
import { withBudget } from '../../lib/transport/budget.js';
import { createAnswers, NO, YES } from '../customer/remembering.js';
import { openSlowly } from './redis.js';
import { Reader, startProcesses } from './site.js';
import { useTwoProcesses } from './two-processes.js';

describe('processes that remember purchases in Redis', function () {
  this.timeout(120_000);
  const stage = useTwoProcesses({ hasStore: true, plenigo: { mode: 'click' } });
  const answers = new EventEmitter();

  before(async () => {
    const client = await stage.redis.connect();
    await client.sendCommand(['CONFIG', 'SET', 'notify-keyspace-events', 'K$']);
    await client.pSubscribe('*plenigo-answers*', () => answers.emit('kept'));
  });

  /** Four pages, two of each process. The second one comes when the first answer lies in Redis, for which no page waits. */
  async function readFour(reader: Reader, isFull = false) {
    const kept = isFull ? undefined : once(answers, 'kept');
    const first = await reader.page();
    await kept;
    return [first, await reader.page(), await reader.page(), await reader.page()];
  }

  it('ask once for a reader of both', async () => {
    for (const id of ['buyer', 'visitor']) {
      const reader = new Reader(stage.site.url);
      expect(await reader.post('/login', { id, email: `${id}@news.example` })).to.equal(200);
      const customer = stage.sandbox.addCustomer({ email: `${id}@news.example`, externalUserId: id });
      if (id === 'buyer') stage.sandbox.buy(customer, 'ARTICLE');
      stage.sandbox.requests.length = 0;
      const pages = await readFour(reader);
      expect(new Set(pages.map(({ worker }) => worker)).size).to.equal(2);
      const statuses = new Set(pages.map(({ status }) => status));
      expect(statuses).to.deep.equal(new Set([id === 'buyer' ? 'bought' : 'ready']));
      expect(stage.sandbox.calls().filter((call) => call === 'hasUserBought')).to.have.length(1);
    }
  });

  /** What four pages of a buyer say who was there never before, and how often plenigo was asked for them. */
  async function readAs(id: string, { url = stage.site.url, isFull = false }) {
    const email = `${id}@news.example`;
    stage.sandbox.buy(stage.sandbox.addCustomer({ email, externalUserId: id }), 'ARTICLE');
    stage.sandbox.requests.length = 0;
    const pages = await readFour(new Reader(url, `Bearer ${id} ${email}`), isFull);
    const statuses = pages.map(({ status }) => status);
    return [...statuses, stage.sandbox.calls().filter((call) => call === 'hasUserBought').length];
  }

  it('ask each for itself while Redis is full, and serve all pages', async () => {
    const client = await stage.redis.connect();
    for (const [bytes, questions] of [
      ['1', 2],
      ['0', 1],
    ] as const) {
      // It evicts nothing, and 0 is no limit.
      await client.sendCommand(['CONFIG', 'SET', 'maxmemory', bytes]);
      expect(await readAs(`reader-of-${bytes}`, { isFull: bytes === '1' })).to.deep.equal([
        ...Array(4).fill('bought'),
        questions,
      ]);
    }
  });

  it('ask once, and Redis once for a page, where it takes 200 ms', async () => {
    const { path, sent, close } = await openSlowly(stage.redis.socket, 200);
    const plenigo = { ...stage.sandbox.options, mode: 'click', timeout: 20_000 } as const;
    const site = await startProcesses({ redisSocket: path, plenigo, hasStore: true });
    expect(await readAs('patient', { url: site.url })).to.deep.equal([...Array(4).fill('bought'), 1]);
    const reads = sent.join('').match(/MGET/gi) ?? [];
    expect(reads, 'each process remembers for five seconds').to.have.length(2);
    await site.close();
    close();
  });

  it('ask once or twice, not twenty times, when twenty of them find the same answer old', async () => {
    const lifetimes = { boughtTtl: 1, staleWhileRevalidate: 60_000 };
    const stores = Array.from({ length: 20 }, () => {
      return new Keyv({ store: new KeyvRedis({ socket: { path: stage.redis.socket, tls: false } }) });
    });
    const processes = stores.map((store) => createAnswers({ ...lifetimes, store }));
    const counts: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const query = { userId: `reader-${round}`, ids: ['PLUS'] };
      await withBudget(60_000, async (budget) => processes[0]?.ask({ ...query, find: async () => YES }, budget));
      let questions = 0;
      const find = async () => {
        questions += 1;
        return NO;
      };
      // What the first has heard lies in Redis a moment later.
      const learn = async (process: (typeof processes)[number]) => {
        while (process.recall(query) !== 'old') await process.read(query.userId);
      };
      await Promise.all(processes.map(learn));
      await Promise.all(processes.map((process) => process.askAnew({ ...query, find }).answer));
      counts.push(questions);
    }
    await Promise.all(stores.map((store) => store.disconnect()));
    expect(Math.min(...counts)).to.equal(1);
    expect(counts.reduce((sum, count) => sum + count) / counts.length, `${counts}`).to.be.at.most(2);
  });
});
