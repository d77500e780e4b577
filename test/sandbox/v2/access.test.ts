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

    it('yes by either id of the customer', async () => {
      buy('P 1');
      expect((await ask(good)).status).to.equal(200);
      expect((await ask({ ...good, testMode: 'true' })).status).to.equal(200);
      expect((await ask({ ...good, customerId: customerId(), useExternalCustomerId: 'false' })).status).to.equal(200);
    });

    it('no is 403, also by access ids, after a refund, for another product, and for a customer nobody knows', async () => {
      sandbox().find(ADA)?.accessIds.push('P 1');
      expect((await ask(good)).status).to.equal(403);
      buy('P 1');
      expect((await ask({ ...good, productId: 'p 1' })).status).to.equal(403);
      expect((await ask({ ...good, customerId: 'nobody' })).status).to.equal(403);
      expect((await ask({ ...good, useExternalCustomerId: 'false' })).status).to.equal(403);
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
      for (const productId of [',', 'P 1,', 'P 1,,B']) {
        expect((await ask({ ...good, productId })).status, productId).to.equal(400);
      }
      expect((await ask({ ...good, testMode: '1' })).status).to.equal(400);
      expect((await ask({ ...good, useExternalCustomerId: 'yes' })).status).to.equal(400);
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

    it('by either id, nothing for who has bought nothing, and an empty object for a customer nobody knows', async () => {
      expect((await ask('A/1')).json).to.deep.equal(nothing);
      expect((await ask(customerId(), 'testMode=true&useExternalCustomerId=false')).json).to.deep.equal(nothing);
      expect(await ask('nobody')).to.deep.include({ status: 200, json: {} });
      expect((await ask('A/1', 'testMode=false&useExternalCustomerId=false')).json).to.deep.equal({});
    });

    it('but not without its parameters', async () => {
      for (const query of [
        '',
        'testMode=false',
        'useExternalCustomerId=true',
        'testMode=1&useExternalCustomerId=true',
      ]) {
        expect((await ask('A/1', query)).status, query).to.equal(400);
      }
    });

    it('so that the client reads it', async () => {
      now = Math.floor(Date.now() / 1000) * 1000;
      buy('MONTH', 'ARTICLE');
      const client = clientOf(sandbox());
      const { subscriptions, singleProducts } = await client.productsBought(ADA);
      const [subscription] = subscriptions;
      expect(singleProducts).to.deep.equal([{ productId: 'ARTICLE', title: 'The sea wall', boughtAt: new Date(now) }]);
      expect(subscription).to.deep.include({ productId: 'MONTH', boughtAt: new Date(now) });
      expect(subscription?.endsAt?.getTime()).to.be.within(now + 27 * 86_400_000, now + 32 * 86_400_000);
      expect(await client.productsBought({ customerId: 'nobody' })).to.deep.equal(nothing);
    });
  });

  describe('has a paywall', () => {
    const ask = () => callApi(sandbox(), { path: '/api/v2/paywall/state' });
    const hasBought = (id: string) => {
      const query = new URLSearchParams({ ...good, customerId: id, productId: 'A,B' });
      return callApi(sandbox(), { path: `/api/v2/user/product?${query}` });
    };

    it('that is on until somebody switches it off, and again after a reset', async () => {
      expect((await ask()).json).to.deep.equal({ enabled: true });
      sandbox().paywall.enabled = false;
      expect(await ask()).to.deep.include({ status: 200, json: { enabled: false } });
      sandbox().paywall = { enabled: true };
      expect((await ask()).json).to.deep.equal({ enabled: true });
      expect(sandbox().calls()).to.deep.equal(Array(3).fill('isPaywallEnabled'));
      sandbox().paywall.enabled = false;
      sandbox().reset();
      expect(sandbox().paywall.enabled).to.equal(true);
      expect((await ask()).json).to.deep.equal({ enabled: true });
    });

    it('that lets everybody read everything while it is off', async () => {
      buy('B');
      sandbox().paywall.enabled = false;
      const yes = { status: 200, json: { accessGranted: true, userProducts: [{ productId: 'B' }] } };
      expect(await hasBought('A/1')).to.deep.include(yes);
      expect(await hasBought('nobody')).to.deep.include({ ...yes, json: { accessGranted: true, userProducts: [] } });
      sandbox().paywall.enabled = true;
      expect((await hasBought('nobody')).status).to.equal(403);
    });

    it('that is told to nobody without a token, and as the client says', async () => {
      expect((await send(sandbox(), { path: '/api/v2/paywall/state' })).status).to.equal(401);
      const client = clientOf(sandbox());
      expect(await client.isPaywallEnabled()).to.equal(true);
      sandbox().paywall.enabled = false;
      expect(await client.isPaywallEnabled()).to.equal(false);
      expect(await client.hasUserBought({ externalUserId: 'nobody' }, ['A', 'B'])).to.equal(true);
    });
  });
});
