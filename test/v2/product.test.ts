/** The rules of products and settings: what plenigo takes, and what is refused with words that name it. */
import { expect } from 'chai';
import type { Logger } from '../../lib/base/reporter.js';
import { createPlenigo } from '../../lib/entries/v2.js';
import { checkProduct, createPaymentData, type Product } from '../../lib/v2/product.js';
import { type CheckoutSettings, formatBirthday } from '../../lib/v2/settings.js';
import { COMPANY_ID, SECRET, silentLogger } from '../support/calls.js';
import { failure } from '../support/errors.js';

const make = (product: unknown, settings: unknown = {}) =>
  createPaymentData(product as Product, settings as CheckoutSettings, { secret: SECRET });

const foreign = { id: 'P1', external: true, price: 1, currency: 'EUR', type: 'EBOOK', title: 'T' };
const override = { overrideMode: true, price: 1 };
/** Those that are sent to somebody's door, and the others. */
const SHIPPED = ['BOOK', 'NEWSPAPER'];
const DIGITAL = ['EBOOK', 'DIGITALNEWSPAPER', 'DOWNLOAD', 'VIDEO', 'MUSIC', 'DIGITALPRODUCT'];
const OTHERS = [...DIGITAL, 'SHIPPINGCOSTS', 'MEMBERSHIP'];

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
    'override mode with a price': { id: 'P1', ...override },
    'a replacement id with override mode': { id: 'P1', ...override, productIdReplacement: 'P2' },
    'shipping on a book': { id: 'P1', type: 'BOOK', shippingCost: 2 },
    'shipping on a newspaper': { id: 'P1', type: 'NEWSPAPER', shippingCost: 2 },
    'shipping of nothing on a download': { id: 'P1', type: 'DOWNLOAD', shippingCost: 0 },
    'shipping of nothing without a type': { id: 'P1', shippingCost: 0 },
    'failed payments': { failedPayment: true },
    ...Object.fromEntries([...SHIPPED, ...OTHERS].map((type) => [`the type ${type}`, { id: 'P1', type }])),
  };
  for (const [name, product] of Object.entries(fine))
    it(`may be ${name}`, () => expect(make(product)).to.be.a('string'));

  const wrong: Record<string, [product: unknown, says: RegExp]> = {
    nothing: [undefined, /product: got undefined, expected an object/],
    null: [null, /product: got null/],
    'an empty id': ['', /product\.id: got an empty string/],
    'an id of 21 characters': ['1'.repeat(21), /product\.id: got a string of 21 characters, expected .* 1 to 20/],
    'an id that is a number': [{ id: 5 }, /product\.id: got a value of type number/],
    'half an emoji as id': [{ id: '\uD83D' }, /product\.id/],
    'no id': [{ price: 1 }, /product\.id is missing/],
    'no id, and no failed payment': [{ failedPayment: false }, /product\.id is missing/],
    'a list': [['P1'], /product: got an array of 1/],
    'a foreign subscription': [
      { ...foreign, subscriptionRenewal: true },
      /subscriptionRenewal is for products managed/,
    ],
    'a foreign product in override mode': [{ ...foreign, overrideMode: true }, /overrideMode is for products managed/],
    'failed payments of a product id': [{ failedPayment: true, id: 'P1' }, /failedPayment stands alone.* remove id\)$/],
    'failed payments of a product': [{ failedPayment: true, id: 'P1', price: 1 }, /stands alone.* remove id, price/],
    'failed payments that are external': [{ ...foreign, id: undefined, failedPayment: true }, /failedPayment stands/],
  };
  /** What is wrong with a product whose id is right. */
  const wrongFields: Record<string, [fields: object, says: RegExp]> = {
    'a negative price': [{ price: -0.01 }, /product\.price: got number -0\.01, expected a finite number, not negative/],
    'an infinite price': [{ price: Number.POSITIVE_INFINITY }, /product\.price: got number Infinity/],
    'a price that is no number': [{ price: Number.NaN }, /product\.price: got number NaN/],
    'a price in words': [{ price: '2,49' }, /product\.price: got a string of 4 characters/],
    'a negative shipping': [{ type: 'BOOK', shippingCost: -1 }, /product\.shippingCost/],
    'a currency in small letters': [{ currency: 'eur' }, /product\.currency: got "eur", expected three capital/],
    'a currency that is a sign': [{ currency: '€' }, /product\.currency: got /],
    'an unknown type': [{ type: 'MAGAZINE' }, /product\.type: got "MAGAZINE", expected one of EBOOK, .*MEMBERSHIP/],
    'a type that every object inherits': [{ type: 'toString' }, /product\.type/],
    'an empty title': [{ title: '' }, /product\.title: got an empty string/],
    'a flag that is a word': [{ payWhatYouWant: 'no' }, /product\.payWhatYouWant: got "no", expected true or false/],
    'a flag that is a number': [{ external: 1 }, /product\.external: got number 1/],
    'a misspelt field': [{ product_id_replacement: 'P2' }, /did you mean productIdReplacement\?/],
    "the PHP SDK's name of a field": [{ customAmount: true }, /no field "customAmount"; known are id, external, title/],
    'override mode without a price': [{ overrideMode: true }, /overrideMode .*price is needed/],
    'a replacement id without override mode': [{ productIdReplacement: 'P2' }, /works only with overrideMode: true/],
    'a long replacement id': [
      { ...override, productIdReplacement: '1'.repeat(21) },
      /\.productIdReplacement: got a str/,
    ],
  };
  for (const type of [undefined, ...OTHERS]) {
    const says = /shippingCost is for the types BOOK and NEWSPAPER only/;
    wrongFields[`shipping on the type ${type}`] = [{ type, shippingCost: 0.5 }, says];
  }
  for (const [name, [fields, says]] of Object.entries(wrongFields)) wrong[name] = [{ id: 'P1', ...fields }, says];
  for (const [name, [product, says]] of Object.entries(wrong)) {
    it(`may not be ${name}`, async () => {
      const error = await failure(() => make(product));
      expect(error).to.include({ name: 'PlenigoArgumentError', code: 'invalid-product' });
      expect(error.message).to.match(says);
    });
  }

  it('that is foreign is told what is missing', async () => {
    for (const missing of ['price', 'currency', 'type', 'title', 'price, title', 'price, currency, type, title']) {
      const absent = Object.fromEntries(missing.split(', ').map((field) => [field, undefined]));
      const error = await failure(() => make({ ...foreign, ...absent }));
      expect(error.message).to.match(new RegExp(`\\(external: true\\) also needs ${missing}\\)$`));
    }
  });
});

