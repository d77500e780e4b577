// Pages name what plenigo asks, in the reader's language; where it does not say that in time, they sell without a price.
import { expect } from 'chai';
import type { SandboxFault } from '../../lib/sandbox/types.js';
import { HandClock } from '../resilience/clock.js';
import { onBothApis } from '../support/apis.js';
import { failure } from '../support/errors.js';
import { until } from './gate.js';
import { ada, useWorld } from './world.js';

const TIMEOUT = 2000;
const plus = { title: 'Plus', price: 9.9, currency: 'EUR' };

onBothApis('prices', (api) => {
  const world = useWorld(api, {
    products: { PLUS: { ...plus, subscription: 'month' } },
    offers: { O_PLUS: { ...plus, accessRights: ['PLUS'], prices: { CH: 12 } } },
  });
  const isV2 = api.name === 'v2';
  const id = isV2 ? 'PLUS' : 'O_PLUS';
  const product = api.product('PLUS');
  /** What the site sells at its own price. */
  const own = (
    isV2
      ? { id: 'MAP', external: true, title: 'A map', price: 1.49, currency: 'EUR', type: 'EBOOK' }
      : {
          ...{ accessRights: 'MAP', title: 'A map', price: 1.49, currency: 'EUR' },
          custom: { id: 'MAP', taxType: 'EBOOK', legalText: 'Yours for good.' },
        }
  ) as typeof product;
  const priceCalls = () => world.calls().filter((call) => ['product', 'offers', 'priceIssue'].includes(call));
  const questions = isV2 ? ['product'] : ['offers', 'priceIssue'];
  const pricesOf = ({ body }: { body: { offers: { price?: string }[] } }) => body.offers.map(({ price }) => price);

  it('stand beside what is sold, as the reader writes them, and cost a question an hour', async () => {
    const { open } = await world.site({ options: { prices: true }, product: [product, own] });
    const german = await open('/article', { user: { ...ada, language: 'de' } });
    expect(pricesOf(german)).to.deep.equal(['9,90\u00a0€', '1,49\u00a0€']);
    expect(priceCalls()).to.deep.equal(questions);
    expect(pricesOf(await open())).to.deep.equal(['€9.90', '€1.49']);
    await open('/article', { user: null });
    expect(priceCalls()).to.deep.equal([]);
  });

  it('are data for the site, and asked by no page without the option', async () => {
    const { open, plenigo } = await world.site({ product: [product, own] });
    expect(pricesOf(await open())).to.deep.equal([undefined, undefined]);
    expect(priceCalls()).to.deep.equal([]);
    const interval = { period: 1, timespan: 'MONTH' };
    const [price, , unknown] = await plenigo.prices([id, own, product, 'NONE']);
    expect(JSON.parse(JSON.stringify(price))).to.deep.include({
      id,
      title: 'Plus',
      amount: 9.9,
      currency: 'EUR',
      interval,
    });
    expect(unknown).to.deep.equal(price);
    // What a site makes of one is its own.
    Object.assign(price as object, { amount: 0.01 });
    expect((await plenigo.prices(id))[0]?.amount).to.equal(9.9);
    expect(await plenigo.prices(own)).to.deep.equal([{ id: 'MAP', title: 'A map', amount: 1.49, currency: 'EUR' }]);
    for (const wrong of ['', 'A,B', null, {}]) {
      expect((await failure(plenigo.prices(wrong as never))).code, `${wrong}`).to.match(/^invalid-(product|argument)$/);
    }
  });

  const faults: Readonly<Record<string, SandboxFault>> = {
    fails: { status: 500 },
    refuses: { status: 403 },
    hangs: { hang: true },
    'answers nonsense': { body: [] },
  };
  for (const [what, fault] of Object.entries(faults)) {
    it(`are absent from the page while plenigo ${what}`, async () => {
      for (const call of questions)
        world.sandbox.inject({ call: call as never, times: Number.POSITIVE_INFINITY, ...fault });
      const { open } = await world.site({ options: { prices: true, timeout: TIMEOUT }, product: [product, own] });
      const clock = new HandClock();
      try {
        const page = open().then(({ body }) => body);
        if ('hang' in fault) {
          await until(() => world.sandbox.requests.some(({ call }) => questions.includes(call)));
          // A quarter of what a page has.
          clock.tick(TIMEOUT / 4);
        }
        const body = await page;
        expect(body.status).to.equal('ready');
        expect(pricesOf({ body })).to.deep.equal([undefined, '€1.49']);
      } finally {
        clock.stop();
      }
    });
  }

  if (isV2) {
    it('are absent where one amount would not be true', async () => {
      const offers = [
        ...[{ payWhatYouWant: true }, { segmentId: 'S' }, { shippingCost: 0, type: 'BOOK' }].map((more) => ({
          id,
          ...more,
        })),
        { id, overrideMode: true, price: 1 },
      ];
      for (const open of offers)
        expect(await world.plenigo().prices(open as never), JSON.stringify(open)).to.deep.equal([]);
      for (const more of [
        { choosePrice: true },
        { actionPeriodName: 'Summer' },
        { shippingCost: '1' },
        { currency: '€' },
        { price: -1 },
      ]) {
        world.sandbox.inject({ call: 'product', body: { id, price: '9.90', currency: 'EUR', ...more } });
        expect(await world.plenigo().prices(id), JSON.stringify(more)).to.deep.equal([]);
      }
    });
  } else {
    it('are absent where more is paid than one thing with one price', async () => {
      const part = { id: 'MAP', productId: 'P_1', taxType: 'EBOOK' };
      const override = { title: 'A map', price: 1.49, currency: 'EUR', custom: part };
      for (const more of [{ quantity: 2 }, { bonusIds: 'BO_1' }, override]) {
        const offer = { offerId: id, accessRights: 'PLUS', ...more };
        expect(await world.plenigo().prices(offer as never), JSON.stringify(more)).to.deep.equal([]);
      }
    });

    it('are those of a country, and absent from a page where they change later', async () => {
      const { open } = await world.site({ options: { prices: true, country: 'CH' } as object, product });
      expect(pricesOf(await open())).to.deep.equal(['€12.00']);
      const step = (position: number) => ({ position, priceIssueId: position, accountingPeriod: 1 });
      const steps = { plenigoOfferId: id, products: [{ steps: [step(1), step(2)] }] };
      world.sandbox.inject({ call: 'offers', body: { items: [steps] } });
      for (const price of [1, 9]) {
        const segment = { price, currency: 'EUR', worldSegment: true };
        world.sandbox.inject({ call: 'priceIssue', body: { priceSegments: [segment] } });
      }
      const changing = await world.site({ options: { prices: true }, product });
      expect(pricesOf(await changing.open())).to.deep.equal([undefined]);
      const [{ steps: told = [] } = {}] = await changing.plenigo.prices(id);
      expect(told.map(({ amount }) => amount)).to.have.members([1, 9]);
    });
  }
});
