// The sandbox's answer to `registerUser`.
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../../lib/sandbox/index.js';
import { callApi } from '../support.js';

describe('the sandbox registers users', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  const register = (body: unknown, headers = {}) =>
    callApi(sandbox, { method: 'POST', path: '/api/v2/externalUser/register', body, headers });
  const full = {
    email: 'test@mail.com',
    language: 'en',
    withPasswordReset: false,
    failByExistingEmail: false,
    externalUserId: '12345',
    firstName: 'new',
    name: 'customer',
  };

  it('makes a new customer', async () => {
    const { status, json } = await register(full);
    expect(status).to.equal(200);
    expect(sandbox.customers).to.deep.equal([
      {
        customerId: json?.customerId,
        email: 'test@mail.com',
        externalUserId: '12345',
        firstName: 'new',
        name: 'customer',
        language: 'en',
        accessIds: [],
        purchases: [],
      },
    ]);
  });

  it('answers the existing id for a known e-mail, in any case, and does not link it', async () => {
    const customer = sandbox.addCustomer({ email: 'Test@Mail.com' });
    const { status, json } = await register(full);
    expect(status).to.equal(200);
    expect(json).to.deep.equal({ customerId: customer.customerId });
    expect(customer).not.to.have.property('externalUserId');
    expect(sandbox.customers).to.have.length(1);
  });

  it('takes false for a failByExistingEmail that is left out', async () => {
    const { customerId } = sandbox.addCustomer({ email: 'test@mail.com' });
    expect((await register({ email: 'test@mail.com', language: 'de' })).json).to.deep.equal({ customerId });
  });

  it('answers 409 for a known e-mail when asked to fail', async () => {
    sandbox.addCustomer({ email: 'Test@Mail.com' });
    const { status, json } = await register({ ...full, failByExistingEmail: true });
    expect(status).to.equal(409);
    expect(json).to.have.keys('error', 'description');
  });

  it('answers 409 when the external id belongs to somebody else', async () => {
    sandbox.addCustomer({ email: 'other@mail.com', externalUserId: '12345' });
    expect((await register(full)).status).to.equal(409);
    sandbox.addCustomer({ email: 'test@mail.com' });
    expect((await register(full)).status).to.equal(409);
  });

  it('answers the id again when e-mail and external id are of the same customer', async () => {
    const first = await register(full);
    expect((await register(full)).json).to.deep.equal(first.json);
  });

  for (const [what, body] of Object.entries<unknown>({
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
  })) {
    it(`answers 400 to ${what}`, async () => {
      const { status, json } = await register(body);
      expect(status).to.equal(400);
      expect(json).to.have.keys('error', 'description');
      expect(sandbox.customers).to.deep.equal([]);
    });
  }

  it('answers 400 when the content type is not JSON', async () => {
    expect((await register(full, { 'content-type': 'text/plain' })).status).to.equal(400);
  });

  it('is not fooled by __proto__ and constructor in a body', async () => {
    const { status } = await register('{"language":"en","__proto__":{"email":"evil@example.com"}}');
    expect(status).to.equal(400);
    expect({}).not.to.have.property('email');
    expect((await register('{"language":"en","email":"a@b.c","constructor":{"prototype":{"x":1}}}')).status).to.equal(
      200,
    );
    expect({}).not.to.have.property('x');
  });
});
