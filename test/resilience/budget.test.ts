/** The time a page may wait for plenigo, and a plenigo slow, broken, lying or down: every page is answered, nobody is let in. */
import type { RequestListener } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { Express } from 'express';
import Keyv from 'keyv';
import request from 'supertest';
import type { PlenigoOptions } from '../../lib/index.js';
import { createGate, until } from '../middleware/gate.js';
import { type Api, onBothApis } from '../support/apis.js';
import { HandClock, useHandClock } from './clock.js';
import { faults } from './faults.js';
import { type Behaviour, type RawRequest, reply, useRawServer } from './raw-server.js';
import { faultySite } from './site.js';

/** A call of an article page: a part of its path, and what plenigo answers for a reader who has not bought. */
type Call = readonly [path: string, answer: Behaviour];

/** The calls of such a page: those of one turn at the same time, the turns one after the other. */
const turnsOf: Record<Api['name'], readonly [readonly Call[], ...(readonly Call[])[]]> = {
  v2: [
    [
      ['/user/product', reply(403)],
      // No such customer: the page goes on and registers, then asks for a token again.
      ['/createLoginToken', reply(404)],
    ],
    [['/register', reply(200, { customerId: 'C1' })]],
    [['/createLoginToken', reply(200, { loginToken: 'T1' })]],
  ],
  v3: [
    [['/customerIdByExternalSystemId', reply(200, { customerId: '1' })]],
    [['/hasAccess', reply(200, { customerId: '1' })]],
  ],
};

/** A page on its way. */
function open(app: Express, path: string) {
  const page = { isAnswered: false, status: '', answered: Promise.resolve() };
  page.answered = request(app)
    .get(path)
    .then(({ body }) => {
      page.isAnswered = true;
      page.status = body.status;
    });
  return page;
}

/** Lets everything happen that does not wait for a timer. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await setImmediate();
}

const closed = ({ socket }: RawRequest) => new Promise<void>((resolve) => socket.once('close', resolve));

onBothApis('the budget of a page', (api) => {
  const clock = useHandClock();
  const turns = turnsOf[api.name];
  const [firstTurn] = turns;
  const plenigo = useRawServer();

  const site = (options: Partial<PlenigoOptions> = {}) => faultySite({ apiUrl: plenigo().url, ...options }, api);
  const asked = (calls: readonly Call[]) => Promise.all(calls.map(([path]) => plenigo().next(path)));

  /** The page waits so many ms, and not one more. */
  async function waits(page: ReturnType<typeof open>, milliseconds: number): Promise<void> {
    clock().tick(milliseconds - 1);
    await settle();
    expect(page.isAnswered).to.equal(false);
    clock().tick(1);
    await page.answered;
    expect(page.status).to.equal('unavailable');
  }

  /** Answers so many turns, each so many ms after its calls have come. */
  async function answer(some: readonly (readonly Call[])[] = turns, afterMs = 0): Promise<void> {
    for (const calls of some) {
      const requests = await asked(calls);
      if (afterMs > 0) clock().tick(afterMs);
      for (const [index, [, answerOf]] of calls.entries()) answerOf(requests[index] as RawRequest);
    }
  }

  it('is two seconds by default, for what is asked at the same time, and not a millisecond more', async () => {
    const page = open(site().app, '/article?reader=ada');
    await asked(firstTurn);
    await waits(page, 2000);
    // The server neither answers nor hangs up, so only the site can have closed them.
    await plenigo().socketsClosed();
    expect(plenigo().requests).to.have.length(firstTurn.length);
  });

  it('is one for all calls, however many follow each other', async () => {
    const page = open(site().app, '/article?reader=ada');
    const before = turns.slice(0, -1);
    await answer(before, 900);
    await asked(turns.at(-1) ?? []);
    await waits(page, 2000 - 900 * before.length);
  });

  it('is a page’s own, also where it waits for the call of another page', async () => {
    const { app } = site();
    const first = open(app, '/article?reader=ada');
    await asked(firstTurn);
    clock().tick(1100);
    const second = open(app, '/article?reader=ada');
    await settle();
    expect(plenigo().requests).to.have.length(firstTurn.length);
    clock().tick(900);
    await first.answered;
    expect(first.status).to.equal('unavailable');
    // It has time enough left to ask by itself.
    await answer();
    await second.answered;
    expect(second.status).to.equal('ready');
  });

  it('leaves no timer behind, whatever became of the page', async () => {
    const { app } = site({ store: new Keyv() });
    const ready = open(app, '/article?reader=ada');
    await answer();
    await ready.answered;
    expect(ready.status).to.equal('ready');

    plenigo().behave = reply(500, {}, { 'retry-after': '3600' });
    for (const path of ['/article?reader=bo', '/open?reader=cy', '/archive?reader=di']) await open(app, path).answered;
    // Nobody turns the clock, so whoever still holds one goes on holding it.
    await until(() => clock().running === 0);
  });

  if (api.name === 'v3') return;

  it('is not exceeded by a store that never finishes writing', async () => {
    const gate = createGate();
    const store = { get: async () => undefined, set: gate.pass, delete: gate.pass };
    const page = open(site({ store }).app, '/article?reader=ada');
    reply(403)(await plenigo().next('/user/product'));
    const token = await plenigo().next('/createLoginToken');
    clock().tick(1900);
    reply(200, { loginToken: 'T1' })(token);
    await gate.reached;
    clock().tick(100);
    await page.answered;
    expect(page.status).to.equal('ready');
  });

  it('ends a call that a buyer’s page does not wait for, too', async () => {
    const page = open(site().app, '/article?reader=ada');
    const token = await plenigo().next('/createLoginToken');
    reply(200, { accessGranted: true })(await plenigo().next('/user/product'));
    await page.answered;
    expect(page.status).to.equal('bought');
    const ended = closed(token);
    clock().tick(2000);
    await ended;
    await until(() => clock().running === 0);
  });
});

