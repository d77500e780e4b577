/** Free views of the metered paywall: every rule of plenigo's cookie, and that a broken one is no fault. */
import { expect } from 'chai';
import type { Request } from 'express';
import { findFreeView } from '../../lib/v2/free-views.js';
import { encryptViews, type Views, viewsCookie, viewsText } from '../support/view-cookie.js';

const companyId = 'h7evZBaXvhaLVHYRTIHD';
const cookie = (views?: Views) => viewsCookie(companyId, views);
const encrypt = (text: string, company = companyId) => encryptViews(text, company);

function view(
  cookie: string | undefined,
  { isLoggedIn = false, isCorrected = false }: { isLoggedIn?: boolean; isCorrected?: boolean } = {},
) {
  const query = isCorrected ? { meteredLimitReached: 'true' } : {};
  return findFreeView({ headers: { cookie }, query } as Request, companyId, isLoggedIn);
}

describe('a free view', () => {
  it('is left while the limit is not reached, with the count', () => {
    expect(view(cookie())).to.deep.equal({ views: { taken: 2, allowed: 5 } });
  });

  it('is not left once the limit is reached', () => {
    expect(view(cookie({ viewsTaken: 5, limitReached: true }))).to.equal(undefined);
  });

  it('has limits of its own for a reader who is logged in', () => {
    const fields = { limitReached: true, viewsTaken: 5 };
    expect(view(cookie(fields), { isLoggedIn: true })).to.deep.equal({ views: { taken: 4, allowed: 10 } });
    expect(view(cookie({ limitReachedAfterLogin: true }), { isLoggedIn: true })).to.equal(undefined);
    expect(view(cookie({ limitReachedAfterLogin: true }))).not.to.equal(undefined);
  });

  it('is there without a cookie, unless the browser SDK has corrected that in the address', () => {
    for (const cookies of [undefined, '', 'other=1', 'not_plenigo_view=00', 'plenigo_view=']) {
      expect(view(cookies), String(cookies)).to.deep.equal({});
      expect(view(cookies, { isCorrected: true }), String(cookies)).to.equal(undefined);
    }
  });

  it('is what the cookie says where there is one, whatever the address says', () => {
    expect(view(cookie(), { isCorrected: true })).to.deep.equal({ views: { taken: 2, allowed: 5 } });
  });

  it('is decided by the flag, not by the numbers', () => {
    expect(view(cookie({ viewsTaken: 5 }))).to.deep.equal({ views: { taken: 5, allowed: 5 } });
    expect(view(cookie({ viewsTaken: 0, limitReached: true }))).to.equal(undefined);
  });

  it('is not there where the publisher has activated none, also in a new period', () => {
    expect(view(cookie({ activated: false }))).to.equal(undefined);
    expect(view(cookie({ activated: false, createdAt: 1 }))).to.equal(undefined);
  });

  it('is read from hex in either case', () => {
    const upper = encrypt(viewsText({ limitReached: true })).toUpperCase();
    expect(view(`plenigo_view=${upper}`)).to.equal(undefined);
  });

  it('is found among other cookies', () => {
    expect(view(`a=b; ${cookie({ limitReached: true })}; c=d`)).to.equal(undefined);
  });

  describe('is there again when the period of the cookie is over', () => {
    const now = Date.now;
    afterEach(() => {
      Date.now = now;
    });
    const at = (time: string) => {
      Date.now = () => Date.parse(time);
    };
    const createdAt = Date.parse('2026-01-14T10:00:00Z');
    const periods: [string, boolean, last: string, first: string][] = [
      ['DAY', false, '2026-01-15T09:59:59Z', '2026-01-15T10:00:00Z'],
      ['WEEK', false, '2026-01-21T09:59:59Z', '2026-01-21T10:00:00Z'],
      ['MONTH', false, '2026-02-14T09:59:59Z', '2026-02-14T10:00:00Z'],
      ['YEAR', false, '2027-01-14T09:59:59Z', '2027-01-14T10:00:00Z'],
      ['DAY', true, '2026-01-14T23:59:59Z', '2026-01-15T00:00:00Z'],
      ['WEEK', true, '2026-01-18T23:59:59Z', '2026-01-19T00:00:00Z'],
      ['MONTH', true, '2026-01-31T23:59:59Z', '2026-02-01T00:00:00Z'],
      ['YEAR', true, '2026-12-31T23:59:59Z', '2027-01-01T00:00:00Z'],
    ];
    for (const [period, startWithFirstDay, last, first] of periods) {
      it(`${period}${startWithFirstDay ? ' of the calendar' : ''}`, () => {
        const used = cookie({ period, startWithFirstDay, createdAt, viewsTaken: 5, limitReached: true });
        at(last);
        expect(view(used)).to.equal(undefined);
        at(first);
        expect(view(used)).to.deep.equal({ views: { taken: 0, allowed: 5 } });
      });
    }

    it('with the allowance of a reader who is logged in', () => {
      at('2036-01-01T00:00:00Z');
      const used = cookie({ createdAt, limitReachedAfterLogin: true });
      expect(view(used, { isLoggedIn: true })).to.deep.equal({ views: { taken: 0, allowed: 10 } });
    });

    it('but not where the cookie names no period, or no time', () => {
      at('2036-01-01T00:00:00Z');
      expect(view(cookie({ period: 'CENTURY', createdAt, limitReached: true }))).to.equal(undefined);
      expect(view(cookie({ createdAt: 'yesterday', limitReached: true }))).to.equal(undefined);
    });
  });

  it('of a broken or forged cookie is that of none', () => {
    const ours = cookie({ limitReached: true }).slice('plenigo_view='.length);
    const broken = ['zz', 'abc', 'ab', ours.slice(1), ours.slice(0, 40)];
    const forged = [encrypt('a|b|c'), encrypt('|'.repeat(2000)), encrypt(viewsText({ freeViews: 'many' }))];
    const another = encrypt(viewsText({}), 'another company');
    for (const value of [...broken, ...forged, another]) {
      const found = view(`plenigo_view=${value}`, { isCorrected: true });
      expect(found, value.slice(0, 40)).to.equal(undefined);
    }
    expect(view('plenigo_view=zz')).not.to.equal(undefined);
  });

  it('of more than 4 kB is not even read', () => {
    const long = encrypt(`${viewsText({ limitReached: true })}|${'x'.repeat(4096)}`);
    expect(view(`plenigo_view=${long}`)).not.to.equal(undefined);
    // As long as it may be: 4096 digits for half as many characters.
    const text = `${viewsText({ limitReached: true })}|`;
    expect(view(`plenigo_view=${encrypt(text.padEnd(2048, 'x'))}`)).to.equal(undefined);
    expect(view(`plenigo_view=${encrypt(text.padEnd(2049, 'x'))}`)).not.to.equal(undefined);
  });
});
