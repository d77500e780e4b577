// The control API: for tests of sites in any language, and for nobody else.
import { expect } from 'chai';
import { type Answer, callApi, clientOf, loginToken, send, useSandbox } from './support.js';

const ADA = { externalUserId: 'ada-1' };
const BOUGHT = '/api/v2/user/product?customerId=ada-1&productId=PLUS&testMode=false&useExternalCustomerId=true';

describe('the control API of the sandbox', () => {
  const sandbox = useSandbox({
    products: { PLUS: { title: 'Plus', price: 9.9, currency: 'EUR', subscription: 'month' } },
  });

  /** As a program with the secret does, with these headers besides. */
  const control = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    send(sandbox(), {
      method,
      path: `/sandbox/${path}`,
      body,
      headers: { authorization: `Bearer ${sandbox().options.secret}`, ...headers },
    });
  const post = (path: string, body?: unknown) => control('POST', path, body);
  const hasBought = () => clientOf(sandbox()).hasUserBought(ADA, 'PLUS');
  const addAda = (more: object = {}) => post('customers', { email: 'ada@reader.example', ...ADA, ...more });

  it('adds a customer, with what is bought, and answers with it, whatever content type a program sends', async () => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await control('POST', 'customers', '{"email":"bo@reader.example"}', type)).status).to.equal(200);
    sandbox().reset();
    const { status, json } = await addAda({ language: 'de', bought: ['PLUS'] });
    expect(status).to.equal(200);
    expect(json).to.deep.include({ customerId: sandbox().find(ADA)?.customerId, language: 'de' });
    expect([await hasBought(), (await control('GET', 'customers')).json?.customers]).to.deep.equal([true, [json]]);
  });

  it('buys, refunds and cancels, by either id', async () => {
    const customerId = (await addAda()).json?.customerId;
    expect((await post('purchases', { ...ADA, productId: 'PLUS' })).status).to.equal(200);
    expect(await hasBought()).to.equal(true);
    await post('refunds', { customerId, productId: 'PLUS' });
    expect(await hasBought()).to.equal(false);
    await post('purchases', { customerId, productId: 'PLUS' });
    await post('cancellations', { customerId, productId: 'PLUS' });
    expect(sandbox().find(ADA)?.purchases[0]?.endsAt).to.be.above(Date.now());
  });

  it('goes forward in time, switches the paywall, and forgets everything', async () => {
    await addAda({ bought: ['PLUS'] });
    await post('cancellations', { ...ADA, productId: 'PLUS' });
    const { json } = await post('clock', { advanceSeconds: 32 * 86_400 });
    expect(Number(json?.now)).to.be.within(Date.now() + 31 * 86_400_000, Date.now() + 33 * 86_400_000);
    expect(await hasBought()).to.equal(false);
    await post('paywall', { enabled: false });
    expect([sandbox().paywall.enabled, (await post('reset')).status]).to.deep.equal([false, 204]);
    expect([sandbox().paywall.enabled, sandbox().customers]).to.deep.equal([true, []]);
  });

  it('injects a fault into one request, or more', async () => {
    await post('faults', { status: 503, headers: { 'retry-after': '7' } });
    await post('faults', { status: 500, times: 2 });
    const statuses = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await callApi(sandbox(), { path: BOUGHT })).status);
    expect(statuses).to.deep.equal([503, 500, 500, 403]);
  });

  it('lists the requests of the site, oldest first, with what was sent and answered, but no credential', async () => {
    await addAda();
    const token = await loginToken(sandbox(), String(sandbox().find(ADA)?.customerId));
    const path = '/api/v2/externalUser/register';
    await callApi(sandbox(), { method: 'POST', path, body: { email: 'bo@reader.example', language: 'de' } });
    await callApi(sandbox(), { path: `/api/v3.0/sessions/validate?sessionToken=${'s'.repeat(40)}` });
    const { text, json } = await control('GET', 'requests');
    const [first, second, third] = (json?.requests ?? []) as Record<string, unknown>[];
    expect(first).to.include({ call: 'createLoginToken', method: 'POST', status: 200, sent: '' });
    expect(first?.answered).to.equal(`{"loginToken":"${token.slice(0, 6)}…"}`);
    expect(second).to.include({ call: 'registerUser', sent: '{"email":"bo@reader.example","language":"de"}' });
    expect(second?.ms).to.be.a('number');
    expect(third?.url).to.equal('/api/v3.0/sessions/validate?sessionToken=ssssss…');
    for (const secret of [token, sandbox().options.secret, 'eyJ']) expect(text).not.to.include(secret);
  });

  const refused = ({ status, json }: Answer, code: number) => {
    expect(status).to.equal(code);
    expect(json?.description).to.be.a('string').and.not.include(sandbox().options.secret);
  };

  it('is closed without the secret', async () => {
    for (const authorization of ['', 'Bearer ', 'Bearer wrong', `bearer${sandbox().options.secret}`]) {
      const answer = await control('POST', 'reset', undefined, { authorization });
      refused(answer, 401);
      expect(answer.headers['www-authenticate']).to.equal('Bearer');
    }
    refused(await send(sandbox(), { path: '/sandbox/requests' }), 401);
    refused(await control('GET', 'nothing', undefined, { authorization: '' }), 401);
  });

  it('is closed to every web page, whatever it knows', async () => {
    const port = new URL(sandbox().url).port;
    for (const header of [
      ...['https://evil.example', sandbox().url, 'null'].map((origin) => ({ origin })),
      ...['same-origin', 'none'].map((site) => ({ 'sec-fetch-site': site })),
      { host: `evil.example:${port}` },
    ] as Record<string, string>[]) {
      const answer = await control('POST', 'customers', { email: 'evil@reader.example' }, header);
      refused(answer, 403);
      expect(answer.headers).not.to.have.property('access-control-allow-origin');
    }
    const preflight = await control('OPTIONS', 'customers', undefined, { origin: 'https://evil.example' });
    refused(preflight, 403);
    expect(sandbox().customers).to.deep.equal([]);
  });

  const wrong: [string, string, unknown, number, RegExp][] = [
    ['no JSON', 'customers', '{"email":', 400, /not a JSON object/],
    ['a list', 'customers', [], 400, /not a JSON object/],
    ['no body', 'customers', undefined, 400, /"email" is missing/],
    ['an e-mail address that is none', 'customers', { email: 'ada' }, 400, /^"email" must be an e-mail address$/],
    ['a purchase that is none', 'customers', { email: 'b@x', bought: ['A', 7] }, 400, /^"bought\[1\]" must be/],
    ['a field that there is not', 'customers', { email: 'b@x', mail: 'b@x' }, 400, /^"mail" is not known/],
    ['__proto__', 'customers', '{"email":"b@x","__proto__":{}}', 400, /^"__proto__" is not known/],
    ['an address that is taken', 'customers', { email: 'ADA@reader.example' }, 409, /e-mail/],
    ['nobody', 'purchases', { productId: 'PLUS' }, 400, /"customerId" or "externalUserId"/],
    ['two names', 'purchases', { ...ADA, customerId: '1', productId: 'PLUS' }, 400, /"customerId" or/],
    ['a stranger', 'purchases', { externalUserId: 'bo', productId: 'PLUS' }, 409, /no such customer/],
    ['no product', 'purchases', ADA, 400, /"productId" is missing/],
    ['what was not bought', 'refunds', { ...ADA, productId: 'PLUS' }, 409, /not bought/],
    ['what does not renew', 'cancellations', { ...ADA, productId: 'PLUS' }, 409, /no subscription/],
    ['a fault without effect', 'faults', { times: 2 }, 400, /no effect/],
    ['a call that there is not', 'faults', { call: 'x', status: 500 }, 400, /^"call" must be one of registerUser/],
    ['a header that is none', 'faults', { headers: { 'x y': '1' }, status: 500 }, 400, /^"headers."x y"" must be a/],
    ['a value that is none', 'faults', { headers: { x: '1\n2' }, status: 500 }, 400, /^"headers.x" must be a header/],
    ['an hour in words', 'clock', { advanceSeconds: '3600' }, 400, /^"advanceSeconds" must be a number/],
    ['a step back', 'clock', { advanceSeconds: -1 }, 400, /^"advanceSeconds" must be a number/],
    ['a step too far', 'clock', { advanceSeconds: 1e15 }, 400, /a hundred years/],
    ['other units', 'clock', { advanceMs: 1 }, 400, /^"advanceMs" is not known/],
    ['neither on nor off', 'paywall', { enabled: 'off' }, 400, /^"enabled" must be true or false$/],
    ['a call of its own', 'constructor', {}, 404, /no such call/],
  ];
  for (const [what, path, body, status, message] of wrong) {
    it(`refuses ${what} for ${path}, and does nothing`, async () => {
      await addAda();
      const before = JSON.stringify(sandbox().customers);
      const answer = await post(path, body);
      expect(answer.json?.description).to.match(message);
      expect(answer.status).to.equal(status);
      expect(JSON.stringify(sandbox().customers)).to.equal(before);
      expect(sandbox().clock.now()).to.be.below(Date.now() + 60_000);
    });
  }
});
