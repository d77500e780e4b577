// One request is one visit: whatever number of our middlewares it passes, each thing is asked once, and all wait one time together.
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import request from 'supertest';
import type { Fetch } from '../../lib/base/options.js';
import type { Plenigo } from '../../lib/entries/v2.js';
import { onBothApis } from '../support/apis.js';
import { present } from '../support/present.js';
import { until } from './gate.js';
import { ada, as, useWorld } from './world.js';

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
    const app = express();
    app.get(
      '/',
      plenigo.register(),
      plenigo.requireAccess(pass, { failOpen: true, notBought: (_req, res) => res.send('refused') }),
      plenigo.checkout(pass),
      api.account(plenigo),
      show,
    );
    // The same without the gate.
    app.get('/page', plenigo.checkout(pass), api.account(plenigo), show);
    app.get(
      '/twice',
      plenigo.checkout(['PASS', 'OTHER'].map(product)),
      plenigo.checkout(['PASS', 'OTHER'].map(product)),
      (_req, res) => {
        res.json({ plenigo: res.locals.plenigo });
      },
    );
    const server = await world.serve(app);
    return (path: string) => request(server).get(path).set(as(ada));
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
      const app = express();
      const failed: string[] = [];
      const note: ErrorRequestHandler = (error, _req, _res, next) => {
        failed.push(error.message);
        next();
      };
      app.use(plenigo.checkout(pass), note, plenigo.requireAccess(pass), note, show);
      const { body } = await request(await world.serve(app)).get('/');
      expect(body.plenigo).to.include({ status: 'unavailable', access: false });
      expect(failed).to.deep.equal(['the site failed', 'the site failed']);
      expect(asked).to.equal(1);
    }
  });

  it('asks the site once who the user is', async () => {
    let asked = 0;
    const user = async () => {
      asked += 1;
      return ada;
    };
    world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
    world.sandbox.buy({ externalUserId: ada.id }, 'PASS');
    const open = await serve(world.plenigo({ baseUrl, user }));
    const { body } = await open('/');
    expect(body.plenigo.status).to.equal('bought');
    expect(body.account).to.equal('ready');
    expect(asked).to.equal(1);
  });

  it('asks the site once, also where its answer is an error', async () => {
    let asked = 0;
    const user = () => {
      asked += 1;
      throw new Error('the database is away');
    };
    const plenigo = world.plenigo({ baseUrl, user });
    const app = express();
    const goOn: ErrorRequestHandler = (_error, _req, _res, next) => next();
    const middlewares = [plenigo.requireAccess(pass), plenigo.checkout(pass), api.account(plenigo)];
    for (const middleware of middlewares) app.get('/', middleware as RequestHandler, goOn);
    app.get('/', show);
    const { body } = await request(await world.serve(app)).get('/');
    expect([body.plenigo.status, body.account]).to.deep.equal(['unavailable', 'unavailable']);
    expect(asked).to.equal(1);
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
    expect(body.plenigo.status).to.equal('ready');
    expect(body.account).to.equal('ready');
    expect(world.calls().filter((call) => call === api.calls.register)).to.have.length(1);
  });

  it('waits `timeout` for all of them together: once it is spent, nothing more is asked', async () => {
    let hanging = false;
    const asked: string[] = [];
    /** A plenigo that hangs, until whoever waits gives up. */
    const slowFetch: Fetch = (url, init) => {
      if (!hanging) return fetch(url, init);
      asked.push(new URL(url).pathname.split('/').at(-1) ?? '');
      return new Promise((_resolve, reject) => {
        init.signal.addEventListener('abort', () => reject(init.signal.reason));
      });
    };
    // The record of the first page leads the second one straight to its questions.
    const timeout = 1000;
    const open = await serve(world.plenigo({ baseUrl, timeout, fetch: slowFetch, notBoughtTtl: 0 }));
    await open('/page');
    hanging = true;
    const { body } = await open('/');
    // The gate has let the reader through, for plenigo is out; checkout and account ask nothing any more.
    expect(body.plenigo.status).to.equal('unavailable');
    // With API v3 an account page has nothing to ask before its script does.
    expect(body.account).to.equal(isV2 ? 'unavailable' : 'ready');
    expect(asked).to.deep.equal([isV2 ? 'product' : 'hasAccess']);
    const codes = ['timeout', ...(isV2 ? ['budget-spent'] : [])];
    expect(world.errors.map(({ code }) => code)).to.deep.equal(codes);
  });

  it('has all that is left of its time for who is logged in now, whoever’s registration still hangs', async () => {
    const bo = { id: 'bo-1', email: 'bo@news.example' };
    world.addBuyer(['PASS'], bo);
    let user = ada;
    const hang: Fetch = (url, init) =>
      `${url} ${init.body ?? ''}`.includes('ada')
        ? new Promise((_resolve, reject) => {
            init.signal.addEventListener('abort', () => reject(init.signal.reason));
          })
        : globalThis.fetch(url, init);
    const { register, checkout } = world.plenigo({ timeout: 1000, fetch: hang, user: () => user });
    const app = express();
    const changeUser: RequestHandler = (_req, _res, next) => {
      user = bo;
      next();
    };
    // The site takes its time, until nothing is left of that of the first registration.
    const work: RequestHandler = (_req, _res, next) => {
      setTimeout(next, 900);
    };
    app.get('/', register(), changeUser, register(), work, checkout(pass), show);
    const { body } = await request(await world.serve(app)).get('/');
    expect(body.plenigo).to.include({ status: 'bought' });
    expect(world.errors.map(({ code }) => code)).not.to.include('budget-spent');
  });

  it('waits no longer where register() makes it ask anew who the user is', async () => {
    const asked: string[] = [];
    const hang: Fetch = (url, init) => {
      asked.push(new URL(url).pathname.split('/').at(-1) ?? '');
      return new Promise((_resolve, reject) => {
        init.signal.addEventListener('abort', () => reject(init.signal.reason));
      });
    };
    const plenigo = world.plenigo({ timeout: 300, fetch: hang });
    const app = express();
    app.get('/', plenigo.checkout(pass), plenigo.register(), plenigo.checkout(pass), (_req, res) => {
      res.json(res.locals.plenigo?.status);
    });
    const { body } = await request(await world.serve(app))
      .get('/')
      .set(as(ada));
    expect(body).to.equal('unavailable');
    expect(asked.sort()).to.deep.equal(isV2 ? ['createLoginToken', 'product'] : [ada.id]);
  });

  it('tells plenigo a changed address once', async () => {
    const plenigo = world.plenigo({ mode: 'click' });
    const app = express();
    app.get('/login', plenigo.register(), (_req, res) => res.end());
    const checkouts = ['AA', 'BB', 'CC'].map((id) => plenigo.checkout(product(id)));
    app.get('/', ...checkouts, (_req, res) => res.json(res.locals.plenigo?.status));
    const server = await world.serve(app);
    await request(server).get('/login').set(as(ada));
    const told = () => world.sandbox.requests.filter(({ call }) => call === 'changeEmail');
    // Refused each time: nothing that the first one has learnt keeps the others from telling it again.
    world.sandbox.inject({ call: 'changeEmail', status: 400, times: Number.POSITIVE_INFINITY });
    await request(server)
      .get('/')
      .set(as({ ...ada, email: 'countess@news.example' }));
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
      const plenigo = world.plenigo({ baseUrl, timeout: 1000, fetch: failing });
      const parts = (['ORDER', 'SUBSCRIPTION'] as const).map((snippet) => ({ snippet, elementId: snippet }));
      const app = express();
      app.get('/', plenigo.account(parts, { loggedOutRedirectUrl: `${baseUrl}/login` }), (_req, res) =>
        res.json(res.locals.plenigoAccount?.status),
      );
      const server = await world.serve(app);
      const open = () => request(server).get('/').set(as(ada));
      expect((await open()).body).to.equal('ready');
      hanging = true;
      expect((await open()).body).to.equal('unavailable');
      const [signal] = signals;
      if (signal?.aborted === false) await once(signal, 'abort');
      expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true, true]);
    });
  }

  it('keeps the error page of an account out of caches, whoever the reader is', async () => {
    const plenigo = world.plenigo({
      baseUrl,
      user: () => {
        throw new Error('the database is away');
      },
    });
    const app = express();
    app.use((_req, res, next) => {
      res.set('Cache-Control', 'public, max-age=600');
      next();
    });
    app.get('/', api.account(plenigo));
    const onError: ErrorRequestHandler = (_error, _req, res, _next) => {
      res.status(500).send('sorry');
    };
    app.use(onError);
    const { headers } = await request(await world.serve(app)).get('/');
    expect(headers['cache-control']).to.equal('private, no-store');
  });

  it('reports a fault once, however many of them meet it', async () => {
    const open = await serve(world.plenigo({ baseUrl }));
    world.sandbox.inject({ status: 500, times: Number.POSITIVE_INFINITY });
    await open('/page');
    expect(world.errors.map(({ code }) => code)).to.deep.equal(['server-error']);
  });

  it('is another visit for each company of the site', async () => {
    const [first, second] = [world.plenigo({ baseUrl }), world.plenigo({ baseUrl, user: () => null })];
    const app = express();
    const seen: string[] = [];
    const note: RequestHandler = (_req, res, next) => {
      seen.push(present(res.locals.plenigo).status);
      next();
    };
    app.get('/', first.checkout(pass), note, second.checkout(pass), note, (_req, res) => {
      res.end();
    });
    await request(await world.serve(app))
      .get('/')
      .set(as(ada));
    expect(seen).to.deep.equal(['ready', 'anonymous']);
  });
});
