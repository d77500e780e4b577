/** What a publisher's desk does with the client of API v3, against the sandbox; what is sent for it is in `desk-requests.test.ts`. */
import { expect } from 'chai';
import type { PlenigoClient } from '../../lib/v3/client.js';
import { useSandbox } from '../sandbox/support.js';
import { gather } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { v3ClientFor } from '../support/v3.js';

const DAY = 86_400_000;

describe('the desk of API v3', () => {
  const sandbox = useSandbox({
    apiToken: 'test-api-token',
    products: { PLUS: { title: 'Plus', price: 9.9, currency: 'EUR', subscription: 'month' } },
    offers: {
      O_PLUS: { accessRights: ['PLUS'], title: 'Plus', price: 9.9, currency: 'EUR', prices: { CH: 12 } },
      O_LEAFLET: { accessRights: ['LEAFLET'], title: 'Leaflet', price: 0, currency: 'EUR' },
    },
    vouchers: { 'GIFT-1': { offerId: 'O_PLUS' }, 'HALF-1': { offerId: 'O_PLUS', price: 4.95 } },
  });
  let client: PlenigoClient;
  const ada = { customerId: '480015' };
  const buyer = { ...ada, customerIpAddress: '198.51.100.42' };
  beforeEach(() => {
    client = v3ClientFor(sandbox().url);
    sandbox().addCustomer({ ...ada, email: 'ada@reader.example' });
  });

  it('gives, changes and takes an access right', async () => {
    const lifeTimeEnd = new Date(sandbox().clock.now() + 30 * DAY);
    const granted = await client.grantAccess('480015', 'PRINT', { lifeTimeEnd });
    expect(granted).to.deep.include({ customerId: '480015', isNew: true });
    expect(granted.items[0]).to.deep.include({ accessRightUniqueId: 'PRINT', itemType: 'EXTERNAL', lifeTimeEnd });
    expect(await client.grantAccess('480015', 'PRINT')).to.include({ isNew: false });
    expect(sandbox().find(ada)?.purchases).to.have.length(1);
    const isOpen = () => client.hasAccess('480015', 'PRINT');
    expect(await isOpen()).to.equal(true);

    const changed = await client.changeAccess('480015', 'PRINT', { blocked: true });
    expect(changed.items[0]).to.deep.include({ blocked: true, lifeTimeEnd });
    expect(await isOpen()).to.equal(false);
    const lifeTimeStart = new Date(sandbox().clock.now() + DAY);
    await client.changeAccess('480015', 'PRINT', { blocked: false, lifeTimeStart });
    for (const [days, open] of [
      [0, false],
      [1, true],
      [29, false],
    ] as const) {
      sandbox().clock.advance(days * DAY);
      expect(await isOpen(), `${days} days later`).to.equal(open);
    }
    expect(await client.removeAccess('480015', 'PRINT')).to.equal(true);
    expect((await client.accessRights('480015')).items).to.deep.equal([]);
    expect((await failure(client.removeAccess('480015', 'PRINT'))).code).to.equal('invalid-parameters');
    expect((await failure(client.changeAccess('7', 'PRINT', {}))).code).to.equal('customer-not-found');
  });

  it('finds the rights that were changed by hand since a time', async () => {
    await client.grantAccess('480015', 'PRINT');
    sandbox().clock.advance(DAY);
    const bob = sandbox().addCustomer({ email: 'bob@reader.example', bought: ['PLUS'] });
    const since = new Date(sandbox().clock.now() - 1000);
    const all = await gather(client.accessRights());
    expect(all.map(({ customerId }) => customerId)).to.have.members(['480015', bob.customerId]);
    const changed = await gather(client.accessRights({ since }));
    expect(changed.map(({ customerId }) => customerId)).to.deep.equal([bob.customerId]);
  });

  it('lists customers, subscriptions, orders and invoices page by page, of all or of one', async () => {
    for (let index = 0; index < 250; index += 1) {
      const email = `reader-${index}@news.example`;
      sandbox().addCustomer({ email, customerId: String(1000 + index), bought: ['PLUS'] });
    }
    const customers = client.customers();
    expect((await customers.next()).value)
      .to.have.property('email')
      .that.includes('@');
    expect(sandbox().calls(), 'no more pages than are read').to.deep.equal(['searchCustomers']);
    expect(await gather(customers)).to.have.length(250);
    expect(sandbox().calls()).to.deep.equal(Array(3).fill('searchCustomers'));
    for (const list of [client.subscriptions(), client.orders(), client.invoices(), client.accessRights()]) {
      const ids = (await gather<object>(list)).map((item) => JSON.stringify(item));
      expect(new Set(ids).size).to.equal(250);
    }
    const [subscription, more] = await gather(client.subscriptions({ customerId: '1007' }));
    expect(subscription).to.deep.include({ status: 'ACTIVE', invoiceCustomerId: '1007', termTimeSpan: 'MONTH' });
    expect(subscription?.items?.[0]).to.include({ title: 'Plus', price: 9.9, accessRightUniqueId: 'PLUS' });
    expect(more).to.equal(undefined);
    const [order] = await gather(client.orders({ customerId: '1007' }));
    expect(order?.items?.[0]).to.include({ position: 1, tax: 19, taxCountry: 'DE', price: 9.9 });
    const [invoice] = await gather(client.invoices({ customerId: '1007' }));
    expect(invoice).to.include({ status: 'PAID', accumulatedPrice: 9.9, orderId: order?.orderId });
    expect((await client.invoicePdf(Number(invoice?.invoiceId))).toString()).to.match(/^%PDF-/);
    expect((await failure(gather(client.orders({ customerId: '7' })))).code).to.equal('customer-not-found');
  });

  it('ends a subscription regularly, on a day or at once, and lets it go on', async () => {
    const end = async (when: string) => {
      sandbox().buy(ada, 'PLUS');
      const { subscriptionId: id = 0 } = (await gather(client.subscriptions(ada))).at(-1) ?? {};
      const day = when === 'day' ? ((await client.cancelDates(id))[1] ?? '') : when;
      const { endDate } = await client.cancelSubscription(id, day);
      return { id, days: Math.round((Number(endDate) - sandbox().clock.now()) / DAY) };
    };
    const regular = await end('regular');
    expect(regular.days).to.be.within(28, 31);
    expect((await failure(client.cancelSubscription(regular.id, 'regular'))).code).to.equal('invalid-parameters');
    expect(await client.undoCancellation(regular.id))
      .to.include({ status: 'ACTIVE' })
      .and.not.have.property('endDate');
    sandbox().refund(ada, 'PLUS');
    expect((await end('day')).days).to.be.within(56, 62);
    sandbox().refund(ada, 'PLUS');
    expect((await end('now')).days).to.equal(0);
    expect(await client.hasAccess('480015', 'PLUS')).to.equal(false);
    expect((await failure(client.cancelDates(7))).code).to.equal('invalid-parameters');
  });

  it('uses vouchers and orders what is free, and nothing else', async () => {
    expect(await client.validateVoucher('GIFT-1')).to.deep.equal({ status: 'ACTIVE', plenigoOfferId: 'O_PLUS' });
    expect(await client.buyWithVoucher('GIFT-1', buyer)).to.be.a('number');
    expect(await client.hasAccess('480015', 'PLUS')).to.equal(true);
    const codes = async (...work: Promise<unknown>[]) =>
      Promise.all(work.map(async (each) => (await failure(each)).code));
    expect(await codes(client.validateVoucher('GIFT-1'), client.buyWithVoucher('GIFT-1', buyer))).to.deep.equal(
      Array(2).fill('voucher-used'),
    );
    expect(await codes(client.validateVoucher('NONE'), client.buyWithVoucher('NONE', buyer))).to.deep.equal(
      Array(2).fill('voucher-unknown'),
    );
    const leaflet = { plenigoOfferId: 'O_LEAFLET', quantity: 1 };
    const order = await client.orderFreeProduct(leaflet, buyer);
    expect((await gather(client.orders(ada))).map(({ orderId }) => orderId)).to.include(order);
    expect(await codes(client.buyWithVoucher('HALF-1', buyer), client.orderFreeProduct(leaflet, buyer))).to.deep.equal([
      'not-free',
      'already-bought',
    ]);
  });

  it('knows what offers there are, and what they cost in which country', async () => {
    const offers = await gather(client.offers());
    expect(offers.map(({ plenigoOfferId }) => plenigoOfferId)).to.deep.equal(['O_LEAFLET', 'O_PLUS']);
    const month = { period: 1, timespan: 'MONTH' };
    const price = { amount: 9.9, currency: 'EUR', interval: month };
    expect(await client.offerPrice('O_PLUS')).to.deep.equal({ ...price, steps: [price], title: 'Plus' });
    expect(await client.offerPrice('O_PLUS', { country: 'CH' })).to.include({ amount: 12 });
    expect(await client.offerPrice('O_LEAFLET', { country: 'DE' })).to.include({ amount: 0 });
    expect(await client.offerPrice('O_NONE')).to.equal(undefined);
  });
});
