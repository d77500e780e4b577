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
  const left = (taken: number, allowed: number) => ({ views: { taken, allowed } });
  const usedUp = viewsText({ limitReached: true });
  const inUpperCase = `plenigo_view=${encrypt(usedUp).toUpperCase()}`;
  const loggedIn = { isLoggedIn: true };
  const rules: Record<string, [cookie: string, expected: object | undefined, reader?: Parameters<typeof view>[1]]> = {
    'is left while the limit is not reached, with the count': [cookie(), left(2, 5)],
    'is left by the cookie where there is one, whatever the address says': [
      cookie(),
      left(2, 5),
      { isCorrected: true },
    ],
    'is left by the flag, not by the numbers': [cookie({ viewsTaken: 5 }), left(5, 5)],
    'is not left once the limit is reached': [cookie({ viewsTaken: 5, limitReached: true }), undefined],
    'is not left by the flag, not by the numbers': [cookie({ viewsTaken: 0, limitReached: true }), undefined],
    'is left after login': [cookie({ limitReached: true, viewsTaken: 5 }), left(4, 10), loggedIn],
    'is not left after login': [cookie({ limitReachedAfterLogin: true }), undefined, loggedIn],
    'is left before a login after which none is': [cookie({ limitReachedAfterLogin: true }), left(2, 5)],
    'is not there where the publisher has activated none': [cookie({ activated: false }), undefined],
    'is not there then, also in a new period': [cookie({ activated: false, createdAt: 1 }), undefined],
    'is read from hex in either case': [inUpperCase, undefined],
    'is found among other cookies': [`a=b; ${cookie({ limitReached: true })}; c=d`, undefined],
  };
  for (const [rule, [cookies, expected, reader]] of Object.entries(rules))
    it(rule, () => expect(view(cookies, reader)).to.deep.equal(expected));

  it('is there without a cookie, unless the browser SDK has corrected that in the address', () => {
    for (const cookies of [undefined, '', 'other=1', 'not_plenigo_view=00', 'plenigo_view=']) {
      expect(view(cookies), String(cookies)).to.deep.equal({});
      expect(view(cookies, { isCorrected: true }), String(cookies)).to.equal(undefined);
    }
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
      expect(view(`plenigo_view=${value}`, { isCorrected: true }), value.slice(0, 40)).to.equal(undefined);
    }
    expect(view('plenigo_view=zz')).not.to.equal(undefined);
  });

  it('of more than 4 kB is not even read', () => {
    // As long as it may be: 4096 digits for half as many characters.
    expect(view(`plenigo_view=${encrypt(`${usedUp}|`.padEnd(2048, 'x'))}`)).to.equal(undefined);
    expect(view(`plenigo_view=${encrypt(`${usedUp}|`.padEnd(2049, 'x'))}`)).not.to.equal(undefined);
  });
});
