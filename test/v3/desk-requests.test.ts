/** What the desk's calls of API v3 send, how often, and what they make of answers that plenigo's documents contradict each other about. */
import { expect } from 'chai';
import type { PlenigoClient } from '../../lib/v3/client.js';
import { gather } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { type Answer, inTurn, json, useRecordingServer } from '../support/recording-server.js';
import { v3ClientFor } from '../support/v3.js';

const since = new Date('2026-03-01T00:00:00Z');
const buyer = { customerId: '1', customerIpAddress: '::1' };
const offer = { plenigoOfferId: 'O_1', quantity: 1 };
const ended = { subscriptionId: 7 };
const page = 'size=100&startTime=2026-03-01T00%3A00%3A00.000Z';
const until = '2026-03-01T00%3A00%3A00.000Z';

type Case = readonly [call: (client: PlenigoClient) => Promise<unknown>, answer?: object, body?: object];
const cases: Readonly<Record<string, Case>> = {
  [`GET /customers?${page}`]: [(client) => gather(client.customers({ since }))],
  [`GET /subscriptions?${page}`]: [(client) => gather(client.subscriptions({ since }))],
  'GET /customers/1/orders?size=100': [(client) => gather(client.orders({ customerId: '1' }))],
  [`GET /invoices?size=100&endTime=${until}`]: [(client) => gather(client.invoices({ until: since }))],
  'GET /products/offers?size=100': [(client) => gather(client.offers())],
  [`GET /accessRights?${page}`]: [(client) => gather(client.accessRights({ since }))],
  'POST /accessRights/1': [
    (client) => client.grantAccess('1', 'PRINT', { lifeTimeEnd: since }),
    { customerId: '1', items: [] },
    { lifeTimeEnd: '2026-03-01T00:00:00.000Z', accessRightUniqueId: 'PRINT' },
  ],
  'DELETE /accessRights/1/PRINT': [(client) => client.removeAccess('1', 'PRINT'), { success: true }],
  'GET /vouchers/A%2FB/validate': [(client) => client.validateVoucher('A/B'), { status: 'ACTIVE' }],
  'POST /checkout/buyWithVoucher': [
    (client) => client.buyWithVoucher('GIFT', buyer),
    { orderId: 5 },
    { ...buyer, voucherCode: 'GIFT' },
  ],
  'POST /checkout/orderFreeProduct': [
    (client) => client.orderFreeProduct(offer, buyer),
    { orderId: 5 },
    { ...buyer, offer },
  ],
  'GET /subscriptions/7/cancel/dates': [(client) => client.cancelDates(7), { items: ['2026-04-01'] }],
  'PUT /subscriptions/7/cancel/regular': [(client) => client.cancelSubscription(7, 'regular'), ended],
  'PUT /subscriptions/7/cancel/at': [
    (client) => client.cancelSubscription(7, '2026-04-01'),
    ended,
    { cancellationDate: '2026-04-01' },
  ],
  'PUT /subscriptions/7/cancel/undo': [(client) => client.undoCancellation(7), ended],
  'GET /invoices/7/file': [(client) => client.invoicePdf(7), { pdf: 'JVBERg==' }],
};

