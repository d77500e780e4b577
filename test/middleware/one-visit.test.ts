// One request is one visit: whatever number of our middlewares it passes, each thing is asked once, and all wait one time together.
import { expect } from 'chai';
import express, { type RequestHandler } from 'express';
import request from 'supertest';
import type { Plenigo } from '../../lib/create-plenigo.js';
import type { Fetch } from '../../lib/options.js';
import { ada, as, useWorld } from './world.js';

describe('a request that passes several middlewares', () => {
  const world = useWorld();
  const baseUrl = 'https://news.example';
  const accountSettings = { elementId: 'a', loggedOutRedirectUrl: `${baseUrl}/login` };

  const show: RequestHandler = (_req, res) => {
    const { plenigo, plenigoAccount } = res.locals;
    res.json({ plenigo, account: plenigoAccount.status, snippets: plenigoAccount.snippets });
  };

  /** A page behind all of them. */
  async function serve(plenigo: Plenigo) {
    const app = express();
    app.get(
      '/',
      plenigo.register(),
      plenigo.requireAccess('PASS', { failOpen: true, notBought: (_req, res) => res.send('refused') }),
      plenigo.checkout('PASS'),
      plenigo.account('ORDER', accountSettings),
      show,
    );
    // The same without the gate.
    app.get('/page', plenigo.checkout('PASS'), plenigo.account('ORDER', accountSettings), show);
    app.get('/twice', plenigo.checkout(['PASS', 'OTHER']), plenigo.checkout(['PASS', 'OTHER']), (_req, res) => {
      res.json({ plenigo: res.locals.plenigo });
    });
    const server = await world.serve(app);
    return (path: string) => request(server).get(path).set(as(ada));
  }

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
    expect(world.calls().filter((call) => call === 'hasUserBought')).to.have.length(1);
  });

  it('registers a new reader once', async () => {
    const open = await serve(world.plenigo({ baseUrl }));
    const { body } = await open('/page');
    expect(body.plenigo.status).to.equal('ready');
    expect(body.account).to.equal('ready');
    expect(world.calls().filter((call) => call === 'registerUser')).to.have.length(1);
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
    const open = await serve(world.plenigo({ baseUrl, timeout, fetch: slowFetch }));
    await open('/page');
    hanging = true;
    const { body } = await open('/');
    // The gate has let the reader through, for plenigo is out; checkout and account ask nothing any more.
    expect(body.plenigo.status).to.equal('unavailable');
    expect(body.account).to.equal('unavailable');
    expect(asked).to.deep.equal(['product']);
    expect(world.errors.map(({ code }) => code)).to.deep.equal(['timeout', 'budget-spent']);
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
      seen.push(res.locals.plenigo.status);
      next();
    };
    app.get('/', first.checkout('PASS'), note, second.checkout('PASS'), note, (_req, res) => {
      res.end();
    });
    await request(await world.serve(app))
      .get('/')
      .set(as(ada));
    expect(seen).to.deep.equal(['ready', 'anonymous']);
  });
});
