/** The rules of products and settings: what plenigo takes, and what is refused with words that name it. */
import { expect } from 'chai';
import type { Logger } from '../../lib/base/options.js';
import { createPlenigo } from '../../lib/entries/v2.js';
import { createPaymentData } from '../../lib/v2/payment-data.js';
import { type CheckoutSettings, checkProduct, type Product } from '../../lib/v2/product.js';
import { COMPANY_ID, SECRET, silentLogger } from '../support/calls.js';
import { failure } from '../support/errors.js';

const make = (product: unknown, settings: unknown = {}) =>
  createPaymentData(product as Product, settings as CheckoutSettings, { secret: SECRET });

const foreign = { id: 'P1', external: true, price: 1, currency: 'EUR', type: 'EBOOK', title: 'T' };
const TYPES = [
  'EBOOK',
  'DIGITALNEWSPAPER',
  'DOWNLOAD',
  'VIDEO',
  'MUSIC',
  'DIGITALPRODUCT',
  'BOOK',
  'NEWSPAPER',
  'SHIPPINGCOSTS',
  'MEMBERSHIP',
];

describe('a product', () => {
  const fine: Record<string, unknown> = {
    'an id': 'P1',
    'an id of 20 characters': '12345678901234567890',
    'an object with an id': { id: 'P1' },
    'a managed product with a price alone': { id: 'P1', price: 1 },
    'a managed product with a currency alone': { id: 'P1', currency: 'EUR' },
    'a product that is not external': { id: 'P1', external: false },
    'a price of nothing': { id: 'P1', price: 0 },
    'a foreign product': foreign,
    'a foreign product that is no renewal': { ...foreign, subscriptionRenewal: false, overrideMode: false },
    'override mode with a price': { id: 'P1', overrideMode: true, price: 1 },
    'a replacement id with override mode': { id: 'P1', overrideMode: true, price: 1, productIdReplacement: 'P2' },
    'shipping on a book': { id: 'P1', type: 'BOOK', shippingCost: 2 },
    'shipping on a newspaper': { id: 'P1', type: 'NEWSPAPER', shippingCost: 2 },
    'shipping of nothing on a download': { id: 'P1', type: 'DOWNLOAD', shippingCost: 0 },
    'shipping of nothing without a type': { id: 'P1', shippingCost: 0 },
    'failed payments': { failedPayment: true },
    ...Object.fromEntries(TYPES.map((type) => [`the type ${type}`, { id: 'P1', type }])),
  };
  for (const [name, product] of Object.entries(fine)) {
    it(`may be ${name}`, () => {
      expect(make(product)).to.be.a('string');
    });
  }

  const wrong: Record<string, { product: unknown; says: RegExp }> = {
    nothing: { product: undefined, says: /product: got undefined, expected an object/ },
    null: { product: null, says: /product: got null/ },
    'an empty id': { product: '', says: /product\.id: got an empty string/ },
    'an id of 21 characters': {
      product: '123456789012345678901',
      says: /product\.id: got a string of 21 characters, expected a string of 1 to 20/,
    },
    'an id that is a number': { product: { id: 5 }, says: /product\.id: got a value of type number/ },
    'half an emoji as id': { product: { id: '\uD83D' }, says: /product\.id/ },
    'no id': { product: { price: 1 }, says: /product\.id is missing/ },
    'no id, and no failed payment': { product: { failedPayment: false }, says: /product\.id is missing/ },
    'a list': { product: ['P1'], says: /product: got an array of 1/ },
    'a negative price': {
      product: { id: 'P1', price: -0.01 },
      says: /product\.price: got number -0\.01, expected a finite number, not negative/,
    },
    'an infinite price': {
      product: { id: 'P1', price: Number.POSITIVE_INFINITY },
      says: /product\.price: got number Infinity/,
    },
    'a price that is no number': { product: { id: 'P1', price: Number.NaN }, says: /product\.price: got number NaN/ },
    'a price in words': { product: { id: 'P1', price: '2,49' }, says: /product\.price: got a string of 4 characters/ },
    'a negative shipping': { product: { id: 'P1', type: 'BOOK', shippingCost: -1 }, says: /product\.shippingCost/ },
    'a currency in small letters': {
      product: { id: 'P1', currency: 'eur' },
      says: /product\.currency: got "eur", expected three capital letters/,
    },
    'a currency that is a sign': { product: { id: 'P1', currency: '€' }, says: /product\.currency: got / },
    'an unknown type': {
      product: { id: 'P1', type: 'MAGAZINE' },
      says: /product\.type: got "MAGAZINE", expected one of EBOOK, .*MEMBERSHIP/,
    },
    'a type that every object inherits': { product: { id: 'P1', type: 'toString' }, says: /product\.type/ },
    'an empty title': { product: { id: 'P1', title: '' }, says: /product\.title: got an empty string/ },
    'a flag that is a word': {
      product: { id: 'P1', payWhatYouWant: 'no' },
      says: /product\.payWhatYouWant: got "no", expected true or false/,
    },
    'a flag that is a number': { product: { id: 'P1', external: 1 }, says: /product\.external: got number 1/ },
    'a misspelt field': {
      product: { id: 'P1', product_id_replacement: 'P2' },
      says: /did you mean productIdReplacement\?/,
    },
    "the PHP SDK's name of a field": {
      product: { id: 'P1', customAmount: true },
      says: /no field "customAmount"; known are id, external, title/,
    },
    'override mode without a price': {
      product: { id: 'P1', overrideMode: true },
      says: /overrideMode .*price is needed/,
    },
    'a replacement id without override mode': {
      product: { id: 'P1', productIdReplacement: 'P2' },
      says: /productIdReplacement works only with overrideMode: true/,
    },
    'a replacement id of 21 characters': {
      product: { id: 'P1', overrideMode: true, price: 1, productIdReplacement: '1'.repeat(21) },
      says: /product\.productIdReplacement: got a string of 21/,
    },
    'shipping without a type': {
      product: { id: 'P1', shippingCost: 0.5 },
      says: /shippingCost is for the types BOOK and NEWSPAPER only/,
    },
    'a foreign subscription': {
      product: { ...foreign, subscriptionRenewal: true },
      says: /subscriptionRenewal is for products managed at plenigo/,
    },
    'a foreign product in override mode': {
      product: { ...foreign, overrideMode: true },
      says: /overrideMode is for products managed at plenigo/,
    },
    'failed payments of a product id': {
      product: { failedPayment: true, id: 'P1' },
      says: /failedPayment stands alone.* remove id\)$/,
    },
    'failed payments of a product': {
      product: { failedPayment: true, id: 'P1', price: 1 },
      says: /failedPayment stands alone.* remove id, price/,
    },
    'failed payments that are external': {
      product: { ...foreign, id: undefined, failedPayment: true },
      says: /failedPayment stands alone/,
    },
  };
  for (const type of TYPES.filter((known) => known !== 'BOOK' && known !== 'NEWSPAPER')) {
    wrong[`shipping on the type ${type}`] = {
      product: { id: 'P1', type, shippingCost: 2 },
      says: /shippingCost is for the types BOOK and NEWSPAPER only/,
    };
  }
  for (const [name, { product, says }] of Object.entries(wrong)) {
    it(`may not be ${name}`, async () => {
      const error = await failure(() => make(product));
      expect(error).to.include({ name: 'PlenigoArgumentError', code: 'invalid-product' });
      expect(error.message).to.match(says);
    });
  }

  for (const [missing, words] of Object.entries({
    price: 'price',
    currency: 'currency',
    type: 'type',
    title: 'title',
    'price, title': 'price, title',
    'price, currency, type, title': 'price, currency, type, title',
  })) {
    it(`that is foreign is told what is missing: ${missing}`, async () => {
      const product: Record<string, unknown> = { ...foreign };
      for (const field of missing.split(', ')) delete product[field];
      const error = await failure(() => make(product));
      expect(error.message).to.match(new RegExp(`\\(external: true\\) also needs ${words}\\)$`));
    });
  }
});

