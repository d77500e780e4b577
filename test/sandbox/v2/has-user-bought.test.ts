// The sandbox's answer to `hasUserBought`.
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../../lib/sandbox/index.js';
import { callApi } from '../support.js';

describe('the sandbox knows what a user has bought', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox();
    sandbox.addCustomer({ email: 'a@example.com', externalUserId: 'A/1' });
  });
  afterEach(() => sandbox.close());

  const good = { customerId: 'A/1', productId: 'P 1', testMode: 'false', useExternalCustomerId: 'true' };
  const ask = (query: Record<string, string>) =>
    callApi(sandbox, { path: `/api/v2/user/product?${new URLSearchParams(query)}` });

  it('yes is 200, and says of which of the products', async () => {
    for (const productId of ['B', 'A', 'A', 'OTHER']) sandbox.buy({ externalUserId: 'A/1' }, productId);
    const several = await ask({ ...good, productId: 'A,C,B,A' });
    expect(several.status).to.equal(200);
    expect(several.json).to.deep.equal({
      accessGranted: true,
      userProducts: [{ productId: 'A' }, { productId: 'B' }],
    });
    expect((await ask({ ...good, productId: 'C,D' })).status).to.equal(403);
  });

  it('a subscription is bought until the end of the period that is paid for', async () => {
    const now = Date.UTC(2030, 0, 31);
    const product = { title: 'Plus', price: 9.9, currency: 'EUR' };
    const shop = await startSandbox({
      now: () => now,
      products: { MONTH: { ...product, subscription: true }, YEAR: { ...product, subscription: 'year' } },
    });
    try {
      const customer = shop.addCustomer({ email: 'a@example.com' });
      for (const productId of ['MONTH', 'YEAR', 'ONCE']) shop.buy({ customerId: customer.customerId }, productId);
      const query = new URLSearchParams({
        ...good,
        customerId: customer.customerId,
        productId: 'MONTH,YEAR,ONCE',
        useExternalCustomerId: 'false',
      });
      const { json } = await callApi(shop, { path: `/api/v2/user/product?${query}` });
      expect(json?.userProducts).to.deep.equal([
        { productId: 'MONTH', lifeTimeEnd: String(Date.UTC(2030, 1, 28)) },
        { productId: 'YEAR', lifeTimeEnd: String(Date.UTC(2031, 0, 31)) },
        { productId: 'ONCE' },
      ]);
    } finally {
      await shop.close();
    }
  });

  it('yes names the customer by either id', async () => {
    sandbox.buy({ externalUserId: 'A/1' }, 'P 1');
    expect((await ask(good)).status).to.equal(200);
    expect((await ask({ ...good, testMode: 'true' })).status).to.equal(200);
    const customerId = String(sandbox.customers[0]?.customerId);
    expect((await ask({ ...good, customerId, useExternalCustomerId: 'false' })).status).to.equal(200);
  });

  it('no is 403, also after a refund, for another product, and for a customer nobody knows', async () => {
    expect((await ask(good)).status).to.equal(403);
    sandbox.buy({ externalUserId: 'A/1' }, 'P 1');
    expect((await ask({ ...good, productId: 'p 1' })).status).to.equal(403);
    expect((await ask({ ...good, customerId: 'nobody' })).status).to.equal(403);
    expect((await ask({ ...good, useExternalCustomerId: 'false' })).status).to.equal(403);
    sandbox.refund({ externalUserId: 'A/1' }, 'P 1');
    const { status, json } = await ask(good);
    expect(status).to.equal(403);
    expect(json).to.have.keys('error', 'description');
  });

  it('access ids are no purchases', async () => {
    sandbox.customers[0]?.accessIds.push('P 1');
    expect((await ask(good)).status).to.equal(403);
  });

  for (const name of Object.keys(good)) {
    it(`answers 400 without ${name}`, async () => {
      expect((await ask({ ...good, [name]: '' })).status).to.equal(400);
      const { [name as keyof typeof good]: _left, ...rest } = good;
      expect((await ask(rest)).status).to.equal(400);
    });
  }

  it('answers 400 to a list with nothing between its commas', async () => {
    for (const productId of [',', 'P 1,', 'P 1,,B']) {
      expect((await ask({ ...good, productId })).status).to.equal(400);
    }
  });

  it('answers 400 to flags that are neither true nor false', async () => {
    expect((await ask({ ...good, testMode: '1' })).status).to.equal(400);
    expect((await ask({ ...good, useExternalCustomerId: 'yes' })).status).to.equal(400);
  });
});
