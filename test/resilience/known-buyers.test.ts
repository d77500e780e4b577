// Readers who are known to have bought: they never wait for plenigo, and read on while it fails; nobody else does.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect } from 'chai';
import type { Fetch } from '../../lib/base/options.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { createCountedFetch, createGate, until } from '../middleware/gate.js';
import { ada, useWorld } from '../middleware/world.js';
import { onBothApis } from '../support/apis.js';
import { useHandClock } from './clock.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Without the five minutes after which the sandbox's API v3 has every "yes" asked again. */
const fetchEndless: Fetch = async (url, init) => {
  const response = await fetch(url, init);
  const text = (await response.text()).replace(/"maxCacheDate":"[^"]+"/, '"maxCacheDate":null');
  return new Response(text, response);
};

const bob = { id: 'bob', email: 'bob@news.example' };

onBothApis('a reader who is known to have bought', (api) => {
  const clock = useHandClock();
  const world = useWorld(api);
  const asked = () => world.calls().filter((call) => call === api.calls.access).length;
  const fail = () => world.sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY });
  const events: object[] = [];
  const hear = (event: unknown) => void events.push(event as object);
  before(() => subscribe('express-plenigo:stale', hear));
  after(() => unsubscribe('express-plenigo:stale', hear));

  let isQuiet: () => boolean;

  /** A site whose archive Ada has just read. */
  async function openSite({ fetch = fetchEndless, ...options }: Partial<PlenigoOptions> = {}) {
    events.length = 0;
    const counted = createCountedFetch(fetch);
    isQuiet = counted.isQuiet;
    world.addBuyer(['PLUS']);
    world.addBuyer([], bob);
    const defaults = { mode: 'click', circuitBreaker: false, notBoughtTtl: 0, fetch: counted.fetch } as const;
    const plenigo = world.plenigo({ ...(api.name === 'v2' && { mode: 'click' }), ...defaults, ...options });
    const gate = plenigo.requireAccess(api.product('PLUS'), { failOpen: false });
    const open = await world.pages({ '/archive': gate, '/login': plenigo.register() });
    const read = async (user?: object) => {
      const { body } = await open('/archive', user && { user });
      return body.stale === true ? 'stale' : (body.status ?? body.error);
    };
    await open('/login');
    await open('/login', { user: bob });
    expect(await read()).to.equal('bought');
    world.calls();
    return { plenigo, read };
  }

  /** The question beside the page has been answered. */
  async function untilAnswered(): Promise<void> {
    await until(() => world.sandbox.requests.some(({ call }) => call === api.calls.access) && isQuiet());
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
  }

  it('gets the page at once after boughtTtl, and what plenigo says beside it counts from the next page', async () => {
    const { read } = await openSite();
    clock().tick(MINUTE + 1);
    expect([await read(), await untilAnswered(), await read()]).to.deep.equal(['stale', undefined, 'bought']);
    expect(asked(), 'one question for both').to.equal(1);
    world.sandbox.refund({ externalUserId: ada.id }, 'PLUS');
    clock().tick(5 * MINUTE);
    expect([await read(), await untilAnswered(), await read()]).to.deep.equal(['stale', undefined, 'not-bought']);
  });

  it('is asked about once, however many pages are open', async () => {
    const gate = createGate();
    let isHeld = false;
    const { read } = await openSite({
      fetch: async (url, init) => {
        if (isHeld) await gate.pass();
        return fetchEndless(url, init);
      },
    });
    isHeld = true;
    clock().tick(5 * MINUTE);
    const pages = await Promise.all(Array.from({ length: 10 }, () => read()));
    expect(new Set(pages)).to.deep.equal(new Set(['stale']));
    gate.open();
    await untilAnswered();
    expect(asked()).to.equal(1);
  });

  it('reads on for a day while plenigo fails; nobody else does, and log and diagnostics say when it begins and ends', async () => {
    const { read } = await openSite({ timeout: 10_000 });
    const mend = fail();
    for (const [wait, wanted] of [
      [MINUTE, 'stale'],
      [HOUR, 'stale'],
      [22 * HOUR, 'stale'],
      [HOUR, 'unavailable'],
    ] as const) {
      clock().tick(wait);
      expect(await read(), `${wait} ms later`).to.equal(wanted);
      expect(await read(bob)).to.equal('unavailable');
      await untilAnswered();
    }
    const told = () => world.messages.filter((message) => /who are known|answers questions/.test(message));
    expect([told().length, events]).to.deep.equal([1, [{ code: 'service-unavailable' }]]);
    mend();
    expect([await read(), await read(bob)]).to.deep.equal(['bought', 'not-bought']);
    expect([told().length, events]).to.deep.equal([2, [{ code: 'service-unavailable' }, {}]]);
  });

  for (const [what, fault] of Object.entries({
    'answers 500': { status: 500 },
    'answers 429': { status: 429 },
    'knows our credentials no more': { status: 401 },
    'answers nonsense': { body: 'welcome to the hotel' },
    'hangs up': { reset: true },
    'says nothing': { hang: true },
  })) {
    it(`reads on when plenigo ${what}, after a quarter of the time at most, and is not asked about on each page`, async () => {
      const { read } = await openSite({ timeout: 10_000 });
      world.sandbox.inject({ ...fault, times: Number.POSITIVE_INFINITY });
      // Within an hour nobody asks whose customer it is, too: that would be tried again beside the questions counted here.
      clock().tick(HOUR / 2);
      const reading = read();
      // Of 10 seconds this is just the quarter; whoever fails sooner keeps nobody waiting.
      if ('hang' in fault) {
        await until(() => world.sandbox.requests.some(({ call }) => call === api.calls.access));
        clock().tick(2500);
      }
      expect(await reading).to.equal('stale');
      const tries = asked();
      expect([await read(), await read()]).to.deep.equal(['stale', 'stale']);
      expect([tries > 0, asked()], 'no more calls').to.deep.equal([true, 0]);
      clock().tick(10_000);
    });
  }

  it('waits no more for a plenigo that is known to fail, even within a minute of another outage', async () => {
    const { read } = await openSite({ timeout: 10_000, boughtTtl: 1000, staleWhileRevalidate: 0 });
    world.sandbox.buy({ externalUserId: bob.id }, 'PLUS');
    expect(await read(bob)).to.equal('bought');
    for (let outage = 0; outage < 2; outage += 1) {
      clock().tick(10_000);
      const mend = fail();
      expect(await read()).to.equal('stale');
      const recover = world.sandbox.inject({ hang: true, times: Number.POSITIVE_INFINITY });
      mend();
      // Nobody turns the clock, so a page that waits for an answer never comes.
      expect(await read(bob), `outage ${outage}`).to.equal('stale');
      recover();
      // The question about Bob ends with its time, and for a moment after that nobody asks anew.
      clock().tick(10_000);
      await untilAnswered();
      clock().tick(10_000);
      expect(await read()).to.equal('stale');
      await untilAnswered();
      expect([await read(), await read(bob)]).to.deep.equal(['bought', 'bought']);
    }
    const told = world.messages.filter((message) => /who are known|answers questions/.test(message));
    expect([told.length, events.length], 'the log hears of them once a minute').to.deep.equal([2, 4]);
  });

  it('reads on while the circuit is open, though nobody is asked', async () => {
    const { read } = await openSite({ circuitBreaker: true });
    fail();
    const crowd = Array.from({ length: 8 }, (_each, index) => ({
      id: `reader-${index}`,
      email: `${index}@news.example`,
    }));
    for (const user of crowd) world.addBuyer([], user);
    for (const user of crowd) await read(user);
    clock().tick(HOUR);
    expect([await read(), await read(bob)]).to.deep.equal(['stale', 'unavailable']);
  });

  it('is let in by no old "yes" once plenigo has answered anything else than a "yes", such as that the question is wrong', async () => {
    const { read } = await openSite();
    clock().tick(HOUR);
    const mend = world.sandbox.inject({ call: api.calls.access, status: 400, times: Number.POSITIVE_INFINITY });
    expect(await read()).to.equal('unavailable');
    mend();
    fail();
    expect(await read()).to.equal('unavailable');
  });

  it('is let in by no old "yes" that was forgotten or that the site does not want', async () => {
    for (const [options, isForgotten] of [
      [{ staleIfError: 0, staleWhileRevalidate: 0 }, false],
      [{ boughtTtl: 0 }, false],
      [{}, true],
    ] as const) {
      const { plenigo, read } = await openSite(options);
      if (isForgotten) await plenigo.forget({ id: ada.id });
      clock().tick(MINUTE);
      const mend = fail();
      expect(await read()).to.equal('unavailable');
      mend();
    }
  });
});
