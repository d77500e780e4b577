// How often a page asks plenigo, counted on the list of requests of the sandbox, and that it asks in a row.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { expect } from 'chai';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { onBothApis } from '../support/apis.js';
import { createGatedFetch } from './gate.js';
import { ada, useWorld, type Visitor } from './world.js';

onBothApis('the calls of one page view in click mode', (api) => {
  const world = useWorld(api);
  const { access, search } = api.calls;
  const DOORS = ['/article', '/gate', '/several'];

  async function serve(options: Partial<PlenigoOptions> = {}) {
    const plenigo = world.plenigo({ mode: 'click', ...options });
    const [plus, article] = [api.product('PLUS'), api.product('ARTICLE')];
    const open = await world.pages({
      '/article': plenigo.checkout(plus),
      '/gate': plenigo.requireAccess(plus),
      '/several': plenigo.checkout([article, plus]),
      '/unasked': plenigo.checkout(plus, { checkAccess: false }),
      '/nothing': plenigo.checkout(() => undefined),
      '/free': plenigo.checkout(plus, { freeFor: () => true }),
      '/login': plenigo.register(),
    });
    const callsOf = async (path: string, user: object | null = ada) => {
      world.calls();
      await open(path, { user });
      return world.calls().sort();
    };
    return { plenigo, open, callsOf };
  }

  it('are none where there is nothing to ask', async () => {
    const { open, callsOf } = await serve();
    for (const path of [...DOORS, '/unasked', '/nothing', '/free', '/login']) {
      expect(await callsOf(path, null), `anonymous: ${path}`).to.deep.equal([]);
    }
    await open('/login');
    for (const path of ['/unasked', '/nothing', '/free']) expect(await callsOf(path), path).to.deep.equal([]);
    // API v3 is asked anew at every login whose customer the user is.
    expect(await callsOf('/login')).to.deep.equal(api.name === 'v2' ? [] : ['customerIdByExternalSystemId']);
  });

  for (const bought of [['PLUS'], []]) {
    const what = bought.length > 0 ? 'bought' : 'not bought';

    it(`are one for a reader who has ${what}, and none while that is remembered, whichever door asks`, async () => {
      world.addBuyer(bought);
      const { plenigo, open, callsOf } = await serve();
      await open('/login');
      for (const door of DOORS) {
        plenigo.forget(ada);
        expect(await callsOf(door), `first ${door}`).to.deep.equal([access]);
        expect(await callsOf(door), `then ${door}`).to.deep.equal([]);
      }
      for (const door of DOORS) expect(await callsOf(door), door).to.deep.equal([]);
    });

    it(`are one, each time, for a reader who has ${what} where nothing is remembered`, async () => {
      world.addBuyer(bought);
      const { open, callsOf } = await serve({ boughtTtl: 0, notBoughtTtl: 0 });
      await open('/login');
      for (const door of [...DOORS, ...DOORS]) expect(await callsOf(door), door).to.deep.equal([access]);
    });
  }

  it('are one for a reader whom this process has not met; API v3 looks once for who it is, for all pages', async () => {
    world.addBuyer(['PLUS']);
    const { callsOf } = await serve({ boughtTtl: 0 });
    const lookUp = api.name === 'v3' ? [search] : [];
    expect(await callsOf('/article')).to.deep.equal([...lookUp, access]);
    for (const door of DOORS) expect(await callsOf(door), door).to.deep.equal([access]);
  });

  it('are one for twenty pages of a reader at the same time', async () => {
    world.addBuyer(['PLUS']);
    const { open } = await serve();
    await open('/login');
    world.calls();
    await Promise.all(Array.from({ length: 20 }, () => open('/article')));
    expect(world.calls()).to.deep.equal([access]);
  });
});