describe('one of several products', () => {
  it('is named by its place in the list, whatever is wrong with it, also by a route that sells it', async () => {
    for (const [says, product] of Object.entries({
      '(products[1].price: got number -1,': { id: 'P1', price: -1 },
      '(products[1] has no field "prize"': { id: 'P1', prize: 1 },
      '(products[1].id is missing,': { price: 1 },
      '(products[1]: overrideMode overwrites': { id: 'P1', overrideMode: true },
      '(products[1]: got null,': null,
    })) {
      const plenigo = createPlenigo({ companyId: COMPANY_ID, secret: SECRET });
      expect((await failure(() => plenigo.checkout(['P0', product as Product]))).message).to.include(says);
    }
  });
});

describe('the id of a purchase', () => {
  const accessId = (product: Product) => checkProduct(product, 'product').accessIds[0];

  it('is that of the product, in override mode the other one, and none of failed payments', () => {
    expect([accessId('P1'), accessId({ id: 'P1', ...override })]).to.deep.equal(['P1', 'P1']);
    expect(accessId({ id: 'P1', ...override, productIdReplacement: 'P2' })).to.equal('P2');
    expect(accessId({ failedPayment: true })).to.equal(undefined);
  });
});

describe('the title of a product', () => {
  it('of more than 100 characters is a warning that plenigo will cut it, and is sent whole; a logger may be absent', () => {
    for (const length of [100, 101]) {
      const told: [object, string][] = [];
      const logger: Logger = { ...silentLogger, warn: (fields, message) => told.push([fields, message]) };
      createPaymentData({ id: 'P1', title: 'x'.repeat(length) }, {}, { secret: SECRET, logger });
      expect(told).to.have.length(length - 100);
      for (const [fields, message] of told) {
        expect(fields).to.deep.equal({ productId: 'P1', length });
        expect(message).to.match(/cuts the title of a product at 100 characters/);
      }
    }
    expect(make({ id: 'P1', title: 'x'.repeat(1000) })).to.be.a('string');
  });
});

