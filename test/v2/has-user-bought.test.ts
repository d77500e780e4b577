/** What a customer has bought: one call for any number of products, and only plenigo's own words are a "yes" or a "no". */
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
    for (const lifeTimeEnd of ['', 'never', '-1', '1e400', '9'.repeat(30), null, {}, true]) {
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
        expect(error.code).to.equal('invalid-response');
        expect(isOutage(error)).to.equal(true);
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
