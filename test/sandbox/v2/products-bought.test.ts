// The sandbox's answer to `productsBought`.
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../../lib/sandbox/index.js';
import { callApi, clientOf } from '../support.js';

describe('the sandbox lists what a customer has bought', () => {
  let now: number;
  let sandbox: Sandbox;

  beforeEach(async () => {
    now = Date.UTC(2017, 6, 31, 22, 30, 7);
    const product = { price: 9.9, currency: 'EUR' };
    sandbox = await startSandbox({
      now: () => now,
      products: {
        MONTH: { ...product, title: 'Plus, monthly', subscription: true },
        YEAR: { ...product, title: 'Plus, yearly', subscription: 'year' },
        ARTICLE: { ...product, title: 'The sea wall' },
      },
    });
    sandbox.addCustomer({ email: 'a@example.com', externalUserId: 'A/1' });
  });
  afterEach(() => sandbox.close());

  const ask = (id: string, query = 'testMode=false&useExternalCustomerId=true') =>
    callApi(sandbox, {
      path: `/api/v2/user/${encodeURIComponent(id)}/products?${query}`,
    });

  it('with titles and dates as plenigo writes them, subscriptions apart and with their ends', async () => {
    for (const productId of ['MONTH', 'ARTICLE', 'YEAR', 'UNKNOWN']) sandbox.buy({ externalUserId: 'A/1' }, productId);
    now = Date.UTC(2018, 0, 1);
    const buyDate = '2017-08-01 00:30:07 +0200';
    expect(await ask('A/1')).to.deep.include({
      status: 200,
      json: {
        subscriptions: [
          { productId: 'MONTH', title: 'Plus, monthly', buyDate, endDate: '2018-02-01 00:30:07 +0200' },
          { productId: 'YEAR', title: 'Plus, yearly', buyDate, endDate: '2018-08-01 00:30:07 +0200' },
        ],
        singleProducts: [
          { productId: 'ARTICLE', title: 'The sea wall', buyDate },
          { productId: 'UNKNOWN', buyDate },
        ],
      },
    });
    expect(sandbox.calls()).to.deep.equal(['productsBought']);
  });

  it('by either id, and nothing for a customer who has bought nothing', async () => {
    const nothing = { subscriptions: [], singleProducts: [] };
    const customerId = String(sandbox.customers[0]?.customerId);
    expect((await ask('A/1')).json).to.deep.equal(nothing);
    expect((await ask(customerId, 'testMode=true&useExternalCustomerId=false')).json).to.deep.equal(nothing);
  });

  it('as an empty object for a customer nobody knows', async () => {
    expect(await ask('nobody')).to.deep.include({ status: 200, json: {} });
    expect((await ask('A/1', 'testMode=false&useExternalCustomerId=false')).json).to.deep.equal({});
  });

  it('but not without its parameters', async () => {
    for (const query of ['', 'testMode=false', 'useExternalCustomerId=true', 'testMode=1&useExternalCustomerId=true']) {
      expect((await ask('A/1', query)).status, query).to.equal(400);
    }
  });

  it('so that the client reads it', async () => {
    now = Math.floor(Date.now() / 1000) * 1000;
    for (const productId of ['MONTH', 'ARTICLE']) sandbox.buy({ externalUserId: 'A/1' }, productId);
    const client = clientOf(sandbox);
    const { subscriptions, singleProducts } = await client.productsBought({ externalUserId: 'A/1' });
    const [subscription] = subscriptions;
    expect(singleProducts).to.deep.equal([{ productId: 'ARTICLE', title: 'The sea wall', boughtAt: new Date(now) }]);
    expect(subscription).to.deep.include({ productId: 'MONTH', boughtAt: new Date(now) });
    expect(subscription?.endsAt?.getTime()).to.be.within(now + 27 * 86_400_000, now + 32 * 86_400_000);
    expect(await client.productsBought({ customerId: 'nobody' })).to.deep.equal({
      subscriptions: [],
      singleProducts: [],
    });
  });
});
