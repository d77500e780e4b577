/** Wrong arguments: told before anything is sent, by name, and without repeating what could be personal. */
import { inspect } from 'node:util';
import { expect } from 'chai';
import { PlenigoArgumentError } from '../../lib/base/errors.js';
import type { PlenigoClient } from '../../lib/v2/client.js';
import type { CustomerAddress, CustomerRef, RegisterUserInput } from '../../lib/v2/customers.js';
import { clientFor } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { useRecordingServer } from '../support/recording-server.js';

type Call = (client: PlenigoClient) => Promise<unknown>;

/** What JavaScript callers can pass whatever the types say. */
const wrong = <T>(value: unknown): T => value as T;
const customer = { customerId: '1' };
const email = 'reader@mail.example';
const register =
  (user: unknown): Call =>
  (client) =>
    client.registerUser(wrong<RegisterUserInput>(user));
const token =
  (ref: unknown): Call =>
  (client) =>
    client.createLoginToken(wrong<CustomerRef>(ref));
const ids =
  (value: unknown): Call =>
  (client) =>
    client.importCustomerAccess(customer, wrong<string[]>(value));
const address =
  (fields: unknown): Call =>
  (client) =>
    client.changeAddress(customer, wrong<CustomerAddress>(fields));
const named = { gender: 'FEMALE', firstName: 'Reader', lastName: email };
const product =
  (value: unknown): Call =>
  (client) =>
    client.boughtAmong(customer, wrong<string>(value));

const faults: Record<string, { call: Call; says: RegExp }> = {
  'a user without e-mail': { call: register({}), says: /registerUser\.email is missing/ },
  'no user at all': { call: register(undefined), says: /registerUser: got undefined, expected an object/ },
  'a user that is null': { call: register(null), says: /got null, expected an object/ },
  'a user that is only an e-mail': { call: register(email), says: /got a string of 19 characters, expected an object/ },
  'a list of users': { call: register([{ email }]), says: /got an array of 1, expected an object/ },
  nobody: { call: register({ email: 'nobody' }), says: /registerUser\.email: .*expected an e-mail address/ },
  'an empty e-mail': { call: register({ email: '' }), says: /registerUser\.email: got an empty string/ },
  'an e-mail without name': { call: register({ email: '@mail.example' }), says: /registerUser\.email/ },
  'an e-mail with a space': { call: register({ email: 'a b@mail.example' }), says: /registerUser\.email/ },
  'an e-mail with a line break': { call: register({ email: `${email}\n` }), says: /registerUser\.email/ },
  'two at signs': { call: register({ email: 'a@b@mail.example' }), says: /registerUser\.email/ },
  'an e-mail of 255 characters': { call: register({ email: `${'a'.repeat(250)}@b.cd` }), says: /registerUser\.email/ },
  'an e-mail that is a list': { call: register({ email: [email] }), says: /registerUser\.email: got an array of 1/ },
  'half an emoji in a name': { call: register({ email, firstName: '\uD83D' }), says: /registerUser\.firstName/ },
  'an empty name': { call: register({ email, lastName: '' }), says: /registerUser\.lastName/ },
  'a language that is a locale': {
    call: register({ email, language: 'de-DE' }),
    says: /registerUser\.language: got "de-DE"/,
  },
  'a number as user id': { call: register({ email, externalUserId: 7 }), says: /registerUser\.externalUserId/ },
  'a flag that is a word': {
    call: register({ email, failByExistingEmail: 'false' }),
    says: /failByExistingEmail: got "false", expected true or false/,
  },
  "plenigo's name of a field": {
    call: register({ email, external_user_id: 'u' }),
    says: /no field "external_user_id"; did you mean externalUserId\?/,
  },
  'an unknown field': { call: register({ email, phone: '1' }), says: /no field "phone"; known are email, language,/ },

  'a customer that is only an id': {
    call: token('56202510'),
    says: /customer: got a string of 8 characters, expected an object/,
  },
  'no customer': { call: token(undefined), says: /customer: got undefined/ },
  'a customer without id': { call: token({}), says: /expected \{ customerId \} or \{ externalUserId \}/ },
  'a customer by both ids': { call: token({ customerId: '1', externalUserId: '2' }), says: /not by both/ },
  'a number as customer id': {
    call: token({ customerId: 5 }),
    says: /customer\.customerId: got a value of type number/,
  },
  'an empty customer id': {
    call: token({ externalUserId: '' }),
    says: /customer\.externalUserId: got an empty string/,
  },
  'a misspelt customer id': { call: token({ customerID: '1' }), says: /did you mean customerId\?/ },

  'a new e-mail that is none': {
    call: (client) => client.changeEmail(customer, 'nobody'),
    says: /email: .*expected an e-mail address/,
  },
  'no new e-mail': { call: (client) => client.changeEmail(customer, wrong(undefined)), says: /email: got undefined/ },

  'five access ids': { call: ids(['1', '2', '3', '4', '5']), says: /ids: expected a list of one to four/ },
  'no access ids': { call: ids([]), says: /ids: expected/ },
  'one access id without a list': { call: ids('abc'), says: /ids: expected/ },
  'an empty access id': { call: ids(['a', '']), says: /ids: expected/ },
  'a hole among the access ids': { call: ids([undefined, 'a']), says: /ids: expected/ },
  'access ids that are numbers': { call: ids([1]), says: /ids: expected/ },

  'an empty external user id': {
    call: (client) => client.addExternalCustomerId('1', ''),
    says: /externalUserId: got an empty string/,
  },
  'an empty id to link': {
    call: (client) => client.addExternalCustomerId('', 'u'),
    says: /customerId: got an empty string/,
  },
  'an object to link': {
    call: (client) => client.addExternalCustomerId(wrong(customer), 'u'),
    says: /customerId: got a value of type object/,
  },

  'products of nobody': {
    call: (client) => client.productsBought(wrong<CustomerRef>(undefined)),
    says: /customer: got undefined/,
  },
  'products of an empty id': {
    call: (client) => client.productsBought({ customerId: '' }),
    says: /customer\.customerId: got an empty string/,
  },
  'an address of nobody': {
    call: (client) => client.changeAddress(wrong<CustomerRef>('1'), wrong<CustomerAddress>(named)),
    says: /customer: got a string of 1 characters/,
  },
  'no address': { call: address(undefined), says: /address: got undefined, expected an object/ },
  'an address without gender': {
    call: address({ ...named, gender: undefined }),
    says: /address\.gender is missing, expected MALE or FEMALE/,
  },
  'an address with another gender': {
    call: address({ ...named, gender: 'female' }),
    says: /address\.gender: got a string of 6 characters, expected MALE or FEMALE/,
  },
  'an address without first name': {
    call: address({ ...named, firstName: undefined }),
    says: /address\.firstName is missing/,
  },
  'an address without family name': {
    call: address({ ...named, lastName: undefined }),
    says: /address\.lastName is missing/,
  },
  'an address with an empty street': {
    call: address({ ...named, street: '', country: 'DE' }),
    says: /address\.street: got an empty string/,
  },
  'an address with a number as post code': {
    call: address({ ...named, postCode: 80331, country: 'DE' }),
    says: /address\.postCode: got a value of type number/,
  },
  'an address without country': {
    call: address({ ...named, city: email }),
    says: /address\.country is missing, expected a country of two capital letters/,
  },
  'an address in a country of three letters': {
    call: address({ ...named, country: 'GBR' }),
    says: /address\.country: got a string of 3 characters, expected a country/,
  },
  'an address in a country by its name': {
    call: address({ ...named, country: 'Germany' }),
    says: /address\.country: got a string of 7 characters/,
  },
  'an address with small letters as country': {
    call: address({ ...named, country: 'de' }),
    says: /address\.country: got a string of 2 characters/,
  },
  "plenigo's name of the family name": {
    call: address({ ...named, name: 'Reader' }),
    says: /address has no field "name"; known are gender, firstName, lastName,/,
  },
  'a misspelt field of an address': { call: address({ ...named, postcode: '80331' }), says: /did you mean postCode\?/ },

  'no product ids': { call: product([]), says: /productIds: expected 1 to 50 product ids/ },
  '51 product ids': {
    call: product(Array.from({ length: 51 }, (_, index) => `P${index}`)),
    says: /productIds: expected 1 to 50 product ids/,
  },
  'a product id with a comma': {
    call: product('A,B'),
    says: /productId: got a string of 3 characters, expected a string of 1 to 20 characters without a comma/,
  },
  'a list with one wrong product id': { call: product(['A', 'B,C']), says: /productId: got a string of 3/ },
  'a list with a hole': { call: product(['A', undefined]), says: /productId: got undefined/ },
  'a product id of 21 characters': {
    call: product('123456789012345678901'),
    says: /productId: got a string of 21 characters, expected a string of 1 to 20/,
  },
  'an empty product id': { call: product(''), says: /productId: got an empty string/ },
  'no product id': { call: product(undefined), says: /productId: got undefined/ },
  'a product instead of its id': { call: product({ id: 'P1' }), says: /productId: got a value of type object/ },
};

