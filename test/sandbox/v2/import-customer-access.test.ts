// The sandbox's answer to `importCustomerAccess`.
import { expect } from 'chai';
import { type Sandbox, type SandboxCustomer, startSandbox } from '../../../lib/sandbox/index.js';
import { callApi } from '../support.js';

describe('the sandbox imports customer access ids', () => {
  let sandbox: Sandbox;
  let customer: SandboxCustomer;

  beforeEach(async () => {
    sandbox = await startSandbox();
    customer = sandbox.addCustomer({ email: 'a@example.com', externalUserId: '7' });
  });
  afterEach(() => sandbox.close());

  const add = (body: unknown) => callApi(sandbox, { method: 'POST', path: '/api/v2/import/customerAccess', body });

  it('one to four of them, under the names that plenigo uses', async () => {
    const { status, text } = await add({
      customerId: '7',
      useExternalCustomerId: true,
      yourFirstIdentifier: 'a',
      yourSecondIdentifier: 'b',
      yourThirdIdentifier: 'c',
      yourForthIdentifier: 'd',
    });
    expect(status).to.equal(204);
    expect(text).to.equal('');
    expect(customer.accessIds).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('by plenigo id, and none twice', async () => {
    const { customerId } = customer;
    await add({ customerId, useExternalCustomerId: false, yourFirstIdentifier: 'a' });
    await add({
      customerId,
      useExternalCustomerId: false,
      yourFirstIdentifier: 'a',
      yourSecondIdentifier: 'b',
    });
    expect(customer.accessIds).to.deep.equal(['a', 'b']);
  });

  it('and answers 404 for nobody', async () => {
    const body = { customerId: '7', useExternalCustomerId: false, yourFirstIdentifier: 'a' };
    expect((await add(body)).status).to.equal(404);
  });

  it('and answers 400 to what it cannot read', async () => {
    const good = { customerId: '7', useExternalCustomerId: true, yourFirstIdentifier: 'a' };
    for (const bad of [
      { ...good, customerId: undefined },
      { ...good, useExternalCustomerId: undefined },
      { ...good, useExternalCustomerId: 'true' },
      { ...good, yourFirstIdentifier: undefined },
      { ...good, yourFirstIdentifier: undefined, yourFourthIdentifier: 'spelled by the dictionary' },
      { ...good, yourSecondIdentifier: 7 },
      { ...good, yourSecondIdentifier: '' },
      'not JSON',
    ]) {
      expect((await add(bad)).status, JSON.stringify(bad)).to.equal(400);
    }
    expect(customer.accessIds).to.deep.equal([]);
  });
});
