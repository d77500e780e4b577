// What `checkout()` hands to a template for who may buy or has bought, its script tags, and what prices it names.
import { expect } from 'chai';
import type { Request, RequestHandler, Response } from 'express';
import type { SandboxFault } from '../../lib/sandbox/types.js';
import { renderCheckoutSnippet } from '../../lib/v2/snippet.js';
import { HandClock } from '../resilience/clock.js';
import { onBothApis } from '../support/apis.js';
import { failure } from '../support/errors.js';
import { present } from '../support/present.js';
import { claimsOf, ownDataIn } from '../support/reader.js';
import { until } from './gate.js';
import { ada, type SiteSetup, useWorld } from './world.js';

describe('checkout()', () => {
  const world = useWorld();
  const createSite = world.site;

  describe('gives a template', () => {
    it('for a reader who may buy: token with its end, customer id, checkout string and snippet', async () => {
      let expiresAt: unknown;
      const note: RequestHandler = (_req, res, next) => {
        ({ expiresAt } = present(res.locals.plenigo) as { expiresAt?: Date });
        next();
      };
      const { open } = await createSite({ pages: ({ checkout }) => ({ '/article': [checkout('ARTICLE'), note] }) });
      const asked = Date.now();
      const { body } = await open();
      expect(expiresAt).to.be.an.instanceOf(Date);
      const ofEverybody = ['status', 'access', 'bought', 'offers', 'button', 'scriptTag', 'scripts'];
      expect(body).to.have.all.keys(...ofEverybody, 'checkout', 'customerId', 'expiresAt', 'loginToken');
      const { loginToken, checkout } = body;
      expect(body).to.include({
        status: 'ready',
        access: false,
        bought: false,
        customerId: world.sandbox.customers[0]?.customerId,
        loginToken: world.sandbox.tokens[0]?.token,
      });
      expect(new Date(body.expiresAt).getTime()).to.be.within(asked + 300_000, Date.now() + 300_000);
      expect(checkout.snippet).to.equal(renderCheckoutSnippet({ paymentData: checkout.paymentData, loginToken }));
      expect(claimsOf(checkout.paymentData)).to.deep.equal({ pi: 'ARTICLE', ts: false, aud: 'plenigo' });
      expect(body.button).to.match(/^<button type="button" data-plenigo-checkout="[\w.-]+"[^<>]*>Buy<\/button>/);
    });

    it('for a buyer who has just paid, as the script has said by its cookie: that, too, and no one else', async () => {
      const { open } = await createSite({ hasRouter: true });
      const visitor = { cookie: 'a=b; plenigo_bought=1' };
      expect((await open('/article', visitor)).body)
        .to.include({ status: 'ready' })
        .and.not.have.property('justBought');
      world.sandbox.buy({ externalUserId: ada.id }, 'ARTICLE');
      const { body } = await open('/article', visitor);
      expect(body).to.include({ status: 'bought', justBought: true });
      expect(ownDataIn(body.scriptTag)).to.deep.equal({ justBought: true });
      const later = (await open('/article', { cookie: 'xplenigo_bought=1; plenigo_buying=1' })).body;
      expect(later).to.include({ status: 'bought' }).and.not.have.property('justBought');
      expect(later.scriptTag).to.not.include('application/json');
    });

    it('in mode click: a snippet that asks for credentials on the click, and no token', async () => {
      const { open } = await createSite({ options: { mode: 'click' } });
      const { body } = await open();
      expect(body).to.not.have.any.keys('loginToken', 'expiresAt');
      expect(body.checkout.snippet).to.match(/^expressPlenigo\.checkout\(\/[\w.-]+\/\.source\b/);
      expect(claimsOf(body.checkout.paymentData)).to.include({ pi: 'ARTICLE' });
    });
  });

  describe('renders script tags', () => {
    it('for the live and the stage environment', async () => {
      const { companyId, secret } = world.sandbox.options;
      for (const [environment, origin] of [
        ['live', 'https://static.plenigo.com'],
        ['stage', 'https://static.plenigo-stage.com'],
      ] as const) {
        const options = {
          companyId,
          secret,
          environment,
          apiUrl: undefined,
          sdkUrl: undefined,
          sdk: 'always',
        } as const;
        const { open } = await createSite({ options });
        expect((await open('/article', { user: null })).body.scriptTag).to.equal(
          `<script src="${origin}/static_resources/javascript/${companyId}/plenigo_sdk.min.js" data-lang="en" data-disable-metered="true" data-plenigo-sdk async></script>`,
        );
      }
    });

    it('with the reader’s language, else the site’s', async () => {
      const { open } = await createSite({ options: { language: 'de', sdk: 'always' } });
      expect((await open('/article', { user: { ...ada, language: 'fr' } })).body.scriptTag).to.include(
        'data-lang="fr"',
      );
      expect((await open('/article', { user: null })).body.scriptTag).to.include('data-lang="de"');
    });

    it('with the nonce of the response, escaped', async () => {
      const nonce = (_req: Request, res: Response) => `${res.locals.nonce}"`;
      const before: RequestHandler[] = [
        (_req, res, next) => {
          res.locals.nonce = 'n0nce';
          next();
        },
      ];
      const { open } = await createSite({ options: { nonce, sdk: 'always' }, before, hasRouter: true });
      expect((await open('/article', { user: null })).body.scriptTag.match(/nonce="n0nce&quot;"/g)).to.have.length(2);
    });

    it('with the site’s own script only where the router is mounted', async () => {
      const own = /<script src="\/plenigo\/checkout-[0-9a-f]{12}\.js" defer>/;
      expect((await (await createSite()).open()).body.scriptTag).to.not.match(own);
      expect((await (await createSite({ hasRouter: true })).open()).body.scriptTag).to.match(own);
    });

    it('and tells the site once that a button does nothing without the router', async () => {
      const withRouter = await createSite({ hasRouter: true });
      await withRouter.open();
      const without = await createSite({ handler: (_req, res) => res.sendStatus(204) });
      await without.open('/article', { method: 'head' });
      expect(world.messages).to.deep.equal([]);
      const buttons = await createSite();
      await buttons.open();
      await buttons.open();
      expect(world.messages).to.have.length(1);
      expect(world.messages[0]).to.match(/plenigo\.router\(\)/);
    });
  });

  describe('renders a button', () => {
    /** What `buyButton` gives, or the error it throws. */
    async function button(
      label: unknown,
      attributes?: unknown,
      site: SiteSetup & { user?: unknown } = {},
    ): Promise<string> {
      const handler: RequestHandler = (_req, res) => {
        try {
          res.json(Reflect.apply(present(res.locals.plenigo).buyButton, undefined, [label, attributes]));
        } catch (error) {
          const { code, message } = error as { code: string; message: string };
          res.json(`${code}: ${message}`);
        }
      };
      const { user = ada, ...rest } = site;
      const { open } = await createSite({ handler, ...rest });
      return (await open('/article', { user: user as object | null })).body;
    }

    for (const status of ['anonymous', 'email-missing', 'free', 'bought', 'ready', 'unavailable']) {
      it(`and refuses what no button may have for every reader, at the first page, such as ${status}`, async () => {
        if (status === 'bought') world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
        if (status === 'bought') world.sandbox.buy({ externalUserId: ada.id }, 'ARTICLE');
        const user = { anonymous: null, 'email-missing': { id: 'ada-1' }, unavailable: { id: '' } }[status];
        const site = { ...(status === 'free' && { product: () => undefined }), ...(user !== undefined && { user }) };
        for (const [call, says] of [
          [['Buy', { onclick: 'x' }], /^invalid-argument: .*"onclick" is not allowed on the buy button/],
          [['Buy', { title: {} }], /^invalid-argument: .*attributes\.title: expected a string/],
          [[], /^invalid-argument: .*buyButton: got undefined, expected a label/],
          [[''], /^invalid-argument: .*buyButton: got an empty string, expected a label/],
          [[{ name: 'plenigo.buyButton', hash: {}, data: {} }], /^invalid-argument: .*the options of Handlebars/],
          [
            ['Buy', { name: 'plenigo.buyButton', hash: {}, data: {} }],
            /^invalid-argument: .*the options of Handlebars/,
          ],
        ] as const) {
          expect(await button(call[0], call[1], site), status).to.match(says);
        }
      });
    }
  });
});

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
    expect([pricesOf(german), priceCalls()]).to.deep.equal([['9,90\u00a0€', '1,49\u00a0€'], questions]);
    expect(pricesOf(await open())).to.deep.equal(['€9.90', '€1.49']);
    await open('/article', { user: null });
    expect(priceCalls()).to.deep.equal([]);
  });

  it('are data for the site, and asked by no page without the option', async () => {
    const { open, plenigo } = await world.site({ product: [product, own] });
    expect([pricesOf(await open()), priceCalls()]).to.deep.equal([[undefined, undefined], []]);
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
        expect([body.status, pricesOf({ body })]).to.deep.equal(['ready', [undefined, '€1.49']]);
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