describe('one of several products', () => {
  const message = async (product: unknown) =>
    (await failure(() => checkProduct(product as Product, { name: 'products[3]' }))).message;

  it('is named by its place in the list, whatever is wrong with it', async () => {
    expect(await message({ id: 'P1', price: -1 })).to.include('(products[3].price: got number -1,');
    expect(await message({ id: 'P1', prize: 1 })).to.include('(products[3] has no field "prize"');
    expect(await message({ price: 1 })).to.include('(products[3].id is missing,');
    expect(await message({ id: 'P1', overrideMode: true })).to.include('(products[3]: overrideMode overwrites');
    expect(await message(null)).to.include('(products[3]: got null,');
  });

  it('is named so by a route that sells it', async () => {
    const plenigo = createPlenigo({ companyId: COMPANY_ID, secret: SECRET });
    const error = await failure(() => plenigo.checkout(['P1', { id: 'P2', price: -1 }]));
    expect(error.message).to.include('products[1].price: got number -1,');
  });
});

describe('the id of a purchase', () => {
  const accessId = (product: Product) => checkProduct(product, { name: 'product' }).accessIds[0];

  it('is that of the product, in override mode the other one, and none of failed payments', () => {
    const overridden = { id: 'P1', overrideMode: true, price: 1 };
    expect(accessId('P1')).to.equal('P1');
    expect(accessId(overridden)).to.equal('P1');
    expect(accessId({ ...overridden, productIdReplacement: 'P2' })).to.equal('P2');
    expect(accessId({ failedPayment: true })).to.equal(undefined);
  });
});

describe('the title of a product', () => {
  function warnings(title: string): [object, string][] {
    const told: [object, string][] = [];
    const logger: Logger = { ...silentLogger, warn: (fields, message) => told.push([fields, message]) };
    createPaymentData({ id: 'P1', title }, {}, { secret: SECRET, logger });
    return told;
  }

  it('is a warning when plenigo will cut it, and is sent whole', () => {
    const told = warnings('x'.repeat(101));
    expect(told).to.have.length(1);
    expect(told[0]?.[0]).to.deep.equal({ productId: 'P1', length: 101 });
    expect(told[0]?.[1]).to.match(/cuts the title of a product at 100 characters/);
  });

  it('of 100 characters is none', () => {
    expect(warnings('x'.repeat(100))).to.deep.equal([]);
  });

  it('may be too long without a logger', () => {
    expect(make({ id: 'P1', title: 'x'.repeat(1000) })).to.be.a('string');
  });
});
