/** What a customer has bought: one call for any number of products, the whole list, and plenigo's own words alone. */
import { expect } from 'chai';
import { isOutage } from '../../lib/base/errors.js';
import { pollutedWith } from '../hostile/polluted.js';
import { clientFor } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { type Answer, json, text, useRecordingServer } from '../support/recording-server.js';

const customer = { customerId: '1' };
const HTML = '<!doctype html><title>Blocked</title>';
/** A list that names no product that was asked for. */
const foreign = [{ productId: 'OTHER' }, null, 'A', { productId: ['A'] }, { product: 'A' }];

describe('what a customer has bought', () => {
  const server = useRecordingServer();
  const client = () => clientFor(server().url);

  /** What the three methods make of an answer. */
  async function seen(answer: Answer, ids: string | readonly string[]) {
    server().answer = answer;
    const bought = await client().hasUserBought(customer, ids);
    const among = await client().boughtAmong(customer, ids);
    expect(await client().findPurchases(customer, ids)).to.deep.equal({ bought, products: among });
    return { bought, among };
  }

  it('is asked for in one call, each product once, as one value', async () => {
    server().answer = json(200, { accessGranted: true });
    await client().hasUserBought(customer, 'A');
    await client().hasUserBought(customer, ['A', 'B', 'A']);
    await client().boughtAmong({ externalUserId: 'u' }, ['ä&', 'B']);
    expect(server().requests.map(({ url }) => url)).to.deep.equal([
      '/api/v2/user/product?customerId=1&productId=A&testMode=false&useExternalCustomerId=false',
      '/api/v2/user/product?customerId=1&productId=A%2CB&testMode=false&useExternalCustomerId=false',
      '/api/v2/user/product?customerId=u&productId=%C3%A4%26%2CB&testMode=false&useExternalCustomerId=true',
    ]);
  });

  it('is what plenigo lists of the products that were asked for, and until when', async () => {
    const userProducts = [
      { productId: 'A', lifeTimeEnd: '1893456000000' },
      { productId: 'OTHER', lifeTimeEnd: '1893456000000' },
      { productId: 'B' },
    ];
    expect(await seen(json(200, { accessGranted: true, userProducts }), ['C', 'B', 'A'])).to.deep.equal({
      bought: true,
      among: [{ productId: 'A', until: new Date('2030-01-01T00:00:00Z') }, { productId: 'B' }],
    });
  });

  it('ends at no time if plenigo names none that is one', async () => {
    for (const lifeTimeEnd of ['', 'never', '-1', '1e400', '9'.repeat(30), null, {}, { toString: 1 }, true]) {
      const userProducts = [{ productId: 'A', lifeTimeEnd }];
      expect((await seen(json(200, { userProducts }), 'A')).among).to.deep.equal([{ productId: 'A' }]);
    }
    const far = [{ productId: 'A', lifeTimeEnd: '124123412432131' }];
    const [product] = (await seen(json(200, { userProducts: far }), 'A')).among;
    expect(product?.until?.getTime()).to.equal(124_123_412_432_131);
  });

  it('is the one product that was asked for, or of several only that it is any, if plenigo lists none', async () => {
    const granted = json(200, { accessGranted: true });
    expect(await seen(granted, 'A')).to.deep.equal({ bought: true, among: [{ productId: 'A' }] });
    expect(await seen(granted, ['A', 'A'])).to.deep.equal({ bought: true, among: [{ productId: 'A' }] });
    expect(await seen(granted, ['A', 'B'])).to.deep.equal({ bought: true, among: [] });
  });

  it('is granted whatever plenigo lists: nothing while the paywall is off, or what was not asked for', async () => {
    for (const userProducts of [[], foreign]) {
      const granted = json(200, { accessGranted: true, userProducts });
      for (const ids of ['A', ['A', 'B']]) expect(await seen(granted, ids)).to.deep.equal({ bought: true, among: [] });
    }
  });

  it('is nothing when plenigo answers 403, empty or in JSON, or does not know the customer', async () => {
    for (const answer of [text(403, ''), json(403, {}), json(403, { error: 'E', description: 'D' }), json(404, {})])
      expect(await seen(answer, ['A', 'B'])).to.deep.equal({ bought: false, among: [] });
  });

  it('is unknown when somebody else answers, and that is no outage: a buyer is not asked to buy again', async () => {
    for (const [status, body] of Object.entries({ 403: [HTML, 'Forbidden', '{"error":'], 404: [HTML] })) {
      for (const each of body) {
        server().answer = text(Number(status), each);
        const error = await failure(client().hasUserBought(customer, 'A'));
        expect(error).to.include({ code: 'invalid-response', status: Number(status) });
        expect(isOutage(error)).to.equal(false);
      }
    }
  });

  // All other answers that are none are in `hostile/yes-and-off.test.ts`.
  const noYes: Record<string, Answer> = {
    'an empty object': json(200, {}),
    'a list of what was not asked for': json(200, { userProducts: foreign }),
    'an empty 200 of spaces': text(200, ' \n'),
    HTML: text(200, HTML),
    'status 207': json(207, { accessGranted: true }),
  };
  for (const [name, answer] of Object.entries(noYes)) {
    it(`is unknown, and no "yes", when the answer is ${name}`, async () => {
      server().answer = answer;
      for (const ids of ['A', ['A', 'B']]) {
        const error = await failure(client().hasUserBought(customer, ids));
        expect([error.code, isOutage(error)]).to.deep.equal(['invalid-response', true]);
      }
    });
  }

  it('is not what somebody has put on every object', async () => {
    const poison = { 403: true, 404: true, accessGranted: true, productId: 'A', lifeTimeEnd: '1' };
    await pollutedWith({ ...poison, userProducts: [{ productId: 'A' }] }, async () => {
      expect(await seen(json(403, {}), 'A')).to.deep.equal({ bought: false, among: [] });
      const products = await seen(json(200, { userProducts: [{}, { productId: 'B' }] }), ['A', 'B']);
      expect(products.among.map(({ productId, until }) => [productId, until])).to.deep.equal([['B', undefined]]);
      server().answer = json(200, {});
      expect((await failure(client().hasUserBought(customer, 'A'))).code).to.equal('invalid-response');
      expect((await seen(json(404, {}), ['A'])).bought).to.equal(false);
    });
  });
});

