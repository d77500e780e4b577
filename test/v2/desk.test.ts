/** What a publisher's desk does with the client of API v2, what is sent for it, and the address of a customer. */
import { expect } from 'chai';
import type { PlenigoClient } from '../../lib/v2/client.js';
import type { CustomerAddress } from '../../lib/v2/customers.js';
import { clientOf, useSandbox } from '../sandbox/support.js';
import { clientFor, gather } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { inTurn, json, text, useRecordingServer } from '../support/recording-server.js';

const ada = { externalUserId: 'ada/1' };
const IP = '198.51.100.42';

describe('the desk of API v2', () => {
  const sandbox = useSandbox({
    now: () => Date.UTC(2027, 0, 1),
    products: {
      PLUS: { title: 'Plus', price: 9.9, currency: 'EUR', subscription: 'month' },
      LEAFLET: { title: 'Leaflet', price: 0, currency: 'EUR' },
    },
    vouchers: { 'GIFT-1': { offerId: 'O_PLUS' }, 'HALF-1': { offerId: 'O_PLUS', price: 4.95 } },
  });
  let client: PlenigoClient;
  beforeEach(() => {
    client = clientOf(sandbox());
    sandbox().addCustomer({ ...ada, customerId: '7', email: 'ada@reader.example' });
  });
  const codeOf = async (work: Promise<unknown>) => (await failure(work)).code;

  it('gives and takes products, for good or until a day', async () => {
    await client.grantAccess(ada, ['PRINT', 'EPAPER'], { until: new Date('2027-01-31T12:00:00Z') });
    expect(await client.hasUserBought(ada, 'EPAPER')).to.equal(true);
    await client.removeAccess({ customerId: '7' }, ['EPAPER', 'NONE']);
    expect(await client.hasUserBought(ada, 'EPAPER')).to.equal(false);
    sandbox().clock.advance(31 * 86_400_000 - 1);
    expect(await client.hasUserBought(ada, 'PRINT')).to.equal(true);
    sandbox().clock.advance(1);
    expect(await client.hasUserBought(ada, 'PRINT')).to.equal(false);
    expect(await codeOf(client.grantAccess({ customerId: '8' }, 'PRINT'))).to.equal('customer-not-found');
  });

  it('orders what is free, uses vouchers, and lists what a customer has', async () => {
    await client.orderFreeProduct(ada, 'LEAFLET', IP);
    await client.redeemVoucher(ada, 'GIFT-1', IP);
    expect(await codeOf(client.orderFreeProduct(ada, 'PLUS', IP))).to.equal('not-free');
    expect(await codeOf(client.redeemVoucher(ada, 'HALF-1', IP))).to.equal('not-free');
    expect(await codeOf(client.redeemVoucher(ada, 'GIFT-1', IP))).to.equal('voucher-unknown');
    const orders = await gather(client.orders(ada));
    expect(orders.map(({ orderItems }) => orderItems?.[0]?.productId)).to.deep.equal(['LEAFLET', 'PLUS']);
    expect(orders[1]).to.include({ externalCustomerId: 'ada/1', cumulatedPrice: 0, currency: 'EUR' });
    const [subscription, more] = await gather(client.subscriptions(ada));
    expect(subscription).to.include({ productId: 'PLUS', active: true, orderId: orders[1]?.orderId });
    expect(more).to.equal(undefined);
    expect(await codeOf(gather(client.orders({ customerId: '8' })))).to.equal('customer-not-found');
  });

  it('knows what a product costs', async () => {
    expect(await client.product('PLUS')).to.include({ title: 'Plus', price: 9.9, currency: 'EUR', subscription: true });
    expect(await client.product('NONE')).to.equal(undefined);
  });
});

