/** While the publisher's wall is off: ages are lowered, and no cache may do what the site has not said. */

import { expect } from 'chai';
import express from 'express';
import request from 'supertest';
import { createPlenigo } from '../../lib/index.js';
import { useSandbox } from '../sandbox/support.js';
import { SITE, useServers } from './door.js';

/** The directives of a header, by their lower-case names. */
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
