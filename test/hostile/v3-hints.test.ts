/** With API v3 a remembered customer is a hint: plenigo's support may have moved them to another user of the site since. */

import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import express from 'express';
import request from 'supertest';
import { createPlenigo, type PlenigoOptions } from '../../lib/entries/v3.js';
import { MINUTE, useCalendar } from '../customer/calendar.js';
import { useRecordingServer } from '../support/recording-server.js';
import { CLICK, findReader, readOffer, SITE, useServers } from './door.js';
import { SmallV3 } from './small-v3.js';

const SECRET = 'callback-secret';
/** The customer whom the support moves from reader `first` to reader `second`. */
const MOVED = '111';
const OVER_AN_HOUR = 61 * MINUTE;

describe('a customer of API v3 who was moved to another user of the site', () => {
  const pass = useCalendar();
  const serve = useServers();
  const recorder = useRecordingServer();
  let plenigo: SmallV3;
  const lookUps = () => plenigo.calls.filter((call) => call.includes('customerIdByExternalSystemId')).length;

  /** A site where reader `first` has just logged in and read as customer `MOVED`. */
  async function openSite(options: Partial<PlenigoOptions> = {}) {
    plenigo = new SmallV3(recorder());
    plenigo.owners.set('first', MOVED);
    plenigo.buyers.add(MOVED);
    const middlewares = createPlenigo({
      ...SITE,
      ...plenigo.options,
      callbackSecret: SECRET,
      // Only what is remembered of the customer counts here, not what is remembered of purchases.
      ...{ boughtTtl: 0, notBoughtTtl: 0 },
      user: (req) => {
        const user = findReader(req);
        return user && { ...user, email: req.get('email') ?? user.email };
      },
      ...options,
    });
    const app = express();
    app.post('/callback', middlewares.callbacks());
    app.use('/plenigo', middlewares.router());
    app.get('/login', middlewares.register(), (_req, res) => void res.send('logged in'));
    app.get('/archive', middlewares.requireAccess('PLUS'), (_req, res) => void res.send('the archive'));
    app.get('/offer', middlewares.checkout({ offerId: 'O_1', accessRights: 'OTHER' }), (_req, res) => {
      res.send(res.locals.plenigo?.buyButton('Buy'));
    });
    const site = request(await serve(app));
    const open = (path: string, reader = 'first', headers = {}) => site.get(path).set({ reader, ...headers });
    const headers = { reader: 'first', ...CLICK };
    const post = async (path: string, body: object) => void (await site.post(path).set(headers).send(body));
    await open('/login');
    expect((await open('/archive')).status).to.equal(200);
    return { middlewares, site, open, post };
  }

  /** The support at work; what plenigo was asked before it is forgotten. */
  function move(): void {
    plenigo.owners.delete('first');
    plenigo.owners.set('second', MOVED);
    recorder().requests.length = 0;
  }

  /** Nothing was done in the name of the moved customer. */
  function expectUntouched(): void {
    expect(lookUps(), 'look-ups').to.be.at.least(1);
    expect(plenigo.calls.filter((call) => !call.startsWith('GET') && call.includes(MOVED))).to.deep.equal([]);
    expect(JSON.stringify(recorder().requests.map(({ body }) => body))).not.to.include(MOVED);
  }

  const kept = new Map<string, string>();
  const store = {
    get: async (key: string) => kept.get(key),
    set: async (key: string, text: string) => kept.set(key, text),
  };
  for (const [where, options] of Object.entries({ 'this process': {}, 'a store': { store } })) {
    it(`reads for the one who had them no longer than an hour, with records in ${where}`, async () => {
      const { open } = await openSite(options);
      move();
      pass(OVER_AN_HOUR);
      expect((await open('/archive')).status).to.equal(402);
      expect((await open('/archive', 'second')).status).to.equal(200);
    });
  }

  it('is looked up for reading once an hour and not with every page', async () => {
    const { open } = await openSite();
    for (const wanted of [0, 1, 1]) {
      recorder().requests.length = 0;
      for (let page = 0; page < 5; page += 1) expect((await open('/archive')).status).to.equal(200);
      expect(lookUps()).to.equal(wanted);
      pass(OVER_AN_HOUR);
    }
  });

  it('is looked up once for all the parts of a self-service page', async () => {
    const { post } = await openSite();
    recorder().requests.length = 0;
    await post('/plenigo/account', { count: 3 });
    expect(plenigo.calls.filter((call) => call.includes('transferToken'))).to.have.length(3);
    expect(lookUps()).to.equal(1);
  });

  it('reads no more for the one who had them as soon as that one logs in again', async () => {
    const { open } = await openSite();
    move();
    await open('/login');
    expect((await open('/archive')).status).to.equal(402);
  });

  it('buys nothing for the one who had them', async () => {
    const { open, post } = await openSite();
    const offer = readOffer((await open('/offer')).text);
    move();
    await post('/plenigo/checkout', { offer });
    expectUntouched();
  });

  it('opens their self-service pages to nobody else, not by a session from before either', async () => {
    const { post } = await openSite();
    await post('/plenigo/account', { count: 1 });
    move();
    await post('/plenigo/account', { count: 1 });
    expectUntouched();
  });

  it('keeps their address when the one who had them changes theirs at the site', async () => {
    const { middlewares } = await openSite();
    move();
    await middlewares.changeEmail({ id: 'first', email: 'changed@news.example', emailVerified: true });
    expectUntouched();
  });

  it('keeps their address when a page of the one who had them has another, and a day later', async () => {
    const { open } = await openSite();
    move();
    const changed = { email: 'changed@news.example' };
    await open('/archive', 'first', changed);
    // A login waits for the change that the page has begun.
    await open('/login', 'first', changed);
    pass(25 * OVER_AN_HOUR);
    await open('/login', 'first', changed);
    expectUntouched();
  });

  it('is forgotten at once when plenigo tells the site of the customer', async () => {
    const { site, open } = await openSite();
    move();
    const body = JSON.stringify({ entityType: 'CUSTOMER', callbackType: 'CHANGE', entityId: MOVED });
    const time = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex');
    const told = site.post('/callback').set({ 'plenigo-signature': `t=${time},s=${signature}`, ...CLICK });
    expect([(await told.send(body)).status, (await open('/archive')).status]).to.deep.equal([200, 402]);
  });
});