describe('a call of the desk of API v2', () => {
  const server = useRecordingServer();

  it('is sent as plenigo’s own SDKs send it, and once if it gives or takes something', async () => {
    const flags = 'useExternalCustomerId=true&testMode=false';
    const client = clientFor(server().url);
    const since = new Date('2027-01-01T00:00:00Z');
    const calls: readonly (readonly [string, () => Promise<unknown>, 1 | 2])[] = [
      ['POST /access/ada%2F1/add', () => client.grantAccess(ada, 'A', { since }), 1],
      [`DELETE /access/ada%2F1/remove?${flags}&productIds=A%2CB`, () => client.removeAccess(ada, ['A', 'B']), 1],
      [
        `POST /checkout/free/product/A%2F/ada%2F1?ipAddress=%3A%3A1&${flags}`,
        () => client.orderFreeProduct(ada, 'A/', '::1'),
        1,
      ],
      [
        `POST /checkout/free/voucher/GIFT/ada%2F1?ipAddress=${IP}&${flags}`,
        () => client.redeemVoucher(ada, 'GIFT', IP),
        1,
      ],
      ['GET /product/A%2FB', () => client.product('A/B'), 2],
      [`GET /user/ada%2F1/subscriptions?${flags}`, () => gather(client.subscriptions(ada)), 2],
      [`GET /user/ada%2F1/orders?${flags}`, () => gather(client.orders(ada)), 2],
    ];
    for (const [request, call, times] of calls) {
      server().requests.length = 0;
      server().answer = json(503, {});
      await failure(call());
      const sent = server().requests.map(({ method, url }) => `${method} ${url}`);
      expect(sent).to.deep.equal(Array(times).fill(request.replace(' ', ' /api/v2')));
      server().answer = json(200, { error: 'maintenance' });
      expect((await failure(call())).code, request).to.equal('invalid-response');
    }
    server().requests.length = 0;
    server().answer = inTurn(json(200, { granted: 'perhaps' }), text(204, ''));
    expect(await client.grantAccess(ada, 'A', { since })).to.deep.equal({ granted: 'perhaps' });
    expect(await client.removeAccess(ada, 'A')).to.equal(undefined);
    const body = { useExternalCustomerId: true, testMode: 'false', productIds: ['A'], startTime: '2027-01-01' };
    expect(server().requests[0]?.body).to.deep.equal(body);
    for (const refused of [() => client.orderFreeProduct(ada, 'A', 'localhost'), () => client.grantAccess(ada, [])]) {
      expect((await failure(refused)).code).to.equal('invalid-argument');
    }
    const sixty = Array.from({ length: 60 }, (_, index) => `P${index}`);
    await client.grantAccess(ada, sixty);
    expect(server().requests[2]?.body).to.have.property('productIds').that.deep.equals(sixty);
  });
});

const name = { gender: 'FEMALE', firstName: 'Ada', lastName: 'Lovelace' } as const;
const whole: CustomerAddress = {
  ...name,
  company: 'Engines Ltd',
  additionalCompanyInfo: 'Analytics',
  street: '12 St James’s Square',
  additionalAddressInfo: '2nd floor',
  postCode: 'SW1Y 4JH',
  city: 'London',
  state: 'England',
  country: 'GB',
};

describe('the address of a customer', () => {
  const server = useRecordingServer();

  const change = (address: CustomerAddress) => clientFor(server().url).changeAddress({ externalUserId: 'u' }, address);

  it('is sent whole, the family name by plenigo’s name of it', async () => {
    expect(await change(whole)).to.equal(undefined);
    const { lastName, ...rest } = whole;
    expect(server().requests[0]?.body).to.deep.equal({ ...rest, name: lastName });
  });

  it('may be a name alone, or a name and a country; what is undefined is not sent', async () => {
    await change(name);
    await change({ ...name, gender: 'MALE', country: 'AX', city: undefined });
    expect(server().requests.map(({ body }) => body)).to.deep.equal([
      { gender: 'FEMALE', firstName: 'Ada', name: 'Lovelace' },
      { gender: 'MALE', firstName: 'Ada', name: 'Lovelace', country: 'AX' },
    ]);
  });

  const { gender: _gender, firstName: _first, lastName: _last, country: _country, ...optional } = whole;
  for (const [field, value] of Object.entries(optional)) {
    it(`with ${field} needs a country`, async () => {
      const error = await failure(change({ ...name, [field]: value }));
      expect(error.code).to.equal('invalid-argument');
      expect(error.message).to.contain('address.country is missing').and.not.contain(value);
      expect(server().requests).to.deep.equal([]);
    });
  }

  it('names its country by two capital letters, and any other name is refused with words that say so', async () => {
    for (const country of ['DE', 'AX', 'ZW']) await change({ ...name, country });
    expect(server().requests.map(({ body }) => (body as CustomerAddress).country)).to.deep.equal(['DE', 'AX', 'ZW']);
    for (const country of ['', 'de', 'DEU', 'D', 'Germany', ' DE', 'D\nE', 'DE\n', 'ÄÖ', null, 276]) {
      const error = await failure(change({ ...name, country } as CustomerAddress));
      expect(error.code, String(country)).to.equal('invalid-argument');
      expect(error.message).to.match(/address\.country: got .*, expected a country of two capital letters \(ISO 3166/);
      if (country) expect(error.message).to.not.contain(`"${country}"`).and.not.contain('276');
    }
    expect(server().requests).to.have.length(3);
  });
});
