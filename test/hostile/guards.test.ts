/** Who gets past no guard: whom Express takes for no error, whom a busy site keeps waiting, and whose purchase was refunded. */
import { expect } from 'chai';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Fetch } from '../../lib/base/options.js';
import { createCountedFetch, createGate, type Gate, until } from '../middleware/gate.js';
import { ada, onBothExpresses, useWorld } from '../middleware/world.js';
import { useHandClock } from '../resilience/clock.js';
import { onBothApis } from '../support/apis.js';

const reasons = ['', 0, false, Number.NaN, null, undefined, 'route', 'router'];
const PAID = 'the paid page';

onBothExpresses('a guard', (express) => {
  const world = useWorld();

  const reject = (reason: unknown) => async (): Promise<never> => {
    throw reason;
  };

  const doors: Record<string, (reason: unknown) => ReturnType<ReturnType<typeof world.plenigo>['requireAccess']>> = {
    'the user function': (reason) => world.plenigo({ user: reject(reason) }).requireAccess('ARTICLE'),
    'the products function': (reason) => world.plenigo().requireAccess(reject(reason)),
    'the loginUrl function': (reason) =>
      world.plenigo({ user: () => undefined, loginUrl: reject(reason) }).requireAccess('ARTICLE'),
    'a notBought handler that hands it on': (reason) =>
      world.plenigo().requireAccess('ARTICLE', {
        notBought: (_req: Request, _res: Response, next: NextFunction) => next(reason as never),
      }),
    'a notBought handler that rejects': (reason) =>
      world.plenigo().requireAccess('ARTICLE', { notBought: reject(reason) }),
  };

  for (const [title, guardOf] of Object.entries(doors)) {
    it(`stays closed when ${title} fails with what is no error to Express`, async () => {
      for (const reason of reasons) {
        const page: RequestHandler = (_req, res) => res.send(PAID);
        const open = await world.pages({ '/archive': page }, { express, before: [guardOf(reason)] });
        const answer = await open('/archive', { headers: { accept: 'text/html' } });
        expect(answer.text, String(reason)).to.not.include(PAID);
        expect(answer.status, String(reason)).to.be.oneOf([401, 402, 500]);
      }
    });
  }
});

const READERS = 8;

onBothApis('a site that is busy with something else for as long as a page may wait', (api) => {
  const world = useWorld(api);

  it('lets in nobody who has not bought, and keeps asking plenigo', async () => {
    let asked = 0;
    const counted: Fetch = (url, init) => {
      asked += 1;
      return fetch(url, init);
    };
    const user = (id: string) => ({ id, email: `${id}@news.example` });
    for (let reader = 0; reader < READERS; reader += 1) world.addBuyer([], user(`reader-${reader}`));
    const start = async (timeout: number) => {
      const plenigo = world.plenigo({ timeout, fetch: counted });
      const visit = await world.pages({ '/archive': plenigo.requireAccess(api.product('PASS'), { failOpen: true }) });
      return (id: string) => visit('/archive', { user: user(id) });
    };
    const openAll = (open: Awaited<ReturnType<typeof start>>) =>
      Promise.all(Array.from({ length: READERS }, (_each, index) => open(`reader-${index}`).then((page) => page)));
    // No page may have waited for so long before the site is busy, on however slow a machine.
    const patient = await start(15_000);
    await openAll(patient);
    const begun = performance.now();
    await openAll(patient);
    const timeout = Math.max(500, 5 * (performance.now() - begun));

    const open = await start(timeout);
    world.sandbox.inject({ call: api.calls.access, delay: 50, times: READERS });
    asked = 0;
    const pages = openAll(open);
    await until(() => asked >= READERS);
    const end = performance.now() + timeout * 1.2;
    while (performance.now() < end);
    for (const { status } of await pages) expect(status).to.not.equal(200);
    world.addBuyer(['PASS'], user('buyer'));
    expect((await open('buyer')).status).to.equal(200);
    expect(world.errors.map(({ code }) => code)).to.not.include('circuit-open');
  });
});

const MINUTE = 60_000;
const PATIENCE = 2000;

