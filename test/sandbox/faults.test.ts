// Faults on demand, the sandbox's helpers for a site's own tests, and what bounds its memory.
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { collectWarnings } from '../support/warnings.js';
import { readEntries, readPanel } from './console.js';
import { callApi, loginToken, paymentData, postCheckout, send } from './support.js';

const REGISTER = '/api/v2/externalUser/register';
const BOUGHT = '/api/v2/user/product?customerId=A&productId=P&testMode=false&useExternalCustomerId=false';

describe('sandbox.inject', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  const bought = () => callApi(sandbox, { path: BOUGHT });
  const register = (email = 'a@example.com') =>
    callApi(sandbox, { method: 'POST', path: REGISTER, body: { email, language: 'en' } });

  it('makes the next request fail with a status, once, in the order they came, and changes nothing by it', async () => {
    sandbox.inject({ status: 503 });
    sandbox.inject({ delay: 1, status: 504 });
    sandbox.inject({ status: 500 });
    const { status, json } = await bought();
    expect(status).to.equal(503);
    expect(json).to.have.keys('error', 'description');
    expect([(await bought()).status, (await register()).status]).to.deep.equal([504, 500]);
    expect([sandbox.customers, (await bought()).status]).to.deep.equal([[], 403]);
    expect(sandbox.requests.map((request) => request.status)).to.deep.equal([503, 504, 500, 403]);
  });

  it('goes on for ever until it is removed', async () => {
    const remove = sandbox.inject({ status: 500, times: Number.POSITIVE_INFINITY });
    for (const _time of [1, 2]) expect((await bought()).status).to.equal(500);
    for (const _time of [1, 2]) remove();
    expect((await bought()).status).to.equal(403);
  });

  it('answers with a body that is no JSON, half of one, a JSON body, or other headers', async () => {
    sandbox.inject({ body: '<html>maintenance</html>' });
    sandbox.inject({ body: '{"customerId": "A' });
    sandbox.inject({ body: {} });
    sandbox.inject({ status: 503, headers: { 'retry-after': '7' } });
    const page = await bought();
    expect([page.status, page.text]).to.deep.equal([200, '<html>maintenance</html>']);
    expect(page.headers['content-type']).to.match(/^text\/html/);
    expect([(await bought()).text, (await bought()).json]).to.deep.equal(['{"customerId": "A', {}]);
    expect((await bought()).headers['retry-after']).to.equal('7');
  });

  it('only delays when nothing else is said, or resets the connection', async () => {
    sandbox.inject({ delay: 1 });
    expect((await register()).status).to.equal(200);
    expect(sandbox.customers).to.have.length(1);
    sandbox.inject({ reset: true });
    const error = await bought().catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'ECONNRESET');
    expect(sandbox.requests[1]).to.have.property('status', 0);
  });

  it('hangs until the sandbox closes', async () => {
    sandbox.inject({ hang: true });
    sandbox.inject({ delay: 3_600_000 });
    const pending = Promise.allSettled([bought(), bought()]);
    while (sandbox.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await sandbox.close();
    expect((await pending).map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(sandbox.requests.map(({ status }) => status)).to.deep.equal([0, 0]);
  });

  it('delays many at once, without a warning of the process', async () => {
    sandbox.inject({ delay: 3_600_000, times: 20 });
    const warnings = await collectWarnings(async () => {
      const pending = Promise.allSettled(Array.from({ length: 20 }, () => bought()));
      while (sandbox.requests.length < 20) await new Promise((resolve) => setImmediate(resolve));
      await sandbox.close();
      await pending;
    });
    expect(warnings).to.deep.equal([]);
  });

  it('refuses what makes no sense', () => {
    for (const [name, value] of Object.entries({ times: 0, status: 99, delay: -1 }))
      expect(() => sandbox.inject({ [name]: value })).to.throw(TypeError, name);
  });
});

