// The publisher's switch: pages learn that everything is free, for everybody, at almost no cost, and for no longer than it is so.
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { RequestHandler } from 'express';
import onHeaders from 'on-headers';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { useHandClock } from '../resilience/clock.js';
import { OWN_PAGE } from '../support/reader.js';
import { createGatedFetch, until } from './gate.js';
import { ada, useWorld } from './world.js';

const TIMEOUT = 2000;
const MINUTE = 60_000;

describe('the publisher’s switch', () => {
  const clock = useHandClock();
  const world = useWorld();

  async function serve(options: Partial<PlenigoOptions> = {}, before: RequestHandler[] = []) {
    const { open } = await world.site({
      options: { paywallSwitch: true, timeout: TIMEOUT, ...options },
      product: ['ARTICLE', 'PLUS'],
      hasRouter: true,
      before,
    });
    /** Opened by nobody, so that it costs nothing but the question. */
    const anonymous = () => open('/article', { user: null });
    /** Until this process knows how the switch is now. */
    const learn = async () => {
      // A page that has plenigo asked waits for the first answer; the next ones come in the background.
      await open('/archive', { user: { id: 'first' } });
      const expected = world.sandbox.paywall.enabled ? 'anonymous' : 'free';
      while ((await anonymous()).body.status !== expected) await setImmediate();
      world.calls();
    };
    return { open, anonymous, learn };
  }
  const isState = (call: string) => call === 'isPaywallEnabled';
  const states = () => world.calls().filter(isState);
  const off = () => {
    world.sandbox.paywall.enabled = false;
  };

  describe('while it is off', () => {
    beforeEach(off);

    it('opens every page to everybody, logged in or not, without a call for the reader', async () => {
      const { open, learn } = await serve();
      await learn();
      for (const user of [null, ada, { id: 'nameless' }, { id: '' }]) {
        for (const path of ['/article', '/archive']) {
          const { status, body } = await open(path, { user });
          expect(status).to.equal(200);
          expect(body, `${path} ${JSON.stringify(user)}`).to.include({ status: 'free', access: true, bought: false });
          expect(body.offers).to.deep.equal([]);
          expect(body.scriptTag).not.to.include('plenigo_sdk');
          expect(body).not.to.have.any.keys('loginToken', 'customerId', 'checkout');
        }
      }
      expect(world.calls()).to.deep.equal([]);
    });

    it('opens the first page of a process to a reader who has plenigo asked anyway, with this one call', async () => {
      const { open } = await serve();
      for (const path of ['/article', '/archive']) {
        expect((await open(path)).body, path).to.include({ status: 'free', access: true });
      }
      expect(world.calls()).to.deep.equal(['isPaywallEnabled']);
    });

    it('still says "bought" to a buyer whom the process remembers', async () => {
      world.addBuyer(['PLUS']);
      world.sandbox.paywall.enabled = true;
      const { open } = await serve();
      await open('/article');
      off();
      clock().tick(MINUTE - 1);
      expect((await open('/article')).body).to.include({ status: 'bought' });
    });

    it('answers a click on an older page so that the browser loads it anew', async () => {
      world.sandbox.paywall.enabled = true;
      const { open, learn } = await serve({ mode: 'click' });
      await learn();
      const offer = /data-plenigo-checkout="([^"]+)"/.exec((await open('/article')).body.button)?.[1];
      off();
      clock().tick(MINUTE);
      await learn();
      const click = await open('/plenigo/checkout', { method: 'post', headers: OWN_PAGE }).send({ offer });
      expect(click.status).to.equal(200);
      expect(click.body).to.include({ status: 'bought' });
    });
  });

  it('changes nothing while it is on, nor where plenigo has not said yet', async () => {
    const { open, anonymous, learn } = await serve();
    expect((await anonymous()).body, 'not known yet').to.include({ status: 'anonymous', access: false });
    await learn();
    expect((await anonymous()).body).to.include({ status: 'anonymous', access: false });
    expect((await open('/article')).body).to.include({ status: 'ready', access: false });
    expect((await open('/archive', { user: null })).status).to.equal(401);
    expect((await open('/archive')).status).to.equal(402);
  });

  it('is not asked without the option', async () => {
    off();
    const { open, anonymous } = await serve({ paywallSwitch: false });
    expect((await anonymous()).body).to.include({ status: 'anonymous' });
    await open('/article');
    expect(states()).to.deep.equal([]);
  });

  describe('is asked', () => {
    it('once a minute and process, whatever number of pages there are at the same time', async () => {
      const { open, anonymous } = await serve();
      const crowd = () =>
        Promise.all(Array.from({ length: 20 }, (_v, index) => (index % 2 ? anonymous() : open('/article'))));
      await crowd();
      await crowd();
      clock().tick(MINUTE - 1);
      await crowd();
      expect(states()).to.have.length(1);
      clock().tick(1);
      await crowd();
      await crowd();
      expect(states()).to.have.length(1);
    });

    it('in the background once it is known: the old answer serves while the new one is fetched', async () => {
      off();
      const { fetch, hold } = createGatedFetch();
      const { open, anonymous, learn } = await serve({ fetch });
      await learn();
      world.sandbox.paywall.enabled = true;
      clock().tick(MINUTE);
      const gate = hold(/paywall\/state/);
      expect((await anonymous()).body).to.include({ status: 'free' });
      await gate.reached;
      expect((await open('/article')).body).to.include({ status: 'free' });
      gate.open();
      while ((await anonymous()).body.status !== 'anonymous') await setImmediate();
    });

    it('never for a page on which nothing is for sale', async () => {
      const plenigo = world.plenigo({ paywallSwitch: true });
      const open = await world.pages({ '/': plenigo.checkout(() => undefined) });
      await open('/');
      expect(world.calls()).to.deep.equal([]);
    });
  });

  it('that plenigo does not tell stays on where it was never known; onError is told once', async () => {
    off();
    // Too long to be waited for.
    const fault = { status: 503, headers: { 'retry-after': '120' }, times: Number.POSITIVE_INFINITY };
    world.sandbox.inject({ call: 'isPaywallEnabled', ...fault });
    const { open, anonymous } = await serve();
    // While the paywall is off, plenigo itself says yes to every question for a purchase.
    expect((await open('/article')).body).to.include({ status: 'bought' });
    expect((await anonymous()).body).to.include({ status: 'anonymous' });
    await until(() => world.errors.length > 0);
    await open('/article');
    // A connection of another call that breaks on a busy machine is told as well, and is not the switch's.
    const told = world.errors.filter((error) => 'call' in error && error.call === 'isPaywallEnabled');
    expect(told).to.have.length(1);
  });

  describe('at a plenigo that hangs', () => {
    const hang = () => world.sandbox.inject({ call: 'isPaywallEnabled', hang: true, times: Number.POSITIVE_INFINITY });

    it('costs a page that nobody is logged in to nothing, the first one of a reader a quarter of its budget, and then it asks what it came for', async () => {
      hang();
      world.addBuyer([]);
      const { anonymous, open } = await serve();
      // No time passes at all.
      expect((await anonymous()).body).to.include({ status: 'anonymous' });
      expect((await open('/archive', { user: null })).status).to.equal(401);
      const page = open('/article').then(({ body }) => body);
      await until(() => world.sandbox.requests.some(({ call }) => isState(call)));
      clock().tick(TIMEOUT / 4 - 1);
      expect(world.calls()).to.deep.equal(['isPaywallEnabled']);
      clock().tick(1);
      expect(await page).to.include({ status: 'ready' });
      expect((await open('/article')).body, 'no later page waits').to.include({ status: 'ready' });
    });

    it('never costs a page more than its budget, where everything hangs', async () => {
      world.sandbox.inject({ hang: true, times: Number.POSITIVE_INFINITY });
      const { open } = await serve();
      const page = open('/article').then(({ body }) => body);
      await until(() => world.sandbox.requests.some(({ call }) => isState(call)));
      clock().tick(TIMEOUT / 4);
      await until(() => world.sandbox.requests.some(({ call }) => call === 'hasUserBought'));
      clock().tick((TIMEOUT * 3) / 4);
      expect(await page).to.include({ status: 'unavailable' });
    });
  });

  describe('in caches: a page that is open for now', () => {
    beforeEach(off);

    const headers = async (site: Record<string, string>, before: RequestHandler[] = []) => {
      const set: RequestHandler = (_req, res, next) => {
        res.set(site);
        next();
      };
      const { open, learn } = await serve({}, [...before, set]);
      await learn();
      const all = await Promise.all([null, ada].map(async (user) => (await open('/article', { user })).headers));
      const [first, second] = all.map((each) => each['cache-control']);
      expect(first, 'the same for everybody').to.equal(second);
      return all[0] ?? {};
    };

    it('leaves without any header that caches believe more', async () => {
      const names = ['CDN-Cache-Control', 'Surrogate-Control', 'Expires', 'X-Accel-Expires', 'Edge-Control'];
      const left = await headers(Object.fromEntries(names.map((name) => [name, 'max-age=86400'])));
      for (const name of names) expect(left, name).not.to.have.property(name.toLowerCase());
      expect(left['cache-control']).to.equal('no-cache');
    });

    it('is cut also where the header is set as the page leaves, and may be forbidden then', async () => {
      for (const [late, left] of [
        ['public, max-age=86400', 'public, max-age=60'],
        ['private, no-store', 'private, no-store'],
      ] as const) {
        const listen: RequestHandler = (_req, res, next) => {
          onHeaders(res, () => {
            res.setHeader('Cache-Control', late);
            res.setHeader('CDN-Cache-Control', late);
          });
          next();
        };
        const found = await headers({ 'Cache-Control': 'public, max-age=3600' }, [listen]);
        expect(found['cache-control']).to.equal(left);
        expect(found).not.to.have.property('cdn-cache-control');
      }
    });
  });
});
