/** Who cannot see or use the sandbox's console. */
import { expect } from 'chai';
import { send, useSandbox } from './support.js';

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
