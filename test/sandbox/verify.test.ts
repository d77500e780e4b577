// How the sandbox checks the signature of a call, with code of its own.
import { expect } from 'chai';
import type { Sandbox } from '../../lib/sandbox/index.js';
import { makeVerifier } from '../../lib/sandbox/verify.js';
import { type Answer, plenigoToken, send, sign, useSandbox } from './support.js';

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
    expect(status).to.equal(401);
    expect(json?.error).to.equal('401');
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
