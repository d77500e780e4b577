// One request is one visit: each thing is asked once, all wait one time together, and a login makes it ask anew.
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Fetch } from '../../lib/base/options.js';
import type { Plenigo } from '../../lib/entries/v2.js';
import { HandClock } from '../resilience/clock.js';
import { onBothApis } from '../support/apis.js';
import { present } from '../support/present.js';
import { createGatedFetch, hang, until } from './gate.js';
import { ada, useWorld } from './world.js';

onBothApis('a request that passes several middlewares', (api) => {
  const world = useWorld(api);
  const baseUrl = 'https://news.example';
  const { product } = api;
  const isV2 = api.name === 'v2';
  const pass = product('PASS');

  const show: RequestHandler = (_req, res) => {
    const { plenigo, plenigoAccount } = res.locals;
    res.json({ plenigo, account: plenigoAccount?.status, snippets: plenigoAccount?.snippets });
  };

  /** A page behind all of them. */
  async function serve(plenigo: Plenigo) {
    const gate = plenigo.requireAccess(pass, { failOpen: true, notBought: (_req, res) => res.send('refused') });
    const several = plenigo.checkout(['PASS', 'OTHER'].map(product));
    return world.pages({
      '/': [plenigo.register(), gate, plenigo.checkout(pass), api.account(plenigo), show],
      '/page': [plenigo.checkout(pass), api.account(plenigo), show],
      '/twice': [several, several, show],
    });
  }

  it('asks the site once who the user is, also where it fails', async () => {
    for (const isLate of [false, true]) {
      let asked = 0;
      const user = () => {
        asked += 1;
        const error = new Error('the site failed');
        if (isLate) return Promise.reject(error);
        throw error;
      };
      const plenigo = world.plenigo({ baseUrl, user });
      const failed: string[] = [];
      const note: ErrorRequestHandler = (error, _req, _res, next) => {
        failed.push(error.message);
        next();
      };
      const middlewares = [plenigo.checkout(pass), plenigo.requireAccess(pass), api.account(plenigo)];
      const open = await world.pages({ '/': [...middlewares.flatMap((each) => [each, note as never]), show] });
      const { body } = await open('/');
      expect(body.plenigo).to.include({ status: 'unavailable', access: false });
      expect([body.account, failed]).to.deep.equal(['unavailable', Array(3).fill('the site failed')]);
      expect(asked).to.equal(1);
    }
  });

  it('asks the site once who the user is, by its request and its response', async () => {
    let asked = 0;
    const user = async (req: Request, res: Response) => {
      asked += 1;
      return res.req === req ? ada : undefined;
    };
    world.addBuyer(['PASS']);
    const open = await serve(world.plenigo({ baseUrl, user }));
    const { body } = await open('/');
    expect([body.plenigo.status, body.account, asked]).to.deep.equal(['bought', 'ready', 1]);
  });

  if (isV2) {
    it('asks plenigo each question once, and makes a token for each that is used', async () => {
      const open = await serve(world.plenigo({ baseUrl }));
      await open('/page');
      world.calls();
      const { body } = await open('/page');
      const tokens = world.sandbox.tokens.slice(-2).map(({ token }) => token);
      expect(world.calls().sort()).to.deep.equal(['createLoginToken', 'createLoginToken', 'hasUserBought']);
      expect(tokens).to.include(body.plenigo.loginToken);
      expect(tokens.filter((token) => body.snippets[0].call.includes(token))).to.have.length(1);
      await open('/twice');
      expect(world.calls().filter((call) => call === api.calls.access)).to.have.length(1);
    });
  }

  it('registers a new reader once', async () => {
    const open = await serve(world.plenigo({ baseUrl }));
    const { body } = await open('/page');
    expect([body.plenigo.status, body.account]).to.deep.equal(['ready', 'ready']);
    expect(world.calls().filter((call) => call === api.calls.register)).to.have.length(1);
  });

  it('waits `timeout` for all of them together: once it is spent, nothing more is asked', async () => {
    let hanging = false;
    const asked: string[] = [];
    const slowFetch: Fetch = (url, init) => {
      if (!hanging) return fetch(url, init);
      asked.push(new URL(url).pathname.split('/').at(-1) ?? '');
      return hang(init);
    };
    // The record of the first page leads the second one straight to its questions.
    const timeout = 60_000;
    const open = await serve(world.plenigo({ baseUrl, timeout, fetch: slowFetch, notBoughtTtl: 0 }));
    await open('/page');
    hanging = true;
    const clock = new HandClock();
    const page = open('/').then((answer) => answer.body);
    await until(() => asked.length > 0);
    if (!isV2) {
      // So long a login waits.
      clock.tick(timeout / 4);
      await until(() => asked.length > 1);
    }
    clock.tick(timeout);
    const body = await page.finally(() => clock.stop());
    // The gate has let the reader through, for plenigo is out; checkout and account ask nothing any more.
    expect(body.plenigo.status).to.equal('unavailable');
    // With API v3 an account page has nothing to ask before its script does.
    expect(body.account).to.equal(isV2 ? 'unavailable' : 'ready');
    // With API v3 the page asks at the same time whose customer the reader is.
    expect(asked).to.deep.equal(isV2 ? ['product'] : ['ada-1', 'hasAccess']);
    const codes = ['timeout', ...(isV2 ? ['budget-spent'] : [])];
    expect(world.errors.map(({ code }) => code)).to.deep.equal(codes);
  });

  it('has all that is left of its time for who is logged in now, whoever’s registration still hangs', async () => {
    const bo = { id: 'bo-1', email: 'bo@news.example' };
    world.addBuyer(['PASS'], bo);
    let user = ada;
    let isHanging = false;
    const hangOn: Fetch = (url, init) => {
      isHanging = `${url} ${init.body ?? ''}`.includes('ada');
      return isHanging ? hang(init) : globalThis.fetch(url, init);
    };
    const clock = new HandClock();
    const { register, checkout } = world.plenigo({ timeout: 1000, fetch: hangOn, user: () => user });
    const changeUser: RequestHandler = (_req, _res, next) => {
      user = bo;
      next();
    };
    // The site takes its time, until nothing is left of that of the first registration.
    const work: RequestHandler = (_req, _res, next) => {
      clock.tick(900);
      next();
    };
    const open = await world.pages({ '/': [register(), changeUser, register(), work, checkout(pass), show] });
    try {
      const page = open('/').then(({ body }) => body);
      await until(() => isHanging);
      // So long a login waits.
      clock.tick(250);
      expect((await page).plenigo).to.include({ status: 'bought' });
    } finally {
      clock.stop();
    }
    expect(world.errors.map(({ code }) => code)).not.to.include('budget-spent');
  });

  it('waits no longer where register() makes it ask anew who the user is', async () => {
    const asked: string[] = [];
    const hangOn: Fetch = (url, init) => {
      asked.push(new URL(url).pathname.split('/').at(-1) ?? '');
      return hang(init);
    };
    const plenigo = world.plenigo({ timeout: 300, fetch: hangOn });
    const open = await world.pages({ '/': [plenigo.checkout(pass), plenigo.register(), plenigo.checkout(pass)] });
    expect((await open('/')).body.status).to.equal('unavailable');
    expect(asked.sort()).to.deep.equal(isV2 ? ['createLoginToken', 'product'] : [ada.id]);
  });

  it('tells plenigo a changed address once', async () => {
    const plenigo = world.plenigo({ mode: 'click' });
    const checkouts = ['AA', 'BB', 'CC'].map((id) => plenigo.checkout(product(id)));
    const open = await world.pages({ '/login': plenigo.register(), '/': checkouts });
    await open('/login');
    const told = () => world.sandbox.requests.filter(({ call }) => call === 'changeEmail');
    // Refused each time: nothing that the first one has learnt keeps the others from telling it again.
    world.sandbox.inject({ call: 'changeEmail', status: 400, times: Number.POSITIVE_INFINITY });
    await open('/', { user: { ...ada, email: 'countess@news.example' } });
    await until(() => told().length > 0);
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    expect(told()).to.have.length(1);
  });

  if (isV2) {
    it('ends all calls of an account page with its time, also when one of them has failed before', async () => {
      const signals: AbortSignal[] = [];
      let hanging = false;
      const failing: Fetch = async (url, init) => {
        if (!hanging) return fetch(url, init);
        signals.push(init.signal);
        if (signals.length === 1) return new Response('{}', { status: 400, headers: { 'content-length': '2' } });
        return new Promise(() => {});
      };
      const plenigo = world.plenigo({ baseUrl, fetch: failing });
      const parts = (['ORDER', 'SUBSCRIPTION'] as const).map((snippet) => ({ snippet, elementId: snippet }));
      const page = plenigo.account(parts, { loggedOutRedirectUrl: `${baseUrl}/login` });
      const open = await world.pages({ '/': [page, show] });
      expect((await open('/')).body.account).to.equal('ready');
      hanging = true;
      const clock = new HandClock();
      const answer = open('/').then(({ body }) => body.account);
      await until(() => signals.length > 1);
      clock.tick(60_000);
      expect(await answer.finally(() => clock.stop())).to.equal('unavailable');
      await until(() => signals.every(({ aborted }) => aborted));
    });
  }

  it('reports a fault once, however many of them meet it', async () => {
    const open = await serve(world.plenigo({ baseUrl }));
    world.sandbox.inject({ status: 500, times: Number.POSITIVE_INFINITY });
    await open('/page');
    expect(world.errors.map(({ code }) => code)).to.deep.equal(['server-error']);
  });

  it('is another visit for each company of the site', async () => {
    const [first, second] = [world.plenigo({ baseUrl }), world.plenigo({ baseUrl, user: () => null })];
    const seen: string[] = [];
    const note: RequestHandler = (_req, res, next) => {
      seen.push(present(res.locals.plenigo).status);
      next();
    };
    const open = await world.pages({ '/': [first.checkout(pass), note, second.checkout(pass), note] });
    await open('/');
    expect(seen).to.deep.equal(['ready', 'anonymous']);
  });
});

