/** Everything that a customer has bought: what plenigo lists, checked and typed. */
import { expect } from 'chai';
import { pollutedWith } from '../hostile/polluted.js';
import { clientFor } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { type Answer, json, text, useRecordingServer } from '../support/recording-server.js';

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
