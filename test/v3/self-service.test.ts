/** The one customer session of API v3: where it is kept, and that it is good for nobody else. */

import { expect } from 'chai';
import express, { type RequestHandler } from 'express';
import session from 'express-session';
import request from 'supertest';
import { createPlenigo, type PlenigoOptions } from '../../lib/entries/v3.js';
import { useSandbox } from '../sandbox/support.js';

describe('the customer session of API v3', () => {
  const sandbox = useSandbox();
  let store: session.MemoryStore;
  let logs: unknown[];
  beforeEach(() => {
    store = new session.MemoryStore();
    logs = [];
  });

  /** A process of the site: its own memory, the sessions of all. */
  function start(options: Partial<PlenigoOptions> = {}, own?: RequestHandler) {
    const log = (...line: unknown[]) => logs.push(line);
    const plenigo = createPlenigo({
      ...sandbox().v3.options,
      baseUrl: 'https://news.example',
      user: (req) => ({ id: String(req.get('x-reader')), email: `${req.get('x-reader')}@example.com` }),
      timeout: 10_000,
      onError: (error) => log(error),
      logger: { debug: log, info: log, warn: log, error: log },
      ...options,
    });
    const app = express().set('env', 'test');
    app.use(own ?? session({ secret: 'for the test', resave: false, saveUninitialized: true, store }));
    app.use('/plenigo', plenigo.router());
    return request.agent(app);
  }
  type Asked = { reader?: string; cookie?: string; count?: unknown; endOthers?: boolean };
  const ask = (agent: ReturnType<typeof start>, { reader = 'ada', cookie = '', ...body }: Asked = {}) => {
    const headers = { 'sec-fetch-site': 'same-origin', 'x-reader': reader, cookie };
    const asked = agent.post('/plenigo/account').set(headers);
    return asked.send({ count: 1, ...body });
  };
  /** The cookie of the session that the first visit begins. */
  const begin = async (agent: ReturnType<typeof start>) => {
    const { body, headers } = await ask(agent);
    expect(body.call).to.have.length(1);
    return String([headers['set-cookie']].flat()[0]).split(';')[0] ?? '';
  };
  const values = () => JSON.stringify((store as unknown as { sessions: object }).sessions);

  it('is kept in the site’s session, encrypted, where another process finds it', async () => {
    await ask(start(), { cookie: await begin(start()) });
    expect(sandbox().v3.sessions).to.have.length(1);
    expect(values()).to.include('plenigo-session');
    expect(values()).not.to.match(/customerSession|"token"/);
  });

  it('is kept in the site’s store instead, if it has one, where another process finds it', async () => {
    const kept = new Map<string, string>();
    const set = async (key: string, value: string) => kept.set(key, value);
    const shared = { get: async (key: string) => kept.get(key), set };
    for (const agent of [start({ store: shared }), start({ store: shared })])
      expect((await ask(agent)).body.call).to.have.length(1);
    expect(sandbox().v3.sessions).to.have.length(1);
    expect(values()).not.to.include('plenigo-session');
    expect([...kept.keys()].filter((key) => key.includes('plenigo-session'))).to.have.length(1);
  });

  it('is good for nobody else, whoever gets hold of it', async () => {
    await ask(start(), { reader: 'eve', cookie: await begin(start()) });
    expect(sandbox().v3.sessions).to.have.length(2);
    // Nor does a session, which may be a cookie, grow with all who share a computer.
    expect(values().match(/plenigo-session/g)).to.have.length(1);
  });

  it('is made anew where what is kept is no such thing', async () => {
    for (const value of ['', 'x', 'x'.repeat(100), 42, null, {}]) {
      const broken = { get: async () => value, set: async () => true };
      expect((await ask(start({ store: broken }))).body.status).to.equal('ready');
      sandbox().reset();
    }
  });

  it('is made once for a page, and a store that fails costs one more at most', async () => {
    for (const fault of [() => Promise.reject(new Error('down')), () => new Promise(() => {})]) {
      sandbox().reset();
      logs.length = 0;
      const agent = start({ store: { get: fault, set: fault }, timeout: 3000 });
      expect((await ask(agent, { count: 3 })).body.call).to.have.length(3);
      expect((await ask(agent)).body.call).to.have.length(1);
      expect(sandbox().v3.sessions).to.have.length(1);
      expect(logs.filter((line) => JSON.stringify(line).includes('store-failed'))).to.have.length(1);
    }
  });

  it('is made anew once where it has ended, whatever number of snippets and tabs finds that out', async () => {
    sandbox().v3.sessionLimit = 1;
    const agent = start();
    await ask(agent);
    sandbox().clock.advance(15 * 24 * 60 * 60_000);
    const answers = await Promise.all([ask(agent, { count: 3 }), ask(agent, { count: 2 })]);
    expect(answers.map(({ body }) => body.call?.length)).to.deep.equal([3, 2]);
    expect(sandbox().requests.filter(({ call }) => call === 'createSession')).to.have.length(2);
  });

  it('stays where plenigo fails to make a token of it: no second one takes its place', async () => {
    const agent = start();
    await ask(agent);
    sandbox().inject({ call: 'createTransferToken', status: 500, times: 2 });
    expect([(await ask(agent)).body.status, (await ask(agent)).body.status]).to.deep.equal(['unavailable', 'ready']);
    expect(sandbox().requests.filter(({ call }) => call === 'createSession')).to.have.length(1);
  });

  it('is made once for several tabs, where plenigo allows no second', async () => {
    sandbox().v3.sessionLimit = 1;
    const agent = start();
    const answers = await Promise.all([ask(agent), ask(agent), ask(agent)]);
    expect(answers.map(({ body }) => body.status)).to.deep.equal(['ready', 'ready', 'ready']);
  });

  it('is made as soon as plenigo allows one more', async () => {
    sandbox().v3.sessionLimit = 0;
    const agent = start();
    expect((await ask(agent)).body.status).to.equal('session-limit');
    sandbox().v3.sessionLimit = 1;
    expect((await ask(agent)).body.status).to.equal('ready');
  });

  it('is that of the site’s session where another process has made a new one meanwhile', async () => {
    sandbox().v3.sessionLimit = 1;
    const [here, there] = [start(), start()];
    const cookie = await begin(here);
    expect((await ask(there, { cookie, endOthers: true })).body.status).to.equal('ready');
    expect((await ask(here, { cookie })).body.status).to.equal('ready');
    expect(sandbox().v3.sessions).to.have.length(1);
  });

  it('stays out of a cookie that it would overflow, and makes no more tokens than a page can show', async () => {
    let site: Record<string, unknown> = {};
    const inCookie: RequestHandler = (req, _res, next) => {
      site = Object.assign(Object.create({ isChanged: false }), { filler: 'x' });
      Object.assign(req, { session: site });
      next();
    };
    const long = 'x'.repeat(3000);
    sandbox().inject({ call: 'createSession', status: 202, body: { customerSession: long } });
    sandbox().inject({ call: 'createTransferToken', times: Number.POSITIVE_INFINITY, body: { transferToken: 'once' } });
    const agent = start({}, inCookie);
    expect((await ask(agent, { count: 1000 })).body.call).to.have.length(20);
    expect(Object.keys(site)).to.deep.equal(['filler']);
    await ask(agent);
    expect(sandbox().requests.filter(({ call }) => call === 'createSession')).to.have.length(1);
    for (const count of [-1, 'x', null, {}, { valueOf: 1, toString: 1 }])
      expect((await ask(agent, { count })).body.call).to.deep.equal([]);
  });

  it('stands in no answer, no log and no error', async () => {
    const agent = start();
    const tokens: string[] = (await ask(agent)).body.call;
    sandbox().inject({
      call: 'createTransferToken',
      status: 500,
      times: 9,
      body: { customerSession: 'session-secret' },
    });
    const { text } = await ask(agent);
    expect(text).to.include('unavailable');
    const said = JSON.stringify(logs) + text + String(logs);
    for (const secret of [...tokens, 'session-secret', sandbox().v3.options.apiToken, 'ada@example.com'])
      expect(said).to.not.include(secret);
  });
});
