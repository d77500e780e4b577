/** What counts as "yes" and as "the paywall is off", whatever arrives with 200, and what caches may keep while the wall is off. */
import { expect } from 'chai';
import express from 'express';
import request from 'supertest';
import { createPlenigo } from '../../lib/index.js';
import type { SandboxFault } from '../../lib/sandbox/index.js';
import { MINUTE, useCalendar } from '../customer/calendar.js';
import { useSandbox } from '../sandbox/support.js';
import { failure } from '../support/errors.js';
import { SITE, useServers } from './door.js';

const HTML = { 'content-type': 'text/html' };
const YES = { accessGranted: true };
const OFF = { enabled: false };
const show = ({ status = 200, body, headers }: SandboxFault) =>
  `${status} ${typeof body === 'string' ? body : JSON.stringify(body)}${headers ? ' as HTML' : ''}`;

describe('what plenigo answers', () => {
  const pass = useCalendar();
  const serve = useServers();
  const sandbox = useSandbox({ customers: [{ email: 'ada@news.example', externalUserId: 'ada' }] });

  const inject = (call: 'hasUserBought' | 'isPaywallEnabled', fault: SandboxFault) =>
    sandbox().inject({ call, times: Number.POSITIVE_INFINITY, ...fault });

  async function openSite({ paywallSwitch = false } = {}) {
    const plenigo = createPlenigo({ ...SITE, ...sandbox().options, paywallSwitch, circuitBreaker: false });
    const app = express();
    app.get('/archive', plenigo.requireAccess(['A', 'B']), (_req, res) => void res.send('the archive'));
    app.get('/open', plenigo.requireAccess(['A', 'B'], { failOpen: true }), (_req, res) => void res.send('open'));
    const site = request(await serve(app));
    return { client: plenigo.client, open: async (path: string) => (await site.get(path).set('reader', 'ada')).status };
  }

  for (const fault of [
    ...[
      ...[{}, { status: 'maintenance' }, { errors: [{ code: 1 }] }, { success: false }, { AccessGranted: true }],
      ...[{ userProducts: {} }, { userProducts: [] }, { userProducts: 'A' }, { userProducts: ['A'] }],
      ...[{ userProducts: [{ productId: 'C' }] }, { userProducts: [{ productId: 'A,B' }] }, { data: YES }],
      ...[{ accessGranted: 'true' }, { accessGranted: 1 }, { accessGranted: null }, { accessGranted: [true] }],
      ...[{ accessGranted: false }, { error: 'no', ...YES }, { error: null, userProducts: [{ productId: 'A' }] }],
      ...[[YES], [{ productId: 'A' }], 'true', '1', 'null', '"accessGranted"', ''],
    ].map((body): SandboxFault => ({ body })),
    ...[201, 202, 203, 204, 206].map((status) => ({ status, body: YES })),
  ]) {
    it(`to the question for purchases: ${show(fault)} opens only what a fault opens, and is not remembered`, async () => {
      const { client, open } = await openSite();
      const stop = inject('hasUserBought', fault);
      // At the same time, because each waits for a second try.
      const asked = failure(client.hasUserBought({ externalUserId: 'ada' }, ['A', 'B']));
      expect(await Promise.all([open('/archive'), open('/open')])).to.deep.equal([503, 200]);
      expect(await asked).to.have.property('code', 'invalid-response');
      stop();
      expect([await open('/archive'), await open('/open')]).to.deep.equal([402, 402]);
    });
  }

  for (const body of [
    YES,
    { ...YES, userProducts: [] },
    { userProducts: [{ productId: 'B' }] },
    { userProducts: [null, { productId: 'C' }, { productId: 'A', lifeTimeEnd: '4102444800000' }] },
    { ...YES, userProducts: [{ productId: 'A' }], somethingNew: { is: 'here' } },
  ]) {
    it(`to the question for purchases: ${show({ body })} is a yes`, async () => {
      const { client, open } = await openSite();
      inject('hasUserBought', { body });
      expect(await open('/archive')).to.equal(200);
      expect(await client.hasUserBought({ externalUserId: 'ada' }, ['A', 'B'])).to.equal(true);
    });
  }

  for (const fault of [
    ...[201, 202, 203, 206].map((status) => ({ status, body: OFF })),
    ...[
      ...[{ error: 'database', ...OFF }, { error: null, ...OFF }, [OFF], [false], 'false', 'null', '0', { data: OFF }],
      ...[{}, { enabled: 'false' }, { enabled: 0 }, { enabled: null }],
    ].map((body): SandboxFault => ({ body })),
    ...[JSON.stringify(OFF), `<p>${JSON.stringify(OFF)}`].map((body) => ({ body, headers: HTML })),
  ]) {
    it(`to the question for the wall: ${show(fault)} opens no page`, async () => {
      const { client, open } = await openSite({ paywallSwitch: true });
      inject('isPaywallEnabled', fault);
      expect([await open('/archive'), await open('/archive')]).to.deep.equal([402, 402]);
      expect(await failure(client.isPaywallEnabled())).to.have.property('code', 'invalid-response');
    });
  }

  for (const enabled of [true, false]) {
    it(`to the question for the wall: that it is ${enabled ? 'on' : 'off'} holds while no answer comes later`, async () => {
      const { client, open } = await openSite({ paywallSwitch: true });
      sandbox().paywall.enabled = enabled;
      const status = await open('/archive');
      expect(status).to.equal(enabled ? 402 : 200);
      // Only the switch decides, not the answer to the other question.
      inject('hasUserBought', { status: 403, body: {} });
      const other = { enabled: !enabled };
      for (const fault of [{ status: 202, body: other }, { body: { error: 'database', ...other } }]) {
        const stop = inject('isPaywallEnabled', fault);
        pass(MINUTE + 1000);
        // The next page asks anew, beside itself; a call that begins when that is answered ends after it.
        const before = sandbox().requests.length;
        await open('/archive');
        const isAnswered = () =>
          sandbox()
            .requests.slice(before)
            .some((each) => each.call === 'isPaywallEnabled' && each.status !== 0);
        while (!isAnswered()) await new Promise(setImmediate);
        await client.isPaywallEnabled().catch(() => {});
        stop();
        expect(await open('/archive'), show(fault)).to.equal(status);
      }
    });
  }
});

