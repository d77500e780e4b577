/** What the forms of the sandbox's console do, over HTTP, and who can neither see nor use it. */
import { expect } from 'chai';
import type { SandboxCustomer } from '../../lib/sandbox/index.js';
import { press, readPanel, readSaid } from './console.js';
import { callApi, loginToken, send, useSandbox } from './support.js';

const VIEWS = { freeViews: 3, freeViewsAfterLogin: 3, period: 'MONTH', countOnlyUniqueViews: true };

describe('a form of the console', () => {
  const sandbox = useSandbox();
  let ada: SandboxCustomer;
  beforeEach(() => {
    ada = sandbox().addCustomer({ email: 'ada@example.com', externalUserId: '7' });
  });

  const ask = async () => (await callApi(sandbox(), { path: '/api/v2/x' })).status;

  it('lets one login token expire, or all', async () => {
    for (let i = 0; i < 3; i += 1) await loginToken(sandbox(), ada.customerId);
    const isOpen = () => sandbox().tokens.map(({ expiresAt }) => expiresAt > sandbox().clock.now());
    const start = sandbox().tokens[1]?.token.slice(0, 6) ?? '';
    for (const wrong of ['', start.slice(0, 5)]) await press(sandbox(), 'expire-token', { start: wrong });
    expect(isOpen()).to.deep.equal([true, true, true]);
    expect(readSaid(await press(sandbox(), 'expire-token', { start }))).to.equal(`Expired the token ${start}….`);
    expect(isOpen()).to.deep.equal([true, false, true]);
    await press(sandbox(), 'expire-tokens');
    expect(isOpen()).to.deep.equal([false, false, false]);
  });

  it('switches a fault on for one call and some requests, also that connections break', async () => {
    const fault = { call: 'hasUserBought', effect: 'status', status: 500, until: 'times', times: 1 };
    await press(sandbox(), 'fault-on', fault);
    const path = '/api/v2/user/product?customerId=7&productId=P&testMode=false&useExternalCustomerId=true';
    expect([await ask(), (await callApi(sandbox(), { path })).status]).to.deep.equal([404, 500]);
    expect((await callApi(sandbox(), { path })).status).to.equal(403);
    await press(sandbox(), 'fault-on', { effect: 'reset', until: 'times', times: 1 });
    expect(await ask().catch((error: NodeJS.ErrnoException) => error.code)).to.equal('ECONNRESET');
  });

  it('begins again with what the sandbox was started with', async () => {
    sandbox().paywall.enabled = false;
    sandbox().clock.advance(86_400_000);
    expect(readSaid(await press(sandbox(), 'reset'))).to.equal('The sandbox has begun again.');
    expect([sandbox().customers, sandbox().paywall.enabled]).to.deep.equal([[], true]);
    expect(sandbox().clock.now() - Date.now()).to.be.below(60_000);
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
      const answer = await press(sandbox(), name, fields);
      expect(answer.status).to.equal(status);
      expect(readSaid(answer)).to.match(message);
      expect(sandbox().customers).to.deep.equal([ada]);
      expect(await readPanel(sandbox(), 'faults')).to.include('None is on');
    });
  }

  it('has nothing to do with names that every object has', async () => {
    for (const name of ['constructor', '__proto__'])
      expect((await press(sandbox(), name as never)).status).to.equal(404);
    expect((await press(sandbox(), 'add-customer', { ['__proto__']: 'x', email: 'x@y' })).status).to.equal(400);
  });
});

describe('the console is guarded:', () => {
  const sandbox = useSandbox();
  let port: string;
  before(() => {
    port = new URL(sandbox().url).port;
  });

  /** Adds a customer as the page does, except for these headers. */
  const post = (headers: Record<string, string>) =>
    send(sandbox(), {
      method: 'POST',
      path: '/console/add-customer',
      body: 'email=ada%40example.com',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  const open = async (path: string, headers: Record<string, string>) =>
    (await send(sandbox(), { path, headers })).status;

  for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
    it(`it is there under the name ${name}`, async () => {
      const host = `${name}:${port}`;
      expect(await open('/', { host })).to.equal(200);
      expect((await post({ host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).status).to.equal(200);
    });
  }

  it('no other name leads to it, so that no site can make its own name lead here', async () => {
    const names = ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '127.0.0.2', '0.0.0.0'];
    for (const host of [...names.map((name) => `${name}:${port}`), 'localhost', `127.0.0.1:${Number(port) ^ 1}`]) {
      expect(await open('/', { host }), host).to.equal(403);
      expect(await open('/console/console.js', { host }), host).to.equal(403);
      const answer = await post({ host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' });
      expect(answer.status, host).to.equal(403);
      expect(answer.json?.description).to.include(sandbox().url);
    }
    expect(sandbox().customers).to.deep.equal([]);
  });

  it('its buttons cannot be pressed by another site', async () => {
    const { url } = sandbox();
    const near = [`http://localhost:${port}`, `http://127.0.0.1:${Number(port) ^ 1}`, `https://127.0.0.1:${port}`];
    for (const headers of [
      {},
      ...['null', 'https://evil.example', ...near].map((origin) => ({ origin })),
      ...['cross-site', 'same-site', 'none'].map((site) => ({ origin: url, 'sec-fetch-site': site })),
    ]) {
      expect((await post(headers as Record<string, string>)).status).to.equal(403);
    }
    // Nor by a GET, and its forms take what forms send, and nothing else.
    expect(await open('/console/expire-tokens', { origin: url })).to.equal(404);
    for (const type of ['text/plain', 'application/json'])
      expect((await post({ origin: url, 'content-type': type })).status).to.equal(400);
    expect(sandbox().customers).to.deep.equal([]);
  });

  it('what it shows cannot be read by another site', async () => {
    for (const path of ['/', '/console/console.js', '/console/console.css', '/console/icon.svg']) {
      const { headers } = await send(sandbox(), { path });
      expect(headers).not.to.have.property('access-control-allow-origin');
      expect(headers['cross-origin-resource-policy']).to.equal('same-origin');
    }
  });

  it('it runs no script but its own, in no frame, and never tells the secret', async () => {
    const { headers, text } = await send(sandbox(), { path: '/' });
    const policy = String(headers['content-security-policy']);
    expect(policy).to.include("default-src 'none'").and.include("script-src 'self'");
    expect(policy).to.include("form-action 'self'").and.include("frame-ancestors 'none'").and.not.to.include('unsafe');
    expect(text).not.to.match(/<script>|style=|\son\w+=/);
    expect(text).not.to.include(sandbox().options.secret);
  });
});