onBothApis('register()', (api) => {
  const world = useWorld(api);
  const { search, register } = api.calls;
  const product = api.product('ARTICLE-1');

  it('registers who has just logged in, also where a middleware before the login had found nobody', async () => {
    let reader: object | undefined;
    const plenigo = world.plenigo({ user: () => reader as never });
    const logIn: RequestHandler = (_req, _res, next) => {
      reader = ada;
      next();
    };
    const open = await world.pages({ '/login': [plenigo.checkout(product), logIn, plenigo.register()] });
    expect([(await open('/login')).body.status, world.calls()]).to.deep.equal(['anonymous', [search, register]]);
  });

  it('keeps a login waiting for a part of the time only, and goes on beside it', async () => {
    const { fetch, hold } = createGatedFetch();
    const gate = hold(new RegExp(search));
    const plenigo = world.plenigo({ fetch });
    const open = await world.pages({ '/login': plenigo.register(), '/article': plenigo.checkout(product) });
    await open('/login').expect(200);
    expect(world.sandbox.customers).to.deep.equal([]);
    const page = open('/article').then(({ body }) => body);
    gate.open();
    expect(await page).to.include({ status: 'ready' });
    expect([world.calls().filter((call) => call === register), world.errors]).to.deep.equal([[register], []]);
  });
});
