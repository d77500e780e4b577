// Callbacks of API v3: what they tell of, how they are signed, and when they are tried again.
import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { type Sandbox, type SandboxCustomer, startSandbox } from '../../../lib/sandbox/index.js';
import { listen } from '../../support/listen.js';
import { press } from '../console.js';
import { postCheckout } from '../support.js';
import { callV3, item, openSession, prepare } from './support.js';

const HOUR = 3_600_000;
const PLUS = { title: 'Plus', price: 9.9, currency: 'EUR', subscription: 'month' } as const;

describe('a callback of API v3', () => {
  let sandbox: Sandbox;
  let site: Awaited<ReturnType<typeof listen>>;
  let url: string;
  let status: number;
  const got: { headers: IncomingMessage['headers']; body: string; method: string | undefined }[] = [];

  before(async () => {
    site = await listen(async (req, res) => {
      got.push({ headers: req.headers, method: req.method, body: await text(req) });
      res.writeHead(status, { location: '/elsewhere' }).end('thanks');
    });
    url = `${site.url}/plenigo/callbacks`;
    sandbox = await startSandbox({
      products: { PLUS },
      customers: [{ email: 'there@reader.example' }],
      callbackUrl: url,
    });
  });
  after(async () => {
    await sandbox.close();
    await site.close();
  });
  beforeEach(() => {
    sandbox.reset();
    sandbox.v3.callbacks.url = url;
    got.length = 0;
    status = 204;
  });

  const events = async () => {
    const deliveries = await sandbox.v3.callbacks.settled();
    return deliveries.filter(({ tries }) => tries.length > 0).map((d) => `${d.entityType} ${d.callbackType}`);
  };
  const ada = (): SandboxCustomer => sandbox.addCustomer({ email: 'ada@reader.example', customerId: '480015' });

  it('is a POST of JSON, signed with the secret and by real time', async () => {
    sandbox.clock.advance(48 * HOUR);
    ada();
    await sandbox.v3.callbacks.settled();
    const [call] = got;
    expect([call?.method, call?.headers['content-type']]).to.deep.equal(['POST', 'application/json']);
    const [, t, s] = /^t=(\d+),s=([0-9a-f]{64})$/.exec(String(call?.headers['plenigo-signature'])) ?? [];
    const expected = createHmac('sha256', sandbox.v3.options.callbackSecret).update(`${t}.${call?.body}`).digest('hex');
    expect(s).to.equal(expected);
    expect(Math.abs(Number(t) * 1000 - Date.now())).to.be.below(60_000);
    const { entity, ...event } = JSON.parse(String(call?.body));
    expect(event).to.deep.equal({ entityType: 'CUSTOMER', callbackType: 'CREATION', entityId: '480015' });
    expect(entity).to.include({ customerId: '480015', email: 'ada@reader.example' });
  });

  it('tells of customers, orders and subscriptions, whichever API they come by, but of no right that was only given', async () => {
    const customer = ada();
    await callV3(sandbox, { method: 'POST', path: '/accessRights/480015', body: { accessRightUniqueId: 'GIFT' } });
    await callV3(sandbox, { method: 'PUT', path: '/customers/480015/email', body: { email: 'b@reader.example' } });
    sandbox.buy(customer, 'BOOK');
    sandbox.buy(customer, 'PLUS');
    sandbox.cancel(customer, 'PLUS');
    const begun = ['CUSTOMER CREATION', 'CUSTOMER CHANGE', 'ORDER CREATION', 'ORDER CREATION', 'SUBSCRIPTION CREATION'];
    expect(await events()).to.deep.equal([...begun, 'SUBSCRIPTION CANCELLATION']);
    sandbox.clock.advance(32 * 24 * HOUR);
    expect(await events()).to.deep.equal([...begun, 'SUBSCRIPTION CANCELLATION', 'SUBSCRIPTION ENDED']);
    const order = JSON.parse(String(sandbox.v3.callbacks.deliveries[2]?.body));
    expect(order.entity).to.include({ invoiceCustomerId: '480015', status: 'DONE' });
    expect(order.entity.items[0]).to.include({ accessRightUniqueId: 'BOOK', deliveryCustomerId: '480015' });
  });

  it('names a customer who is deleted, and shows nothing of them', async () => {
    await press(sandbox, 'remove-customer', { customerId: ada().customerId });
    await sandbox.v3.callbacks.settled();
    const [, { body }] = sandbox.v3.callbacks.deliveries as [unknown, { body: string }];
    const deletion = { entityType: 'CUSTOMER', callbackType: 'DELETION', entityId: '480015' };
    expect(JSON.parse(body)).to.deep.equal(deletion);
  });

  it('tells of no end of a subscription that goes on after all', async () => {
    const customer = ada();
    sandbox.buy(customer, 'PLUS');
    const session = await openSession(sandbox, '480015');
    const transfer = { method: 'POST', path: '/sessions/transferToken', body: { customerSession: session } };
    const { json } = await callV3(sandbox, transfer);
    const snippet = { snippetId: 'subscription', transferToken: json?.transferToken };
    const { accountId } = (await postCheckout(sandbox, '/account/v3/start', snippet)).json ?? {};
    for (const action of ['cancel', 'resume']) {
      const change = { accountId, section: 'subscriptions', action, values: { id: '0' } };
      expect((await postCheckout(sandbox, '/account/change', change)).json?.step).to.equal('page');
    }
    sandbox.clock.advance(100 * 24 * HOUR);
    const told = await events();
    expect(told.slice(3)).to.deep.equal(['SUBSCRIPTION CANCELLATION', 'SUBSCRIPTION CHANGE']);
  });

  it('is tried again after 1, 6 and 24 hours of the sandbox’s clock, and then no more', async () => {
    status = 500;
    ada();
    const first = (await sandbox.v3.callbacks.settled())[0];
    const tries = [];
    for (const hours of [0.99, 0.01, 5.99, 0.01, 23.99, 0.01, 1000]) {
      sandbox.clock.advance(hours * HOUR);
      await sandbox.v3.callbacks.settled();
      tries.push(first?.tries.length);
    }
    expect(tries).to.deep.equal([1, 2, 2, 3, 3, 4, 4]);
    expect(first?.tries.map((one) => one.status)).to.deep.equal([500, 500, 500, 500]);
    expect(got).to.have.length(4);
    expect(first).to.have.property('nextTryAt', undefined);
  });

  it('is not tried again once it has arrived, and a redirect is no arrival', async () => {
    status = 302;
    ada();
    await sandbox.v3.callbacks.settled();
    status = 200;
    for (const _ of [1, 2]) {
      sandbox.clock.advance(HOUR);
      await sandbox.v3.callbacks.settled();
    }
    expect(sandbox.v3.callbacks.deliveries[0]?.tries.map((one) => one.status)).to.deep.equal([302, 200]);
  });

  it('goes nowhere but to this machine, and nowhere without an address', async () => {
    for (const address of ['https://news.example/callbacks', 'file:///etc', 'nonsense', 'http://127.0.0.1.example/']) {
      expect(() => {
        sandbox.v3.callbacks.url = address;
      }).to.throw(TypeError, '"callbackUrl"');
      const error = await startSandbox({ callbackUrl: address }).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(TypeError);
    }
    sandbox.v3.callbacks.url = undefined;
    ada();
    expect(await events()).to.deep.equal([]);
  });

  it('tells of what was bought through API v3 in one order', async () => {
    const { customerId } = ada();
    const purchaseId = await prepare(sandbox, { customerId, items: [item('A-1'), item('B-2')] });
    const { companyId } = sandbox.v3.options;
    const started = await postCheckout(sandbox, '/checkout/v3/start', { purchaseId, companyId, register: false });
    const cardNumber = '4242424242424242';
    await postCheckout(sandbox, '/checkout/pay', { checkoutId: started.json?.checkoutId, cardNumber });
    await sandbox.v3.callbacks.settled();
    const order = got.map(({ body }) => JSON.parse(body)).find(({ entityType }) => entityType === 'ORDER');
    expect(order.entity.orderId).to.equal(sandbox.v3.purchases[0]?.orderId);
    expect(order.entity.accumulatedPrice).to.equal(9.98);
    const offers = order.entity.items.map((one: { plenigoOfferId: string }) => one.plenigoOfferId);
    expect(offers).to.deep.equal(['A-1', 'B-2']);
  });
});
