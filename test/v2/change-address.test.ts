/** A customer's address: plenigo's names of the fields, and a country by its code. */
import { expect } from 'chai';
import type { CustomerAddress } from '../../lib/v2/customers.js';
import { clientFor } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { useRecordingServer } from '../support/recording-server.js';

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

  const { gender: _gender, firstName: _first, lastName: _last, country: _country, ...optional } = whole;
  for (const [field, value] of Object.entries(optional)) {
    it(`with ${field} needs a country`, async () => {
      const error = await failure(change({ ...name, [field]: value }));
      expect(error.code).to.equal('invalid-argument');
      expect(error.message).to.contain('address.country is missing').and.not.contain(value);
      expect(server().requests).to.deep.equal([]);
    });
  }

  it('names its country by two capital letters, and any other name is refused with words that say so', async () => {
    for (const country of ['DE', 'AX', 'ZW']) await change({ ...name, country });
    expect(server().requests.map(({ body }) => (body as CustomerAddress).country)).to.deep.equal(['DE', 'AX', 'ZW']);
    for (const country of ['', 'de', 'DEU', 'D', 'Germany', ' DE', 'D\nE', 'DE\n', 'ÄÖ', null, 276]) {
      const error = await failure(change({ ...name, country } as CustomerAddress));
      expect(error.code, String(country)).to.equal('invalid-argument');
      expect(error.message).to.match(/address\.country: got .*, expected a country of two capital letters \(ISO 3166/);
      if (country) expect(error.message).to.not.contain(`"${country}"`).and.not.contain('276');
    }
    expect(server().requests).to.have.length(3);
  });
});