const daysAhead = (days: number) => new Date(Date.now() + days * 86_400_000);
const isoDay = (date: Date) => date.toISOString().slice(0, 10);

describe('the settings', () => {
  for (const [name, settings, says] of [
    ['null', null, /settings: got null, expected an object/],
    ['a word', 'x', /settings: got a string/],
    ['an unknown field', { showAgain: true }, /settings has no field "showAgain"/],
    ['a misspelt field', { csrf_token: 'x' }, /did you mean csrfToken\?/],
    ['a field of the product', { currency: 'EUR' }, /settings has no field "currency"/],
    ['an empty CSRF token', { csrfToken: '' }, /settings\.csrfToken/],
    ['a flag that is a word', { showBuyingAgainScreen: 'false' }, /settings\.showBuyingAgainScreen: got "false"/],
    ['a flag that is null', { showCheckoutConfirmationScreen: null }, /got null/],
    ['a test mode that is a number', { testMode: 0 }, /settings\.testMode/],
    ['a registration that is a word', { startWithRegistration: 'yes' }, /settings\.startWithRegistration/],
    ['an affiliate id of 51 characters', { affiliateId: 'x'.repeat(51) }, /settings\.affiliateId: got a string of 51/],
    ['an element id of 101 characters', { elementId: 'x'.repeat(101) }, /settings\.elementId: got a string of 101/],
  ] as const) {
    it(`may not be ${name}`, async () => {
      const error = await failure(() => make('P1', settings));
      expect(error).to.include({ name: 'PlenigoArgumentError', code: 'invalid-product' });
      expect(error.message).to.match(says);
    });
  }

  it('may be as long as plenigo takes them', () =>
    void make('P1', { affiliateId: 'x'.repeat(50), elementId: 'x'.repeat(100) }));
});

describe('a birthday', () => {
  for (const [claim, values] of Object.entries<(string | Date)[]>({
    '12311980': ['1980-12-31', '12311980', new Date('1980-12-31'), new Date('1980-12-31T23:59:59Z')],
    '01011900': ['1900-01-01', '01011900'],
    '02292000': ['2000-02-29'],
  })) {
    it(`is sent as ${claim}, however it is given`, () => {
      for (const value of values) expect(formatBirthday(value), String(value)).to.equal(claim);
    });
  }

  it('may be today, and not tomorrow', () => {
    const today = isoDay(daysAhead(0));
    expect(formatBirthday(today)).to.equal(`${today.slice(5, 7)}${today.slice(8)}${today.slice(0, 4)}`);
    for (const day of [isoDay(daysAhead(2)), daysAhead(2)]) expect(formatBirthday(day)).to.equal(undefined);
  });

  for (const [what, values] of Object.entries<(string | Date)[]>({
    'before 1900': ['1899-12-31', '12311899', new Date('1899-12-31'), new Date(-8.64e15)],
    'in the future': [new Date(8.64e15)],
    'a day that no calendar has': ['2001-02-29', '1980-13-01', '1980-00-10', '1980-06-00', '1980-06-31', '0000-01-01'],
    'in another spelling': ['31121980', '1980/12/31', '31.12.1980', '1980-1-1', '1980-12-31T00:00:00Z', ' 1980-12-31'],
    nothing: ['', new Date(Number.NaN)],
  })) {
    it(`is not ${what}`, () => {
      for (const value of values) expect(formatBirthday(value), String(value)).to.equal(undefined);
    });
  }

  it('that is none is refused by name, without being repeated', async () => {
    for (const birthday of ['2999-01-01', 19801231, null, {}, new Date(Number.NaN)]) {
      const error = await failure(() => make('P1', { birthday }));
      expect(error.message).to.match(/settings\.birthday: got .*, expected a day from 1900-01-01 to today/);
      expect(error.message).to.not.contain('2999').and.not.contain('19801231');
    }
  });
});
