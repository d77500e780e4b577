/** Signing and verifying: plenigo's known-good token, and nothing that another key or algorithm made. */
import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { createSigner, signerFor } from '../../lib/base/signing.js';

const SECRET = 'AMXzF7qJ9y0uuz2IawRIk6ZMLVeYKq9yXh7lURXQ';
const claims = {
  companyId: 'h7evZBaXvhaLVHYRTIHD',
  aud: 'plenigo',
  jti: '0c307ed3-3404-949c-9157-6644b134787a',
  exp: 1447152549,
};
const KNOWN_GOOD =
  'eyJhbGciOiJIUzI1NiJ9.eyJjb21wYW55SWQiOiJoN2V2WkJhWHZoYUxWSFlSVElIRCIsImF1ZCI6InBsZW5pZ28iLCJqdGkiOiIwYzMwN2VkMy0zNDA0LTk0OWMtOTE1Ny02NjQ0YjEzNDc4N2EiLCJleHAiOjE0NDcxNTI1NDl9.RQX7v8TGHd5P7Ucs5eLNTzXqRAIc9ZldPnBCzJPAmv8';

const base64url = (text: string) => Buffer.from(text).toString('base64url');

/** Signed by hand, so that the code under test is not its own witness. */
const handSigned = (body: string, secret = SECRET) =>
  `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;

const token = (header: string, payload: string, secret?: string) =>
  handSigned(`${base64url(header)}.${base64url(payload)}`, secret);

describe('a signer', () => {
  const signer = createSigner(SECRET);

  it("makes plenigo's known-good token, byte for byte, and reads it back", () => {
    expect([signer.sign(claims), signer.verify(KNOWN_GOOD)]).to.deep.equal([KNOWN_GOOD, claims]);
  });

  it('uses the UTF-8 bytes of the secret, and signs any text', () => {
    const payload = '{"ti":"Žluťoučký 😀"}';
    expect(createSigner('gehéim').sign(JSON.parse(payload))).to.equal(token('{"alg":"HS256"}', payload, 'gehéim'));
  });

  /** A signature with a dash, which base64 spells in another way. */
  let dashed = '';
  for (let number = 0; !/-\w*$/.test(dashed); number += 1) dashed = signer.sign({ number });

  const [header, payload, signature] = KNOWN_GOOD.split('.') as [string, string, string];
  const forged: Record<string, string> = {
    'another secret': token('{"alg":"HS256"}', '{"pi":"P1"}', 'another'),
    'algorithm none': `${base64url('{"alg":"none"}')}.${payload}.`,
    'another header, well signed': token('{"alg":"HS256","typ":"JWT"}', '{"pi":"P1"}'),
    'other claims under the same signature': `${header}.${base64url('{"pi":"P2"}')}.${signature}`,
    'a signature cut short': KNOWN_GOOD.slice(0, -3),
    'a fourth part': `${KNOWN_GOOD}.x`,
    'two parts': `${header}.${payload}`,
    'no parts': '',
    'claims that are not JSON': token('{"alg":"HS256"}', 'plain'),
    // What decoders of base64url pass over: each would be the same token in another spelling.
    'other spare bits': KNOWN_GOOD.replace(/8$/, '9'),
    padding: `${KNOWN_GOOD}=`,
    'a line break at the end': `${KNOWN_GOOD}\n`,
    'a blank in the signature': `${header}.${payload}.${signature.slice(0, 9)} ${signature.slice(9)}`,
    'the alphabet of base64': dashed.replaceAll('-', '+').replaceAll('_', '/'),
    'padded claims, well signed': handSigned(`${header}.${base64url('{"a":1}')}=`),
    'spare bits in its claims, well signed': handSigned(`${header}.${base64url('{"a":1}').replace(/Q$/, 'R')}`),
  };
  for (const [name, text] of Object.entries(forged))
    it(`reads nothing from a token with ${name}`, () => expect(signer.verify(text)).to.equal(undefined));

  it('derives keys that neither it nor another purpose accepts', () => {
    const offers = signer.derive('offers');
    const made = offers.sign({ a: 1 });
    expect([offers.verify(made), signer.derive('offers').verify(made)]).to.deep.equal([{ a: 1 }, { a: 1 }]);
    expect([signer.verify(made), signer.derive('others').verify(made)]).to.deep.equal([undefined, undefined]);
    expect(offers.verify(signer.sign({ a: 1 }))).to.equal(undefined);
  });

  it('binds a token to something that is not in it', () => {
    const token = signer.sign({ a: 1 }, 'user-1');
    expect(signer.verify(token, 'user-1')).to.deep.equal({ a: 1 });
    for (const other of ['user-2', '', undefined]) expect(signer.verify(token, other)).to.equal(undefined);
    expect(signer.verify(signer.sign({ a: 1 }), 'user-1')).to.equal(undefined);
    expect(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).to.equal('{"a":1}');
    // To the whole of that: no line break in the token moves its beginning into the claims.
    const [header, payload, signature] = signer.sign({ a: 1 }, '\nuser-2').split('.');
    expect(signer.verify(`${header}.${payload}\n.${signature}`, 'user-2')).to.equal(undefined);
  });

  it('does not show its secret', () => {
    expect(inspect(signer, { depth: null, showHidden: true })).to.not.contain(SECRET);
    expect(JSON.stringify(signer)).to.not.contain(SECRET);
  });

  it('is remembered for a secret, whatever other secrets come between', () => {
    const first = signerFor(SECRET);
    expect(signerFor(SECRET)).to.equal(first);
    for (let number = 0; number < 40; number += 1) signerFor(`secret ${number}`);
    expect(signerFor(SECRET).sign(claims)).to.equal(KNOWN_GOOD);
  });
});
