/** What the buttons of the sandbox's own page do, over HTTP. */
import { expect } from 'chai';
import { type Sandbox, type SandboxCustomer, startSandbox } from '../../lib/sandbox/index.js';
import { press, viewOf } from './console.js';
import { callApi, loginToken, send } from './support.js';

describe("a button of the sandbox's page", () => {
  let sandbox: Sandbox;
  let ada: SandboxCustomer;

  beforeEach(async () => {
    sandbox = await startSandbox();
    ada = sandbox.addCustomer({ email: 'ada@example.com', externalUserId: '7' });
  });
  afterEach(() => sandbox.close());

  const ask = async () => (await callApi(sandbox, { path: '/api/v2/x' })).status;

  it('adds a customer', async () => {
    const body = { email: 'bo@example.com', externalUserId: '8', firstName: 'Bo', name: 'B' };
    expect((await press(sandbox, 'add-customer', body)).status).to.equal(204);
    expect(sandbox.find({ externalUserId: '8' })).to.include(body);
  });

  it('buys and refunds', async () => {
    const { customerId } = ada;
    await press(sandbox, 'buy', { customerId, productId: 'NEWS' });
    expect(ada.purchases.map(({ productId }) => productId)).to.deep.equal(['NEWS']);
    await press(sandbox, 'refund', { customerId, productId: 'NEWS' });
    expect(ada.purchases).to.deep.equal([]);
  });

  it('lets one login token expire, or all', async () => {
    for (let i = 0; i < 3; i += 1) await loginToken(sandbox, ada.customerId);
    const states = async () => (await viewOf(sandbox)).tokens.shown.map(({ state }) => state);
    const id = (await viewOf(sandbox)).tokens.shown[1]?.id ?? 0;
    await press(sandbox, 'expire-token', { id });
    expect(await states()).to.deep.equal(['open', 'expired', 'open']);
    await press(sandbox, 'expire-tokens', {});
    expect(await states()).to.deep.equal(['expired', 'expired', 'expired']);
  });

  it('switches a fault on until it is switched off', async () => {
    await press(sandbox, 'fault-on', { status: 503 });
    expect([await ask(), await ask()]).to.deep.equal([503, 503]);
    const { shown } = (await viewOf(sandbox)).faults;
    expect(shown).to.have.length(1);
    await press(sandbox, 'fault-off', { id: shown[0]?.id ?? 0 });
    expect(await ask()).to.equal(404);
  });

  it('switches a fault on for one call and some requests', async () => {
    await press(sandbox, 'fault-on', { call: 'hasUserBought', status: 500, times: 1 });
    const path = '/api/v2/user/product?customerId=7&productId=P&testMode=false&useExternalCustomerId=true';
    expect(await ask()).to.equal(404);
    expect((await callApi(sandbox, { path })).status).to.equal(500);
    expect((await callApi(sandbox, { path })).status).to.equal(403);
  });

  it('switches on that connections break', async () => {
    await press(sandbox, 'fault-on', { reset: true, times: 1 });
    expect(await ask().catch((error: NodeJS.ErrnoException) => error.code)).to.equal('ECONNRESET');
  });

  it('switches the paywall off and on', async () => {
    await press(sandbox, 'paywall', { enabled: false });
    expect(sandbox.paywall.enabled).to.equal(false);
    await press(sandbox, 'paywall', { enabled: true });
    expect(sandbox.paywall.enabled).to.equal(true);
  });

  it('sets the free views', async () => {
    await press(sandbox, 'metering', { freeViews: 3, period: 'WEEK', countOnlyUniqueViews: true });
    expect(sandbox.metering).to.deep.equal({
      activated: true,
      freeViews: 3,
      freeViewsAfterLogin: 3,
      period: 'WEEK',
      startWithFirstDay: false,
      countOnlyUniqueViews: true,
      ignoreSearchEngines: false,
      ignoreSocialMedia: false,
    });
    await press(sandbox, 'metering', { activated: false });
    expect(sandbox.metering).to.include({ activated: false, freeViews: 0 });
  });

  const refused: [string, Parameters<typeof press>[1], object, number, RegExp][] = [
    ['an e-mail address that is none', 'add-customer', { email: 'ada' }, 400, /e-mail/],
    ['an e-mail address that is taken', 'add-customer', { email: 'ADA@example.com' }, 409, /e-mail/],
    ['a user id that is taken', 'add-customer', { email: 'x@y', externalUserId: '7' }, 409, /external/],
    ['an empty user id', 'add-customer', { email: 'x@y', externalUserId: '' }, 400, /externalUserId/],
    ['a customer that nobody knows', 'buy', { customerId: 'X', productId: 'P' }, 409, /no such customer/],
    ['a purchase without a product', 'buy', { customerId: 'X' }, 400, /productId/],
    ['a refund of nothing', 'refund', { customerId: 'X', productId: 'P' }, 409, /no such customer/],
    ['a call that there is not', 'fault-on', { call: 'x', status: 500 }, 400, /"call"/],
    ['a fault without effect', 'fault-on', { times: 3 }, 400, /no effect/],
    ['a paywall that is neither on nor off', 'paywall', { enabled: 'off' }, 400, /"enabled"/],
    ['half a free view', 'metering', { freeViews: 0.5 }, 400, /"freeViews"/],
    ['a period that there is not', 'metering', { period: 'HOUR' }, 400, /"period"/],
    ['a flag in words', 'metering', { activated: 'yes' }, 400, /"activated"/],
    ['a setting that there is not', 'metering', { views: 3 }, 400, /"views"/],
    ['a status that is none', 'fault-on', { status: 99 }, 400, /"status"/],
    ['a status in words', 'fault-on', { status: 'many' }, 400, /"status"/],
    ['a delay before the request', 'fault-on', { delay: -1 }, 400, /"delay"/],
    ['half a request', 'fault-on', { hang: true, times: 0.5 }, 400, /"times"/],
  ];
  for (const [what, name, body, status, message] of refused) {
    it(`refuses ${what}, and says so`, async () => {
      const answer = await press(sandbox, name, body as never);
      expect(answer.status).to.equal(status);
      expect(answer.json?.description).to.match(message);
      expect(sandbox.customers).to.deep.equal([ada]);
      expect((await viewOf(sandbox)).faults.total).to.equal(0);
    });
  }

  it('has nothing to do with names that every object has', async () => {
    const headers = { origin: sandbox.url };
    const path = '/console/constructor';
    expect((await send(sandbox, { method: 'POST', path, body: {}, headers })).status).to.equal(404);
  });
});
