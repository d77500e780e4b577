/** What a site sells through API v3: which products there are, and what a click puts to plenigo for the reader. */
import { expect } from 'chai';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import request from 'supertest';
import { type AccountSettings, createPlenigo, type Plenigo, type Product } from '../../lib/entries/v3.js';
import { ada, as, useWorld } from '../middleware/world.js';
import { v3 } from '../support/apis.js';
import { OWN_PAGE } from '../support/reader.js';
import { exchange } from '../support/v3.js';

const plus = { offerId: 'O_PLUS', accessRights: 'PLUS' };
const article: Product = {
  offerId: 'O_EXAMPLE00000000002',
  accessRights: 'article-4711',
  title: 'The harbour at night',
  price: 1.49,
  currency: 'EUR',
  custom: { id: 'article-4711', productId: 'P_EXAMPLE00000000002', taxType: 'DIGITALNEWSPAPER' },
};

const foreign = { ...article, offerId: undefined, custom: { id: 'a', taxType: 'EBOOK', legalText: 'No return.' } };
const gift = { voucherCode: 'GIFT', accessRights: 'PLUS' };

/** What plenigo is told with the purchase, */
const told = {
  ...{ affiliateId: 'letter', partnerId: 'harbour', utm: { source: 'letter', term: '47' }, data: { list: 'A' } },
  ...{ giftOption: 'SHOW_GIFT_OPTION', allowedPaymentMethods: ['PAYPAL', 'TWINT'], allowMultiplePurchases: true },
  ...{ startDate: new Date('2027-01-01T00:00:00Z'), voucherInput: 'first', variant: 'fastTrack' },
} as const;
/** and what the browser is, for plenigo's script. */
const shown = {
  ...{ elementId: 'checkout', title: 'Checkout', customCss: 'https://cdn.example/a.css' },
  ...{ filterSalutations: ['DIVERSE'], address: { postbox: true, phoneNumber: false } },
} as const;

