// `account()`: what an account page gets, for every kind of reader. The snippets' own rules are in test/v2/snippet.test.ts.
import { expect } from 'chai';
import express, { type Request, type RequestHandler, type Response } from 'express';
import request from 'supertest';
import type { Plenigo } from '../../lib/entries/v2.js';
import type { AccountLocals } from '../../lib/index.js';
import { sayPublic } from '../support/caching.js';
import { failure } from '../support/errors.js';
import { ownDataIn } from '../support/reader.js';
import { scriptOf } from '../support/scripts.js';
import { createGatedFetch } from './gate.js';
import { ada, useWorld, type Visitor, type World } from './world.js';

const loggedOutRedirectUrl = 'https://news.example/login';
const baseUrl = 'https://news.example';
/** Generous: only plenigo's answers count here, not how busy this machine is. In ms. */
const timeout = 15_000;

/** The page as a site would write it, and its locals as JSON for the tests. */
const asJson: RequestHandler = (_req, res) => res.json(res.locals.plenigoAccount);

const attributes = (html: string, name: string) =>
  [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value]) => value);

/** What the script of the page is told of its snippets. */
const told = (scriptTag: string): Record<string, string>[] => ownDataIn(scriptTag).snippets as Record<string, string>[];

describe('account()', () => {
  const world = useWorld();

  /** Opens the account page by `visit`, as Ada unless it says otherwise. */
  async function serve(plenigo: Plenigo, handlers: RequestHandler[], { hasRouter = true } = {}) {
    const before = hasRouter ? [express.Router().use('/plenigo', plenigo.router())] : [];
    const open = await world.pages({ '/account': handlers }, { before });
    return (visitor: Visitor = {}, path = '/account') => open(path, visitor);
  }

  /** A page with one snippet and one with two. */
  const personal = (plenigo: Plenigo) =>
    plenigo.account('PERSONAL_DATA', { elementId: 'personal', loggedOutRedirectUrl });
  const both = (plenigo: Plenigo) =>
    plenigo.account(
      [
        { snippet: 'PERSONAL_DATA', elementId: 'personal' },
        { snippet: 'ORDER', elementId: 'orders' },
      ],
      { loggedOutRedirectUrl },
    );

  it('gives a reader the element, the call and the script tags of a snippet, with a fresh login token', async () => {
    const plenigo = world.plenigo({ baseUrl, timeout });
    const visit = await serve(plenigo, [personal(plenigo), asJson]);
    const { body } = await visit().expect(200);
    const locals = body as AccountLocals;
    const [token] = world.sandbox.tokens;
    expect(locals.status).to.equal('ready');
    expect(locals.elements, 'nothing of the reader').to.equal(
      '<div id="personal" data-plenigo-snippet="PERSONAL_DATA"></div>',
    );
    expect(locals.snippets).to.have.length(1);
    expect(locals.snippets[0]).to.include({ snippet: 'PERSONAL_DATA', element: locals.elements });
    expect(locals.snippets[0]?.call)
      .to.match(/^plenigo\.renderSnippet\(\{elementId:/)
      .and.include('plenigo.Snippet.PERSONAL_DATA')
      .and.include(token?.token);
    expect(locals.scriptTag).to.match(/\/plenigo\/account-[0-9a-f]{12}\.js.*\n.*plenigo_sdk\.min\.js.* async/);
    expect(told(locals.scriptTag)).to.deep.equal([
      { snippet: 'PERSONAL_DATA', elementId: 'personal', loggedOutRedirectUrl, loginToken: token?.token },
    ]);
    expect(world.sandbox.tokens).to.have.length(1);
    expect(token).to.include({ used: false });
  });

  it('registers a reader who is new to plenigo, once, and makes one token for each snippet', async () => {
    const plenigo = world.plenigo({ baseUrl, timeout });
    const visit = await serve(plenigo, [both(plenigo), asJson]);
    const { body } = await visit().expect(200);
    expect(world.sandbox.customers).to.have.length(1);
    expect(world.calls().filter((call) => call === 'registerUser')).to.have.length(1);
    const tokens = told(body.scriptTag).map(({ loginToken }) => loginToken);
    expect(tokens).to.have.length(2);
    expect(tokens).to.have.members(world.sandbox.tokens.map(({ token }) => token));
    expect(attributes(body.elements, 'data-plenigo-snippet')).to.deep.equal(['PERSONAL_DATA', 'ORDER']);
    expect(attributes(body.elements, 'id')).to.deep.equal(['personal', 'orders']);
  });

  it('asks for the tokens of a known customer at the same time, and for nothing else', async () => {
    world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
    const { fetch, hold } = createGatedFetch();
    const plenigo = world.plenigo({ baseUrl, timeout, fetch });
    const visit = await serve(plenigo, [both(plenigo), asJson]);
    // The first page makes the record.
    await visit().expect(200);
    world.calls();
    const gates = [hold(/createLoginToken/), hold(/createLoginToken/)];
    const answer = visit().then(({ body }) => body);
    // Both are held back at once: neither waits for the other.
    await Promise.all(gates.map(({ reached }) => reached));
    for (const { open } of gates) open();
    expect([(await answer).status, world.calls()]).to.deep.equal(['ready', ['createLoginToken', 'createLoginToken']]);
    world.sandbox.inject({ call: 'createLoginToken', status: 429 });
    const { body } = await visit().expect(200);
    expect(body, 'all or none').to.deep.include({ status: 'unavailable', elements: '', snippets: [] });
  });

  interface Shut {
    user?: object;
    prepare?: (world: World) => void;
    errors?: string[];
    asksNothing?: boolean;
  }
  const shut: Record<string, Shut> = {
    anonymous: { asksNothing: true },
    'email-missing': { user: { id: 'nameless' }, asksNothing: true },
    'email-conflict': {
      user: ada,
      prepare: ({ sandbox }) => sandbox.addCustomer({ email: ada.email }),
      errors: ['email-conflict'],
    },
    unavailable: {
      user: ada,
      prepare: ({ sandbox }) => sandbox.inject({ status: 500, times: Number.POSITIVE_INFINITY }),
      errors: ['server-error'],
    },
    'unavailable, for plenigo cannot have such a user': {
      user: { id: '', email: ada.email },
      errors: ['invalid-argument'],
      asksNothing: true,
    },
  };
  for (const [name, { user, prepare, errors = [], asksNothing = false }] of Object.entries(shut)) {
    it(`renders without snippets and tokens for a reader who is ${name}, and reports a fault once`, async () => {
      prepare?.(world);
      const plenigo = world.plenigo({ baseUrl, timeout });
      const visit = await serve(plenigo, [both(plenigo), asJson]);
      const { body } = await visit({ user: user ?? null }).expect(200);
      expect(body).to.deep.include({ status: name.split(',')[0], elements: '', snippets: [] });
      expect(body.scriptTag).to.include('/plenigo/account-').and.not.include('application/json');
      expect([world.sandbox.tokens, world.errors.map(({ code }) => code)]).to.deep.equal([[], errors]);
      if (asksNothing) expect(world.calls()).to.deep.equal([]);
    });
  }

  it('hands a fault of the site itself to its error handler, which finds the locals', async () => {
    const plenigo = world.plenigo({
      timeout,
      baseUrl,
      user: () => {
        throw new Error('the database of the site');
      },
    });
    const app = express().use(sayPublic);
    app.get('/account', personal(plenigo), asJson);
    // Four parameters make it an error handler.
    app.use((error: Error, _req: Request, res: Response, _next: () => void) => {
      res.status(500).send(`${error.message}: ${res.locals.plenigoAccount?.status}`);
    });
    const { text, headers } = await request(await world.serve(app)).get('/account');
    expect(text).to.equal('the database of the site: unavailable');
    expect(headers['cache-control']).to.equal('private, no-store');
  });

  it('makes no token for HEAD, and says what the page would say', async () => {
    const plenigo = world.plenigo({ baseUrl, timeout });
    let seen: AccountLocals | undefined;
    const note: RequestHandler = (_req, res) => {
      seen = res.locals.plenigoAccount;
      res.set('Cache-Control', 'public').end();
    };
    const visit = await serve(plenigo, [both(plenigo), note]);
    const open = () => visit({ method: 'head' }).expect(200);
    expect((await open()).headers['cache-control']).to.equal('private, no-store');
    expect(seen).to.deep.include({ status: 'ready', elements: '', snippets: [] });
    expect(world.sandbox.tokens).to.deep.equal([]);
    world.calls();
    await open();
    expect(world.calls(), 'of a reader with a record').to.deep.equal([]);
  });

  it('is no page for a prefetch, prerender or preview, which would be shown without its snippets: the browser asks again', async () => {
    const plenigo = world.plenigo({ baseUrl, timeout });
    const visit = await serve(plenigo, [both(plenigo), (_req, res) => res.send('the page')]);
    for (const [name, value] of [
      ['Sec-Purpose', 'prefetch'],
      ['Sec-Purpose', 'prefetch;prerender'],
      // Safari, an older browser, Firefox.
      ['X-Purpose', 'preview'],
      ['Purpose', 'prefetch'],
      ['X-Moz', 'prefetch'],
    ] as const) {
      const ahead = await visit({ headers: { [name]: value } }).expect(503, '');
      expect(ahead.headers, name).to.include({ 'cache-control': 'private, no-store', vary: 'Sec-Purpose' });
    }
    expect(world.calls()).to.deep.equal([]);
    await visit().expect(200, 'the page');
    expect(world.sandbox.tokens).to.have.length(2);
  });

  it('has only plenigo’s script without the router, for pages that make the call themselves', async () => {
    const plenigo = world.plenigo({ baseUrl, timeout });
    const visit = await serve(plenigo, [personal(plenigo), asJson], { hasRouter: false });
    const { body } = await visit().expect(200);
    expect(body.scriptTag).to.include('plenigo_sdk.min.js');
    expect(body.scriptTag).to.not.match(/account-[0-9a-f]{12}/);
    expect(body.snippets[0].call).to.include('renderSnippet');
  });

  it('gives the script tags the nonce of the response and the language of the reader', async () => {
    const plenigo = world.plenigo({ baseUrl, timeout, nonce: (_req, res) => String(res.locals.nonce) });
    const giveNonce: RequestHandler = (_req, res, next) => {
      res.locals.nonce = 'r4nd0m';
      next();
    };
    const visit = await serve(plenigo, [giveNonce, personal(plenigo), asJson]);
    const { body } = await visit({ user: { ...ada, language: 'de' } });
    expect(attributes(body.scriptTag, 'nonce')).to.deep.equal(['r4nd0m', 'r4nd0m', 'r4nd0m']);
    expect(attributes(body.scriptTag, 'data-lang')).to.deep.equal(['de']);
    expect(body.scriptTag).to.include(`/plenigo/${scriptOf('account-de').name}"`);
  });

  it('refuses at start what its snippets and settings may not be', async () => {
    const account = world.plenigo({ baseUrl }).account as (...args: unknown[]) => RequestHandler;
    for (const args of [
      ['ORDER'],
      ['ORDERS', { elementId: 'a', loggedOutRedirectUrl }],
      ['ORDER', { loggedOutRedirectUrl }],
      [[{ snippet: 'ORDER', elementId: 'a' }], { elementId: 'a', loggedOutRedirectUrl }],
    ]) {
      expect((await failure(() => account(...args))).code).to.equal('invalid-argument');
    }
  });
});
