/** A reader whose purchase was refunded reads one page more at most while plenigo answers, whatever they try. */

import { expect } from 'chai';
import { createCountedFetch, createGate, type Gate, until } from '../middleware/gate.js';
import { ada, useWorld } from '../middleware/world.js';
import { useHandClock } from '../resilience/clock.js';
import { onBothApis } from '../support/apis.js';

const MINUTE = 60_000;
const TIMEOUT = 2000;

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
      timeout: TIMEOUT,
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
        clock().tick(TIMEOUT / 4);
        const opened = [await reading, await isOpened('/AA')];
        // The question is the site's own: it has all the time of a page.
        clock().tick(TIMEOUT / 2);
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
