// The self-service page as the sandbox serves it.
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../../lib/sandbox/index.js';
import { send } from '../support.js';

describe('the self-service page', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  it('has a strict policy that lets sites frame it, and nothing inline', async () => {
    const { status, headers, text } = await send(sandbox, {
      path: '/account?origin=%3Cscript%3E&lang=%22%3E',
    });
    expect(status).to.equal(200);
    const policy = String(headers['content-security-policy']);
    expect(policy).to.include("default-src 'none'").and.include("script-src 'self'");
    expect(policy).not.to.match(/unsafe|frame-ancestors/);
    expect(headers).not.to.have.property('x-frame-options');
    expect(text).not.to.match(/<script>|style=|onclick/);
    expect(text).to.equal((await send(sandbox, { path: '/account' })).text);
  });

  for (const [path, type] of [
    ['/account/account.css', /^text\/css/],
    ['/account/account.js', /^text\/javascript/],
  ] as const) {
    it(`has its style sheet and its script in files: ${path}`, async () => {
      const { status, headers } = await send(sandbox, { path });
      expect(status).to.equal(200);
      expect(headers['content-type']).to.match(type);
    });
  }
});
