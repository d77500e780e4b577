/** A customer's address: plenigo's names of the fields, and countries that exist. */
import { expect } from 'chai';
import { countries } from '../../lib/v2/countries.js';
import type { CustomerAddress } from '../../lib/v2/customers.js';
import { clientFor } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { json, text, useRecordingServer } from '../support/recording-server.js';

const name = { gender: 'FEMALE', firstName: 'Ada', lastName: 'Lovelace' } as const;
const whole: CustomerAddress = {
  ...name,
  company: 'Engines Ltd',
  additionalCompanyInfo: 'Analytics',
  street: '12 St James’s Square',
  additionalAddressInfo: '2nd floor',
  postCode: 'SW1Y 4JH',
  city: 'London',
  state: 'England',
  country: 'GB',
};

describe('the address of a customer', () => {
  const server = useRecordingServer();

  const change = (address: CustomerAddress) => clientFor(server().url).changeAddress({ externalUserId: 'u' }, address);

  it('is sent whole, the family name by plenigo’s name of it', async () => {
    expect(await change(whole)).to.equal(undefined);
    const { lastName, ...rest } = whole;
    expect(server().requests[0]?.body).to.deep.equal({ ...rest, name: lastName });
  });

  it('may be a name alone, or a name and a country; what is undefined is not sent', async () => {
    await change(name);
    await change({ ...name, gender: 'MALE', country: 'AX', city: undefined });
    expect(server().requests.map(({ body }) => body)).to.deep.equal([
      { gender: 'FEMALE', firstName: 'Ada', name: 'Lovelace' },
      { gender: 'MALE', firstName: 'Ada', name: 'Lovelace', country: 'AX' },
    ]);
  });

  it('is done when plenigo says so, with or without words', async () => {
    for (const answer of [text(200, ''), text(204, ''), json(200, {}), json(201, { id: 1 })]) {
      server().answer = answer;
      expect(await change(name)).to.equal(undefined);
    }
  });

  it('belongs to a customer whom plenigo knows', async () => {
    server().answer = json(404, {});
    expect((await failure(change(whole))).code).to.equal('customer-not-found');
  });

  const { gender: _gender, firstName: _first, lastName: _last, country: _country, ...optional } = whole;
  for (const [field, value] of Object.entries(optional)) {
    it(`with ${field} needs a country`, async () => {
      const error = await failure(change({ ...name, [field]: value }));
      expect(error.code).to.equal('invalid-argument');
      expect(error.message).to.contain('address.country is missing').and.not.contain(value);
      expect(server().requests).to.deep.equal([]);
    });
  }

  it('may be in each of the 249 countries of ISO 3166-1, and in no other', () => {
    const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    expect(countries.size).to.equal(249);
    for (const code of countries) expect(regions.of(String(code)), String(code)).to.be.a('string');
    for (const none of ['', 'de', 'DEU', 'D', 'XX', 'ZZ', 'EU', 'UK', 'XK', 'SU', 'DD', 'AN', ' DE', null, 276]) {
      expect(countries.has(none), String(none)).to.equal(false);
    }
  });
});
