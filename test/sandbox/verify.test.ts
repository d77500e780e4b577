// How the sandbox checks the signature of a call, with code of its own.
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { makeVerifier } from '../../lib/sandbox/verify.js';
import { type Answer, plenigoToken, send, sign } from './support.js';

const PATH = '/api/v2/user/product?customerId=A&productId=P&testMode=false&useExternalCustomerId=false';

describe('the sandbox checks the plenigoToken', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    // Whatever time it plays: a site signs by real time.
    sandbox = await startSandbox({ now: () => 0 });
  });
  afterEach(() => sandbox.close());

  const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;
  const ask = (token?: string) =>
    send(sandbox, { path: PATH, ...(token !== undefined && { headers: { plenigoToken: token } }) });

  /** 403 is "not bought": the token was accepted. */
  const accepted = ({ status }: Answer) => expect(status).to.equal(403);
  const refused = ({ status, json }: Answer, because: RegExp) => {
    expect(status).to.equal(401);
    expect(json?.error).to.equal('401');
    expect(json?.description).to.match(because);
  };

  it('accepts a fresh token', async () => {
    accepted(await ask(plenigoToken(sandbox)));
  });

  it('refuses a request without a token', async () => {
    refused(await ask(), /missing/);
  });

  it('refuses what is not a JWT', async () => {
    refused(await ask('abc'), /three parts/);
    refused(await ask(`${plenigoToken(sandbox)}.more`), /three parts/);
  });

  it('refuses another secret', async () => {
    const claims = { companyId: sandbox.options.companyId, aud: 'plenigo', jti: '1', exp: seconds(300) };
    refused(await ask(sign('another', claims)), /signature/);
  });

  it('refuses a changed payload', async () => {
    const [head, , signature] = plenigoToken(sandbox).split('.');
    const [, payload] = plenigoToken(sandbox, { jti: 'changed' }).split('.');
    refused(await ask(`${head}.${payload}.${signature}`), /signature/);
  });

  it('refuses a signature with characters that a lenient decoder would skip', async () => {
    refused(await ask(`${plenigoToken(sandbox)}=`), /signature/);
  });

  it('refuses every algorithm but HS256', async () => {
    const claims = { companyId: sandbox.options.companyId, aud: 'plenigo', jti: '1', exp: seconds(300) };
    refused(await ask(sign(sandbox.options.secret, claims, { header: { alg: 'none' } })), /HS256/);
    refused(await ask(sign(sandbox.options.secret, claims, { header: { alg: 'HS512' }, hash: 'sha512' })), /HS256/);
  });

  it('refuses another audience', async () => {
    refused(await ask(plenigoToken(sandbox, { aud: 'Frisbii Media' })), /aud/);
  });

  it('refuses another company', async () => {
    refused(await ask(plenigoToken(sandbox, { companyId: 'other' })), /company id/);
  });

  it('refuses a token without a jti', async () => {
    refused(await ask(plenigoToken(sandbox, { jti: undefined })), /jti/);
    refused(await ask(plenigoToken(sandbox, { jti: '' })), /jti/);
    refused(await ask(plenigoToken(sandbox, { jti: 7 })), /jti/);
  });

  it('refuses a jti that was used before, also in another token', async () => {
    const token = plenigoToken(sandbox, { jti: 'once' });
    accepted(await ask(token));
    refused(await ask(token), /used before/);
    refused(await ask(plenigoToken(sandbox, { jti: 'once', exp: seconds(200) })), /used before/);
  });

  it('does not burn the jti of a forged token', async () => {
    const claims = { companyId: sandbox.options.companyId, aud: 'plenigo', jti: 'mine', exp: seconds(300) };
    refused(await ask(sign('another', claims)), /signature/);
    accepted(await ask(plenigoToken(sandbox, { jti: 'mine' })));
  });

  it('refuses a token that has expired', async () => {
    refused(await ask(plenigoToken(sandbox, { exp: seconds(0) })), /expired/);
  });

  it('refuses a token without a number as exp', async () => {
    refused(await ask(plenigoToken(sandbox, { exp: undefined })), /exp/);
    refused(await ask(plenigoToken(sandbox, { exp: String(seconds(300)) })), /exp/);
  });

  it('refuses a token that lives longer than five minutes, with a little room for clocks', async () => {
    accepted(await ask(plenigoToken(sandbox, { exp: seconds(325) })));
    refused(await ask(plenigoToken(sandbox, { exp: seconds(400) })), /five minutes/);
  });
});

describe('the known-good vector', () => {
  const companyId = 'h7evZBaXvhaLVHYRTIHD';
  const secret = 'AMXzF7qJ9y0uuz2IawRIk6ZMLVeYKq9yXh7lURXQ';
  const exp = 1447152549;
  const token =
    'eyJhbGciOiJIUzI1NiJ9.eyJjb21wYW55SWQiOiJoN2V2WkJhWHZoYUxWSFlSVElIRCIsImF1ZCI6InBsZW5pZ28iLCJqdGkiOiIwYzMwN2VkMy0zNDA0LTk0OWMtOTE1Ny02NjQ0YjEzNDc4N2EiLCJleHAiOjE0NDcxNTI1NDl9.RQX7v8TGHd5P7Ucs5eLNTzXqRAIc9ZldPnBCzJPAmv8';

  it('is accepted within its five minutes', () => {
    const verify = makeVerifier({ companyId, secret }, () => (exp - 60) * 1000);
    expect(() => verify(token)).not.to.throw();
    expect(() => verify(token)).to.throw(/used before/);
  });

  it('is refused afterwards', () => {
    const verify = makeVerifier({ companyId, secret }, () => exp * 1000);
    expect(() => verify(token)).to.throw(/expired/);
  });
});
