// What the doors of the sandbox serve, what they say of what it has not, and how it checks the signature of a call.
import { expect } from 'chai';
import type { Sandbox } from '../../lib/sandbox/index.js';
import { makeVerifier } from '../../lib/sandbox/verify.js';
import { pollutedWith } from '../hostile/polluted.js';
import { type Answer, callApi, plenigoToken, send, sign, useSandbox } from './support.js';
import { callV3 } from './v3/support.js';

describe('the endpoints of the sandbox', () => {
  const sandbox = useSandbox();

  it('say that there is no such call in the words of whoever was asked', async () => {
    const v2 = await callApi(sandbox(), { path: '/api/v2/user/a/b/c' });
    expect([v2.status, v2.json]).to.deep.equal([404, { error: '404', description: 'There is no such call.' }]);
    const v3 = await callV3(sandbox(), { path: '/customers/1/nothing' });
    expect([v3.status, v3.json]).to.deep.equal([404, { errorCode: 99404, errorMessage: 'There is no such call.' }]);
    const authorization = `Bearer ${sandbox().options.secret}`;
    const control = await send(sandbox(), { path: '/sandbox/nothing', headers: { authorization } });
    expect([control.status, control.json?.description]).to.deep.equal([404, 'There is no such call.']);
    const page = await send(sandbox(), { method: 'POST', path: '/checkout', body: {} });
    expect([page.status, page.text]).to.deep.equal([404, 'The sandbox has no such page.\n']);
  });

  it('answer HEAD as GET where there is a page, and know no HEAD of an API', async () => {
    const { status, headers, text } = await send(sandbox(), { method: 'HEAD', path: '/checkout' });
    expect([status, text]).to.deep.equal([200, '']);
    expect(Number(headers['content-length'])).to.be.above(100);
    expect((await callApi(sandbox(), { method: 'HEAD', path: '/api/v2/paywall/state' })).status).to.equal(404);
  });

  it('read nothing of a body that was not sent, though a prototype of the process has it', async () => {
    const register = { method: 'POST', path: '/api/v2/externalUser/register' };
    const body = { email: 'ada@example.com', language: 'en' };
    const ask = () => callApi(sandbox(), { ...register, body });
    await ask();
    const { status, text } = await pollutedWith({ failByExistingEmail: true }, ask);
    expect(status, text).to.equal(200);
  });
});

