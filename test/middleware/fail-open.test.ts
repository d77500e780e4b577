// `requireAccess()` with failOpen: an outage of plenigo's opens the page, and nothing that a reader could provoke.
import { once } from 'node:events';
import { expect } from 'chai';
import type { Fetch } from '../../lib/base/options.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { HandClock, useHandClock } from '../resilience/clock.js';
import { onBothApis } from '../support/apis.js';
import { answered, createCountedFetch, createGate, hang, until } from './gate.js';
import { ada, useWorld } from './world.js';

const TIMEOUT = 60_000;

onBothApis('requireAccess() with failOpen', (api) => {
  const world = useWorld(api);
  const { access, search, register } = api.calls;
  const product = api.product('ARCHIVE-PASS');

  async function createSite(options?: Partial<PlenigoOptions>) {
    const gate = world.plenigo(options).requireAccess(product, { failOpen: true });
    const open = await world.pages({ '/archive': [gate, (_req, res) => res.send('the archive')], '/data': gate });
    return { openAs: (user: object, path = '/archive') => open(path, { user }) };
  }

  const buy = () => world.addBuyer(['ARCHIVE-PASS']);
  const breakDown = () => world.sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY });

  it('lets readers through while plenigo is down, says so in `access`, and no cache keeps what they get', async () => {
    breakDown();
    const { openAs } = await createSite();
    const response = await openAs(ada);
    expect([response.text, response.headers['cache-control']]).to.deep.equal(['the archive', 'private, no-store']);
    expect((await openAs(ada, '/data')).body).to.include({ status: 'unavailable', access: true, bought: false });
  });

  it('lets nobody through who is at fault rather than plenigo', async () => {
    breakDown();
    const { openAs } = await createSite();
    expect((await openAs({ id: {}, email: ada.email })).status).to.equal(503);
  });

  // With API v3 the search is part of the question, and a gate registers nobody.
  const beside =
    api.name === 'v2'
      ? Object.entries({
          'the search fails': { call: search, status: 500 },
          'the search hangs': { call: search, hang: true },
          'the registration fails': { call: register, status: 503 },
          'the registration breaks off': { call: register, reset: true },
        } as const)
      : [];
  for (const [call, fault] of beside) {
    it(`a “no” of plenigo’s stays a no while another call fails: ${call}`, async () => {
      world.sandbox.inject({ ...fault, times: Number.POSITIVE_INFINITY });
      const { openAs } = await createSite({ timeout: TIMEOUT });
      const clock = new HandClock();
      const no = answered(access);
      const page = openAs(ada).then((answer) => answer);
      await no;
      if ('hang' in fault) clock.tick(TIMEOUT);
      const { status, text } = await page.finally(() => clock.stop());
      expect(status).to.equal(503);
      expect(text).to.not.include('the archive');
      expect(world.calls()).to.include(access);
    });
  }

  for (const [answer, fault] of Object.entries({
    'with a wrong secret (401)': { status: 401 },
    'with too many requests (429)': { status: 429 },
    'by a firewall (403 with a page)': { status: 403, body: '<html>Blocked</html>' },
  })) {
    it(`lets nobody through who is refused ${answer}`, async () => {
      buy();
      world.sandbox.inject({ ...fault, call: access, times: Number.POSITIVE_INFINITY });
      const { openAs } = await createSite();
      expect((await openAs(ada)).status).to.equal(503);
    });
  }

  for (const [kind, userOf] of Object.entries<(index: number) => object>({
    'with changing e-mail addresses': (index) => ({ email: `mallory-${index}@news.example` }),
    'with changing addresses that are verified': (index) => ({
      email: `mallory-${index}@news.example`,
      emailVerified: true,
    }),
    'with addresses of others, verified in turn': (index) => ({
      email: `reader-${index % 5}@news.example`,
      emailVerified: index % 2 === 0,
    }),
  })) {
    it(`20 requests at the same time ${kind} never open the page of a slow, healthy plenigo`, async () => {
      for (const index of [0, 1, 2, 3, 4]) {
        const externalUserId = `reader-${index}`;
        world.sandbox.addCustomer({ email: `reader-${index}@news.example`, externalUserId });
      }
      const CALL = TIMEOUT / 7.5;
      const { fetch: whole, isQuiet } = createCountedFetch(async (url, init) => {
        const response = await fetch(url, init);
        return new Response(await response.text(), response);
      });
      let waiting = 0;
      const slow: Fetch = async (url, init) => {
        const response = await whole(url, init);
        waiting += 1;
        const over = new Promise((resolve) => void setTimeout(resolve, CALL));
        await Promise.race([over, hang(init)]).finally(() => {
          waiting -= 1;
        });
        return response;
      };
      const { openAs } = await createSite({ fetch: slow, timeout: TIMEOUT });
      const clock = new HandClock();
      const requests = Array.from({ length: 20 }, (_, index) => openAs({ id: 'mallory', ...userOf(index) }));
      let isOver = false;
      const pages = Promise.all(requests).finally(() => {
        isOver = true;
      });
      // Time passes only while all that goes on waits for plenigo: how slow this machine is costs none of it.
      let calm = 0;
      await until(() => {
        calm = waiting > 0 && isQuiet() ? calm + 1 : 0;
        if (calm % 20 === 19) clock.tick(CALL);
        return isOver;
      }).finally(() => clock.stop());
      const answers = await pages;
      expect(answers.filter(({ text }) => text === 'the archive')).to.have.length(0);
      expect(answers.every(({ status }) => status === 402 || status === 503)).to.equal(true);
    });
  }
});

onBothApis('requireAccess() with failOpen, for a reader whose own search has used up the time', (api) => {
  const clock = useHandClock();
  const world = useWorld(api);
  const isAccess = /productId=|hasAccess/;
  /** What comes before the question that is left without time. */
  const isSearch = api.name === 'v2' ? /addExternalUserId/ : /externalSystemId/i;

  it('opens nothing when plenigo has too little of it left to answer', async () => {
    world.sandbox.addCustomer({ email: ada.email, ...(api.name === 'v3' && { externalUserId: ada.id }) });
    const late = createGate();
    let isSearched = false;
    const slow: Fetch = async (url, init) => {
      if (isSearched && isAccess.test(url)) {
        void late.pass();
        await once(init.signal, 'abort');
        throw init.signal.reason;
      }
      const response = await fetch(url, init);
      if (isSearch.test(url)) {
        isSearched = true;
        clock().tick(0.6 * TIMEOUT);
      }
      return response;
    };
    const plenigo = world.plenigo({ fetch: slow, timeout: TIMEOUT });
    const open = await world.pages({ '/': plenigo.requireAccess(api.product('PASS'), { failOpen: true }) });
    const answering = open('/', { user: { ...ada, emailVerified: true } }).then((answer) => answer);
    await late.reached;
    clock().tick(0.4 * TIMEOUT);
    expect([(await answering).status, world.errors.map(({ code }) => code)]).to.deep.equal([503, ['budget-spent']]);
  });
});
