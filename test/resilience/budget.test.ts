/** The time a page may wait for plenigo: one budget for all its calls, told by the order of events and a clock turned by hand. */
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { Express } from 'express';
import request from 'supertest';
import { HandClock } from './clock.js';
import { RawServer, reply, silence } from './raw-server.js';
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

describe('the budget of a page', () => {
  let plenigo: RawServer;
  let clock: HandClock | undefined;

  beforeEach(async () => {
    plenigo = await RawServer.start();
  });

  afterEach(async () => {
    clock?.stop();
    clock = undefined;
    await plenigo.stop();
  });

  /** From now on no time passes by itself. */
  function stopTime(): HandClock {
    clock = new HandClock();
    return clock;
  }

  it('ends both of its calls while plenigo still holds them open', async () => {
    const { app } = faultySite({ apiUrl: plenigo.url, timeout: 1000 });
    const page = await request(app).get('/article?reader=ada').expect(200);
    expect(page.body).to.deep.equal({ status: 'unavailable' });
    expect(plenigo.requests.map(({ method }) => method)).to.have.members(['GET', 'POST']);
    // The server neither answers nor hangs up, so only the site can have closed them.
    await plenigo.socketsClosed();
  });

  it('is two seconds by default, for both calls together, and not a millisecond more', async () => {
    const { tick } = stopTime();
    const { app } = faultySite({ apiUrl: plenigo.url });
    const page = open(app, '/article?reader=ada');
    await plenigo.next('/user/product');
    await plenigo.next('/createLoginToken');
    tick(1999);
    await settle();
    expect(page.isAnswered).to.equal(false);
    tick(1);
    await page.answered;
    expect(page.status).to.equal('unavailable');
    await plenigo.socketsClosed();
  });

  it('is one for all calls, however many follow each other', async () => {
    const { tick } = stopTime();
    const { app } = faultySite({ apiUrl: plenigo.url });
    const page = open(app, '/article?reader=ada');
    const purchase = await plenigo.next('/user/product');
    const token = await plenigo.next('/createLoginToken');
    tick(900);
    reply(403)(purchase);
    // No such customer: the page goes on and registers, then asks for a token again.
    reply(404)(token);
    const registration = await plenigo.next('/register');
    tick(900);
    reply(200, { customerId: 'C1' })(registration);
    await plenigo.next('/createLoginToken');
    tick(199);
    await settle();
    expect(page.isAnswered).to.equal(false);
    tick(1);
    await page.answered;
    expect(page.status).to.equal('unavailable');
  });

  it('covers a transport that knows nothing of abort signals', async () => {
    const fetch = () => new Promise<never>(() => {});
    const { app, codes } = faultySite({ apiUrl: plenigo.url, timeout: 50, fetch });
    const page = await request(app).get('/article?reader=ada').expect(200);
    expect(page.body).to.deep.equal({ status: 'unavailable' });
    expect(codes).to.deep.equal(['timeout']);
  });

  it('is not exceeded by a store that never finishes writing', async () => {
    const { tick } = stopTime();
    const never = () => new Promise<never>(() => {});
    const store = { get: async () => undefined, set: never, delete: never };
    const { app } = faultySite({ apiUrl: plenigo.url, store });
    const page = open(app, '/article?reader=ada');
    reply(403)(await plenigo.next('/user/product'));
    const token = await plenigo.next('/createLoginToken');
    tick(1900);
    reply(200, { loginToken: 'T1' })(token);
    await settle();
    tick(99);
    await settle();
    expect(page.isAnswered).to.equal(false);
    tick(1);
    await page.answered;
    expect(page.status).to.equal('ready');
  });

  it('is a page’s own, also where it waits for the call of another page', async () => {
    const { tick } = stopTime();
    const { app } = faultySite({ apiUrl: plenigo.url });
    const first = open(app, '/article?reader=ada');
    await plenigo.next('/user/product');
    await plenigo.next('/createLoginToken');
    tick(1000);
    const second = open(app, '/article?reader=ada');
    await settle();
    tick(1000);
    await Promise.all([first.answered, second.answered]);
    expect(second.status).to.equal('unavailable');
    expect(plenigo.requests).to.have.length(2);
  });

  it('leaves no timer behind, whatever became of the page', async () => {
    const time = stopTime();
    const kept = new Map<string, unknown>();
    const store = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, value: unknown) => kept.set(key, value),
      delete: async (key: string) => kept.delete(key),
    };
    const { app } = faultySite({ apiUrl: plenigo.url, store });
    const ready = open(app, '/article?reader=ada');
    reply(403)(await plenigo.next('/user/product'));
    reply(200, { loginToken: 'T1' })(await plenigo.next('/createLoginToken'));
    await ready.answered;
    expect(ready.status).to.equal('ready');

    // A buyer's page does not wait for the token; the timer goes when that call is over.
    const bought = open(app, '/article?reader=bo');
    reply(200)(await plenigo.next('/user/product'));
    await bought.answered;
    expect(bought.status).to.equal('bought');
    reply(200, { loginToken: 'T2' })(await plenigo.next('/createLoginToken'));

    plenigo.behave = reply(500);
    await open(app, '/open?reader=cy').answered;
    await settle();
    expect(time.running).to.equal(0);
  });

  it('stays open for a call that is slower than the one that failed the page', async () => {
    const time = stopTime();
    const { app } = faultySite({ apiUrl: plenigo.url, trustEmails: true });
    const page = open(app, '/article?reader=ada');
    // A verified reader whose customer exists: linked, then token and purchases are asked at the same time.
    reply(403)(await plenigo.next('/user/product'));
    reply(404)(await plenigo.next('/createLoginToken'));
    reply(409)(await plenigo.next('/register'));
    reply(200, { customerId: 'C1' })(await plenigo.next('/register'));
    reply(200)(await plenigo.next('/addExternalUserId'));
    const purchases = await plenigo.next('/user/product');
    const closed = new Promise<void>((resolve) => purchases.socket.once('close', resolve));
    reply(400)(await plenigo.next('/createLoginToken'));
    await settle();
    time.tick(2000);
    await page.answered;
    expect(page.status).to.equal('unavailable');
    await closed;
    expect(time.running).to.equal(0);
  });

  it('does not let an answer that comes too late into the next page', async () => {
    const time = stopTime();
    plenigo.behave = silence;
    const { app } = faultySite({ apiUrl: plenigo.url });
    const late = open(app, '/article?reader=ada');
    const purchase = await plenigo.next('/user/product');
    const token = await plenigo.next('/createLoginToken');
    time.tick(2000);
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