describe('the sandbox serves', () => {
  const sandbox = useSandbox({ companyId: 'A<b>&"' });

  const get = (path: string, headers: Record<string, string> = {}) => send(sandbox(), { path, headers });
  const sdkPath = () => new URL(sandbox().options.sdkUrl).pathname;

  it('the browser script, for any site, but none for another company', async () => {
    const { status, headers, text } = await get(sdkPath());
    expect(status).to.equal(200);
    expect(headers).to.include({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(text).to.include('checkoutWithRemoteLogin');
    expect((await get('/static_resources/javascript/other/plenigo_sdk.min.js')).status).to.equal(404);
  });

  for (const path of ['/checkout', '/account']) {
    it(`${path} under a strict policy that lets sites frame it, and with nothing of its query`, async () => {
      const { status, headers, text } = await get(`${path}?origin=http%3A%2F%2F127.0.0.1`);
      expect(status).to.equal(200);
      const policy = String(headers['content-security-policy']);
      for (const rule of ["default-src 'none'", "script-src 'self'", "form-action 'none'"])
        expect(policy).to.include(rule);
      expect(policy).not.to.match(/unsafe|frame-ancestors/);
      expect(headers).not.to.have.property('x-frame-options');
      expect(text).not.to.match(/<script>|style=|onclick/);
      const other = await get(`${path}?view=%3Cscript%3E&origin=%3Cscript%3E&lang=%22%3E&scheme=%22&api=%22`);
      expect(other.text).to.equal(text);
    });
  }

  it('style sheets and scripts as files', async () => {
    for (const name of ['base.css', 'console/console.css', 'frame.css'])
      expect((await get(`/${name}`)).headers['content-type']).to.match(/^text\/css/);
    for (const name of ['console/console.js', 'checkout/checkout.js', 'account/account.js'])
      expect((await get(`/${name}`)).headers['content-type']).to.match(/^text\/javascript/);
  });

  it('a start page that says what it is, without the secret', async () => {
    const { status, text } = await get('/');
    expect(status).to.equal(200);
    expect(text).to.include('plenigo sandbox').and.include('A&#60;b&#62;&#38;&#34;');
    expect(text).not.to.include(sandbox().options.secret).and.not.to.include('<b>');
  });

  it('404 for everything else', async () => {
    for (const path of ['/favicon.ico', '/../../package.json', '/checkout/start'])
      expect((await get(path)).status).to.equal(404);
    expect((await send(sandbox(), { method: 'POST', path: '/' })).status).to.equal(404);
  });
});

const PATH = '/api/v2/user/product?customerId=A&productId=P&testMode=false&useExternalCustomerId=false';

describe('the sandbox checks the plenigoToken', () => {
  // Whatever time it plays: a site signs by real time.
  const sandbox = useSandbox({ now: () => 0 });

  const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;
  const ask = (token?: string) =>
    send(sandbox(), { path: PATH, ...(token !== undefined && { headers: { plenigoToken: token } }) });
  const claimsOf = ({ options: { companyId } }: Sandbox, jti: string) => {
    return { companyId, aud: 'plenigo', jti, exp: seconds(300) };
  };
  const swapped = (target: Sandbox) => `.${plenigoToken(target, { jti: 'changed' }).split('.')[1]}.`;
  const signedBy = (how: Parameters<typeof sign>[2]) => (target: Sandbox) =>
    sign(target.options.secret, claimsOf(target, '1'), how);
  const withClaims = (claims: object) => (target: Sandbox) => plenigoToken(target, claims);

  /** 403 is "not bought": the token was accepted. */
  const accepted = ({ status }: Answer) => expect(status).to.equal(403);
  const refused = ({ status, json }: Answer, because: RegExp) => {
    expect([status, json?.error]).to.deep.equal([401, '401']);
    expect(json?.description).to.match(because);
  };

  it('accepts a fresh token, also of a clock that goes a little ahead', async () => {
    accepted(await ask(plenigoToken(sandbox())));
    accepted(await ask(plenigoToken(sandbox(), { exp: seconds(325) })));
  });

  const wrong: Record<string, [because: RegExp, make: (target: Sandbox) => string | undefined]> = {
    'no token': [/missing/, () => undefined],
    'what is not a JWT': [/three parts/, () => 'abc'],
    'more than three parts': [/three parts/, (target) => `${plenigoToken(target)}.more`],
    'another secret': [/signature/, (target) => sign('another', claimsOf(target, '1'))],
    'a changed payload': [/signature/, (target) => plenigoToken(target).replace(/\..*\./, swapped(target))],
    'a signature that a lenient decoder would read': [/signature/, (target) => `${plenigoToken(target)}=`],
    'no algorithm': [/HS256/, signedBy({ header: { alg: 'none' } })],
    'another algorithm': [/HS256/, signedBy({ header: { alg: 'HS512' }, hash: 'sha512' })],
    'another audience': [/aud/, withClaims({ aud: 'Frisbii Media' })],
    'another company': [/company id/, withClaims({ companyId: 'other' })],
    'no jti': [/jti/, withClaims({ jti: undefined })],
    'an empty jti': [/jti/, withClaims({ jti: '' })],
    'a jti that is a number': [/jti/, withClaims({ jti: 7 })],
    'an exp that is over': [/expired/, withClaims({ exp: seconds(0) })],
    'no exp': [/exp/, withClaims({ exp: undefined })],
    'an exp in words': [/exp/, withClaims({ exp: String(seconds(300)) })],
    'a longer life than five minutes': [/five minutes/, (target) => plenigoToken(target, { exp: seconds(400) })],
  };
  for (const [what, [because, make]] of Object.entries(wrong))
    it(`refuses ${what}`, async () => refused(await ask(make(sandbox())), because));

  it('refuses a jti that was used before, also in another token, but does not burn that of a forged token', async () => {
    refused(await ask(sign('another', claimsOf(sandbox(), 'once'))), /signature/);
    const token = plenigoToken(sandbox(), { jti: 'once' });
    accepted(await ask(token));
    refused(await ask(token), /used before/);
    refused(await ask(plenigoToken(sandbox(), { jti: 'once', exp: seconds(200) })), /used before/);
  });
});

describe('the known-good vector', () => {
  const companyId = 'h7evZBaXvhaLVHYRTIHD';
  const secret = 'AMXzF7qJ9y0uuz2IawRIk6ZMLVeYKq9yXh7lURXQ';
  const exp = 1447152549;
  const token =
    'eyJhbGciOiJIUzI1NiJ9.eyJjb21wYW55SWQiOiJoN2V2WkJhWHZoYUxWSFlSVElIRCIsImF1ZCI6InBsZW5pZ28iLCJqdGkiOiIwYzMwN2VkMy0zNDA0LTk0OWMtOTE1Ny02NjQ0YjEzNDc4N2EiLCJleHAiOjE0NDcxNTI1NDl9.RQX7v8TGHd5P7Ucs5eLNTzXqRAIc9ZldPnBCzJPAmv8';

  it('is accepted within its five minutes, once, and refused afterwards', () => {
    const [early, late] = [exp - 60, exp].map((now) => makeVerifier({ companyId, secret }, () => now * 1000));
    expect(() => early?.(token)).not.to.throw();
    expect(() => early?.(token)).to.throw(/used before/);
    expect(() => late?.(token)).to.throw(/expired/);
  });
});