describe('the calls of one page view in page mode, API v2', () => {
  const world = useWorld();

  async function createSite(options?: Partial<PlenigoOptions>) {
    const { plenigo, open } = await world.site({
      options,
      pages: (plenigo) => ({
        '/other': plenigo.checkout('OTHER'),
        '/article/click': plenigo.checkout('ARTICLE', { mode: 'click' }),
        '/open': plenigo.checkout('ARTICLE', { checkAccess: false }),
      }),
    });
    const callsOf = async (path: string, visitor?: Visitor) => {
      world.calls();
      await open(path, visitor);
      return world.calls().sort();
    };
    return { plenigo, open, callsOf, head: () => open('/article', { method: 'head' }) };
  }

  /** Without what plenigo is told beside the page. */
  const pageCalls = (calls: string[]) => calls.filter((call) => call !== 'changeEmail');

  it('are none for an anonymous reader, whatever the page', async () => {
    const { callsOf } = await createSite();
    for (const path of ['/article', '/open', '/archive']) {
      expect(await callsOf(path, { user: null }), path).to.deep.equal([]);
    }
  });

  it('are has-bought and token of a reader who has not bought, asked at the same time; on other pages one of them', async () => {
    const { fetch, hold } = createGatedFetch();
    const { open, callsOf } = await createSite({ fetch });
    await open('/login');
    expect(await callsOf('/article')).to.deep.equal(['createLoginToken', 'hasUserBought']);
    // Neither has its answer yet, and both have been asked.
    const gates = [hold(/user\/product/), hold(/createLoginToken/)];
    const page = open('/article').then((response) => response.body);
    await Promise.all(gates.map(({ reached }) => reached));
    for (const gate of gates) gate.open();
    expect(await page).to.include({ status: 'ready' });
    expect(await callsOf('/open'), 'no access check').to.deep.equal(['createLoginToken']);
    expect(await callsOf('/archive'), 'nothing to buy with').to.deep.equal(['hasUserBought']);
  });

  describe('of a reader who has bought', () => {
    async function createBuyersSite(options?: Partial<PlenigoOptions>) {
      const site = await createSite(options);
      await site.open('/login');
      world.sandbox.buy({ externalUserId: ada.id }, 'ARTICLE');
      return site;
    }

    it('are none while the answer is remembered, of this reader alone', async () => {
      const { open, callsOf, plenigo } = await createBuyersSite();
      await open('/article');
      plenigo.forget({ id: 'ada' });
      plenigo.forget({ id: 'ada-1:' });
      for (const path of ['/article', '/article/click', '/archive']) {
        expect(await callsOf(path), path).to.deep.equal([]);
      }
      expect(await callsOf('/other'), 'another product').to.deep.equal(['createLoginToken', 'hasUserBought']);
      const user = { id: 'bob', email: 'bob@news.example' };
      expect((await open('/article', { user })).body).to.include({ status: 'ready' });
    });

    it('are has-bought, and the token that was asked at the same time, with boughtTtl: 0', async () => {
      const { callsOf } = await createBuyersSite({ boughtTtl: 0 });
      for (const _view of [1, 2]) {
        expect(await callsOf('/article/click')).to.deep.equal(['hasUserBought']);
        expect(await callsOf('/archive')).to.deep.equal(['hasUserBought']);
      }
    });

    it('are has-bought again after forget(), so that a refund shows at once, also of an answer that was under way', async () => {
      const { fetch, hold } = createGatedFetch();
      const { open, plenigo } = await createBuyersSite({ fetch });
      expect((await open('/article')).body).to.include({ status: 'bought' });
      world.sandbox.refund({ externalUserId: ada.id }, 'ARTICLE');
      expect((await open('/article')).body, 'still remembered').to.include({ status: 'bought' });
      plenigo.forget(ada);
      expect((await open('/article')).body).to.include({ status: 'ready' });
      world.sandbox.buy({ externalUserId: ada.id }, 'ARTICLE');
      const gate = hold(/user\/product/);
      const page = open('/article').then((response) => response.body);
      await gate.reached;
      world.sandbox.refund({ externalUserId: ada.id }, 'ARTICLE');
      plenigo.forget(ada);
      gate.open();
      expect(await page).to.include({ status: 'bought' });
      expect((await open('/article')).body).to.include({ status: 'ready' });
    });
  });

  it('do not remember "not bought": a purchase shows on the next page', async () => {
    const { open } = await createSite();
    expect((await open('/article')).body).to.include({ status: 'ready' });
    world.sandbox.buy({ externalUserId: ada.id }, 'ARTICLE');
    expect((await open('/article')).body).to.include({ status: 'bought' });
  });

  it('tell plenigo the address of a returning reader without a record, beside the page', async () => {
    await (await createSite()).open('/login');
    const { fetch, hold } = createGatedFetch();
    const { open, callsOf } = await createSite({ fetch });
    // The search by the user's id says nothing about the address that plenigo knows.
    const change = hold(/changeEmail/);
    expect((await open('/article')).body).to.include({ status: 'ready' });
    await change.reached;
    expect(world.calls()).to.include('changeEmail');
    expect((await open('/article')).body, 'while it is under way').to.include({ status: 'ready' });
    change.open();
    await open('/login');
    world.calls();
    expect(await callsOf('/article'), 'told').to.deep.equal(['createLoginToken', 'hasUserBought']);
  });

  it('are not one more for a returning reader without a record, whose search brings the token; one on a page for buyers', async () => {
    await (await createSite()).open('/login');
    expect(pageCalls(await (await createSite()).callsOf('/article'))).to.deep.equal([
      'createLoginToken',
      'hasUserBought',
    ]);
    const { callsOf } = await createSite();
    expect(pageCalls(await callsOf('/archive'))).to.deep.equal(['createLoginToken', 'hasUserBought']);
    expect(pageCalls(await callsOf('/archive')), 'the next time').to.deep.equal(['hasUserBought']);
  });

  it('are two more for a brand-new reader, and three for one who is linked', async () => {
    const twice = ['createLoginToken', 'createLoginToken', 'hasUserBought', 'registerUser'];
    expect(
      await (await createSite()).callsOf('/article', { user: { id: 'eve', email: 'eve@news.example' } }),
    ).to.deep.equal(twice);
    world.sandbox.addCustomer({ email: ada.email });
    const { callsOf } = await createSite({ trustEmails: true });
    const calls = await callsOf('/login');
    expect(calls).to.deep.equal(['addExternalCustomerId', 'createLoginToken', 'registerUser', 'registerUser']);
    expect(await callsOf('/article')).to.deep.equal(['createLoginToken', 'hasUserBought']);
  });

  it('do not make the buyer wait for a token that is not used', async () => {
    const { fetch, hold } = createGatedFetch();
    const { open } = await createSite({ fetch });
    await open('/login');
    world.sandbox.buy({ externalUserId: ada.id }, 'ARTICLE');
    const gate = hold(/createLoginToken/);
    const page = await open('/article');
    expect(page.body).to.include({ status: 'bought' });
    await gate.reached;
    gate.open();
  });

  it('have no token for HEAD, and none for what a browser only fetches in advance', async () => {
    const { callsOf, open, head } = await createSite();
    await open('/login');
    const previews: Record<string, string>[] = [
      { 'sec-purpose': 'prefetch' },
      { 'sec-purpose': 'prefetch;prerender' },
      { purpose: 'prefetch' },
      { 'x-purpose': 'preview' },
      { 'x-moz': 'prefetch' },
    ];
    for (const headers of previews) expect(await callsOf('/article', { headers })).to.deep.equal(['hasUserBought']);
    await head();
    expect(world.calls()).to.deep.equal(['hasUserBought']);
  });

  it('follow the option mode, unless the route says otherwise', async () => {
    const { callsOf, open, plenigo } = await createSite({ mode: 'click', notBoughtTtl: 0 });
    await open('/login');
    expect(await callsOf('/article')).to.deep.equal(['hasUserBought']);
    expect(await callsOf('/archive')).to.deep.equal(['hasUserBought']);
    const openOther = await world.pages({ '/': plenigo.checkout('ARTICLE', { mode: 'page' }) });
    world.calls();
    await openOther('/');
    expect(world.calls().sort()).to.deep.equal(['createLoginToken', 'hasUserBought']);
  });
});

describe('the two calls of a page in page mode, API v2', () => {
  const world = useWorld();

  it('are begun before either is written: two writes in a row wake plenigo once', async () => {
    const plenigo = world.plenigo();
    const open = await world.pages({ '/article': plenigo.checkout('ARTICLE'), '/login': plenigo.register() });
    await open('/login');
    const begun: string[] = [];
    const note = (message: unknown) => {
      const { path } = (message as { request: ClientRequest }).request;
      if (!path.startsWith('/api/')) return;
      // Node writes what was begun until then.
      if (begun.length === 0) process.nextTick(() => begun.push('written'));
      begun.push(path.includes('createLoginToken') ? 'token' : 'has-bought');
    };
    subscribe('http.client.request.start', note);
    try {
      await open('/article');
    } finally {
      unsubscribe('http.client.request.start', note);
    }
    expect(begun).to.deep.equal(['has-bought', 'token', 'written']);
  });
});
