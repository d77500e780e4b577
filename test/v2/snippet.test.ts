/** The snippet: whatever the values, it is one call with exactly these values, in characters that nothing escapes. */
import { runInThisContext } from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import { createPaymentData } from '../../lib/v2/payment-data.js';
import { type CheckoutSnippet, literal, renderCheckoutSnippet } from '../../lib/v2/snippet.js';
import { SECRET } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { nastyTexts } from '../support/nasty.js';
import { run } from './run.js';

const paymentData = createPaymentData('P1', {}, { secret: SECRET });

/** No escaping function for HTML, attributes, URLs in attributes or JavaScript touches any of these. */
const UNTOUCHED = /^[\w.~%/(){}:,-]*$/;

/** Text that plenigo can be sent: without lone surrogates. */
const anyText = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength }),
    fc.constantFrom(...nastyTexts).filter((text) => text.length <= maxLength),
    fc
      .array(fc.constantFrom(...nastyTexts), { minLength: 1, maxLength: 4 })
      .map((texts) => texts.join(''))
      .filter((text) => text.length <= maxLength),
  );

const anyUrl = fc
  .tuple(
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.constantFrom('', "?a='b'", '#"<>`', '/é😀'),
  )
  .map(([url, end]) => url + end)
  .filter((url) => url.length <= 255);

const anySnippet: fc.Arbitrary<CheckoutSnippet> = fc.record(
  {
    paymentData: anyText(500),
    loginToken: anyText(100),
    startWithRegistration: fc.boolean(),
    sourceUrl: anyUrl,
    targetUrl: anyUrl,
    affiliateId: anyText(50),
    elementId: anyText(100),
  },
  { requiredKeys: ['paymentData'] },
);

describe('a literal', () => {
  it('is an expression with this value, in characters that nothing escapes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const expression = literal(text);
        expect(expression).to.match(UNTOUCHED);
        expect(runInThisContext(expression)).to.equal(text);
      }),
      { numRuns: 500 },
    );
  });

  for (const text of ['', ...nastyTexts]) {
    it(`of ${JSON.stringify(text)} is right in the middle and at both ends`, () => {
      for (const value of [text, `a${text}`, `${text}z`, `a${text}z`]) {
        expect(literal(value)).to.match(UNTOUCHED);
        expect(runInThisContext(literal(value))).to.equal(value);
      }
    });
  }
});

describe('a snippet', () => {
  it('is one call with exactly the given values', () => {
    fc.assert(
      fc.property(anySnippet, (fields) => {
        const snippet = renderCheckoutSnippet(fields);
        expect(snippet).to.match(UNTOUCHED);
        expect(run(snippet)).to.deep.equal([
          {
            name: fields.loginToken === undefined ? 'plenigo.checkout' : 'plenigo.checkoutWithRemoteLogin',
            argument: { startWithRegistration: false, ...fields },
          },
        ]);
      }),
      { numRuns: 500 },
    );
  });

  it('calls checkout without a token, and checkoutWithRemoteLogin with one', () => {
    expect(renderCheckoutSnippet({ paymentData: 'a.b.c' })).to.equal(
      'plenigo.checkout({paymentData:/a.b.c/.source,startWithRegistration:false})',
    );
    expect(renderCheckoutSnippet({ paymentData: 'a.b.c', loginToken: 'T1' })).to.equal(
      'plenigo.checkoutWithRemoteLogin({paymentData:/a.b.c/.source,loginToken:/T1/.source,startWithRegistration:false})',
    );
  });

  it('leaves out what is undefined', () => {
    const [call] = run(renderCheckoutSnippet({ paymentData, loginToken: undefined, targetUrl: undefined }));
    expect(call?.argument).to.deep.equal({ paymentData, startWithRegistration: false });
  });

  const wrong: Record<string, { fields: unknown; says: RegExp }> = {
    nothing: { fields: undefined, says: /snippet: got undefined/ },
    'no payment data': { fields: { loginToken: 't' }, says: /snippet\.paymentData is missing/ },
    'empty payment data': { fields: { paymentData: '' }, says: /snippet\.paymentData: got an empty string/ },
    'an empty token': {
      fields: { paymentData, loginToken: '' },
      says: /snippet\.loginToken: got an empty string/,
    },
    'a token object': {
      fields: { paymentData, loginToken: { token: 'TKN', expiresAt: new Date() } },
      says: /snippet\.loginToken: got a value of type object/,
    },
    'half an emoji': { fields: { paymentData, affiliateId: '\uD83D' }, says: /snippet\.affiliateId/ },
    'an affiliate id of 51 characters': {
      fields: { paymentData, affiliateId: 'x'.repeat(51) },
      says: /expected a string of 1 to 50/,
    },
    'an element id of 101 characters': {
      fields: { paymentData, elementId: 'x'.repeat(101) },
      says: /expected a string of 1 to 100/,
    },
    'a URL of 256 characters': {
      fields: { paymentData, targetUrl: 'https://b.example/'.padEnd(256, 'x') },
      says: /snippet\.targetUrl/,
    },
    'a URL that runs': {
      fields: { paymentData, sourceUrl: 'javascript:alert(1)' },
      says: /snippet\.sourceUrl/,
    },
    'a registration in words': {
      fields: { paymentData, startWithRegistration: '1}),fault({' },
      says: /startWithRegistration/,
    },
    'a misspelt field': { fields: { paymentData, elementID: 'x' }, says: /did you mean elementId\?/ },
    'a name as code': { fields: { paymentData, 'x:fault(),y': 'x' }, says: /snippet has no field/ },
  };
  for (const [name, { fields, says }] of Object.entries(wrong)) {
    it(`is refused with ${name}`, async () => {
      const error = await failure(() => renderCheckoutSnippet(fields as CheckoutSnippet));
      expect(error).to.include({ name: 'PlenigoArgumentError', code: 'invalid-argument' });
      expect(error.message).to.match(says).and.not.contain('TKN');
    });
  }
});
