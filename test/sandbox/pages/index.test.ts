// The pages and scripts that the sandbox serves.
import { expect } from 'chai';
import { send, useSandbox } from '../support.js';

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