describe('a call of the desk', () => {
  const server = useRecordingServer();
  const client = () => v3ClientFor(server().url);
  const codeOf = async (answer: Answer, call: (client: PlenigoClient) => Promise<unknown>) => {
    server().answer = answer;
    return (await failure(call(client()))).code;
  };

  for (const [request, [call, answer = {}, body]] of Object.entries(cases)) {
    // Twice is sent what changes nothing, or what plenigo takes twice (208); never what sells, ends or takes something.
    const times = /^GET|^POST .accessRights/.test(request) ? 2 : 1;
    it(`is ${request}, sent ${times === 1 ? 'once' : 'twice if it must be'}`, async () => {
      server().answer = json(200, answer);
      await call(client());
      const [sent, ...more] = server().requests;
      expect(`${sent?.method} ${sent?.url.replace('/api/v3.0', '')}`).to.equal(request);
      expect([sent?.body, more]).to.deep.equal([body, []]);
      expect(await codeOf(json(503, {}), call)).to.equal('service-unavailable');
      expect(server().requests).to.have.length(1 + times);
      // What is not the answer of this call is none: an empty list alone may be left out.
      expect(await codeOf(json(200, { error: 'maintenance' }), call)).to.equal('invalid-response');
    });
  }

  it('refuses what cannot be meant, before anything is sent', async () => {
    for (const call of [
      () => client().grantAccess('1', 'no right'),
      () => client().grantAccess('x', 'PRINT'),
      () => client().grantAccess('1', 'PRINT', { lifeTimeEnd: new Date(Number.NaN) }),
      () => client().cancelSubscription(7, 'tomorrow'),
      () => client().cancelSubscription('7/../8' as never, 'now'),
      () => client().validateVoucher('..'),
      () => client().buyWithVoucher('GIFT', { customerId: '1' } as never),
      () => client().invoicePdf(0),
      () => gather(client().orders({ since: 'yesterday' as never })),
      () => gather(client().customers({ customerId: '../1' } as never)),
      () => client().changeEmail('1', 'nobody'),
      () => client().createTransferToken(''),
      ...[[], { 0: { quantity: 1 } }, ['O_1']].map(
        (items) => () => client().preparePurchase({ ...buyer, items: items as [] }),
      ),
    ]) {
      expect((await failure(call)).code, String(call)).to.equal('invalid-argument');
    }
    expect(server().requests).to.deep.equal([]);
  });

  it('sends all terms of a right that plenigo knows back, with those that change', async () => {
    const kept = { lifeTimeStart: '2026-01-01T00:00:00.123456Z', data: { list: 'A' }, blocked: true };
    const right = { ...kept, accessRightUniqueId: 'PRINT', lifeTimeEnd: null };
    const items = [
      { ...right, itemType: 'SUBSCRIPTION', blocked: false },
      { ...right, itemType: 'EXTERNAL' },
    ];
    server().answer = json(200, { customerId: '1', items });
    await client().changeAccess('1', 'PRINT', { lifeTimeEnd: since });
    const { method, body } = server().requests[1] ?? {};
    expect([method, body]).to.deep.equal(['PUT', { ...kept, lifeTimeEnd: '2026-03-01T00:00:00.000Z' }]);
  });

  it('says of a voucher what plenigo means, with whichever status it says so', async () => {
    const validate = (asking: PlenigoClient) => asking.validateVoucher('GIFT');
    const buy = (asking: PlenigoClient) => asking.buyWithVoucher('GIFT', buyer);
    for (const [status, errorCode, code, boughtCode = code] of [
      [403, 99400, 'voucher-used'],
      [400, 35002, 'voucher-used'],
      [404, 35001, 'voucher-unknown'],
      [404, 99404, 'voucher-unknown', 'invalid-parameters'],
      [403, 20016, 'forbidden'],
      [400, 90034, 'not-free'],
      [402, 99402, 'module-missing'],
    ] as const) {
      const answer = json(status, { errorCode, errorMessage: 'x' });
      expect(await codeOf(answer, validate), `${status} ${errorCode}`).to.equal(code);
      expect(await codeOf(answer, buy), `${status} ${errorCode}`).to.equal(boughtCode);
    }
    expect(await codeOf(json(403, { message: 'a proxy' }), validate)).to.equal('forbidden');
  });

  it('does not take an old removal token for a wrong API token', async () => {
    const end = (asking: PlenigoClient) => asking.createSession('1', { endOthers: true });
    for (const [status, errorCode, code] of [
      [401, 99015, 'session-limit'],
      [400, 20030, 'session-limit'],
      [401, 99009, 'invalid-credentials'],
    ] as const) {
      const refusal = json(status, { errorCode, errorMessage: 'x' });
      expect(await codeOf(inTurn(json(200, { removalToken: 'old' }), refusal), end)).to.equal(code);
    }
  });
});

describe('a list of API v3', () => {
  const server = useRecordingServer();
  const customers = (ids: readonly number[], more: object = {}) =>
    json(200, { items: ids.map((id) => ({ customerId: String(id) })), ...more });
  const hundred = Array.from({ length: 100 }, (_value, index) => index + 1);
  const cursors = () => server().requests.map(({ url }) => new URL(url, 'http://x').searchParams.get('startingAfter'));

  it('goes on where the answer says, also after a short page, until one is empty', async () => {
    server().answer = inTurn(
      customers([1], { startingAfterId: 'abc' }),
      customers([2], { startingAfterId: 'd' }),
      customers([]),
    );
    expect(await gather(v3ClientFor(server().url).customers())).to.have.length(2);
    expect(cursors()).to.deep.equal([null, 'abc', 'd']);
  });

  it('ends with an error where it would go in a circle, or leave somebody out', async () => {
    const partly = customers([], { items: [{ customerId: '1' }, { email: 'a@b.example' }] });
    for (const answer of [customers(hundred), partly, customers([1], { startingAfterId: { toString: 1 } })]) {
      server().answer = answer;
      expect((await failure(gather(v3ClientFor(server().url).customers()))).code).to.equal('invalid-response');
    }
  });
});

