/** One reader against all: what one of them sends or is makes nobody else wait, lose access or keep from buying. */

import { expect } from 'chai';
import express from 'express';
import request from 'supertest';
import { createPlenigo as createV3 } from '../../lib/entries/v3.js';
import { createPlenigo, type PlenigoOptions, type SiteUser } from '../../lib/index.js';
import { useCalendar } from '../customer/calendar.js';
import { useSandbox } from '../sandbox/support.js';
import { failure } from '../support/errors.js';
import { json, useRecordingServer } from '../support/recording-server.js';
import { SITE, useServers } from './door.js';

/** Some of the control characters that Unicode has: C0, DEL, C1. */
const CONTROLS = ['\0', '\x07', '\b', '\n', '\r', '\x1b', '\x7f', '\x85', '\x9b'];

/** A raw plenigo's, for a test that answers by itself. */
const connect = (apiUrl: string) => ({ companyId: 'COMPANY', secret: 'secret', apiUrl });

describe('a control character', () => {
  const serve = useServers();
  const sandbox = useSandbox();

  for (const [api, makePlenigo] of [
    ['v2', (user: SiteUser) => createPlenigo({ ...SITE, ...sandbox().options, user: () => user })],
    ['v3', (user: SiteUser) => createV3({ ...SITE, ...sandbox().v3.options, user: () => user })],
  ] as const) {
    it(`in a reader’s name is not told to plenigo, API ${api}`, async () => {
      for (const [index, control] of CONTROLS.entries()) {
        const email = `reader-${index}@news.example`;
        const plenigo = makePlenigo({ id: String(index), email, firstName: `A${control}da`, lastName: control });
        const app = express().get('/', plenigo.register(), (_req, res) => void res.send('in'));
        await request(await serve(app)).get('/');
        const found = sandbox().find({ externalUserId: String(index) });
        expect(found, JSON.stringify(control)).to.include({ email, firstName: 'Ada' }).and.not.have.property('name');
      }
    });
  }

  it('in a product id is refused at start, by the client, and as an error of the one page whose function gives it', async () => {
    const plenigo = createPlenigo({ ...SITE, ...sandbox().options });
    const v3 = createV3({ ...SITE, ...sandbox().v3.options });
    const app = express();
    app.get(
      '/:id',
      plenigo.checkout((req) => `A${req.params.id}`),
    );
    app.use(((error, _req, res, _next) => res.send(error.code)) as express.ErrorRequestHandler);
    const site = request(await serve(app));
    for (const control of CONTROLS) {
      const id = `A${control}B`;
      for (const start of [
        () => plenigo.checkout(id),
        () => plenigo.requireAccess(['A', id]),
        () => v3.requireAccess(id),
        () => v3.checkout({ offerId: id, accessRights: 'PLUS' }),
        () => v3.checkout({ offerId: 'O_1', accessRights: ['PLUS', id] }),
      ]) {
        expect(start, `${start} with ${JSON.stringify(control)}`).to.throw();
      }
      const asked = plenigo.client.hasUserBought({ externalUserId: 'ada' }, id);
      expect(await failure(asked)).to.have.property('code', 'invalid-argument');
      expect((await site.get(`/${encodeURIComponent(control)}`).set('reader', 'ada')).text).to.equal('invalid-product');
    }
    expect(sandbox().calls()).to.not.include('hasUserBought');
  });
});

