// The sandbox's answer to `createLoginToken`.
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../../lib/sandbox/index.js';
import { callApi } from '../support.js';

describe('the sandbox creates login tokens', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ now: () => Date.now() });
  });
  afterEach(() => sandbox.close());

  const create = (id: string, query = 'useExternalCustomerId=false') =>
    callApi(sandbox, { method: 'POST', path: `/api/v2/externalUser/${id}/createLoginToken?${query}` });

  it('by plenigo id', async () => {
    const { customerId } = sandbox.addCustomer({ email: 'a@example.com' });
    const { status, json } = await create(customerId);
    expect(status).to.equal(200);
    expect(sandbox.tokens[0]).to.include({ token: json?.loginToken, customerId, used: false });
  });

  it('by external id, and never mixes the two', async () => {
    const { customerId } = sandbox.addCustomer({ email: 'a@example.com', externalUserId: '7' });
    expect((await create('7', 'useExternalCustomerId=true')).status).to.equal(200);
    expect((await create('7')).status).to.equal(404);
    expect((await create(customerId, 'useExternalCustomerId=true')).status).to.equal(404);
  });

  it('another one every time', async () => {
    const { customerId } = sandbox.addCustomer({ email: 'a@example.com' });
    const [first, second] = [await create(customerId), await create(customerId)];
    expect(first.json?.loginToken).not.to.equal(second.json?.loginToken);
  });

  it('for an id with any character, decoded exactly once', async () => {
    for (const externalUserId of ['A1/B?C#é', '..', 'line\nbreak', '50%25', '%2F', '__proto__']) {
      sandbox.addCustomer({ email: `${sandbox.customers.length}@example.com`, externalUserId });
      const id = encodeURIComponent(externalUserId);
      expect((await create(id, 'useExternalCustomerId=true')).status, externalUserId).to.equal(200);
    }
    expect((await create(encodeURIComponent('50%'), 'useExternalCustomerId=true')).status).to.equal(404);
  });

  it('answers 404 for nobody, and for an empty id', async () => {
    expect((await create('nobody')).status).to.equal(404);
    expect((await create('')).status).to.equal(404);
    expect((await create('constructor', 'useExternalCustomerId=true')).status).to.equal(404);
  });

  it('answers 400 without a clear useExternalCustomerId, and to broken encoding', async () => {
    const { customerId } = sandbox.addCustomer({ email: 'a@example.com' });
    expect((await create(customerId, '')).status).to.equal(400);
    expect((await create(customerId, 'useExternalCustomerId=1')).status).to.equal(400);
    expect((await create(customerId, 'useExternalCustomerId=true&useExternalCustomerId=false')).status).to.equal(400);
    expect((await create('%E0%A4%A')).status).to.equal(400);
  });

  it('only by POST', async () => {
    const path = '/api/v2/externalUser/x/createLoginToken?useExternalCustomerId=false';
    expect((await callApi(sandbox, { path })).json?.description).to.match(/no such call/);
  });
});