onBothApis('a reader whose purchase was refunded', (api) => {
  const clock = useHandClock();
  const world = useWorld(api);
  /** While it is there, plenigo's answers wait at it. */
  let gate: Gate | undefined;
  const { fetch: slow, isQuiet } = createCountedFetch(async (url, init) => {
    const response = await fetch(url, init);
    const text = (await response.text()).replace(/"maxCacheDate":"[^"]+"/, '"maxCacheDate":null');
    if (/hasAccess|productId=/.test(url)) await gate?.pass();
    return new Response(text, response);
  });

  /** A site that Ada has read as a subscriber, and a subscription that she has no more. */
  async function openSite() {
    gate = undefined;
    world.addBuyer(['PLUS']);
    const plenigo = world.plenigo({
      ...(api.name === 'v2' && { mode: 'click' }),
      timeout: PATIENCE,
      notBoughtTtl: 0,
      fetch: slow,
    });
    const offers = ['AA', 'BB', 'CC'].map((id) => [
      `/${id}`,
      plenigo.checkout(api.product(id), { openedBy: ['PLUS'] }),
    ]);
    const open = await world.pages({
      '/login': plenigo.register(),
      '/archive': plenigo.requireAccess(api.product('PLUS')),
      ...Object.fromEntries(offers),
    });
    const isOpened = async (path: string) => (await open(path)).body.access === true;
    await open('/login');
    expect(await isOpened('/archive')).to.equal(true);
    world.sandbox.refund({ externalUserId: ada.id }, 'PLUS');
    world.calls();
    return { open, isOpened };
  }

  /** Whatever goes on beside the pages is done. */
  async function settle(): Promise<void> {
    await until(() => world.sandbox.requests.some(({ call }) => call === api.calls.access) && isQuiet());
    for (let turn = 0; turn < 300; turn += 1) await new Promise(setImmediate);
  }

  type Trick = (site: Awaited<ReturnType<typeof openSite>>) => Promise<number>;
  const tricks: Record<string, [wait: number, most: number, trick: Trick]> = {
    'comes back after a while': [5 * MINUTE, 1, async ({ isOpened }) => Number(await isOpened('/archive'))],
    'comes back after an hour': [60 * MINUTE, 0, async ({ isOpened }) => Number(await isOpened('/archive'))],
    'opens two tabs at once': [
      5 * MINUTE,
      2,
      async ({ isOpened }) => (await Promise.all(['/archive', '/archive'].map(isOpened))).filter(Boolean).length,
    ],
    'goes from offer to offer': [
      5 * MINUTE,
      1,
      async ({ isOpened }) => {
        let opened = 0;
        for (const path of ['/AA', '/BB', '/CC', '/AA']) {
          opened += Number(await isOpened(path));
          await settle();
        }
        return opened;
      },
    ],
    'hangs up while plenigo is asked': [
      60 * MINUTE,
      0,
      async ({ open }) => {
        gate = createGate();
        const page = open('/archive');
        page.end(() => {});
        await gate.reached;
        page.abort();
        gate.open();
        return 0;
      },
    ],
    'finds plenigo slower than a page waits': [
      60 * MINUTE,
      2,
      async ({ isOpened }) => {
        gate = createGate();
        const reading = isOpened('/archive');
        await gate.reached;
        clock().tick(PATIENCE / 4);
        const opened = [await reading, await isOpened('/AA')];
        // The question is the site's own: it has all the time of a page.
        clock().tick(PATIENCE / 2);
        gate.open();
        return opened.filter(Boolean).length;
      },
    ],
  };

  for (const [what, [wait, most, trick]] of Object.entries(tricks)) {
    it(`${what}: at most ${most} of their pages open, and then none`, async () => {
      const site = await openSite();
      clock().tick(wait);
      expect(await trick(site)).to.be.at.most(most);
      await settle();
      gate = undefined;
      const after = [];
      for (const path of ['/archive', '/AA', '/BB', '/archive']) after.push(await site.isOpened(path));
      expect(after).to.deep.equal([false, false, false, false]);
      world.sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY });
      expect(await site.isOpened('/archive'), 'nor in an outage').to.equal(false);
    });
  }
});