describe('a product of API v3', () => {
  const plenigo = createPlenigo({ companyId: 'company', apiToken: 'token', baseUrl: 'https://news.example' });
  const sell = (product: unknown, settings?: unknown) => () => plenigo.checkout(product as Product, settings as object);

  it('is an offer and what it opens', () => {
    sell(plus)();
    sell({ ...plus, accessRights: ['PLUS', 'ARCHIVE'], title: 'Plus', price: 9.99, currency: 'EUR' })();
    // A month and a year of the same.
    sell([plus, { ...plus, offerId: 'O_YEAR' }])();
    sell(article)();
    sell(foreign)();
    // A voucher, and a cart of plenigo's.
    sell([gift, { basketId: 'SC_1', accessRights: 'PLUS' }])();
  });

  for (const [product, complaint] of [
    ['PLUS', 'product: says what opens the page, but not what is sold'],
    [{ accessRights: 'PLUS' }, 'product.offerId is missing'],
    [{ offerId: 'O_1' }, 'product.accessRights is missing'],
    [{ ...plus, accessRights: [] }, 'product.accessRights: got an array of 0'],
    [{ ...plus, accessRights: 'with space' }, 'product.accessRights'],
    [{ ...plus, accessRights: 'x_y' }, 'letters, digits or "-"'],
    [{ ...plus, offerId: 'O'.repeat(21) }, 'product.offerId'],
    [{ ...plus, id: 'PLUS' }, 'product has no field "id"'],
    [[plus, plus], 'products[1]: is in the list already'],
    [{ ...article, price: undefined }, 'product.price is missing'],
    [{ ...article, custom: { id: 'a', taxType: 'EBOOK' } }, 'product.custom.productId is missing'],
    [{ ...article, custom: { ...article.custom, legalText: 'x' } }, 'no field "legalText"; known are id, taxType, pr'],
    [{ ...article, offerId: undefined, custom: { id: 'a', taxType: 'EBOOK' } }, 'product.custom.legalText is missing'],
    [{ ...article, offerId: undefined }, 'product.custom has no field "productId"; known are id, taxType, legalText'],
    [{ ...article, custom: { ...article.custom, taxType: 'MAGIC' } }, 'product.custom.taxType'],
    [{ voucherCode: 'GIFT' }, 'product.accessRights is missing'],
    [
      { ...gift, offerId: 'O_1', quantity: 2 },
      'voucherCode says by itself all that is sold, so remove offerId, quantity',
    ],
    [
      { ...gift, basketId: 'SC_1', bonusIds: 'BO_1' },
      'voucherCode says by itself all that is sold, so remove basketId, b',
    ],
    [
      { ...article, offerId: undefined, basketId: 'SC_1' },
      'basketId says by itself all that is sold, so remove custom',
    ],
    [{ ...gift, voucherCode: '..' }, 'product.voucherCode'],
    [{ ...gift, voucherCode: undefined, basketId: 'S'.repeat(41) }, 'product.basketId'],
    ...[0, 1.5, 10_001, '2'].map((quantity) => [{ ...plus, quantity }, 'expected a whole number, 1 to 10000'] as const),
    [{ ...plus, bonusIds: ['BO_1', ''] }, 'product.bonusIds'],
    [{ ...foreign, bonusIds: 'BO_1' }, "bonusIds come with an offer of plenigo's"],
    [[gift, gift], 'products[1]: is in the list already'],
  ] as const) {
    it(`is refused at start: ${complaint}`, () => {
      expect(sell(product)).to.throw(complaint).with.property('code', 'invalid-product');
    });
  }

  const page = 'https://news.example/article';
  it('has settings of its own, with addresses of the site', () => {
    sell(plus, { sourceUrl: page, targetUrl: page, returnUrl: page.padEnd(220, 'x') })();
    sell(plus, { ...told, ...shown })();
  });

  for (const setting of [
    { returnUrl: page.padEnd(221, 'x') },
    { returnUrl: 'https://evil.example/' },
    { affiliateId: 'a"b' },
    { partnerId: 'p'.repeat(101) },
    { utm: { source: 5 } },
    { utm: [] },
    { utm: { origin: 'letter' } },
    { utm: { source: 'x'.repeat(101) } },
    { data: { list: 5 } },
    { data: { ['n'.repeat(31)]: 'x' } },
    { data: { list: 'x'.repeat(201) } },
    { data: ['A'] },
    { giftOption: 'GIFT' },
    { allowedPaymentMethods: [] },
    { allowedPaymentMethods: ['CASH'] },
    { allowedPaymentMethods: 'PAYPAL' },
    { startDate: '2027-01-01' },
    { startDate: new Date(Number.NaN) },
    { voucherInput: 'last' },
    { variant: 'fast_track' },
    { elementId: 'a"b' },
    { title: '' },
    { customCss: 'http://news.example/a.css' },
    { customCss: '/a.css' },
    { filterSalutations: ['LORD'] },
    { address: { postbox: 'yes' } },
    { address: { fax: true } },
  ]) {
    it(`refuses at start the setting ${JSON.stringify(setting).slice(0, 60)}`, () => {
      expect(sell(plus, setting)).to.throw(`settings.${Object.keys(setting)[0]}: `);
    });
  }
});

describe('an account page of API v3', () => {
  it('refuses at start what plenigo does not know, and at the request what a function gives', async () => {
    const plenigo = createPlenigo({ companyId: 'company', apiToken: 'token', user: () => null });
    for (const setting of [
      { subscriptionId: '7' },
      { subscriptionId: 0 },
      { orderTiles: ['MUSIC'] },
      { orderTiles: [] },
      { personalDetails: 'VIEW' },
      { navigation: 'LEFT' },
    ]) {
      const settings = { elementId: 'a', ...setting } as object as AccountSettings;
      const complaint = `account.${Object.keys(setting)[0]}: `;
      expect(() => plenigo.account('SUBSCRIPTION', settings)).to.throw(complaint);
      const app = express().get(
        '/',
        plenigo.account('SUBSCRIPTION', () => settings),
      );
      const showError: ErrorRequestHandler = (error, _req, res, _next) => void res.status(500).send(error.message);
      expect((await request(app.use(showError)).get('/').expect(500)).text).to.include(complaint);
    }
  });
});

