/** Wrong arguments: told before anything is sent, by name, and without repeating what could be personal. */
import { inspect } from 'node:util';
import { expect } from 'chai';
import { PlenigoArgumentError } from '../../lib/base/errors.js';
import type { PlenigoClient } from '../../lib/v2/client.js';
import { clientFor } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { useRecordingServer } from '../support/recording-server.js';

type Call = (client: PlenigoClient) => Promise<unknown>;

/** What JavaScript callers can pass whatever the types say. */
const wrong = <T>(value: unknown): T => value as T;
const customer = { customerId: '1' };
const email = 'reader@mail.example';
/** Each of these calls with whatever it is given. */
const register = (user: unknown) => (client: PlenigoClient) => client.registerUser(wrong(user));
const token = (ref: unknown) => (client: PlenigoClient) => client.createLoginToken(wrong(ref));
const ids = (value: unknown) => (client: PlenigoClient) => client.importCustomerAccess(customer, wrong(value));
const link = (id: unknown, user: string) => (client: PlenigoClient) => client.addExternalCustomerId(wrong(id), user);
const address = (fields: unknown) => (client: PlenigoClient) => client.changeAddress(customer, wrong(fields));
const product = (value: unknown) => (client: PlenigoClient) => client.boughtAmong(customer, wrong(value));
/** A good address but for these. */
const named = { gender: 'FEMALE', firstName: 'Reader', lastName: email };
const addressWith = (fields: object) => address({ ...named, ...fields });

