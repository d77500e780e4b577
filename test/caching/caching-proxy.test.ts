/** The caching proxy of the tests itself: without a cache that really caches, the other tests here would prove nothing. */

import { expect } from 'chai';
import { type CachingProxySetup, startCachingProxy } from '../support/caching-proxy.js';
import { listen } from '../support/newsstand.js';

const HOUR = 60 * 60 * 1000;

describe('the caching proxy of these tests', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  /** A site that answers with these headers and another body every time. */
  async function inFrontOf(headers: Record<string, string>, { status = 200, ...setup }: Setup = {}) {
    let visits = 0;
    const site = await listen((req, res) => {
      visits += 1;
      if (req.headers['if-none-match'] === '"same"') res.writeHead(304, headers).end();
      else res.writeHead(status, headers).end(`visit ${visits} of ${req.headers.cookie ?? 'nobody'}`);
    });
    const proxy = await startCachingProxy(site.url, setup);
    closing.push(site.close, proxy.close);
    return async (requestHeaders: Record<string, string> = {}, method = 'GET') => {
      const response = await fetch(`${proxy.url}/page`, { method, headers: requestHeaders });
      return `${response.headers.get('x-cache')} ${await response.text()}`;
    };
  }
  interface Setup extends CachingProxySetup {
    status?: number;
  }

  const cached: Record<string, [Record<string, string>, Setup?]> = {
    'public, max-age': [{ 'Cache-Control': 'public, max-age=60' }],
    'max-age alone': [{ 'Cache-Control': 'max-age=60' }],
    's-maxage before max-age': [{ 'Cache-Control': 'max-age=0, s-maxage=60' }],
    Expires: [{ Expires: new Date(Date.now() + HOUR).toUTCString() }],
    'an error page that says so': [{ 'Cache-Control': 'public, max-age=60' }, { status: 500 }],
    'a page changed long ago, by guessing': [{ 'Last-Modified': new Date(Date.now() - 99 * HOUR).toUTCString() }],
    'a cookie, which RFC 9111 does not care about': [{ 'Cache-Control': 'public, max-age=60', 'Set-Cookie': 'a=1' }],
    'CDN-Cache-Control before Cache-Control': [
      { 'Cache-Control': 'private, no-store', 'CDN-Cache-Control': 'max-age=60' },
      { targeted: ['cdn-cache-control'] },
    ],
    'X-Accel-Expires before Cache-Control': [
      { 'Cache-Control': 'private, no-store', 'X-Accel-Expires': '60' },
      { accelExpires: true },
    ],
  };
  for (const [name, [headers, setup]] of Object.entries(cached)) {
    it(`hands one reader's page to another: ${name}`, async () => {
      const visit = await inFrontOf(headers, setup);
      expect(await visit({ Cookie: 'ada' })).to.equal('MISS visit 1 of ada');
      expect(await visit({ Cookie: 'bo' })).to.equal('HIT visit 1 of ada');
    });
  }

  const uncached: Record<string, Record<string, string>> = {
    'no-store': { 'Cache-Control': 'no-store' },
    private: { 'Cache-Control': 'private, max-age=60' },
    'nothing said': {},
    'Vary: *': { 'Cache-Control': 'public, max-age=60', Vary: '*' },
    'Vary: Cookie': { 'Cache-Control': 'public, max-age=60', Vary: 'Cookie' },
  };
  for (const [name, headers] of Object.entries(uncached)) {
    it(`asks the site for every reader: ${name}`, async () => {
      const visit = await inFrontOf(headers);
      expect(await visit({ Cookie: 'ada' })).to.equal('MISS visit 1 of ada');
      expect(await visit({ Cookie: 'bo' })).to.equal('MISS visit 2 of bo');
    });
  }

  it('asks again when the time is over, and keeps the body when nothing has changed', async () => {
    let time = Date.now();
    const visit = await inFrontOf({ 'Cache-Control': 'max-age=60', ETag: '"same"' }, { now: () => time });
    expect(await visit()).to.equal('MISS visit 1 of nobody');
    time += 61_000;
    expect(await visit()).to.equal('REVALIDATED visit 1 of nobody');
    expect(await visit()).to.equal('HIT visit 1 of nobody');
  });

  it('forgets a page that was changed by another method', async () => {
    const visit = await inFrontOf({ 'Cache-Control': 'max-age=60' });
    await visit();
    await visit({}, 'POST');
    expect(await visit()).to.equal('MISS visit 3 of nobody');
  });
});
