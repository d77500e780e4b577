// The calls of API v2 about customers: who they are, where they live, what they are given.
import { expect } from 'chai';
import { callApi, clientOf, useSandbox } from '../support.js';

const REGISTER = { method: 'POST', path: '/api/v2/externalUser/register' };
const IMPORT = { method: 'POST', path: '/api/v2/import/customerAccess' };
const BY_OUR_ID = 'useExternalCustomerId=true';
const BY_PLENIGOS_ID = 'useExternalCustomerId=false';

const told = { email: 'test@mail.com', externalUserId: '12345', firstName: 'new', name: 'customer', language: 'en' };
const full = { ...told, withPasswordReset: false, failByExistingEmail: false };
const name = { gender: 'FEMALE', firstName: 'Ada', name: 'Lovelace' };
const place = { street: '12 St James’s Square', postCode: 'SW1Y 4JH', city: 'London', country: 'GB' };
const given = { customerId: '7', useExternalCustomerId: true, yourFirstIdentifier: 'a' };

describe('API v2 of the sandbox, about customers', () => {
  const sandbox = useSandbox();
  const addAda = () => sandbox().addCustomer({ email: 'ada@example.com', externalUserId: '7' });

  const register = (body: unknown, headers = {}) => callApi(sandbox(), { ...REGISTER, body, headers });
  const createToken = (id: string, query = BY_PLENIGOS_ID) =>
    callApi(sandbox(), { method: 'POST', path: `/api/v2/externalUser/${id}/createLoginToken?${query}` });
  const changeEmail = (id: string, body: unknown, query = BY_OUR_ID) =>
    callApi(sandbox(), { method: 'PUT', path: `/api/v2/externalUser/${id}/changeEmail?${query}`, body });
  const link = (id: string, body: unknown) =>
    callApi(sandbox(), { method: 'PUT', path: `/api/v2/externalUser/${id}/addExternalUserId`, body });
  const changeAddress = (id: string, body: unknown, query = BY_OUR_ID) =>
    callApi(sandbox(), { method: 'PUT', path: `/api/v2/user/${id}/address?${query}`, body });
  const importAccess = (body: unknown) => callApi(sandbox(), { ...IMPORT, body });

  describe('registers', () => {
    it('a new customer, and the same again by the same id', async () => {
      const { status, json } = await register(full);
      expect(status).to.equal(200);
      const { customerId } = json ?? {};
      expect(sandbox().customers).to.deep.equal([{ ...told, customerId, accessIds: [], purchases: [] }]);
      expect((await register(full)).json).to.deep.equal({ customerId });
    });

    it('nobody anew whose e-mail is known, in any case, but answers their id, and does not link it', async () => {
      const customer = sandbox().addCustomer({ email: 'Test@Mail.com' });
      expect(await register(full)).to.deep.include({ status: 200, json: { customerId: customer.customerId } });
      expect(customer).not.to.have.property('externalUserId');
      expect(sandbox().customers).to.have.length(1);
      // `failByExistingEmail` is false where it is left out.
      const { json } = await register({ email: 'test@mail.com', language: 'de' });
      expect(json).to.deep.equal({ customerId: customer.customerId });
    });

    it('nobody whose e-mail is known when asked to fail, or whose external id belongs to somebody else', async () => {
      sandbox().addCustomer({ email: 'other@mail.com', externalUserId: '12345' });
      expect((await register(full)).status).to.equal(409);
      sandbox().addCustomer({ email: 'Test@Mail.com' });
      expect((await register(full)).status).to.equal(409);
      const { status, json } = await register({ ...full, externalUserId: undefined, failByExistingEmail: true });
      expect(status).to.equal(409);
      expect(json).to.have.keys('error', 'description');
    });

    it('nobody by another content type, or by what a body inherits', async () => {
      expect((await register(full, { 'content-type': 'text/plain' })).status).to.equal(400);
      expect((await register('{"language":"en","__proto__":{"email":"evil@example.com"}}')).status).to.equal(400);
      expect({}).not.to.have.property('email');
      const body = '{"language":"en","email":"a@b.c","constructor":{"prototype":{"x":1}}}';
      expect((await register(body)).status).to.equal(200);
      expect({}).not.to.have.property('x');
    });
  });

  it('creates login tokens by either id, never mixes the two, and makes another one every time', async () => {
    const { customerId } = addAda();
    const { status, json } = await createToken(customerId);
    expect(status).to.equal(200);
    expect(sandbox().tokens[0]).to.include({ token: json?.loginToken, customerId, used: false });
    const again = await createToken('7', BY_OUR_ID);
    expect(again.status).to.equal(200);
    expect(again.json?.loginToken).not.to.equal(json?.loginToken);
    expect((await createToken('7')).status).to.equal(404);
    expect((await createToken(customerId, BY_OUR_ID)).status).to.equal(404);
  });

  it('creates login tokens for an id with any character, decoded exactly once', async () => {
    for (const externalUserId of ['A1/B?C#é', '..', 'line\nbreak', '50%25', '%2F', '__proto__']) {
      sandbox().addCustomer({ email: `${sandbox().customers.length}@example.com`, externalUserId });
      const { status } = await createToken(encodeURIComponent(externalUserId), BY_OUR_ID);
      expect(status, externalUserId).to.equal(200);
    }
    expect((await createToken(encodeURIComponent('50%'), BY_OUR_ID)).status).to.equal(404);
    // And only by POST.
    const path = `/api/v2/externalUser/x/createLoginToken?${BY_PLENIGOS_ID}`;
    expect((await callApi(sandbox(), { path })).json?.description).to.match(/no such call/);
  });

  it('changes an e-mail address and answers without a body, and frees the old address; not to one of another customer', async () => {
    const ada = addAda();
    expect(await changeEmail('7', { email: 'new@example.com' })).to.deep.include({ status: 204, text: '' });
    expect(ada.email).to.equal('new@example.com');
    expect(() => sandbox().addCustomer({ email: 'ada@example.com' })).not.to.throw();
    expect(() => sandbox().addCustomer({ email: 'NEW@example.com' })).to.throw();
    expect((await changeEmail('7', { email: 'New@Example.com' })).status, 'the same').to.equal(204);
    expect((await changeEmail('7', { email: 'Ada@example.com' })).status).to.equal(409);
    expect(ada.email).to.equal('New@Example.com');
  });

  it('links an external id to a customer that has none, twice the same for a client that lost the answer, but no second or foreign one', async () => {
    const customer = sandbox().addCustomer({ email: 'a@example.com' });
    const { customerId } = customer;
    for (let time = 0; time < 2; time += 1)
      expect(await link(customerId, { externalUserId: '7' })).to.deep.include({ status: 204, text: '' });
    expect((await link(customerId, { externalUserId: '8' })).status).to.equal(409);
    expect(customer.externalUserId).to.equal('7');
    sandbox().buy({ externalUserId: '7' }, 'P');
    expect(customer.purchases).to.have.length(1);
    const other = sandbox().addCustomer({ email: 'b@example.com' });
    expect((await link(other.customerId, { externalUserId: '7' })).status).to.equal(409);
    expect(other).not.to.have.property('externalUserId');
  });

  it('changes an address as a whole, and answers without a body: what is not sent is not kept', async () => {
    const more = { company: 'Engines Ltd', additionalCompanyInfo: 'Analytics', state: 'England' };
    const whole = { ...name, ...place, ...more, additionalAddressInfo: '2nd floor' };
    const ada = addAda();
    expect(await changeAddress('7', whole)).to.deep.include({ status: 204, text: '' });
    expect([ada.postalAddress, sandbox().calls()]).to.deep.equal([whole, ['changeAddress']]);
    const address = { ...place, gender: 'FEMALE', firstName: 'Ada', lastName: 'Lovelace' } as const;
    await clientOf(sandbox()).changeAddress({ externalUserId: '7' }, address);
    expect(ada.postalAddress, 'as the client sends it').to.deep.equal({ ...name, ...place });
  });

  it('imports one to four customer access ids, under the names that plenigo uses, by either id, and none twice', async () => {
    const { customerId, accessIds } = addAda();
    await importAccess({ ...given, customerId, useExternalCustomerId: false });
    expect(accessIds).to.deep.equal(['a']);
    const rest = { yourSecondIdentifier: 'b', yourThirdIdentifier: 'c', yourForthIdentifier: 'd' };
    expect(await importAccess({ ...given, ...rest })).to.deep.include({ status: 204, text: '' });
    expect(accessIds).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('answers 404 for nobody', async () => {
    addAda();
    const email = { email: 'new@example.com' };
    for (const [what, answer] of [
      ['a token', createToken('nobody')],
      ['a token of an empty id', createToken('')],
      ['a token of what every object has', createToken('constructor', BY_OUR_ID)],
      ['an e-mail address', changeEmail('8', email)],
      ['an e-mail address by the other id', changeEmail('7', email, BY_PLENIGOS_ID)],
      ['a link', link('nobody', { externalUserId: '8' })],
      ['an address', changeAddress('8', name)],
      ['an address by the other id', changeAddress('7', name, BY_PLENIGOS_ID)],
      ['access ids', importAccess({ ...given, useExternalCustomerId: false })],
    ] as const) {
      expect((await answer).status, what).to.equal(404);
    }
  });

  const linkAda = (body: unknown) => link(String(sandbox().customers[0]?.customerId), body);
  const wrong: Record<string, [typeof importAccess, Record<string, unknown>]> = {
    registration: [
      register,
      {
        'no e-mail': { ...full, email: undefined },
        'an empty e-mail': { ...full, email: '' },
        'an e-mail that is none': { ...full, email: 'nobody' },
        'an e-mail that is a list': { ...full, email: ['a@b.c'] },
        'no language': { ...full, language: undefined },
        'a language of three letters': { ...full, language: 'eng' },
        'a language in capitals': { ...full, language: 'EN' },
        'a flag that is a string': { ...full, failByExistingEmail: 'true' },
        'a withPasswordReset that is a number': { ...full, withPasswordReset: 1 },
        'an external id that is a number': { ...full, externalUserId: 12345 },
        'an empty external id': { ...full, externalUserId: '' },
        'a first name that is null': { ...full, firstName: null },
        'a body that is not JSON': '{"email":',
        'a body that is a list': [full],
        'no body': undefined,
      },
    ],
    'login token': [
      (query) => createToken('7', String(query)),
      { 'no flag': '', 'a number': 'useExternalCustomerId=1', 'two flags': `${BY_OUR_ID}&${BY_PLENIGOS_ID}` },
    ],
    'login token of an id': [(id) => createToken(String(id)), { 'broken encoding': '%E0%A4%A' }],
    'e-mail address': [
      (body) => changeEmail('7', body),
      { nothing: {}, 'an e-mail that is none': { email: 'nobody' }, 'what is no JSON': 'email=new@example.com' },
    ],
    'new e-mail address': [(query) => changeEmail('7', { email: 'a@b.c' }, String(query)), { 'no flag': '' }],
    link: [
      linkAda,
      { nothing: {}, space: { externalUserId: ' ' }, 'a number': { externalUserId: 7 }, 'what is no JSON': 'x' },
    ],
    address: [
      (body) => changeAddress('7', body),
      {
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
      },
    ],
    'whole address': [(query) => changeAddress('7', name, String(query)), { 'no flag': '' }],
    'import of access ids': [
      importAccess,
      {
        'no customer': { ...given, customerId: undefined },
        'no flag': { ...given, useExternalCustomerId: undefined },
        'a flag that is a string': { ...given, useExternalCustomerId: 'true' },
        'no access id': { ...given, yourFirstIdentifier: undefined },
        'one spelled by the dictionary': { ...given, yourFirstIdentifier: undefined, yourFourthIdentifier: 'd' },
        'one that is a number': { ...given, yourSecondIdentifier: 7 },
        'an empty one': { ...given, yourSecondIdentifier: '' },
        'what is no JSON': 'not JSON',
      },
    ],
  };
  for (const [call, [make, bodies]] of Object.entries(wrong)) {
    for (const [what, body] of Object.entries(bodies)) {
      it(`answers 400 to a ${call} with ${what}, and changes nothing`, async () => {
        addAda();
        const before = JSON.stringify(sandbox().customers);
        const { status, json } = await make(body);
        expect(status).to.equal(400);
        expect(json).to.have.keys('error', 'description');
        expect(JSON.stringify(sandbox().customers)).to.equal(before);
      });
    }
  }
});
