// From what strategies and sites put into `req.user` to the user that plenigo knows.
import { expect } from 'chai';
import { fromPassportUser, fromProfile } from '../../lib/passport/index.js';

/** A database id as MongoDB's driver makes it. */
class ObjectId {
  readonly #hex: string;
  constructor(hex = '507f1f77bcf86cd799439011') {
    this.#hex = hex;
  }
  toHexString() {
    return this.#hex;
  }
}

const nothing = { id: '', email: '', emailVerified: false };
const email = 'a@b.example';
/** What is known of a user with this address, but for these fields. */
const known = (fields: object) => ({ ...nothing, email, ...fields });
const named = { firstName: 'Ada', lastName: 'Lovelace' };
const verified = { emailVerified: true, ...named };
const claims = { email_verified: true, given_name: 'Ada', family_name: 'Lovelace', name: 'Ada Lovelace' };
const emails = [{ value: email }];
const listed = [{ value: email, verified: true }, { value: 'other@b.example' }];
const name = { givenName: 'Ada', familyName: 'Lovelace', middleName: 'King' };
const own = { id: 'ada', email, ...verified, language: 'fr' };
const profile = { provider: 'google', id: '1', displayName: 'Countess Lovelace', name, emails: listed };
const halfNamed = { id: '1', displayName: 'Ada Lovelace', name: { givenName: 'Ada' } };

const table: Record<string, [user: unknown, expected: object | undefined]> = {
  nobody: [undefined, undefined],
  null: [null, undefined],
  false: [false, undefined],
  'an id alone': ['ada', undefined],
  'an empty user, whom the check of every user refuses': [{}, nothing],
  'a normalised profile': [profile, { id: 'google:1', email, ...verified }],
  'a provider without an id as nobody': [{ provider: 'google', email }, known({})],
  'an empty provider as none': [
    { provider: '', id: '1' },
    { ...nothing, id: '1' },
  ],
  'a provider that is no text as none': [
    { provider: { name: 'x' }, id: '1' },
    { ...nothing, id: '1' },
  ],
  'a display name': [
    { id: '1', displayName: 'Ada King Lovelace', emails },
    known({ id: '1', ...named, firstName: 'Ada King' }),
  ],
  'a display name of one word': [
    { id: '1', displayName: ' Ada ', emails: [] },
    { ...nothing, id: '1', firstName: 'Ada' },
  ],
  'half a name, which the display name does not fill up': [halfNamed, { ...nothing, id: '1', firstName: 'Ada' }],
  'e-mails as plain strings': [{ id: '1', emails: [email] }, known({ id: '1' })],
  'a list without e-mail': [
    { id: '1', emails: [{}] },
    { ...nothing, id: '1' },
  ],
  'OpenID Connect claims': [
    { sub: 'auth0|7', email, ...claims, locale: 'de-AT' },
    { id: 'auth0|7', email, ...verified, language: 'de' },
  ],
  'a site’s own user': [{ ...own, passwordHash: 'x' }, own],
  'a document of MongoDB': [{ _id: new ObjectId(), email }, known({ id: '507f1f77bcf86cd799439011' })],
  'a number as id': [{ id: 7, email }, known({ id: '7' })],
  'the number 0': [{ id: 0, email }, known({ id: '0' })],
  // Read from a database as numbers, two ids beyond 2^53 can be one and the same number.
  'a number that may stand for several ids': [{ id: 2 ** 53, email }, known({})],
  'no number': [{ id: Number.NaN, email }, known({})],
  'a bigint': [{ id: 7n, email }, known({ id: '7' })],
  'id before _id before sub': [{ id: 'a', _id: 'b', sub: 'c', email }, known({ id: 'a' })],
  'null for all that is unknown': [{ id: null, email: null, firstName: null, language: null }, nothing],
  'a language with a region': [{ id: '1', email, language: 'de_CH' }, known({ id: '1', language: 'de' })],
  'no language at all': [{ id: '1', email, locale: 'deutsch' }, known({ id: '1' })],
};

describe('fromPassportUser', () => {
  for (const [title, [user, expected]] of Object.entries(table))
    it(`reads ${title}`, () => expect(fromPassportUser(user)).to.deep.equal(expected));

  // Each would be the same text as somebody else's id, or may be.
  const odd: Record<string, unknown> = {
    'a list': ['alice'],
    'an object': { id: 'alice' },
    'an object that prints itself': { toString: () => 'alice' },
    'a String object': Object('alice'),
    'a function': () => 'alice',
    'a symbol': Symbol('alice'),
    'a flag': true,
    'a fraction': 1.5,
    // As text, different bytes can look the same.
    bytes: Buffer.from([0x80, 0x81]),
    'a database id without text': new ObjectId(''),
    'a database id that prints no text': { toHexString: () => ['alice'] },
    'a database id that is none': { toHexString: 'alice' },
  };
  for (const [what, id] of Object.entries(odd))
    it(`takes no id from ${what}`, () => expect(fromPassportUser({ id, email })).to.deep.equal(known({})));

  it('keeps readers of different providers apart, though the providers count alike', () => {
    const profile = { id: '583231', displayName: 'The Octocat' };
    expect(fromPassportUser({ ...profile, provider: 'github' })?.id).to.equal('github:583231');
    expect(fromPassportUser({ ...profile, provider: 'twitter' })?.id).to.equal('twitter:583231');
    expect(fromPassportUser({ provider: 'local', _id: new ObjectId() })?.id).to.equal('local:507f1f77bcf86cd799439011');
  });

  it('gives a user that it has made itself the same id again', () => {
    const user = fromPassportUser({ id: '583231', provider: 'github' });
    expect(fromPassportUser(user)).to.deep.equal(user);
    expect(fromProfile({ id: '583231', provider: 'github' }), 'by its other name').to.deep.equal(user);
  });

  describe('counts an e-mail as verified only', () => {
    const yes = [true, 'true'];
    for (const flag of [...yes, false, 'false', 'TRUE', 1, 'yes', {}, undefined]) {
      const isYes = yes.some((each) => each === flag);
      it(`if somebody says so: ${JSON.stringify(flag)} is ${isYes ? 'a yes' : 'no yes'}`, () => {
        const listed = { emails: [{ value: email, verified: flag }] };
        for (const fields of [{ email, emailVerified: flag }, { email, email_verified: flag }, listed])
          expect(fromPassportUser({ id: '1', ...fields })?.emailVerified).to.equal(isYes);
      });
    }

    it('of the address it was said of', () => {
      const value = 'listed@b.example';
      for (const [fields, expected] of [
        // The flag of a listed one proves nothing of the user’s own, that of the second nothing of the first …
        [{ email, emails: [{ value, verified: true }] }, email],
        [{ emails: [{ value: email }, { value, verified: true }] }, email],
        // … and one of the whole user nothing of a listed one.
        [{ emailVerified: true, emails: [{ value }] }, value],
      ] as const) {
        expect(fromPassportUser({ id: '1', ...fields })).to.include({ email: expected, emailVerified: false });
      }
    });
  });
});
