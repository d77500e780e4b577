/** What the forms of the sandbox's console do, over HTTP. */
import { expect } from 'chai';
import { type Sandbox, type SandboxCustomer, startSandbox } from '../../lib/sandbox/index.js';
import { press, readPanel, readSaid } from './console.js';
import { callApi, loginToken } from './support.js';

const VIEWS = { freeViews: 3, freeViewsAfterLogin: 3, period: 'MONTH', countOnlyUniqueViews: true };

describe('a form of the console', () => {
  let sandbox: Sandbox;
  let ada: SandboxCustomer;

  beforeEach(async () => {
    sandbox = await startSandbox();
    ada = sandbox.addCustomer({ email: 'ada@example.com', externalUserId: '7' });
  });
  afterEach(() => sandbox.close());

  const ask = async () => (await callApi(sandbox, { path: '/api/v2/x' })).status;

  it('lets one login token expire, or all', async () => {
    for (let i = 0; i < 3; i += 1) await loginToken(sandbox, ada.customerId);
    const isOpen = () => sandbox.tokens.map(({ expiresAt }) => expiresAt > sandbox.clock.now());
    const start = sandbox.tokens[1]?.token.slice(0, 6) ?? '';
    for (const wrong of ['', start.slice(0, 5)]) await press(sandbox, 'expire-token', { start: wrong });
    expect(isOpen()).to.deep.equal([true, true, true]);
    expect(readSaid(await press(sandbox, 'expire-token', { start }))).to.equal(`Expired the token ${start}….`);
    expect(isOpen()).to.deep.equal([true, false, true]);
    await press(sandbox, 'expire-tokens');
    expect(isOpen()).to.deep.equal([false, false, false]);
  });

  it('switches a fault on for one call and some requests, also that connections break', async () => {
    const fault = { call: 'hasUserBought', effect: 'status', status: 500, until: 'times', times: 1 };
    await press(sandbox, 'fault-on', fault);
    const path = '/api/v2/user/product?customerId=7&productId=P&testMode=false&useExternalCustomerId=true';
    expect(await ask()).to.equal(404);
    expect((await callApi(sandbox, { path })).status).to.equal(500);
    expect((await callApi(sandbox, { path })).status).to.equal(403);
    await press(sandbox, 'fault-on', { effect: 'reset', until: 'times', times: 1 });
    expect(await ask().catch((error: NodeJS.ErrnoException) => error.code)).to.equal('ECONNRESET');
  });

  it('begins again with what the sandbox was started with', async () => {
    sandbox.paywall.enabled = false;
    sandbox.clock.advance(86_400_000);
    expect(readSaid(await press(sandbox, 'reset'))).to.equal('The sandbox has begun again.');
    expect(sandbox.customers).to.deep.equal([]);
    expect(sandbox.paywall.enabled).to.equal(true);
    expect(sandbox.clock.now() - Date.now()).to.be.below(60_000);
  });

  /** What no action accepts is tested with the control API; these are what only forms can send. */
  type Refusal = [string, Parameters<typeof press>[1], Parameters<typeof press>[2], number, RegExp];
  const refused: Refusal[] = [
    ['an e-mail address that is taken', 'add-customer', { email: 'ADA@example.com' }, 409, /e-mail/],
    ['a purchase without a product', 'buy', { customerId: 'X', productId: ' ' }, 400, /"productId"/],
    ['a paywall that is neither on nor off', 'paywall', { enabled: 'off' }, 400, /"enabled"/],
    ['half a free view', 'metering', { activated: true, ...VIEWS, freeViews: 0.5 }, 400, /"freeViews"/],
    ['no number of free views', 'metering', { activated: true, ...VIEWS, freeViews: '' }, 400, /"freeViews"/],
    ['a period that there is not', 'metering', { activated: true, ...VIEWS, period: 'HOUR' }, 400, /"period"/],
    ['a status that is none', 'fault-on', { effect: 'status', status: 99 }, 400, /"status"/],
    ['a status in words', 'fault-on', { effect: 'status', status: 'many' }, 400, /"status"/],
    ['a delay before the request', 'fault-on', { effect: 'delay', delay: -1 }, 400, /"delay"/],
    ['half a request', 'fault-on', { effect: 'hang', until: 'times', times: 0.5 }, 400, /"times"/],
  ];
  for (const [what, name, fields, status, message] of refused) {
    it(`refuses ${what}, and says so`, async () => {
      const answer = await press(sandbox, name, fields);
      expect(answer.status).to.equal(status);
      expect(readSaid(answer)).to.match(message);
      expect(sandbox.customers).to.deep.equal([ada]);
      expect(await readPanel(sandbox, 'faults')).to.include('None is on');
    });
  }

  it('has nothing to do with names that every object has', async () => {
    for (const name of ['constructor', '__proto__']) expect((await press(sandbox, name as never)).status).to.equal(404);
    expect((await press(sandbox, 'add-customer', { ['__proto__']: 'x', email: 'x@y' })).status).to.equal(400);
  });
});