describe('a plenigo that fails at one reader alone', () => {
  const pass = useCalendar();
  const recorder = useRecordingServer();
  const serve = useServers();
  const many = (name: string, count = 12) => Array.from({ length: count }, (_each, index) => `${name}-${index}`);
  /** Whoever is among them makes plenigo fail. */
  let fatal: string[];
  let codes: string[];

  beforeEach(() => {
    fatal = ['mallory'];
    codes = [];
    recorder().answer = (response, incoming) => {
      const asked = `${incoming.url} ${JSON.stringify(recorder().requests.at(-1)?.body)}`;
      const isYes = /register|product.*buyer|LoginToken/.test(asked) && !/newcomer.*LoginToken/.test(asked);
      const answer = isYes
        ? json(200, { customerId: '1', loginToken: 'token', accessGranted: true })
        : json(asked.includes('product') ? 403 : 404, {});
      (fatal.some((id) => asked.includes(id)) ? json(500, {}) : answer)(response, incoming);
    };
  });

  async function openSite(options: Partial<PlenigoOptions> = {}) {
    const onError: PlenigoOptions['onError'] = ({ code }) => void codes.push(code);
    const plenigo = createPlenigo({ ...SITE, ...connect(recorder().url), onError, ...options });
    const app = express();
    app.get('/archive', plenigo.requireAccess('A'), (_req, res) => void res.send('the archive'));
    app.get('/open', plenigo.requireAccess('A', { failOpen: true }), (_req, res) => void res.send('open'));
    app.get('/article', plenigo.checkout('A'), (_req, res) => void res.send(res.locals.plenigo?.status));
    app.get('/login', plenigo.register(), (_req, res) => void res.send('in'));
    const site = request(await serve(app));
    const open = (path: string, reader: string) => site.get(path).set('reader', reader);
    return { client: plenigo.client, open };
  }

  it('lets everybody else read what they have bought, and opens to nobody what they have not', async () => {
    const { open } = await openSite({ mode: 'click' });
    for (const _turn of many('turn', 8)) await open('/archive', 'mallory');
    for (const buyer of many('buyer')) expect((await open('/archive', buyer)).status).to.equal(200);
    for (const reader of many('reader')) expect((await open('/open', reader)).status).to.equal(402);
    expect(codes).to.not.include('circuit-open');
  });

  it('lets everybody else become a customer, and buy', async () => {
    const { open } = await openSite();
    for (const _turn of many('turn', 8)) await open('/article', 'mallory');
    for (const newcomer of many('newcomer')) await open('/login', newcomer);
    const registered = recorder().requests.filter(({ url }) => url.includes('register'));
    expect(registered).to.have.length(12);
    for (const reader of many('reader')) expect((await open('/article', reader)).text).to.equal('ready');
    expect(codes).to.not.include('circuit-open');
  });

  it('lets the client of the site call for everybody else', async () => {
    const { client } = await openSite();
    for (const _turn of many('turn', 8)) await failure(client.hasUserBought({ externalUserId: 'mallory' }, 'A'));
    expect(await client.hasUserBought({ externalUserId: 'buyer' }, 'A')).to.equal(true);
  });

  it('is asked no more for a moment once it fails at several, and for everybody else again though one always comes first', async () => {
    const { open } = await openSite({ mode: 'click' });
    fatal = many('unlucky');
    for (const unlucky of fatal) await open('/archive', unlucky);
    recorder().requests.length = 0;
    for (const unlucky of fatal) expect((await open('/archive', unlucky)).status).to.equal(503);
    expect(recorder().requests.length).to.be.at.most(2);
    expect(codes).to.include('circuit-open');
    fatal = ['mallory'];
    let status = 0;
    for (const buyer of many('buyer', 5)) {
      pass(10_000);
      await open('/archive', 'mallory');
      ({ status } = await open('/archive', buyer));
    }
    expect(status).to.equal(200);
  });
});

describe('a reader who changes their address thirty times at once', () => {
  const recorder = useRecordingServer();

  it('makes plenigo hear of the first and of the newest, one after the other', async () => {
    const told: string[] = [];
    let begin = () => {};
    const first = new Promise<void>((resolve) => {
      begin = resolve;
    });
    let goOn = () => {};
    recorder().answer = (response, incoming) => {
      const { email } = Object(recorder().requests.at(-1)?.body);
      const answer = () => json(200, {})(response, incoming);
      told.push(email);
      // The first is held back until all others are there.
      if (told.length > 1) return answer();
      goOn = answer;
      begin();
    };
    const plenigo = createPlenigo({ ...SITE, ...connect(recorder().url) });
    const change = (id: string, number: number) => plenigo.changeEmail({ id, email: `${id}-${number}@news.example` });
    const changes = [change('ada', 0)];
    await first;
    for (let number = 1; number < 30; number += 1) changes.push(change('ada', number));
    // Another reader waits for nobody.
    await change('eve', 0);
    goOn();
    await Promise.allSettled(changes);
    await changes.at(-1);
    expect(told).to.deep.equal(['ada-0@news.example', 'eve-0@news.example', 'ada-29@news.example']);
  });
});

describe('one reader of API v3 on whom plenigo fails', () => {
  const recorder = useRecordingServer();
  const createClient = () => {
    const { url: apiUrl } = recorder();
    return createV3({ ...SITE, companyId: 'COMPANY', apiToken: 'token', apiUrl: `${apiUrl}/api/v3.0` }).client;
  };

  it('is one reader, however many sessions they open and addresses they come with', async () => {
    const client = createClient();
    recorder().answer = json(500, {});
    for (let turn = 0; turn < 8; turn += 1) {
      await failure(client.createTransferToken(`session-${turn}`, '1'));
      await failure(client.findCustomer({ email: `mallory-${turn}@news.example` }));
    }
    recorder().answer = json(200, { transferToken: 'T', items: [] });
    expect((await client.createTransferToken('another', '2')).token).to.equal('T');
    expect(await client.findCustomer({ email: 'ada@news.example' })).to.equal(undefined);
  });
});
