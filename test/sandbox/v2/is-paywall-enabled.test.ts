// The sandbox's answer to `isPaywallEnabled`, and what its switch does.
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../../lib/sandbox/index.js';
import { callApi, clientOf, send } from '../support.js';

describe('the paywall of the sandbox', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox();
    sandbox.addCustomer({ email: 'a@example.com', externalUserId: '7' });
  });
  afterEach(() => sandbox.close());

  const ask = () => callApi(sandbox, { path: '/api/v2/paywall/state' });
  const hasBought = (customerId: string) =>
    callApi(sandbox, {
      path: `/api/v2/user/product?customerId=${customerId}&productId=A,B&testMode=false&useExternalCustomerId=true`,
    });

  it('is on until somebody switches it off', async () => {
    expect((await ask()).json).to.deep.equal({ enabled: true });
    sandbox.paywall.enabled = false;
    expect(await ask()).to.deep.include({ status: 200, json: { enabled: false } });
    sandbox.paywall = { enabled: true };
    expect((await ask()).json).to.deep.equal({ enabled: true });
    expect(sandbox.calls()).to.deep.equal(Array(3).fill('isPaywallEnabled'));
  });

  it('lets everybody read everything while it is off', async () => {
    sandbox.buy({ externalUserId: '7' }, 'B');
    sandbox.paywall.enabled = false;
    expect(await hasBought('7')).to.deep.include({
      status: 200,
      json: { accessGranted: true, userProducts: [{ productId: 'B' }] },
    });
    expect(await hasBought('nobody')).to.deep.include({
      status: 200,
      json: { accessGranted: true, userProducts: [] },
    });
    sandbox.paywall.enabled = true;
    expect((await hasBought('nobody')).status).to.equal(403);
  });

  it('is told to nobody without a token', async () => {
    expect((await send(sandbox, { path: '/api/v2/paywall/state' })).status).to.equal(401);
  });

  it('is what the client says it is', async () => {
    const client = clientOf(sandbox);
    expect(await client.isPaywallEnabled()).to.equal(true);
    sandbox.paywall.enabled = false;
    expect(await client.isPaywallEnabled()).to.equal(false);
    expect(await client.hasUserBought({ externalUserId: 'nobody' }, ['A', 'B'])).to.equal(true);
  });

  it('is on again after a reset', async () => {
    sandbox.paywall.enabled = false;
    sandbox.reset();
    expect(sandbox.paywall.enabled).to.equal(true);
    expect((await ask()).json).to.deep.equal({ enabled: true });
  });
});