function parseDirectives(header: string): Map<string, string> {
  const parts = [...header.matchAll(/([^\s,=]+)(?:\s*=\s*("[^"]*"|[^\s,]+))?/g)];
  return new Map(parts.map(([, name = '', value = '']) => [name.toLowerCase(), value.replaceAll('"', '')]));
}

const AGES = ['max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error'];

describe('while the wall is off, a page that the site sends with', () => {
  const serve = useServers();
  const sandbox = useSandbox({ paywall: { enabled: false } });

  /** The `Cache-Control` that leaves, of a request with an `Authorization`: by `public` caches would share the answer (RFC 9111, 3.5). */
  async function send(header: string) {
    const plenigo = createPlenigo({ ...SITE, ...sandbox().options, paywallSwitch: true });
    const app = express().get('/', plenigo.checkout('A'), (_req, res) => {
      res.set('Cache-Control', header).send(res.locals.plenigo?.status);
    });
    const site = request(await serve(app));
    // Who has plenigo asked waits for the switch; from then on it is known for everybody.
    await site.get('/').set('reader', 'ada');
    const page = await site.get('/').set('authorization', 'Bearer of-one-reader');
    expect(page.text).to.equal('free');
    return parseDirectives(page.headers['cache-control'] ?? '');
  }

  for (const [given, left] of [
    ['max-age=300', 'max-age=60'],
    ['max-age="300"', 'max-age=60'],
    ['MAX-AGE=300', 'max-age=60'],
    ['max-age=10', 'max-age=10'],
    ['max-age=0, must-revalidate', 'max-age=0, must-revalidate'],
    ['max-age=300, no-transform', 'max-age=60, no-transform'],
    ['max-age=31536000, immutable', 'max-age=60, immutable'],
    ['s-maxage=600', 's-maxage=60'],
    ['max-age=5, s-maxage=600', 'max-age=5, s-maxage=60'],
    ['public, max-age=300', 'public, max-age=60'],
    ['public, max-age=300, proxy-revalidate, must-understand', 'public, max-age=60, proxy-revalidate, must-understand'],
    ['private="set-cookie", max-age=300', 'private="set-cookie", max-age=60'],
    ['no-cache="set-cookie", max-age=300', 'no-cache="set-cookie", max-age=60'],
    ['private, max-age=10, no-transform', 'private, max-age=10, no-transform'],
    ['private, max-age=3600', 'private, max-age=3600'],
    ['No-Cache, max-age=3600', 'No-Cache, max-age=3600'],
    ['public', 'public, max-age=60'],
    ['must-revalidate', 'must-revalidate, max-age=60'],
    ['public, max-age=10, stale-if-error=86400', 'public, max-age=10, stale-if-error=0'],
    ['no-store', 'no-store'],
  ] as const) {
    it(`${given} leaves with ${left}`, async () => {
      expect(await send(given)).to.deep.equal(parseDirectives(left));
    });
  }

  for (const given of [
    'max-age=10, stale-while-revalidate=86400',
    'public, s-maxage=86400, stale-while-revalidate=86400, stale-if-error=86400',
  ]) {
    it(`${given} is shown by no cache for longer than a minute`, async () => {
      const found = await send(given);
      for (const name of AGES) expect(Number(found.get(name) ?? 0), name).to.be.at.most(60);
      expect(found.has('public')).to.equal(given.includes('public'));
    });
  }
});
