/** The rules of checkout settings: what plenigo takes, and what is refused with words that name it. */
import { expect } from 'chai';
import { createPaymentData } from '../../lib/v2/product.js';
import { type CheckoutSettings, formatBirthday } from '../../lib/v2/settings.js';
import { SECRET } from '../support/calls.js';
import { failure } from '../support/errors.js';

const make = (product: string, settings: unknown) =>
  createPaymentData(product, settings as CheckoutSettings, { secret: SECRET });

/** A Date that many days from today. */
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
