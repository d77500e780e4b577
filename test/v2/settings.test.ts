/** The rules of checkout settings: what plenigo takes, and what is refused with words that name it. */
import { expect } from 'chai';
import { createPaymentData } from '../../lib/v2/payment-data.js';
import { type CheckoutSettings, formatBirthday } from '../../lib/v2/product.js';
import { SECRET } from '../support/calls.js';
import { failure } from '../support/errors.js';

const make = (product: string, settings: unknown) =>
  createPaymentData(product, settings as CheckoutSettings, { secret: SECRET });

/** A Date that many days from today. */
const daysAhead = (days: number) => new Date(Date.now() + days * 86_400_000);
const isoDay = (date: Date) => date.toISOString().slice(0, 10);

describe('the settings', () => {
  const wrong: Record<string, { settings: unknown; says: RegExp }> = {
    null: { settings: null, says: /settings: got null, expected an object/ },
    'a word': { settings: 'x', says: /settings: got a string/ },
    'an unknown field': { settings: { showAgain: true }, says: /settings has no field "showAgain"/ },
    'a misspelt field': { settings: { csrf_token: 'x' }, says: /did you mean csrfToken\?/ },
    'a field of the product': { settings: { currency: 'EUR' }, says: /settings has no field "currency"/ },
    'an empty CSRF token': { settings: { csrfToken: '' }, says: /settings\.csrfToken/ },
    'a flag that is a word': {
      settings: { showBuyingAgainScreen: 'false' },
      says: /settings\.showBuyingAgainScreen: got "false"/,
    },
    'a flag that is null': { settings: { showCheckoutConfirmationScreen: null }, says: /got null/ },
    'a test mode that is a number': { settings: { testMode: 0 }, says: /settings\.testMode/ },
    'an affiliate id with a blank': {
      settings: { affiliateId: 'a b' },
      says: /settings\.affiliateId: .*expected 1 to 50 letters, digits/,
    },
    'an element id in quotes': {
      settings: { elementId: "'a'" },
      says: /settings\.elementId: .*expected 1 to 100 letters, digits/,
    },
    'an affiliate id of 51 characters': {
      settings: { affiliateId: 'x'.repeat(51) },
      says: /settings\.affiliateId: got a string of 51/,
    },
    'an element id of 101 characters': {
      settings: { elementId: 'x'.repeat(101) },
      says: /settings\.elementId: got a string of 101/,
    },
    'a registration that is a word': {
      settings: { startWithRegistration: 'yes' },
      says: /settings\.startWithRegistration/,
    },
  };
  for (const [name, { settings, says }] of Object.entries(wrong)) {
    it(`may not be ${name}`, async () => {
      const error = await failure(() => make('P1', settings));
      expect(error).to.include({ name: 'PlenigoArgumentError', code: 'invalid-product' });
      expect(error.message).to.match(says);
    });
  }

  it('may be as long as plenigo takes them', () => {
    make('P1', { affiliateId: 'x'.repeat(50), elementId: 'x'.repeat(100) });
  });
});

describe('a birthday', () => {
  const fine: [string | Date, string][] = [
    ['1980-12-31', '12311980'],
    ['12311980', '12311980'],
    ['1900-01-01', '01011900'],
    ['01011900', '01011900'],
    ['2000-02-29', '02292000'],
    [new Date('1980-12-31'), '12311980'],
    [new Date('1980-12-31T23:59:59Z'), '12311980'],
  ];
  for (const [given, claim] of fine) {
    it(`${given instanceof Date ? given.toISOString() : given} is ${claim}`, () => {
      expect(formatBirthday(given)).to.equal(claim);
    });
  }

  it('may be today, and not tomorrow', () => {
    const today = isoDay(daysAhead(0));
    expect(formatBirthday(today)).to.equal(`${today.slice(5, 7)}${today.slice(8)}${today.slice(0, 4)}`);
    expect(formatBirthday(isoDay(daysAhead(2)))).to.equal(undefined);
    expect(formatBirthday(daysAhead(2))).to.equal(undefined);
  });

  for (const bad of [
    '1899-12-31',
    '12311899',
    '2001-02-29',
    '1980-13-01',
    '1980-00-10',
    '1980-06-00',
    '1980-06-31',
    '31121980',
    '1980/12/31',
    '31.12.1980',
    '1980-1-1',
    '1980-12-31T00:00:00Z',
    ' 1980-12-31',
    '0000-01-01',
    '',
    new Date(Number.NaN),
    new Date('1899-12-31'),
    new Date(8.64e15),
    new Date(-8.64e15),
  ]) {
    it(`is not ${bad instanceof Date ? `a Date of ${bad.getTime()}` : JSON.stringify(bad)}`, () => {
      expect(formatBirthday(bad)).to.equal(undefined);
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
