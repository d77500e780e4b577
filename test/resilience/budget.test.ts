/** The time a page may wait for plenigo: one budget for all its calls, told by the order of events and a clock turned by hand. */
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { Express } from 'express';
import request from 'supertest';
import { useHandClock } from './clock.js';
import { type RawRequest, RawServer, reply } from './raw-server.js';
import { faultySite } from './site.js';

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

describe('the budget of a page', () => {
  const clock = useHandClock();
  let plenigo: RawServer;

  beforeEach(async () => {
    plenigo = await RawServer.start();
  });
  afterEach(() => plenigo.stop());

  it('is two seconds by default, for both calls together, and not a millisecond more', async () => {
    const { app } = faultySite({ apiUrl: plenigo.url });
    const page = open(app, '/article?reader=ada');
    await plenigo.next('/user/product');
    await plenigo.next('/createLoginToken');
    clock().tick(1999);
    await settle();
    expect(page.isAnswered).to.equal(false);
    clock().tick(1);
    await page.answered;
    expect(page.status).to.equal('unavailable');
    // The server neither answers nor hangs up, so only the site can have closed them.
    await plenigo.socketsClosed();
    expect(plenigo.requests).to.have.length(2);
  });

  it('is one for all calls, however many follow each other', async () => {
    const { app } = faultySite({ apiUrl: plenigo.url });
    const page = open(app, '/article?reader=ada');
    const purchase = await plenigo.next('/user/product');
    const token = await plenigo.next('/createLoginToken');
    clock().tick(900);
    reply(403)(purchase);
    // No such customer: the page goes on and registers, then asks for a token again.
    reply(404)(token);
    const registration = await plenigo.next('/register');
    clock().tick(900);
    reply(200, { customerId: 'C1' })(registration);
    await plenigo.next('/createLoginToken');
    clock().tick(199);
    await settle();
    expect(page.isAnswered).to.equal(false);
    clock().tick(1);
    await page.answered;
    expect(page.status).to.equal('unavailable');
  });

  it('covers a transport that knows nothing of abort signals', async () => {
    let asked = 0;
    const fetch = () => {
      asked += 1;
      return new Promise<never>(() => {});
    };
    const { app, codes } = faultySite({ apiUrl: plenigo.url, fetch });
    const page = open(app, '/article?reader=ada');
    while (asked < 2) await setImmediate();
    clock().tick(2000);
    await page.answered;
    expect(page.status).to.equal('unavailable');
    expect(codes).to.deep.equal(['timeout']);
  });

  it('is not exceeded by a store that never finishes writing', async () => {
    const never = () => new Promise<never>(() => {});
    const store = { get: async () => undefined, set: never, delete: never };
    const { app } = faultySite({ apiUrl: plenigo.url, store });
    const page = open(app, '/article?reader=ada');
    reply(403)(await plenigo.next('/user/product'));
    const token = await plenigo.next('/createLoginToken');
    clock().tick(1900);
    reply(200, { loginToken: 'T1' })(token);
    await settle();
    clock().tick(100);
    await page.answered;
    expect(page.status).to.equal('ready');
  });

  it('is a page’s own, also where it waits for the call of another page', async () => {
    const { app } = faultySite({ apiUrl: plenigo.url });
    const first = open(app, '/article?reader=ada');
    await plenigo.next('/user/product');
    await plenigo.next('/createLoginToken');
    clock().tick(1100);
    const second = open(app, '/article?reader=ada');
    await settle();
    expect(plenigo.requests).to.have.length(2);
    clock().tick(900);
    await first.answered;
    expect(first.status).to.equal('unavailable');
    // It has time enough left to ask by itself.
    reply(403)(await plenigo.next('/user/product'));
    reply(200, { loginToken: 'T1' })(await plenigo.next('/createLoginToken'));
    await second.answered;
    expect(second.status).to.equal('ready');
  });

  it('leaves no timer behind, whatever became of the page', async () => {
    const kept = new Map<string, unknown>();
    const store = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, value: unknown) => kept.set(key, value),
      delete: async (key: string) => kept.delete(key),
    };
    const { app } = faultySite({ apiUrl: plenigo.url, store });
    const ready = open(app, '/article?reader=ada');
    reply(403)(await plenigo.next('/user/product'));
    reply(404)(await plenigo.next('/createLoginToken'));
    reply(200, { customerId: 'C1' })(await plenigo.next('/register'));
    reply(200, { loginToken: 'T1' })(await plenigo.next('/createLoginToken'));
    await ready.answered;
    expect(ready.status).to.equal('ready');

    plenigo.behave = reply(500, {}, { 'retry-after': '3600' });
    for (const path of ['/article?reader=bo', '/open?reader=cy', '/archive?reader=di']) {
      await open(app, path).answered;
    }
    await settle();
    expect(clock().running).to.equal(0);
  });

  it('ends a call that a buyer’s page does not wait for, too', async () => {
    const { app } = faultySite({ apiUrl: plenigo.url });
    const page = open(app, '/article?reader=ada');
    const token = await plenigo.next('/createLoginToken');
    reply(200)(await plenigo.next('/user/product'));
    await page.answered;
    expect(page.status).to.equal('bought');
    const ended = closed(token);
    clock().tick(2000);
    await ended;
    await settle();
    expect(clock().running).to.equal(0);
  });

  it('does not let an answer that comes too late into the next page', async () => {
    const { app } = faultySite({ apiUrl: plenigo.url });
    const late = open(app, '/article?reader=ada');
    const purchase = await plenigo.next('/user/product');
    const token = await plenigo.next('/createLoginToken');
    clock().tick(2000);
    await late.answered;
    reply(200)(purchase);
    reply(200, { loginToken: 'LATE' })(token);
    const next = open(app, '/article?reader=bo');
    reply(403)(await plenigo.next('/user/product'));
    reply(200, { loginToken: 'T2' })(await plenigo.next('/createLoginToken'));
    await next.answered;
    expect(next.status).to.equal('ready');
  });
});