describe('before anything is sent', () => {
  const server = useRecordingServer();

  for (const [name, { call, says }] of Object.entries(faults)) {
    it(`${name} is refused`, async () => {
      const error = await failure(call(clientFor(server().url)));
      expect(error).to.be.instanceOf(PlenigoArgumentError);
      expect(error).to.include({ name: 'PlenigoArgumentError', code: 'invalid-argument' });
      expect(error.message).to.match(says);
      expect(error).to.not.have.property('status');
      expect(inspect(error)).to.not.contain('@mail.example').and.not.contain('56202510');
      expect(server().requests).to.deep.equal([]);
      expect(server().connections).to.equal(0);
    });
  }

  it('a wrong argument is a rejection, never thrown past a promise', () => {
    const client = clientFor(server().url);
    const work = client.createLoginToken(wrong<CustomerRef>(undefined));
    expect(work).to.be.instanceOf(Promise);
    return failure(work);
  });

  it('the longest values that fit are not refused', async () => {
    const client = clientFor(server().url);
    await client.changeEmail(customer, `${'a'.repeat(249)}@b.cd`);
    await client.hasUserBought(customer, '12345678901234567890');
    const fifty = Array.from({ length: 50 }, (_, index) => String(index).padStart(20, 'P'));
    await client.hasUserBought(customer, [...fifty, ...fifty]);
    await client.importCustomerAccess(customer, ['1', '2', '3', '4']);
    expect(server().requests).to.have.length(4);
  });
});