/** Answers, not outages: nobody may get in by provoking one. */
const refusals = new Set(['invalid-credentials', 'registration-locked', 'rate-limited']);

onBothApis('while plenigo fails', (api) => {
  const plenigo = useRawServer();

  for (const { name, behave, code } of faults) {
    describe(`and ${name}`, () => {
      const isSilent = code === 'timeout';
      // Out of reach; and where it is reached, longer than this process is busy, or it would not blame plenigo.
      const timeout = isSilent ? 600_000 : 10_000;
      let clock: HandClock | undefined;
      beforeEach(() => {
        if (isSilent) clock = new HandClock();
      });
      afterEach(() => clock?.stop());

      function start() {
        plenigo().behave = behave;
        const site = faultySite({ apiUrl: plenigo().url, timeout }, api);
        let seen = 0;
        const app: RequestListener = (req, res) => {
          seen += 1;
          site.app(req, res);
        };
        /** So many pages wait for a plenigo that is silent. */
        const waiting = async (pages: number) => {
          await until(() => !isSilent || (seen === pages && plenigo().requests.length > 0));
          await settle();
        };
        return { ...site, app, waiting };
      }

      it('every page is answered, none opens but where the site has chosen so, and the site is told why', async () => {
        const { app, codes, waiting } = start();
        const open = (path: string) => request(app).get(`${path}?reader=ada`);
        const pages = Promise.all([open('/article'), open('/archive'), open('/open')]);
        await waiting(3);
        clock?.tick(timeout);
        const [article, closed, opened] = await pages;
        expect([article.status, article.body]).to.deep.equal([200, { status: 'unavailable' }]);
        expect(closed.status).to.equal(503);
        expect(closed.body).to.include({ error: 'unavailable' });
        expect(closed.headers).to.have.property('retry-after');
        if (refusals.has(code)) {
          expect(opened.status, 'plenigo has answered').to.equal(503);
        } else {
          expect(opened.body).to.deep.equal({ status: 'unavailable' });
          expect(opened.headers['cache-control']).to.equal('private, no-store');
        }
        expect(codes).to.deep.equal([code, code, code]);
      });

      it('a login succeeds', async () => {
        const { app, codes, told, waiting } = start();
        const login = request(app)
          .post('/login?reader=ada')
          .then(({ status }) => status);
        await waiting(1);
        clock?.tick(timeout / 4);
        expect(await login).to.equal(204);
        // A login does not wait until plenigo has used up its time.
        clock?.tick(timeout);
        await told;
        expect(codes).to.deep.equal([code]);
      });
    });
  }

  it('a page of nobody in particular makes no call', async () => {
    const { app } = faultySite({ apiUrl: plenigo().url, timeout: 10_000 }, api);
    expect((await request(app).get('/article').expect(200)).body).to.deep.equal({ status: 'anonymous' });
    await request(app).get('/archive').expect(401);
    await request(app).get('/open').expect(401);
    expect(plenigo().requests).to.deep.equal([]);
  });
});