const NOTHING = { subscriptions: [], singleProducts: [] };

describe('everything that a customer has bought', () => {
  const server = useRecordingServer();

  function seen(answer: Answer) {
    server().answer = answer;
    return clientFor(server().url).productsBought({ customerId: '1' });
  }

  /** The date that this text of plenigo's is, if it is one. */
  const dateOf = async (buyDate: unknown) =>
    (await seen(json(200, { singleProducts: [{ productId: 'A', buyDate }] }))).singleProducts[0]?.boughtAt;

  it('is what plenigo lists, with dates', async () => {
    const plus = { productId: 'PLUS-MONTH', title: 'Plus, monthly' };
    const wall = { productId: 'ARTICLE-1', title: 'The sea wall' };
    const other = { productId: 'ARTICLE-2' };
    const products = await seen(
      json(200, {
        subscriptions: [{ ...plus, buyDate: '2017-07-31 13:03:27 +0200', endDate: '2017-08-31 13:03:27 +0200' }],
        singleProducts: [{ ...wall, buyDate: '2017-01-02 23:30:00 -0330' }, other],
      }),
    );
    const [boughtAt, endsAt] = [new Date('2017-07-31T11:03:27Z'), new Date('2017-08-31T11:03:27Z')];
    expect(products).to.deep.equal({
      subscriptions: [{ ...plus, boughtAt, endsAt }],
      singleProducts: [{ ...wall, boughtAt: new Date('2017-01-03T03:00:00Z') }, other],
    });
    expect(await dateOf('2024-02-29 00:00:00 +0000')).to.deep.equal(new Date('2024-02-29T00:00:00Z'));
  });

  it('is nothing for a customer whom plenigo does not know', async () => {
    for (const answer of [json(200, {}), json(404, { error: 'E' }), text(404, '')])
      expect(await seen(answer)).to.deep.equal(NOTHING);
  });

  it('is nothing of a kind that plenigo leaves out, and without what has no product id or no title', async () => {
    const subscriptions = [{ productId: 'A' }];
    for (const body of [{ subscriptions }, { subscriptions, singleProducts: null }])
      expect(await seen(json(200, body))).to.deep.equal({ subscriptions, singleProducts: [] });
    const odd = [null, 'A', ['A'], {}, { productId: '' }, { productId: 7 }, { title: 'A' }];
    expect(await seen(json(200, { subscriptions: odd, singleProducts: odd }))).to.deep.equal(NOTHING);
    const untitled = ['', 7, null, ['A']].map((title) => ({ productId: 'A', title }));
    const { singleProducts } = await seen(json(200, { singleProducts: untitled }));
    expect(singleProducts).to.deep.equal(Array(4).fill({ productId: 'A' }));
  });

  const good = '2017-07-31 13:03:27 +0200';
  for (const [what, values] of Object.entries<unknown[]>({
    'is none': ['', 'yesterday', 1501499007000, null, [good]],
    'is a part of one': ['2017-07-31', '2017-07-31 13:03:27'],
    'is spelt in another way': ['2017-07-31T13:03:27+02:00', ` ${good}`, `${good}\n`],
    'no calendar has': ['2017-02-31 13:03:27 +0200', '2017-13-01 13:03:27 +0200', '2023-02-29 00:00:00 +0000'],
    'no clock has': ['2017-07-31 24:00:00 +0200', '2017-07-31 13:60:00 +0200', '2017-07-31 13:03:27 +9900'],
  })) {
    it(`has no date where what plenigo says ${what}`, async () => {
      for (const value of values) expect(await dateOf(value), String(value)).to.equal(undefined);
    });
  }

  it('may be much: some thousand purchases are an answer, too', async () => {
    const title = 'An article with a title of a usual length, or a little more';
    const singleProducts = Array.from({ length: 3000 }, (_, index) => ({ productId: `ARTICLE-${index}`, title }));
    expect((await seen(json(200, { singleProducts }))).singleProducts).to.deep.equal(singleProducts);
  });

  const noAnswers: Record<string, Answer> = {
    'an empty 200': text(200, ''),
    'an empty 204': text(204, ''),
    'a list': json(200, []),
    null: text(200, 'null'),
    'a text': text(200, '"none"'),
    true: text(200, 'true'),
    'an error with 200': json(200, { error: 'E' }),
    'products that are no list': json(200, { singleProducts: { productId: 'A' } }),
    'subscriptions that are no list': json(200, { subscriptions: 'A' }),
    HTML: text(200, '<!doctype html>'),
    'HTML with 404, which is not of plenigo': text(404, '<!doctype html>'),
  };
  for (const [name, answer] of Object.entries(noAnswers)) {
    it(`is unknown when the answer is ${name}`, async () => {
      expect((await failure(seen(answer))).code).to.equal('invalid-response');
    });
  }

  it('is not what somebody has put on every object', async () => {
    await pollutedWith({ singleProducts: [{}], productId: 'A', title: 'T' }, async () => {
      const { subscriptions, singleProducts } = await seen(json(200, { subscriptions: [{}] }));
      expect([subscriptions.length, singleProducts.length]).to.deep.equal([0, 0]);
    });
  });
});
