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

const table: [title: string, user: unknown, expected: object | undefined][] = [
  ['nobody', undefined, undefined],
  ['null', null, undefined],
  ['false', false, undefined],
  ['an id alone', 'ada', undefined],
  ['an empty user, whom the check of every user refuses', {}, nothing],
  [
    'a normalised profile',
    {
      provider: 'google',
      id: '1',
      displayName: 'Countess Lovelace',
      name: { givenName: 'Ada', familyName: 'Lovelace', middleName: 'King' },
      emails: [{ value: 'a@b.example', verified: true }, { value: 'other@b.example' }],
    },
    { id: 'google:1', email: 'a@b.example', emailVerified: true, firstName: 'Ada', lastName: 'Lovelace' },
  ],
  [
    'a provider without an id as nobody',
    { provider: 'google', email: 'a@b.example' },
    { ...nothing, email: 'a@b.example' },
  ],
  ['an empty provider as none', { provider: '', id: '1' }, { ...nothing, id: '1' }],
  ['a provider that is no text as none', { provider: { name: 'x' }, id: '1' }, { ...nothing, id: '1' }],
  [
    'a profile with a display name only',
    { id: '1', displayName: 'Ada King Lovelace', emails: [{ value: 'a@b.example' }] },
    { id: '1', email: 'a@b.example', emailVerified: false, firstName: 'Ada King', lastName: 'Lovelace' },
  ],
  [
    'a display name of one word',
    { id: '1', displayName: ' Ada ', emails: [] },
    { ...nothing, id: '1', firstName: 'Ada' },
  ],
  [
    'a profile with half a name, which the display name does not fill up',
    { id: '1', displayName: 'Ada Lovelace', name: { givenName: 'Ada' } },
    { ...nothing, id: '1', firstName: 'Ada' },
  ],
  [
    'e-mails as plain strings',
    { id: '1', emails: ['a@b.example'] },
    { id: '1', email: 'a@b.example', emailVerified: false },
  ],
  ['a list without e-mail', { id: '1', emails: [{}] }, { ...nothing, id: '1' }],
  [
    'OpenID Connect claims',
    {
      sub: 'auth0|7',
      email: 'a@b.example',
      email_verified: true,
      given_name: 'Ada',
      family_name: 'Lovelace',
      name: 'Ada Lovelace',
      locale: 'de-AT',
    },
    {
      id: 'auth0|7',
      email: 'a@b.example',
      emailVerified: true,
      firstName: 'Ada',
      lastName: 'Lovelace',
      language: 'de',
    },
  ],
  [
    'a site’s own user',
    {
      id: 'ada',
      email: 'a@b.example',
      emailVerified: true,
      firstName: 'Ada',
      lastName: 'Lovelace',
      language: 'fr',
      passwordHash: 'x',
    },
    { id: 'ada', email: 'a@b.example', emailVerified: true, firstName: 'Ada', lastName: 'Lovelace', language: 'fr' },
  ],
  [
    'a document of MongoDB',
    { _id: new ObjectId(), email: 'a@b.example' },
    { id: '507f1f77bcf86cd799439011', email: 'a@b.example', emailVerified: false },
  ],
  ['a number as id', { id: 7, email: 'a@b.example' }, { id: '7', email: 'a@b.example', emailVerified: false }],
  ['the number 0', { id: 0, email: 'a@b.example' }, { id: '0', email: 'a@b.example', emailVerified: false }],
  // Read from a database as numbers, two ids beyond 2^53 can be one and the same number.
  [
    'a number that may stand for several ids',
    { id: 2 ** 53, email: 'a@b.example' },
    { ...nothing, email: 'a@b.example' },
  ],
  ['no number', { id: Number.NaN, email: 'a@b.example' }, { ...nothing, email: 'a@b.example' }],
  ['a bigint', { id: 7n, email: 'a@b.example' }, { id: '7', email: 'a@b.example', emailVerified: false }],
  [
    'id before _id before sub',
    { id: 'a', _id: 'b', sub: 'c', email: 'a@b.example' },
    { id: 'a', email: 'a@b.example', emailVerified: false },
  ],
  ['null for all that is unknown', { id: null, email: null, firstName: null, language: null }, nothing],
  [
    'a language with a region',
    { id: '1', email: 'a@b.example', language: 'de_CH' },
    { id: '1', email: 'a@b.example', emailVerified: false, language: 'de' },
  ],
  [
    'no language at all',
    { id: '1', email: 'a@b.example', locale: 'deutsch' },
    { id: '1', email: 'a@b.example', emailVerified: false },
  ],
];

describe('fromPassportUser', () => {
  for (const [title, user, expected] of table) {
    it(`reads ${title}`, () => {
      expect(fromPassportUser(user)).to.deep.equal(expected);
    });
  }

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
  for (const [what, id] of Object.entries(odd)) {
    it(`takes no id from ${what}`, () => {
      expect(fromPassportUser({ id, email: 'a@b.example' })).to.deep.equal({ ...nothing, email: 'a@b.example' });
    });
  }

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
    const flags: [flag: unknown, verified: boolean][] = [
      [true, true],
      ['true', true],
      [false, false],
      ['false', false],
      ['TRUE', false],
      [1, false],
      ['yes', false],
      [{}, false],
      [undefined, false],
    ];
    for (const [flag, verified] of flags) {
      it(`if somebody says so: ${JSON.stringify(flag)} is ${verified ? 'a yes' : 'no yes'}`, () => {
        for (const user of [
          { id: '1', email: 'a@b.example', emailVerified: flag },
          { id: '1', email: 'a@b.example', email_verified: flag },
          { id: '1', emails: [{ value: 'a@b.example', verified: flag }] },
        ]) {
          expect(fromPassportUser(user)?.emailVerified).to.equal(verified);
        }
      });
    }

    it('of the address it was said of: the flag of a listed one proves nothing of the user’s own', () => {
      const user = { id: '1', email: 'mine@b.example', emails: [{ value: 'listed@b.example', verified: true }] };
      expect(fromPassportUser(user)).to.include({ email: 'mine@b.example', emailVerified: false });
    });

    it('of the first of several: the flag of the second proves nothing of the first', () => {
      const emails = [{ value: 'first@b.example' }, { value: 'second@b.example', verified: true }];
      expect(fromPassportUser({ id: '1', emails })).to.include({ email: 'first@b.example', emailVerified: false });
    });

    it('of the listed one, not by a flag of the whole user', () => {
      const user = { id: '1', emailVerified: true, emails: [{ value: 'listed@b.example' }] };
      expect(fromPassportUser(user)).to.include({ emailVerified: false });
    });
  });
});