const faults: Record<string, [call: Call, says: RegExp]> = {
  'a user without e-mail': [register({}), /registerUser\.email is missing/],
  'no user at all': [register(undefined), /registerUser: got undefined, expected an object/],
  'a user that is only an e-mail': [register(email), /got a string of 19 characters, expected an object/],
  'a list of users': [register([{ email }]), /got an array of 1, expected an object/],
  nobody: [register({ email: 'nobody' }), /registerUser\.email: .*expected an e-mail address/],
  'an empty e-mail': [register({ email: '' }), /registerUser\.email: got an empty string/],
  'an e-mail without name': [register({ email: '@mail.example' }), /registerUser\.email/],
  'an e-mail with a space': [register({ email: 'a b@mail.example' }), /registerUser\.email/],
  'an e-mail with a line break': [register({ email: `${email}\n` }), /registerUser\.email/],
  'two at signs': [register({ email: 'a@b@mail.example' }), /registerUser\.email/],
  'an e-mail of 255 characters': [register({ email: `${'a'.repeat(250)}@b.cd` }), /registerUser\.email/],
  'an e-mail that is a list': [register({ email: [email] }), /registerUser\.email: got an array of 1/],
  'half an emoji in a name': [register({ email, firstName: '\uD83D' }), /registerUser\.firstName/],
  'an empty name': [register({ email, lastName: '' }), /registerUser\.lastName/],
  'a language that is a locale': [register({ email, language: 'de-DE' }), /registerUser\.language: got "de-DE"/],
  'a number as user id': [register({ email, externalUserId: 7 }), /registerUser\.externalUserId/],
  'a flag that is a word': [register({ email, failByExistingEmail: 'false' }), /got "false", expected true or false/],
  "plenigo's name of a field": [register({ email, external_user_id: 'u' }), /did you mean externalUserId\?/],
  'an unknown field': [register({ email, phone: '1' }), /no field "phone"; known are email, language,/],

  'a customer that is only an id': [token('56202510'), /customer: got a string of 8 characters, expected an object/],
  'no customer': [token(undefined), /customer: got undefined/],
  'a customer without id': [token({}), /expected \{ customerId \} or \{ externalUserId \}/],
  'a customer by both ids': [token({ customerId: '1', externalUserId: '2' }), /not by both/],
  'a number as customer id': [token({ customerId: 5 }), /customer\.customerId: got a value of type number/],
  'an empty customer id': [token({ externalUserId: '' }), /customer\.externalUserId: got an empty string/],
  'a misspelt customer id': [token({ customerID: '1' }), /did you mean customerId\?/],

  'a wrong new e-mail': [(client) => client.changeEmail(customer, 'nobody'), /email: .*expected an e-mail address/],
  'no new e-mail': [(client) => client.changeEmail(customer, wrong(undefined)), /email: got undefined/],

  'five access ids': [ids(['1', '2', '3', '4', '5']), /ids: expected a list of one to four/],
  'no access ids': [ids([]), /ids: expected/],
  'one access id without a list': [ids('abc'), /ids: expected/],
  'an empty access id': [ids(['a', '']), /ids: expected/],
  'a hole among the access ids': [ids([undefined, 'a']), /ids: expected/],
  'access ids that are numbers': [ids([1]), /ids: expected/],

  'a link to nobody': [link('1', ''), /externalUserId: got an empty string/],
  'an empty id to link': [link('', 'u'), /customerId: got an empty string/],
  'an object to link': [link(customer, 'u'), /customerId: got a value of type/],

  'products of nobody': [(client) => client.productsBought(wrong(undefined)), /customer: got undefined/],
  'an empty id': [(client) => client.productsBought({ customerId: '' }), /customer\.customerId: got an empty string/],
  'an address of nobody': [(client) => client.changeAddress(wrong('1'), wrong(named)), /customer: got a string of 1/],
  'no address': [address(undefined), /address: got undefined, expected an object/],
  'no gender': [addressWith({ gender: undefined }), /address\.gender is missing, expected MALE or FEMALE/],
  'another gender': [addressWith({ gender: 'female' }), /address\.gender: got a string of 6 characters, expected MALE/],
  'an address without first name': [addressWith({ firstName: undefined }), /address\.firstName is missing/],
  'an address without family name': [addressWith({ lastName: undefined }), /address\.lastName is missing/],
  'an empty street': [addressWith({ street: '', country: 'DE' }), /address\.street: got an empty string/],
  'a number as post code': [addressWith({ postCode: 80331, country: 'DE' }), /address\.postCode: got a value of type/],
  "plenigo's name of the family name": [
    addressWith({ name: 'Reader' }),
    /no field "name"; known are gender, firstName/,
  ],
  'a misspelt field of an address': [addressWith({ postcode: '80331' }), /did you mean postCode\?/],

  'no product ids': [product([]), /productIds: expected 1 to 50 product ids/],
  '51 product ids': [product(Array.from({ length: 51 }, (_, index) => `P${index}`)), /productIds: expected 1 to 50/],
  'a product id with a comma': [product('A,B'), /productId: got a string of 3 .* 1 to 20 characters without a comma/],
  'a list with one wrong product id': [product(['A', 'B,C']), /productId: got a string of 3/],
  'a list with a hole': [product(['A', undefined]), /productId: got undefined/],
  'a product id of 21 characters': [product('1'.repeat(21)), /productId: got a string of 21 characters, expected/],
  'an empty product id': [product(''), /productId: got an empty string/],
  'no product id': [product(undefined), /productId: got undefined/],
  'a product instead of its id': [product({ id: 'P1' }), /productId: got a value of type object/],
};

describe('before anything is sent', () => {
  const server = useRecordingServer();

  for (const [name, [call, says]] of Object.entries(faults)) {
    it(`${name} is refused`, async () => {
      const error = await failure(call(clientFor(server().url)));
      expect(error).to.be.instanceOf(PlenigoArgumentError);
      expect(error).to.include({ name: 'PlenigoArgumentError', code: 'invalid-argument' });
      expect(error.message).to.match(says);
      expect(error).to.not.have.property('status');
      expect(inspect(error)).to.not.contain('@mail.example').and.not.contain('56202510');
      expect([server().requests, server().connections]).to.deep.equal([[], 0]);
    });
  }

  it('a wrong argument is a rejection, never thrown past a promise', () => {
    const client = clientFor(server().url);
    const work = client.createLoginToken(wrong(undefined));
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
