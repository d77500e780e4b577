// The sandbox's answer to `addExternalCustomerId`.
import { expect } from 'chai';
import { type Sandbox, type SandboxCustomer, startSandbox } from '../../../lib/sandbox/index.js';
import { callApi } from '../support.js';

describe('the sandbox links external ids', () => {
  let sandbox: Sandbox;
  let customer: SandboxCustomer;

  beforeEach(async () => {
    sandbox = await startSandbox();
    customer = sandbox.addCustomer({ email: 'a@example.com' });
  });
  afterEach(() => sandbox.close());

  const link = (id: string, body: unknown) =>
    callApi(sandbox, { method: 'PUT', path: `/api/v2/externalUser/${id}/addExternalUserId`, body });

  it('to a customer that has none', async () => {
    const { status, text } = await link(customer.customerId, { externalUserId: '7' });
    expect(status).to.equal(204);
    expect(text).to.equal('');
    expect(customer.externalUserId).to.equal('7');
    sandbox.buy({ externalUserId: '7' }, 'P');
    expect(customer.purchases).to.have.length(1);
  });

  it('twice the same, for a client that lost the answer', async () => {
    await link(customer.customerId, { externalUserId: '7' });
    expect((await link(customer.customerId, { externalUserId: '7' })).status).to.equal(204);
  });

  it('but never a second one', async () => {
    await link(customer.customerId, { externalUserId: '7' });
    expect((await link(customer.customerId, { externalUserId: '8' })).status).to.equal(409);
    expect(customer.externalUserId).to.equal('7');
  });

  it('but not one of another customer', async () => {
    sandbox.addCustomer({ email: 'b@example.com', externalUserId: '7' });
    expect((await link(customer.customerId, { externalUserId: '7' })).status).to.equal(409);
    expect(customer).not.to.have.property('externalUserId');
  });

  it('and answers 404 for nobody, 400 to what it cannot read', async () => {
    expect((await link('nobody', { externalUserId: '7' })).status).to.equal(404);
    expect((await link(customer.customerId, {})).status).to.equal(400);
    expect((await link(customer.customerId, { externalUserId: ' ' })).status).to.equal(400);
    expect((await link(customer.customerId, { externalUserId: 7 })).status).to.equal(400);
    expect((await link(customer.customerId, 'x')).status).to.equal(400);
  });
});
