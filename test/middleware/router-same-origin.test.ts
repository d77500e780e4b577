/** The guard of a site without CSRF middleware: only its own pages may ask for credentials. */

import { expect } from 'chai';
import { onBothApis } from '../support/apis.js';
import { type Newsstand, openNewsstand } from '../support/newsstand.js';
import { enter } from '../support/reader.js';
import { ada as someone, useWorld } from './world.js';

const EVIL = 'https://evil.example';
const WORDS = 'That did not work. Please reload this page and try again.';

describe('a click, where the site has no CSRF protection,', () => {
  let stand: Newsstand;
  afterEach(() => stand.close());

  async function clickWith(headers: Record<string, string>, options: { baseUrl?: string | undefined } = {}) {
    stand = await openNewsstand({ options: { mode: 'click', ...options } });
    const { ada, offer } = await enter(stand);
    const { status, body } = await ada.click(offer).set(headers);
    if (status === 403) {
      expect([stand.sandbox.tokens, stand.errors.map(({ code }) => code)]).to.deep.equal([[], ['cross-origin']]);
    }
    return `${status} ${body.status}`;
  }

  for (const site of ['cross-site', 'same-site', 'none', '', 'SAME-ORIGIN, same-origin']) {
    it(`is refused with Sec-Fetch-Site "${site}", whatever Origin says`, async () => {
      stand = await openNewsstand({ options: { mode: 'click' } });
      const { ada, offer } = await enter(stand);
      for (const origin of [stand.url, EVIL]) {
        await ada
          .click(offer)
          .set({ 'Sec-Fetch-Site': site, Origin: origin })
          .expect(403, { status: 'cross-origin', text: WORDS });
      }
      expect(stand.sandbox.tokens).to.deep.equal([]);
    });
  }

  it('passes with the Origin of baseUrl alone, as browsers before 2023 and plain http have it', async () => {
    stand = await openNewsstand({ options: { mode: 'click' } });
    const { ada, offer } = await enter(stand);
    await ada.click(offer).set({ Origin: stand.url }).expect(200);
  });

  const own = { 'Sec-Fetch-Site': 'same-origin' };
  const forwarded = { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' };
  const noBaseUrl = { baseUrl: undefined };
  for (const [what, headers, answer, options] of [
    ['Sec-Fetch-Site "same-origin"', own, '200 ready', {}],
    ['Sec-Fetch-Site "same-origin", without baseUrl', own, '200 ready', noBaseUrl],
    // Also when Host says the same, which proves nothing, nor does what a proxy may have been told.
    ['the Origin of another site', { Origin: EVIL, Host: 'evil.example' }, '403 cross-origin', {}],
    ['the Origin of another port', { Origin: 'http://127.0.0.1:1', Host: '127.0.0.1:1' }, '403 cross-origin', {}],
    ['the Origin of no site at all', { Origin: 'null', Host: 'localhost' }, '403 cross-origin', {}],
    ['the Origin of nothing', { Origin: '', Host: 'localhost' }, '403 cross-origin', {}],
    [
      'any Origin, without baseUrl',
      { Origin: EVIL, Host: 'evil.example', ...forwarded },
      '403 cross-origin',
      noBaseUrl,
    ],
    ['neither header', {}, '403 cross-origin', {}],
    ['a Referer', { Referer: 'https://news.example/' }, '403 cross-origin', {}],
  ] as const) {
    it(`is answered with ${answer} for ${what} alone`, async () => {
      expect(await clickWith(headers, options)).to.equal(answer);
    });
  }
});

onBothApis('a page of another origin, of appOrigins,', (api) => {
  const world = useWorld(api);
  const APP = 'https://app.example';
  const SITE = 'https://news.example';

  async function openSite() {
    const { open } = await world.site({
      options: { mode: 'click', baseUrl: SITE, appOrigins: [`${APP}/`], loginUrl: '/login' },
      hasRouter: true,
    });
    const { body } = await open();
    const offer = body.offers[0].button.match(/data-plenigo-checkout="([^"]+)"/)[1];
    const ask = (origin: string, { type = 'application/json', user = someone as object | null } = {}) =>
      open('/plenigo/checkout', { method: 'post', user, headers: { origin, 'sec-fetch-site': 'cross-site' } })
        .type(type)
        .send(JSON.stringify({ offer }));
    return { open, ask, page: body };
  }

  it('may click, and read the answer, with the credentials of its reader', async () => {
    const { ask } = await openSite();
    const { body, headers } = await ask(APP).expect(200);
    expect(body.status).to.equal('ready');
    expect(headers).to.include({ 'access-control-allow-origin': APP, 'access-control-allow-credentials': 'true' });
    expect(headers).to.include({ vary: 'Origin', 'cache-control': 'private, no-store' });
  });

  it('is told before that it may, with whatever headers its own code adds', async () => {
    const { open } = await openSite();
    const asks = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,x-a' };
    const preflight = (origin: string, more = {}) =>
      open('/plenigo/checkout', { method: 'options', user: null, headers: { origin, ...asks, ...more } });
    const { headers } = await preflight(APP).expect(204);
    expect(headers).to.include({
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization,x-a',
      vary: 'Origin, Access-Control-Request-Headers',
    });
    const strange = await preflight(APP, { 'access-control-request-headers': 'x: y;' });
    expect(strange.headers['access-control-allow-headers']).to.equal('content-type');
    for (const origin of [EVIL, 'http://app.example', 'https://app.example:444', 'https://a.app.example', 'null']) {
      const { headers: others } = await preflight(origin);
      expect(Object.keys(others).join(), origin).to.not.include('access-control');
    }
    // A site that trusts nobody answers as Express does.
    const { open: openOther } = await world.site({ hasRouter: true });
    const other = await openOther('/plenigo/checkout', { method: 'options', headers: { origin: APP, ...asks } });
    expect(Object.keys(other.headers).join()).to.not.include('access-control').and.not.include('vary');
  });

  it('is refused with another body than JSON, and every other origin is as before', async () => {
    const { ask } = await openSite();
    for (const [origin, type] of [
      [APP, 'text/plain'],
      [APP, 'application/x-www-form-urlencoded'],
      [EVIL, 'application/json'],
      ['https://app.example.evil.example', 'application/json'],
    ] as const) {
      const { body, headers } = await ask(origin, { type }).expect(403);
      expect([body.status, headers.vary]).to.deep.equal(['cross-origin', 'Origin']);
      if (origin !== APP) expect(Object.keys(headers).join(), origin).to.not.include('access-control');
    }
    expect(world.sandbox.tokens).to.deep.equal([]);
  });

  it('gets whole addresses: of the script, which helmet does not keep from it, nor a browser where it imports a module, and of the login', async () => {
    const { open, ask, page } = await openSite();
    const [, path] = page.scriptTag.match(/ src="https:\/\/news\.example(\/plenigo\/checkout-\w+\.js)"/);
    const { headers } = await open(path).expect(200);
    expect(headers['cross-origin-resource-policy']).to.equal('cross-origin');
    expect(headers['access-control-allow-origin']).to.equal('*');
    const { body } = await ask(APP, { user: null }).expect(401);
    expect(body.next.href).to.equal(`${SITE}/login?returnTo=%2F`);
  });
});