describe('a click, API v3', () => {
  const world = useWorld(v3, { vouchers: { GIFT: { offerId: 'O_PLUS' } }, carts: { SC_1: ['O_PLUS'] } });

  type Click = { product?: Product; settings?: object; options?: object; user?: object; trustProxy?: boolean };

  /** Opens a page, and clicks on its first button. */
  async function click({ product = plus, settings, options, user = ada, trustProxy = false }: Click = {}) {
    const bodies: unknown[] = [];
    const spy: typeof fetch = (url, init) => {
      if (String(url).endsWith('/preparePurchase')) bodies.push(JSON.parse(String(init?.body)));
      return fetch(url, init);
    };
    const plenigo = world.plenigo({ fetch: spy as never, ...options }) as unknown as Plenigo;
    const app = express().set('trust proxy', trustProxy);
    app.use('/plenigo', plenigo.router());
    app.get('/', plenigo.checkout(product, settings), (_req, res) => {
      res.json({ button: res.locals.plenigo?.buyButton('Buy'), ...res.locals.plenigo });
    });
    const server = request(await world.serve(app));
    const headers = { ...as(user), 'x-forwarded-for': '203.0.113.7' };
    const page = await server.get('/').set(headers);
    const offer = /data-plenigo-checkout="([^"]+)"/.exec(page.body.button)?.[1];
    const answer = await server.post('/plenigo/checkout').set(headers).set(OWN_PAGE).send({ offer });
    return { page, answer, bodies };
  }

  it('prepares a purchase for the reader: who they are, from where, in which language, what for', async () => {
    const settings = { affiliateId: 'newsletter', sourceUrl: 'https://news.example/article/harbour' };
    const options = { baseUrl: 'https://news.example' };
    const { page, answer, bodies } = await click({ settings, options, user: { ...ada, language: 'de' } });
    expect(page.body).to.include({ status: 'ready' }).and.not.have.any.keys('loginToken', 'expiresAt');
    expect(JSON.stringify(page.body)).not.to.include(world.sandbox.v3.options.apiToken);
    const [purchase] = world.sandbox.v3.purchases;
    expect(answer.body).to.deep.include({ status: 'ready' });
    expect(answer.body.call).to.include({ purchaseId: purchase?.purchaseId });
    expect(answer.headers['cache-control']).to.equal('private, no-store');
    const { customerId } = world.sandbox.find({ externalUserId: ada.id }) ?? {};
    const items = [{ plenigoOfferId: 'O_PLUS', quantity: 1 }];
    const additionalData = { affiliateId: 'newsletter', sourceId: settings.sourceUrl };
    const who = { customerId, customerIpAddress: '127.0.0.1', language: 'de' };
    expect(bodies).to.deep.equal([{ ...who, items, additionalData }]);
  });

  for (const [what, product, sold] of [
    ['a voucher', gift, { voucherCode: 'GIFT' }],
    ['a cart', { basketId: 'SC_1', accessRights: 'PLUS' }, { basketId: 'SC_1' }],
    [
      'several of an offer, with what comes with it',
      { ...plus, quantity: 3, bonusIds: 'BO_1' },
      { items: [{ plenigoOfferId: 'O_PLUS', quantity: 3, plenigoBonusIds: ['BO_1'] }] },
    ],
  ] as const) {
    it(`puts ${what}, with all that the site says of the checkout`, async () => {
      const { answer, bodies } = await click({ product: product as Product, settings: { ...told, ...shown } });
      const { utm, data, partnerId, affiliateId, giftOption, allowedPaymentMethods, allowMultiplePurchases } = told;
      const { customerId, customerIpAddress, language, ...purchase } = bodies[0] as Record<string, unknown>;
      expect(purchase).to.deep.equal({
        ...sold,
        additionalData: { affiliateId, partnerId, utm, data },
        ...{ giftOption, allowedPaymentMethods, allowMultiplePurchases, variantUniqueId: 'fastTrack' },
        startWithVoucherInput: true,
        subscriptionStartDate: '2027-01-01T00:00:00.000Z',
      });
      const { purchaseId, elementId, frame } = answer.body.call;
      expect(purchaseId).to.equal(world.sandbox.v3.purchases[0]?.purchaseId);
      const { title, filterSalutations, address, customCss: customCSS } = shown;
      expect({ elementId, frame }).to.deep.equal({
        elementId: 'checkout',
        frame: { title, customCSS, filterSalutations, address, VariantUniqueId: 'fastTrack' },
      });
    });
  }

  it('believes a header about the reader’s address only where the site does', async () => {
    const { bodies } = await click({ trustProxy: true });
    expect(bodies[0]).to.include({ customerIpAddress: '203.0.113.7' }).and.not.have.property('additionalData');
  });

  for (const [form, left] of [
    ['full', []],
    ['short', ['offerId', 'quantity', 'currency', 'taxType']],
  ] as const) {
    it(`puts an offer of the site’s own as the example has it, in the ${form} form`, async () => {
      const { answer, bodies } = await click({ product: article, options: { customOffers: form } });
      expect(answer.body, 'taken by the sandbox').to.have.property('call');
      const example = exchange('prepare the purchase of one article under a managed offer (override)').request.body;
      const { items } = structuredClone(example) as { items: [{ products: [Record<string, unknown>] }] };
      for (const name of left) delete items[0].products[0][name];
      expect(bodies[0]).to.deep.include({ items });
    });
  }

  it('puts what plenigo does not manage without an offer', async () => {
    const custom = { id: 'article-9', taxType: 'DIGITALNEWSPAPER', legalText: 'No return.' } as const;
    const { bodies } = await click({ product: { ...article, offerId: undefined, custom } });
    const { title, price, currency } = article;
    const [item] = (bodies[0] as { items: object[] }).items;
    const ids = { productId: 'article-9', offerId: 'article-9', accessRightUniqueId: 'article-4711' };
    const products = [{ ...ids, quantity: 1, taxType: 'DIGITALNEWSPAPER', title, price, currency }];
    expect(item).to.deep.equal({ quantity: 1, title, legalText: 'No return.', products });
  });

  it('sells nothing to who has it, and asks first', async () => {
    const customer = world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
    world.sandbox.inject({ call: 'hasAccess', status: 200, body: { customerId: customer.customerId } });
    world.sandbox.buy(customer, 'PLUS');
    const { answer } = await click();
    expect(answer.body).to.include({ status: 'bought' });
    expect(world.sandbox.v3.purchases).to.deep.equal([]);
  });

  it('finds the customer anew whom plenigo has lost', async () => {
    const lost = { userId: ada.id, customerId: '99', at: Date.now() };
    const { answer } = await click({ options: { store: { get: async () => lost, set: async () => {} } } });
    expect(answer.body).to.include({ status: 'ready' });
    const { customerId } = world.sandbox.find({ externalUserId: ada.id }) ?? {};
    expect(world.sandbox.v3.purchases[0]?.customerId).to.equal(customerId);
  });
});

describe('a gate that names access rights alone, API v3', () => {
  const world = useWorld(v3);

  it('opens for who has any of them, in one call, and sells nothing', async () => {
    const customer = world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
    const plenigo = world.plenigo({ notBoughtTtl: 0 }) as unknown as Plenigo;
    const notBought: RequestHandler = (_req, res) => {
      const { plenigo: locals } = res.locals;
      res.status(402).json({ ...locals, scriptTag: undefined, scripts: undefined, button: locals?.buyButton('Buy') });
    };
    const gate = plenigo.requireAccess(['PLUS', 'ARCHIVE'], { notBought });
    const app = express().get('/', gate, (_req, res) => void res.send('the archive'));
    const server = request(await world.serve(app));
    const open = () => server.get('/').set({ ...as(ada), accept: 'text/html' });
    const refused = { status: 'ready', access: false, bought: false, offers: [] };
    const checkout = { snippet: '', paymentData: '' };
    expect((await open()).body).to.deep.equal({ ...refused, checkout, button: '' });
    world.calls();
    world.sandbox.buy(customer, 'ARCHIVE');
    expect([(await open()).text, world.calls()]).to.deep.equal(['the archive', ['hasAccess']]);
  });
});