describe('the price of an offer', () => {
  const server = useRecordingServer();
  const priceOf = (products: object[], more: object = {}, country?: string) => {
    server().answer = (res, req) => {
      const issue = /priceIssues\/(\d+)/.exec(req.url ?? '')?.[1];
      const segments = (prices as Record<string, object[]>)[issue ?? ''];
      const offers = { items: [{ plenigoOfferId: 'O_1', products, ...more }] };
      json(200, issue === undefined ? offers : { priceSegments: segments })(res, req);
    };
    return v3ClientFor(server().url).offerPrice('O_1', { ...(country !== undefined && { country }) });
  };
  const world = { currency: 'EUR', validFrom: null, worldSegment: true };
  const prices = {
    1: [
      { ...world, price: 9.9, validFrom: '2020-01-01' },
      { ...world, price: 10.9, validFrom: '2021-01-01' },
      { ...world, price: 99, validFrom: '2999-01-01' },
      { ...world, price: 12, worldSegment: false, countrySegments: { priority: 2, countries: ['CH', 'LI'] } },
      { ...world, price: 13, worldSegment: false, countrySegment: [{ priority: 1, countries: ['CH'] }] },
    ],
    2: [{ ...world, price: 1 }],
    3: [{ ...world, price: 2.2 }],
    4: [{ ...world, price: 5, currency: 'CHF' }],
    5: [{ ...world, price: 5, worldSegment: false, countrySegments: { countries: ['AT'] } }],
    6: [{ ...world, price: -5 }],
    7: [
      { ...world, price: 5 },
      { ...world, price: '9', validFrom: '2020-01-01' },
    ],
  };
  const monthly = { position: 2, priceIssueId: 1, accountingPeriod: 1, accountingTimespan: 'MONTH', durationPeriod: 0 };
  const trial = { ...monthly, position: 1, priceIssueId: 2, accountingPeriod: 2, accountingTimespan: 'WEEK' };
  const [first, later] = [
    { period: 2, timespan: 'WEEK' },
    { period: 1, timespan: 'MONTH' },
  ];

  it('is what counts today in this country, step after step, with all that belongs to it', async () => {
    expect(await priceOf([{ priceIssueId: 1 }])).to.deep.equal({
      amount: 10.9,
      currency: 'EUR',
      steps: [{ amount: 10.9, currency: 'EUR' }],
      title: undefined,
    });
    expect((await priceOf([{ priceIssueId: 1 }], {}, 'LI'))?.amount).to.equal(12);
    expect((await priceOf([{ priceIssueId: 1 }], {}, 'CH'))?.amount).to.equal(13);
    const paper = { priceIssueId: 2, shippingCostPriceIssueId: 3 };
    expect((await priceOf([paper]))?.amount).to.equal(3.2);
    const bundle = await priceOf([{ steps: [monthly, trial], shippingCostPriceIssueId: 3 }, { priceIssueId: 2 }]);
    expect(bundle).to.deep.include({ amount: 4.2, interval: first });
    expect(bundle?.steps[1]).to.deep.equal({ amount: 13.1, currency: 'EUR', interval: later });
  });

  it('is not told where any part of it is unknown, or in another currency, or the customer chooses', async () => {
    expect(await priceOf([{ priceIssueId: 5 }])).to.equal(undefined);
    expect(await priceOf([{ priceIssueId: 1 }, { priceIssueId: 4 }])).to.equal(undefined);
    expect(await priceOf([{ priceIssueId: 1 }], { productGroups: [{ products: [{ priceIssueId: 2 }] }] })).to.equal(
      undefined,
    );
    expect(await priceOf([])).to.equal(undefined);
    for (const unread of [{}, { priceIssueId: '2' }, { steps: [{ position: 1 }] }, { priceIssueId: 6 }]) {
      expect(await priceOf([unread]), JSON.stringify(unread)).to.equal(undefined);
      expect(await priceOf([{ priceIssueId: 2 }, unread]), JSON.stringify(unread)).to.equal(undefined);
    }
    const yearly = { ...monthly, accountingTimespan: 'YEAR' };
    expect(await priceOf([{ steps: [monthly] }, { steps: [yearly] }]), 'paid at different times').to.equal(undefined);
    expect((await failure(priceOf([{ priceIssueId: 7 }]))).code).to.equal('invalid-response');
  });
});
