// The sandbox's answer to `changeEmail`.
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../../lib/sandbox/index.js';
import { callApi } from '../support.js';

describe('the sandbox changes e-mail addresses', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox();
    sandbox.addCustomer({ email: 'old@example.com', externalUserId: '7' });
  });
  afterEach(() => sandbox.close());

  const change = (id: string, body: unknown, query = 'useExternalCustomerId=true') =>
    callApi(sandbox, { method: 'PUT', path: `/api/v2/externalUser/${id}/changeEmail?${query}`, body });

  it('and answers without a body', async () => {
    const { status, text } = await change('7', { email: 'new@example.com' });
    expect(status).to.equal(204);
    expect(text).to.equal('');
    expect(sandbox.customers[0]?.email).to.equal('new@example.com');
  });

  it('and frees the old address', async () => {
    await change('7', { email: 'new@example.com' });
    expect(() => sandbox.addCustomer({ email: 'old@example.com' })).not.to.throw();
    expect(() => sandbox.addCustomer({ email: 'NEW@example.com' })).to.throw();
  });

  it('to the same address in another case', async () => {
    expect((await change('7', { email: 'Old@Example.com' })).status).to.equal(204);
    expect(sandbox.customers[0]?.email).to.equal('Old@Example.com');
  });

  it('but not to one of another customer', async () => {
    sandbox.addCustomer({ email: 'taken@example.com' });
    expect((await change('7', { email: 'Taken@example.com' })).status).to.equal(409);
    expect(sandbox.customers[0]?.email).to.equal('old@example.com');
  });

  it('and answers 404 for nobody', async () => {
    expect((await change('8', { email: 'new@example.com' })).status).to.equal(404);
    expect((await change('7', { email: 'new@example.com' }, 'useExternalCustomerId=false')).status).to.equal(404);
  });

  it('and answers 400 to what it cannot read', async () => {
    expect((await change('7', {})).status).to.equal(400);
    expect((await change('7', { email: 'nobody' })).status).to.equal(400);
    expect((await change('7', 'email=new@example.com')).status).to.equal(400);
    expect((await change('7', { email: 'new@example.com' }, '')).status).to.equal(400);
  });
});
