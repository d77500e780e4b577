// Free views on a page: who reads on by one, what its template and its script tag get, and that no cache shares it.
import { expect } from 'chai';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { PRIVATE, PUBLIC, sayPublic } from '../support/caching.js';
import { encryptViews, type Views, viewsCookie } from '../support/view-cookie.js';
import { ada, useWorld } from './world.js';

/** plenigo's script is not there, or counts nothing. */
const UNCOUNTED = /^$|data-disable-metered="true"/;
const times = Number.POSITIVE_INFINITY;

describe('a metered page', () => {
  const world = useWorld();

  async function serve(options: Partial<PlenigoOptions> = {}) {
    const plenigo = world.plenigo(options);
    const pages = {
      '/article': plenigo.checkout('ARTICLE', { metered: true, openedBy: ['PLUS'] }),
      '/archive': plenigo.requireAccess('ARTICLE', { metered: true }),
      '/hard': plenigo.requireAccess('ARTICLE'),
      '/unmetered': plenigo.checkout('ARTICLE'),
      '/free': plenigo.checkout(() => undefined, { metered: true }),
    };
    return world.pages(pages, { before: [sayPublic] });
  }
  const views = (fields?: Views) => viewsCookie(world.sandbox.options.companyId, fields);
  const usedUp = () => views({ limitReached: true, limitReachedAfterLogin: true });

  const readers: Record<string, { user: object | null; freeViews: object; used: Views }> = {
    'nobody who is logged in': { user: null, freeViews: { taken: 2, allowed: 5 }, used: { limitReached: true } },
    'a reader who is logged in': {
      user: ada,
      freeViews: { taken: 4, allowed: 10 },
      used: { limitReachedAfterLogin: true },
    },
    'a reader without an e-mail address': {
      user: { id: 'nameless' },
      freeViews: { taken: 4, allowed: 10 },
      used: { limitReachedAfterLogin: true },
    },
  };

  for (const [title, { user, freeViews, used }] of Object.entries(readers)) {
    it(`of ${title} is open and counted while a view is left, else shut, and shared by no cache`, async () => {
      const open = await serve();
      const shut = { access: false, status: user === null ? 'anonymous' : 'email' in user ? 'ready' : 'email-missing' };
      for (const path of ['/article', '/archive']) {
        const { status, body } = await open(path, { user, cookie: views() });
        expect(status, path).to.equal(200);
        expect(body).to.deep.include({ status: 'metered', access: true, bought: false, offers: [], freeViews });
        expect(body.scriptTag).not.to.include('data-disable-metered');
      }
      const first = (await open('/article', { user })).body;
      expect(first, 'before there is a cookie').to.include({ status: 'metered', access: true });
      expect(first).not.to.have.property('freeViews');
      expect(first.scriptTag).not.to.include('data-disable-metered');
      // Without a cookie the browser SDK may have said so.
      const query = '?meteredLimitReached=true';
      for (const { body } of [
        await open('/article', { user, cookie: views(used) }),
        await open(`/article${query}`, { user }),
      ]) {
        expect(body).to.include(shut).and.not.have.property('freeViews');
        expect(body.scriptTag).to.match(UNCOUNTED);
      }
      expect((await open('/archive', { user, cookie: views(used) })).status).to.equal(user === null ? 401 : 402);
      for (const cookie of [views(), usedUp()]) {
        for (const path of ['/article', '/archive']) {
          const [get, head] = [await open(path, { user, cookie }), await open(path, { user, cookie, method: 'head' })];
          expect([head.status, head.headers['cache-control']], path).to.deep.equal([get.status, PRIVATE]);
          expect(get.headers['cache-control'], 'whether a view is left is the reader’s own').to.equal(PRIVATE);
        }
      }
    });
  }

  it('is counted against the limit of the other kind of reader by nobody', async () => {
    const open = await serve();
    const cookie = views({ limitReached: true });
    expect((await open('/article', { cookie })).body).to.include({ status: 'metered' });
    expect((await open('/article', { user: null, cookie })).body).to.include({ status: 'anonymous' });
    const other = views({ limitReachedAfterLogin: true });
    expect((await open('/article', { cookie: other })).body).to.include({ status: 'ready' });
    expect((await open('/article', { user: null, cookie: other })).body).to.include({ status: 'metered' });
  });

  it('makes no call for a reader who is not logged in, and no login token for one who reads on by a view', async () => {
    world.addBuyer([]);
    const open = await serve();
    await open('/article', { user: null, cookie: views() });
    await open('/archive', { user: null, cookie: usedUp() });
    expect(world.calls()).to.deep.equal([]);
    await open('/article', { cookie: views() });
    expect(world.calls()).to.deep.equal(['hasUserBought']);
    expect((await open('/article', { cookie: usedUp() })).body.loginToken).to.be.a('string');
  });

  it('costs a buyer no view, whoever else would have one', async () => {
    world.addBuyer(['PLUS']);
    const open = await serve();
    for (const cookie of [views(), usedUp(), undefined]) {
      const { body } = await open('/article', { ...(cookie && { cookie }) });
      expect(body).to.include({ status: 'bought', access: true });
      expect(body).not.to.have.property('freeViews');
      expect(body.scriptTag).to.match(UNCOUNTED);
    }
  });

  it('stays open by a view while plenigo is down, and for a reader whom plenigo cannot have', async () => {
    world.sandbox.inject({ status: 503, headers: { 'retry-after': '120' }, times });
    const open = await serve();
    expect((await open('/article', { cookie: views() })).body).to.include({ status: 'metered', access: true });
    expect((await open('/article', { cookie: usedUp() })).body).to.include({ status: 'unavailable' });
    const { body } = await open('/article', { user: { id: '' }, cookie: views() });
    expect(body).to.include({ status: 'metered', access: true });
  });

  it('is one of those alone that say so: all others are not counted, and keep the site’s caching', async () => {
    const open = await serve();
    const cookie = views();
    const other = await open('/unmetered', { user: null, cookie });
    expect(other.body).to.include({ status: 'anonymous', access: false });
    expect(other.body).not.to.have.property('freeViews');
    expect(other.body.scriptTag).to.match(UNCOUNTED);
    expect(other.headers['cache-control']).to.equal(PUBLIC);
    const nothing = await open('/free', { user: null, cookie });
    expect(nothing.body).to.include({ status: 'free', access: true });
    expect(nothing.body.scriptTag).to.match(UNCOUNTED);
    expect(nothing.headers['cache-control']).to.equal(PUBLIC);
  });

  it('is a hard wall by requireAccess() without `metered`, whatever the cookie says', async () => {
    const open = await serve();
    for (const cookie of [views(), undefined]) {
      expect((await open('/hard', { user: null, ...(cookie && { cookie }) })).status).to.equal(401);
      expect((await open('/hard', { ...(cookie && { cookie }) })).status).to.equal(402);
    }
  });

  it('takes a forged or broken cookie for none, and that is no fault', async () => {
    const { companyId } = world.sandbox.options;
    const open = await serve();
    for (const value of [
      'zz',
      '0',
      encryptViews('hello', companyId),
      encryptViews('|'.repeat(15), 'another'),
      '00'.repeat(4000),
    ]) {
      const cookie = `plenigo_view=${value}`;
      const { body, status } = await open('/article', { user: null, cookie });
      expect(status, value.slice(0, 20)).to.equal(200);
      expect(body).to.include({ status: 'metered' });
      expect(body).not.to.have.property('freeViews');
    }
    expect([world.errors, world.log]).to.deep.equal([[], []]);
  });

  it('asks plenigo no more often than any other page in click mode', async () => {
    const open = await serve({ mode: 'click' });
    await open('/article', { cookie: views() });
    await open('/article', { cookie: views() });
    expect(world.questions()).to.deep.equal([['ARTICLE', 'PLUS']]);
  });
});
