/** The user that a site names: which values are taken, which are brought into form, and which are refused. */

import { expect } from 'chai';
import type { SiteUser } from '../../lib/base/options.js';
import { checkSiteUser } from '../../lib/customer/site-user.js';

const strict = { trustEmails: false, requireVerifiedEmail: false };
const check = (user: unknown, terms: Partial<typeof strict> = {}) =>
  checkSiteUser(user as SiteUser, { ...strict, ...terms });

describe('the user of a site', () => {
  const email = 'ada@news.example';

  for (const [given, id] of [
    ['u-1', 'u-1'],
    [42, '42'],
    [9007199254740993n, '9007199254740993'],
  ]) {
    it(`has the id ${id} if the site names a ${typeof given}`, () => {
      expect(check({ id: given })).to.include({ id, email: undefined, emailVerified: false });
    });
  }

  for (const id of [undefined, null, '', 1.5, 2 ** 53, Number.NaN, {}, ['u-1'], true]) {
    it(`is refused if the id is ${JSON.stringify(id) ?? 'missing'} (${typeof id})`, () => {
      expect(() => check({ id, email })).to.throw('user.id');
    });
  }

  it('is refused if it is no object', () => {
    for (const user of [undefined, 'ada', 42]) expect(() => check(user)).to.throw(/user: got .+, expected an object/);
  });

  it('has no address if the site’s database has none, and is refused with one that is none', () => {
    for (const none of [undefined, null, '']) expect(check({ id: 1, email: none }).email).to.equal(undefined);
    for (const wrong of ['ada', 0, false, {}]) expect(() => check({ id: 1, email: wrong })).to.throw('user.email');
  });

  it('has proved its address only by `true` itself, or where the site trusts every address', () => {
    for (const emailVerified of [undefined, 'true', 1, {}]) {
      expect(check({ id: 1, email, emailVerified })).to.include({ email, emailVerified: false });
    }
    expect(check({ id: 1, email, emailVerified: true })).to.include({ email, emailVerified: true });
    expect(check({ id: 1, email }, { trustEmails: true })).to.include({ email, emailVerified: true });
  });

  it('has no address that is not proved where the site requires that', () => {
    const terms = { requireVerifiedEmail: true };
    expect(check({ id: 1, email }, terms).email).to.equal(undefined);
    expect(check({ id: 1, email, emailVerified: true }, terms).email).to.equal(email);
    expect(check({ id: 1, email }, { ...terms, trustEmails: true }).email).to.equal(email);
  });

  it('has names of at most 100 characters, none in halves, and only a language that plenigo can use', () => {
    const long = check({ id: 1, firstName: 'x'.repeat(101), lastName: `${'x'.repeat(99)}😀`, language: 'de' });
    expect(long).to.include({ firstName: 'x'.repeat(100), lastName: `${'x'.repeat(99)}\uFFFD`, language: 'de' });
    const odd = check({ id: 1, firstName: '', lastName: null, language: 'german' });
    expect(odd).to.include({ firstName: undefined, lastName: undefined, language: undefined });
  });
});