describe('a helper for tests of a site', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  it('finds a customer by each of the names', async () => {
    const ada = sandbox.addCustomer({ email: 'ada@example.com', externalUserId: '7' });
    const { customerId } = ada;
    for (const known of [{ customerId }, { externalUserId: '7' }, { email: 'Ada@Example.com' }])
      expect(sandbox.find(known)).to.equal(ada);
    expect(sandbox.find({ externalUserId: ada.customerId })).to.equal(undefined);
    // And it names the calls received.
    await loginToken(sandbox, customerId);
    await send(sandbox, { path: '/api/v3/x' });
    expect(sandbox.calls()).to.deep.equal(['createLoginToken', 'unknown']);
  });

  it('lets the login tokens of one customer expire, or of all', async () => {
    const ada = sandbox.addCustomer({ email: 'ada@example.com', externalUserId: '7' });
    const bo = sandbox.addCustomer({ email: 'bo@example.com' });
    const [adas, bos] = [await loginToken(sandbox, ada.customerId), await loginToken(sandbox, bo.customerId)];
    const order = { paymentData: paymentData(sandbox, { pi: 'NEWS' }) };
    const start = async (token: string) =>
      (await postCheckout(sandbox, '/checkout/start', { ...order, loginToken: token })).json?.code ?? 'works';
    sandbox.expireTokens({ externalUserId: '7' });
    expect([await start(adas), await start(bos)]).to.deep.equal(['login-token-expired', 'works']);
    const again = await loginToken(sandbox, bo.customerId);
    sandbox.expireTokens();
    expect([await start(again), await start(bos)]).to.deep.equal(['login-token-expired', 'login-token-used']);
    expect(() => sandbox.expireTokens({ externalUserId: 'nobody' })).to.throw(/no such customer/);
  });

  it('forgets everything that happened, in the same lists', async () => {
    const { customers, requests, tokens, tokenFailures, url, options } = sandbox;
    const { customerId } = sandbox.addCustomer({ email: 'ada@example.com', externalUserId: '7' });
    const token = await loginToken(sandbox, customerId);
    const order = { paymentData: paymentData(sandbox, { pi: 'NEWS' }), loginToken: token };
    const { json } = await postCheckout(sandbox, '/checkout/start', order);
    await postCheckout(sandbox, '/checkout/start', order);
    const snippet = { snippetId: 'personal-data', loginToken: await loginToken(sandbox, customerId) };
    const account = (await postCheckout(sandbox, '/account/start', snippet)).json;
    expect(account?.step).to.equal('page');
    sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY });
    expect(tokenFailures.used).to.equal(1);

    sandbox.reset();
    for (const list of [customers, requests, tokens]) expect(list).to.deep.equal([]);
    expect([sandbox.customers, sandbox.requests, sandbox.tokens]).to.have.ordered.members([
      customers,
      requests,
      tokens,
    ]);
    expect(tokenFailures).to.deep.equal({ used: 0, expired: 0, unknown: 0 });
    expect(sandbox).to.include({ url, options });
    expect(await readPanel(sandbox, 'requests')).to.include('No requests yet.');

    for (const name of [{ email: 'ada@example.com' }, { externalUserId: '7' }, { customerId }])
      expect(sandbox.find(name)).to.equal(undefined);
    expect((await callApi(sandbox, { path: '/api/v2/x' })).status, 'no fault').to.equal(404);
    const payment = { checkoutId: json?.checkoutId, cardNumber: '4242424242424242' };
    expect((await postCheckout(sandbox, '/checkout/pay', payment)).json?.code).to.equal('checkout-ended');
    expect((await postCheckout(sandbox, '/checkout/start', order)).json?.code).to.equal('login-token-unknown');
    const change = await postCheckout(sandbox, '/account/change', { accountId: account?.accountId });
    expect(change.json?.step).to.equal('logged-out');
  });
});

describe('the memory of the sandbox', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ keepLast: 10 });
  });
  afterEach(() => sandbox.close());

  it('keeps the last requests', async () => {
    for (let i = 0; i < 25; i += 1) await send(sandbox, { path: `/api/${i}` });
    const urls = sandbox.requests.map(({ url }) => url);
    expect(urls).to.have.length.within(10, 11);
    expect(urls.at(-1)).to.equal('/api/24');
    expect(new Set(urls).size).to.equal(urls.length);
    const [newest] = await readEntries(sandbox, 'requests');
    expect(newest).to.include('GET /api/24 ');
    expect(await readPanel(sandbox, 'requests')).to.match(/1[01] of 25 are shown/);
  });

  it('keeps the last login tokens, and every one that still works', async () => {
    const { customerId } = sandbox.addCustomer({ email: 'ada@example.com' });
    const first = await loginToken(sandbox, customerId);
    for (let i = 0; i < 24; i += 1) await loginToken(sandbox, customerId);
    expect(sandbox.tokens).to.have.length(25);
    sandbox.expireTokens();
    const last = await loginToken(sandbox, customerId);
    expect(sandbox.tokens).to.have.length(10);
    expect(sandbox.tokens.at(-1)?.token).to.equal(last);
    const order = { paymentData: paymentData(sandbox, { pi: 'NEWS' }), loginToken: first };
    expect((await postCheckout(sandbox, '/checkout/start', order)).json?.code).to.equal('login-token-unknown');
  });

  it('may be without end, but not without size', async () => {
    await (await startSandbox({ keepLast: Number.POSITIVE_INFINITY })).close();
    for (const keepLast of [0, Number.NaN, '5' as never]) {
      const error = await startSandbox({ keepLast }).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(TypeError);
      expect(String(error)).to.include('"keepLast"');
    }
  });
});
