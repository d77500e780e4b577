// Starting, seeding and stopping a sandbox, its free views, and what it keeps a record of.
import { inspect } from 'node:util';
import { expect } from 'chai';
import { type Sandbox, type SandboxMetering, startSandbox } from '../../lib/sandbox/index.js';
import { listen } from '../support/listen.js';
import { callApi, send, useSandbox } from './support.js';

describe('startSandbox', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  it('listens on loopback and gives the options that point at it, and its secret nowhere else', () => {
    const { url, options, ...rest } = sandbox;
    expect(url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(options.apiUrl).to.equal(url);
    expect(options.sdkUrl).to.equal(`${url}/static_resources/javascript/${options.companyId}/plenigo_sdk.min.js`);
    expect(inspect(rest, { depth: 9, showHidden: true }), 'its secret').not.to.include(options.secret);
    expect(inspect(options)).to.include(options.secret);
  });

  it('takes company id and secret as given, and makes up others every time', async () => {
    const [other, named] = [await startSandbox(), await startSandbox({ companyId: 'C', secret: 'S' })];
    await Promise.all([other.close(), named.close()]);
    expect(other.options.companyId).not.to.equal(sandbox.options.companyId);
    expect(other.options.secret).not.to.equal(sandbox.options.secret);
    expect(named.options).to.include({ companyId: 'C', secret: 'S' });
  });

  it('refuses wrong options before it listens', async () => {
    for (const options of [{ port: -1 }, { port: 1.5 }, { secret: '' }, { companyId: 7 }, { now: 1 }]) {
      const error = await startSandbox(options as object).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(TypeError);
      expect((error as Error).message).to.include(`"${Object.keys(options)[0]}"`);
    }
  });

  it('rejects when the port is taken', async () => {
    const { port, close } = await listen(() => {});
    const error = await startSandbox({ port }).catch((reason: unknown) => reason);
    await close();
    expect(error).to.have.property('code', 'EADDRINUSE');
  });

  it('lists every API request with its call, path and status, and no other request', async () => {
    await callApi(sandbox, { method: 'POST', path: '/api/v2/externalUser/x%2Fy/createLoginToken?a=1' });
    await callApi(sandbox, { method: 'DELETE', path: '/api/v2/externalUser/x' });
    await send(sandbox, { path: '/api/v3/anything' });
    await send(sandbox, { path: '/' });
    const url = '/api/v2/externalUser/x%2Fy/createLoginToken?a=1';
    expect(sandbox.requests).to.deep.equal([
      { call: 'createLoginToken', method: 'POST', url, status: 400 },
      { call: 'unknown', method: 'DELETE', url: '/api/v2/externalUser/x', status: 404 },
      { call: 'unknown', method: 'GET', url: '/api/v3/anything', status: 401 },
    ]);
  });

  it('answers 413 to a body that is far too large', async () => {
    const body = `{"email":"${'a'.repeat(70_000)}"}`;
    const register = { method: 'POST', path: '/api/v2/externalUser/register' };
    const { status, json } = await callApi(sandbox, { ...register, body });
    expect(status).to.equal(413);
    expect(json?.description).to.match(/larger/);
    await sandbox.close();
    // It can be closed twice.
    await sandbox.close();
  });
});

describe('seeding the sandbox', () => {
  const current = useSandbox({ now: () => 5000, products: { NEWS: { title: 'News', price: 2.49, currency: 'EUR' } } });

  it('adds customers, but no second one with the same e-mail or external id', () => {
    const sandbox = current();
    const told = { email: 'ada@example.com', externalUserId: '7', firstName: 'Ada', name: 'L' };
    const customer = sandbox.addCustomer(told);
    const { customerId } = customer;
    expect(customer).to.deep.equal({ customerId, ...told, language: 'en', accessIds: [], purchases: [] });
    expect(() => sandbox.addCustomer({ email: 'ADA@example.com' })).to.throw(/e-mail/);
    expect(() => sandbox.addCustomer({ email: 'b@example.com', externalUserId: '7' })).to.throw(/external/);
    expect(sandbox.customers).to.deep.equal([customer]);
  });

  it('records purchases and takes them back', () => {
    const sandbox = current();
    const { customerId, purchases } = sandbox.addCustomer({ email: 'ada@example.com', externalUserId: '7' });
    sandbox.buy({ customerId }, 'NEWS');
    sandbox.buy({ externalUserId: '7' }, 'OTHER');
    expect(purchases).to.deep.equal([
      { productId: 'NEWS', title: 'News', price: 2.49, currency: 'EUR', at: 5000 },
      { productId: 'OTHER', at: 5000 },
    ]);
    sandbox.refund({ customerId }, 'NEWS');
    expect(purchases.map(({ productId }) => productId)).to.deep.equal(['OTHER']);
    expect(() => sandbox.buy({ customerId: 'nobody' }, 'NEWS')).to.throw(/no such customer/);
    expect(() => sandbox.refund({ customerId }, 'NEWS')).to.throw(/not bought/);
  });
});

describe("the sandbox's free views", () => {
  let sandbox: Sandbox | undefined;
  afterEach(() => sandbox?.close());

  it('are none unless a test wants some; then as many after the login, each counts, for a month', async () => {
    sandbox = await startSandbox({ metering: { freeViews: 3 } });
    const flags = { startWithFirstDay: false, countOnlyUniqueViews: false };
    const ignored = { ignoreSearchEngines: false, ignoreSocialMedia: false };
    const views = { activated: true, freeViews: 3, freeViewsAfterLogin: 3, period: 'MONTH' };
    expect(sandbox.metering).to.deep.equal({ ...views, ...flags, ...ignored });
    // They are set anew as a whole, and are those of the options after a reset.
    sandbox.metering = { freeViews: 1, freeViewsAfterLogin: 0, period: 'DAY' };
    expect(sandbox.metering).to.include({ freeViews: 1, freeViewsAfterLogin: 0, period: 'DAY' });
    sandbox.metering = { activated: false };
    expect(sandbox.metering).to.include({ activated: false, freeViews: 0, period: 'MONTH' });
    sandbox.reset();
    expect(sandbox.metering).to.include({ activated: true, freeViews: 3 });
  });

  const wrong = {
    ...{ freeViews: -1, freeViewsAfterLogin: Number.NaN, period: 'month', views: 3 },
    ...{ countOnlyUniqueViews: 'true', startWithFirstDay: null },
  };
  for (const [name, value] of Object.entries(wrong)) {
    it(`are refused with a wrong "${name}"`, async () => {
      const metering = { [name]: value } as SandboxMetering;
      const error = await startSandbox({ metering }).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(TypeError).with.property('message').that.contains(`"metering.${name}"`);
    });
  }

  it('reach the browser in the script, which stays the same while nothing changes', async () => {
    sandbox = await startSandbox();
    expect(sandbox.metering).to.include({ activated: false, freeViews: 0 });
    const path = new URL(sandbox.options.sdkUrl).pathname;
    const tag = async () => (await send(sandbox as Sandbox, { path })).headers.etag;
    const first = await tag();
    expect(await tag()).to.equal(first);
    sandbox.metering = { freeViews: 2 };
    expect(await tag()).not.to.equal(first);
  });
});
