// The calls of API v2 about access: what a customer has bought, and whether anybody has to buy at all.
import { expect } from 'chai';
import { callApi, clientOf, send, useSandbox } from '../support.js';

const ADA = { externalUserId: 'A/1' };
const good = { customerId: 'A/1', productId: 'P 1', testMode: 'false', useExternalCustomerId: 'true' };
const product = { price: 9.9, currency: 'EUR' };

describe('API v2 of the sandbox, about access', () => {
  let now = 0;
  const sandbox = useSandbox({
    now: () => now,
    products: {
      MONTH: { ...product, title: 'Plus, monthly', subscription: true },
      YEAR: { ...product, title: 'Plus, yearly', subscription: 'year' },
      ARTICLE: { ...product, title: 'The sea wall' },
    },
  });
  beforeEach(() => {
    now = Date.UTC(2017, 6, 31, 22, 30, 7);
    sandbox().addCustomer({ email: 'a@example.com', ...ADA });
  });
  const buy = (...productIds: string[]) => {
    for (const productId of productIds) sandbox().buy(ADA, productId);
  };
  const customerId = () => String(sandbox().find(ADA)?.customerId);

  describe('says what a user has bought:', () => {
    const ask = (query: Record<string, string>) =>
      callApi(sandbox(), { path: `/api/v2/user/product?${new URLSearchParams(query)}` });

    it('yes is 200, and names the products', async () => {
      buy('B', 'A', 'A', 'OTHER');
      expect(await ask({ ...good, productId: 'A,C,B,A' })).to.deep.include({
        status: 200,
        json: { accessGranted: true, userProducts: [{ productId: 'A' }, { productId: 'B' }] },
      });
      expect((await ask({ ...good, productId: 'C,D' })).status).to.equal(403);
    });

    it('a subscription until the end of the period that is paid for', async () => {
      now = Date.UTC(2030, 0, 31);
      buy('MONTH', 'YEAR', 'ONCE');
      const { json } = await ask({ ...good, productId: 'MONTH,YEAR,ONCE' });
      expect(json?.userProducts).to.deep.equal([
        { productId: 'MONTH', lifeTimeEnd: String(Date.UTC(2030, 1, 28)) },
        { productId: 'YEAR', lifeTimeEnd: String(Date.UTC(2031, 0, 31)) },
        { productId: 'ONCE' },
      ]);
    });

    it('yes by either id; no, which is 403, by access ids, after a refund, for another product, and for nobody', async () => {
      sandbox().find(ADA)?.accessIds.push('P 1');
      expect((await ask(good)).status).to.equal(403);
      buy('P 1');
      const byId = { customerId: customerId(), useExternalCustomerId: 'false' };
      for (const query of [{}, { testMode: 'true' }, byId])
        expect((await ask({ ...good, ...query })).status).to.equal(200);
      for (const query of [{ productId: 'p 1' }, { customerId: 'nobody' }, { useExternalCustomerId: 'false' }])
        expect((await ask({ ...good, ...query })).status).to.equal(403);
      sandbox().refund(ADA, 'P 1');
      const { status, json } = await ask(good);
      expect(status).to.equal(403);
      expect(json).to.have.keys('error', 'description');
    });

    it('what is left out, empty or makes no sense is 400', async () => {
      for (const name of Object.keys(good)) {
        expect((await ask({ ...good, [name]: '' })).status, name).to.equal(400);
        const { [name as keyof typeof good]: _left, ...rest } = good;
        expect((await ask(rest)).status, name).to.equal(400);
      }
      const ids = [',', 'P 1,', 'P 1,,B'].map((productId) => ({ productId }));
      for (const wrong of [...ids, { testMode: '1' }, { useExternalCustomerId: 'yes' }])
        expect((await ask({ ...good, ...wrong })).status, JSON.stringify(wrong)).to.equal(400);
    });
  });

  describe('lists what a customer has bought', () => {
    const nothing = { subscriptions: [], singleProducts: [] };
    const ask = (id: string, query = 'testMode=false&useExternalCustomerId=true') =>
      callApi(sandbox(), { path: `/api/v2/user/${encodeURIComponent(id)}/products?${query}` });

    it('with titles and dates as plenigo writes them, subscriptions apart and with their ends', async () => {
      buy('MONTH', 'ARTICLE', 'YEAR', 'UNKNOWN');
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
      expect(sandbox().calls()).to.deep.equal(['productsBought']);
    });

    it('by either id, nothing for who has bought nothing, an empty object for nobody, but not without its parameters', async () => {
      expect((await ask('A/1')).json).to.deep.equal(nothing);
      expect((await ask(customerId(), 'testMode=true&useExternalCustomerId=false')).json).to.deep.equal(nothing);
      expect(await ask('nobody')).to.deep.include({ status: 200, json: {} });
      expect((await ask('A/1', 'testMode=false&useExternalCustomerId=false')).json).to.deep.equal({});
      const one = 'useExternalCustomerId=true';
      for (const query of ['', 'testMode=false', one, `testMode=1&${one}`])
        expect((await ask('A/1', query)).status, query).to.equal(400);
    });
  });

  describe('has a paywall', () => {
    const ask = () => callApi(sandbox(), { path: '/api/v2/paywall/state' });
    const client = () => clientOf(sandbox());

    it('that is on until somebody switches it off, and again after a reset', async () => {
      expect((await ask()).json).to.deep.equal({ enabled: true });
      sandbox().paywall.enabled = false;
      expect(await ask()).to.deep.include({ status: 200, json: { enabled: false } });
      sandbox().paywall = { enabled: true };
      expect(await client().isPaywallEnabled()).to.equal(true);
      expect(sandbox().calls()).to.deep.equal(Array(3).fill('isPaywallEnabled'));
      sandbox().paywall.enabled = false;
      expect(await client().isPaywallEnabled()).to.equal(false);
      sandbox().reset();
      expect([sandbox().paywall.enabled, (await ask()).json]).to.deep.equal([true, { enabled: true }]);
      expect((await send(sandbox(), { path: '/api/v2/paywall/state' })).status, 'without a token').to.equal(401);
    });

    it('that lets everybody read everything while it is off', async () => {
      buy('B');
      sandbox().paywall.enabled = false;
      expect(await client().findPurchases(ADA, ['A', 'B'])).to.deep.equal({
        bought: true,
        products: [{ productId: 'B' }],
      });
      const nobody = { externalUserId: 'nobody' };
      expect(await client().findPurchases(nobody, ['A', 'B'])).to.deep.equal({ bought: true, products: [] });
      sandbox().paywall.enabled = true;
      expect(await client().hasUserBought(nobody, ['A', 'B'])).to.equal(false);
    });
  });
});
