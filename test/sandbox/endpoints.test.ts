// The pages and scripts that the sandbox serves, and the words that each of its doors finds for what it has not.
import { expect } from 'chai';
import { pollutedWith } from '../hostile/polluted.js';
import { callApi, send, useSandbox } from './support.js';
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
