/** plenigo's callbacks: only what plenigo has signed is believed; it makes the next page ask again, and the site hears of it. */
import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import express, { type RequestHandler } from 'express';
import Keyv from 'keyv';
import request from 'supertest';
import { type CallbackEvent, createPlenigo, type Plenigo, verifyCallback } from '../../lib/entries/v3.js';
import { useCalendar } from '../customer/calendar.js';
import { until } from '../middleware/gate.js';
import { ada, as, onBothExpresses, useWorld } from '../middleware/world.js';
import { v3 } from '../support/apis.js';

const now = () => Math.floor(Date.now() / 1000);

/** The header as plenigo's help page describes it. */
const sign = (body: string, secret: string, time = now()): string =>
  `t=${time},s=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;

describe('verifyCallback()', () => {
  const pass = useCalendar();
  const body =
    '{"entityType":"ORDER","callbackType":"CREATION","entityId":"12200","entity":{"orderId":12200,"invoiceCustomerId":"480015","status":"DONE"}}';
  const signature = 'd6796448ba93c1ca6060d83772c8fe9a5304f2ef0de0494be4bcd8b08a113a16';
  const secret = 'cb-secret-example';
  const at = (seconds: number) => pass(seconds * 1000 - Date.now());

  it('believes the example of the facts, among other signatures and unknown elements, with any of several secrets', () => {
    at(1_760_000_000);
    const other = '0'.repeat(64);
    for (const header of [
      `t=1760000000,s=${signature}`,
      `t=1760000000, s=${signature.toUpperCase()}`,
      `u=abc=,s=${other},t=1760000000,s=${signature},s=short`,
    ]) {
      expect(verifyCallback(body, header, secret), header).to.equal(true);
      expect(verifyCallback(Buffer.from(body), header, ['another', secret]), header).to.equal(true);
    }
  });

  it('believes no other body, secret, time or header', () => {
    at(1_760_000_000);
    const header = `t=1760000000,s=${signature}`;
    expect(verifyCallback(`${body} `, header, secret)).to.equal(false);
    expect(verifyCallback(body, header, 'another')).to.equal(false);
    for (const wrong of [undefined, '', 's', `s=${signature}`, `t=1760000001,s=${signature}`, `t=,s=${signature}`])
      expect(verifyCallback(body, wrong, secret), String(wrong)).to.equal(false);
    for (const none of ['', [], [''], undefined])
      expect(() => verifyCallback(body, header, none as string)).to.throw('secret: got');
  });

  it('believes what is five minutes old, or as far ahead, and no more', () => {
    for (const seconds of [300, -300, 301, -301]) {
      at(1_760_000_000 + seconds);
      const isBelieved = verifyCallback(body, `t=1760000000,s=${signature}`, secret);
      expect(isBelieved, `${seconds}`).to.equal(Math.abs(seconds) === 300);
    }
  });
});

onBothExpresses('callbacks()', (makeApp) => {
  const pass = useCalendar();
  const world = useWorld(v3);

  interface Site {
    onEvent?: (event: CallbackEvent) => void | Promise<void>;
    before?: RequestHandler[];
    options?: Parameters<typeof world.plenigo>[0];
  }

  async function serve({ onEvent, before = [], options = {} }: Site = {}) {
    const plenigo = world.plenigo(options) as unknown as Plenigo;
    const app = makeApp();
    for (const handler of before) app.use(handler);
    app.post('/callback', plenigo.callbacks(onEvent));
    app.get('/', plenigo.requireAccess('PLUS'), (_req, res) => void res.send('in'));
    const server = await world.serve(app);
    const { callbackSecret } = world.sandbox.v3.options;
    const post = (body: string, header = sign(body, callbackSecret)) => {
      const headers = { 'content-type': 'application/json', 'plenigo-signature': header };
      return request(server).post('/callback').set(headers).send(body);
    };
    const { port } = server.address() as AddressInfo;
    /** The status of a page for buyers. */
    const open = async () => (await request(server).get('/').set(as(ada))).status;
    return { open, post, url: `http://127.0.0.1:${port}/callback` };
  }

  const event = (entityType: string, entity?: object, entityId = '1', callbackType = 'CREATION') =>
    JSON.stringify({ entityType, callbackType, entityId, ...(entity && { entity }) });

  it('make the next page ask again, for the buyer as for who gets what was bought, however often they come', async () => {
    const { customerId } = world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
    const { open, post } = await serve();
    expect(await open()).to.equal(402);
    world.sandbox.buy({ customerId }, 'PLUS');
    expect(await open(), 'remembered').to.equal(402);
    const stranger = event('ORDER', { invoiceCustomerId: '1', items: [{ deliveryCustomerId: '2' }] });
    expect((await post(stranger)).status).to.equal(200);
    expect(await open(), 'somebody else’s').to.equal(402);
    const gift = event('ORDER', { invoiceCustomerId: '1', items: [{ deliveryCustomerId: customerId }] });
    for (const _time of [1, 2]) expect((await post(gift)).status).to.equal(200);
    expect(await open()).to.equal(200);
    world.sandbox.refund({ customerId }, 'PLUS');
    expect(await open(), 'remembered').to.equal(200);
    // Which type tells that a cancellation was undone is not known.
    const undone = event('SUBSCRIPTION', { deliveryCustomerId: customerId }, '1', 'UNDO_CANCELLATION');
    expect([(await post(undone)).status, await open()]).to.deep.equal([200, 402]);
    world.sandbox.buy({ customerId }, 'PLUS');
    expect([(await post(event('CUSTOMER', undefined, customerId))).status, await open()]).to.deep.equal([200, 200]);
  });

  it('make it ask again also for a reader whom a record names, and nobody has looked up', async () => {
    const { customerId } = world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
    const now = Date.now();
    const record = { userId: ada.id, email: ada.email, customerId, at: now, confirmedAt: now };
    const { open, post } = await serve({ options: { store: { get: async () => record, set: async () => {} } } });
    expect(await open()).to.equal(402);
    world.sandbox.buy({ customerId }, 'PLUS');
    expect((await post(event('SUBSCRIPTION', { deliveryCustomerId: customerId }))).status).to.equal(200);
    expect(await open()).to.equal(200);
    // Nor is it sure any more whose customer the reader is.
    expect(world.calls()).to.have.members(['hasAccess', 'hasAccess', 'customerIdByExternalSystemId']);
  });

  it('reach each process that has the same store, through one that has never seen the reader', async () => {
    const { customerId } = world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
    const options = { store: new Keyv(), notBoughtTtl: 60_000 };
    const [first, second] = [await serve({ options }), await serve({ options })];
    expect(await first.open()).to.equal(402);
    world.sandbox.buy({ customerId }, 'PLUS');
    expect((await second.post(event('ORDER', { invoiceCustomerId: customerId }))).status).to.equal(200);
    expect(await first.open(), 'remembered').to.equal(402);
    pass(5000);
    expect(await first.open()).to.equal(200);
    // Whose customer the reader is, is asked anew as well.
    expect(world.calls().slice(-2)).to.have.members(['customerIdByExternalSystemId', 'hasAccess']);
  });

  it('come from the sandbox as from plenigo: what it sells opens the page that has just asked', async () => {
    const customer = world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
    const seen: CallbackEvent[] = [];
    const { open, url } = await serve({ onEvent: (told) => void seen.push(told) });
    expect(await open()).to.equal(402);
    world.sandbox.v3.callbacks.url = url;
    world.sandbox.buy(customer, 'PLUS');
    await world.sandbox.v3.callbacks.settled();
    const kinds = seen.map(({ entityType, callbackType }) => `${entityType} ${callbackType}`);
    expect(kinds).to.include('ORDER CREATION');
    expect(await open()).to.equal(200);
  });

  it('tell the site what has happened', async () => {
    const seen: CallbackEvent[] = [];
    const { post } = await serve({ onEvent: (told) => void seen.push(told) });
    await post(event('CUSTOMER', { customerId: '7', email: 'new@news.example' }, '7'));
    await post(event('CUSTOMER', undefined, '8'));
    const common = { entityType: 'CUSTOMER', callbackType: 'CREATION' };
    expect(seen).to.deep.equal([
      { ...common, entityId: '7', entity: { customerId: '7', email: 'new@news.example' } },
      { ...common, entityId: '8' },
    ]);
  });

  it('refuse what plenigo has not signed now, and what is no event, and say so in the log without the body', async () => {
    const seen: unknown[] = [];
    const { post } = await serve({ onEvent: (told) => void seen.push(told) });
    const body = event('CUSTOMER', { email: ada.email });
    const { callbackSecret } = world.sandbox.v3.options;
    for (const [text, header] of [
      [body, ''],
      [body, sign(body, 'another')],
      [body, sign(body, callbackSecret, now() - 301)],
      [`${body} `, sign(body, callbackSecret)],
      ['{"entityType":', undefined],
      ['[]', undefined],
      [JSON.stringify({ entityType: 'ORDER' }), undefined],
      [`${body}${' '.repeat(1024 * 1024)}`, undefined],
    ] as const) {
      expect((await post(text, header)).status, text.slice(0, 100)).to.equal(400);
    }
    expect(seen).to.deep.equal([]);
    // Each reason once a minute.
    expect(world.messages).to.have.length(5);
    for (const message of world.messages) {
      expect(message).to.match(/callbacks\(\) has refused a request: /);
      expect(message).not.to.include(ada.email);
    }
    expect(world.messages.join()).to.include('more than five minutes ago');
  });

  it('work behind a parser that keeps the body as it came, and say what is wrong behind one that does not', async () => {
    const seen: unknown[] = [];
    const onEvent = (told: CallbackEvent) => void seen.push(told.entityId);
    const keeping = express.json({ verify: (req, _res, bytes) => Object.assign(req, { rawBody: bytes }) });
    const raw = express.raw({ type: 'application/json' });
    for (const before of [keeping, raw, express.text({ type: 'application/json' }), express.urlencoded()]) {
      const { post } = await serve({ onEvent, before: [before] });
      expect((await post(event('ORDER', { title: 'Für Käufer' }))).status).to.equal(200);
    }
    expect(seen).to.have.length(4);
    expect(world.messages).to.deep.equal([]);
    const { post } = await serve({ onEvent, before: [express.json()] });
    // plenigo comes again.
    expect((await post(event('ORDER', {}))).status).to.equal(500);
    expect(world.messages.join()).to.include('put it first');
    expect(seen).to.have.length(4);
  });

  it('are sent again where the site fails, and where it takes long', async () => {
    const fault = new Error(ada.email);
    let failLate = () => {};
    const late = new Promise<void>((_resolve, reject) => {
      failLate = () => reject(fault);
    });
    const results = [() => Promise.reject(fault), () => late];
    const { post } = await serve({ onEvent: () => results.shift()?.() });
    expect((await post(event('ORDER', {}))).status).to.equal(500);
    expect((await post(event('ORDER', {}))).status).to.equal(503);
    expect((await post(event('ORDER', {}))).status).to.equal(200);
    expect(world.messages).to.have.length(2);
    expect(world.messages[1]).to.include('takes more than 800 ms');
    // Its answer has been told by then, but not that it failed.
    failLate();
    await until(() => world.messages.length > 2);
    expect(world.messages.join()).not.to.include(ada.email);
  });

  it('take ids that are none for none', async () => {
    const seen: CallbackEvent[] = [];
    const { post } = await serve({ onEvent: (told) => void seen.push(told) });
    const odd = { toString: 1, valueOf: 1 };
    const text = event('ORDER', { customerId: odd, items: [null, 1, { deliveryCustomerId: odd }] });
    expect((await post(text.replace('"1"', JSON.stringify(odd)))).status).to.equal(200);
    expect(seen).to.have.nested.property('[0].entityId', '');
  });

  it('need their secret, and a function, at start', () => {
    const { callbackSecret: _, ...options } = world.sandbox.v3.options;
    expect(() => createPlenigo(options).callbacks()).to.throw('callbacks: needs the option callbackSecret');
    const { callbacks } = createPlenigo(world.sandbox.v3.options);
    expect(() => callbacks('onEvent' as never)).to.throw('onEvent: got a string of 7 characters');
  });
});
