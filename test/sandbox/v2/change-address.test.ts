// The sandbox's answer to `changeAddress`.
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../../lib/sandbox/index.js';
import { callApi, clientOf } from '../support.js';

const name = { gender: 'FEMALE', firstName: 'Ada', name: 'Lovelace' };
const place = { street: '12 St James’s Square', postCode: 'SW1Y 4JH', city: 'London', country: 'GB' };

describe('the sandbox changes addresses', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox();
    sandbox.addCustomer({ email: 'ada@example.com', externalUserId: '7' });
  });
  afterEach(() => sandbox.close());

  const change = (id: string, body: unknown, query = 'useExternalCustomerId=true') =>
    callApi(sandbox, { method: 'PUT', path: `/api/v2/user/${id}/address?${query}`, body });
  const stored = () => sandbox.customers[0]?.postalAddress;

  it('and answers without a body', async () => {
    const whole = {
      ...name,
      ...place,
      company: 'Engines Ltd',
      additionalCompanyInfo: 'Analytics',
      additionalAddressInfo: '2nd floor',
      state: 'England',
    };
    expect(await change('7', whole)).to.deep.include({ status: 204, text: '' });
    expect(stored()).to.deep.equal(whole);
    expect(sandbox.calls()).to.deep.equal(['changeAddress']);
  });

  it('as a whole: what is not sent is not kept', async () => {
    await change('7', { ...name, ...place });
    await change('7', { ...name, gender: 'MALE' });
    expect(stored()).to.deep.equal({ ...name, gender: 'MALE' });
  });

  it('as the client sends them', async () => {
    const client = clientOf(sandbox);
    const { name: lastName, ...rest } = name;
    await client.changeAddress(
      { externalUserId: '7' },
      {
        ...rest,
        ...place,
        gender: 'FEMALE',
        lastName,
      },
    );
    expect(stored()).to.deep.equal({ ...name, ...place });
  });

  it('in countries large and small, near and far', async () => {
    for (const country of ['DE', 'AT', 'CH', 'GB', 'US', 'AQ', 'AX', 'BQ', 'GG', 'PS', 'SS', 'TW', 'UM', 'VA', 'YE']) {
      expect((await change('7', { ...name, country })).status, country).to.equal(204);
    }
  });

  it('and answers 404 for nobody', async () => {
    expect((await change('8', name)).status).to.equal(404);
    expect((await change('7', name, 'useExternalCustomerId=false')).status).to.equal(404);
  });

  const refused: Record<string, unknown> = {
    'no gender': { ...name, gender: undefined },
    'another gender': { ...name, gender: 'female' },
    'no first name': { ...name, firstName: '' },
    'no family name': { ...name, name: undefined },
    'a family name by another name': { ...name, lastName: 'Lovelace' },
    'a misspelt field': { ...name, ...place, postcode: 'SW1Y' },
    'an empty field': { ...name, ...place, company: '' },
    'a number': { ...name, ...place, postCode: 80331 },
    'no country': { ...name, ...place, country: undefined },
    'a company in no country': { ...name, company: 'Engines Ltd' },
    'a country in small letters': { ...name, country: 'gb' },
    'a country by its name': { ...name, country: 'Germany' },
    'what is no JSON': 'gender=FEMALE',
    'a list': [name],
  };
  for (const [what, body] of Object.entries(refused)) {
    it(`and answers 400 to ${what}`, async () => {
      const { status, json } = await change('7', body);
      expect(status).to.equal(400);
      expect(json).to.have.keys('error', 'description');
      expect(stored()).to.equal(undefined);
    });
  }

  it('and answers 400 without its parameter', async () => {
    expect((await change('7', name, '')).status).to.equal(400);
  });
});
