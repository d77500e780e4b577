/** The snippet: whatever the values, it is one call with exactly these values, in characters that nothing escapes. */
import { runInThisContext } from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import { literal } from '../../lib/base/escape.js';
import { createPaymentData } from '../../lib/v2/product.js';
import { type CheckoutSnippet, renderCheckedSnippet, renderCheckoutSnippet } from '../../lib/v2/snippet.js';
import { SECRET } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { nastyTexts } from '../support/nasty.js';
import { run } from './run.js';

const paymentData = createPaymentData('P1', {}, { secret: SECRET });

/** No escaping function for HTML, attributes or JavaScript touches any of these, and no browser decodes them in an address. */
const UNTOUCHED = /^[\w.~/(){}:,-]*$/;

const severalNasty = fc.array(fc.constantFrom(...nastyTexts), { minLength: 1, maxLength: 4 });
/** Text that plenigo can be sent: without lone surrogates. */
const anyText = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength }),
    severalNasty.map((texts) => texts.join('')).filter((text) => text.length <= maxLength),
  );

const anyId = (maxLength: number) => fc.stringMatching(/^[\w.:-]+$/, { maxLength });

/** Any JavaScript string at all, lone surrogates included. */
const anyString = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

const anyUrl = fc
  .tuple(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.constantFrom('', "?a='b'", '#"<>`', '/é😀'))
  .map(([url, end]) => url + end)
  .filter((url) => url.length <= 255);

const anySnippet: fc.Arbitrary<CheckoutSnippet> = fc.record(
  {
    paymentData: anyText(500),
    loginToken: anyText(100),
    startWithRegistration: fc.boolean(),
    sourceUrl: anyUrl,
    targetUrl: anyUrl,
    affiliateId: anyId(50),
    elementId: anyId(100),
  },
  { requiredKeys: ['paymentData'] },
);

describe('a literal', () => {
  const isRight = (text: string) => {
    expect(literal(text)).to.match(UNTOUCHED);
    expect(runInThisContext(literal(text))).to.equal(text);
  };

  it('is an expression with this value, in characters that nothing escapes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), anyString), (text) => isRight(text)),
      { numRuns: 500 },
    );
    for (const text of ['', ...nastyTexts])
      for (const value of [text, `a${text}`, `${text}z`, `a${text}z`]) isRight(value);
  });

  it('of every character there is, and of long text, is right and grows with the text only', () => {
    const all = String.fromCharCode(...Array.from({ length: 0x10000 }, (_, unit) => unit));
    for (const value of [all, 'a%'.repeat(200_000), '\ud800'.repeat(200_000), `${'a'.repeat(200_000)}%`]) {
      expect(literal(value))
        .to.match(UNTOUCHED)
        .and.have.length.below(value.length * 20);
      // Not by `equal`, which would print all of it.
      expect(runInThisContext(literal(value)) === value).to.equal(true);
    }
  });
});

describe('a snippet', () => {
  it('is one call with exactly the given values', () => {
    fc.assert(
      fc.property(anySnippet, (fields) => {
        const snippet = renderCheckoutSnippet(fields);
        expect(snippet).to.match(UNTOUCHED);
        const name = fields.loginToken === undefined ? 'plenigo.checkout' : 'plenigo.checkoutWithRemoteLogin';
        expect(run(snippet)).to.deep.equal([{ name, argument: { startWithRegistration: false, ...fields } }]);
      }),
      { numRuns: 500 },
    );
  });

  it('is one with a token that has no UTF-8 form, too: plenigo answers what it likes', () => {
    const snippet = renderCheckedSnippet({ paymentData, loginToken: 'T\ud800' });
    expect(run(snippet)[0]?.argument).to.include({ loginToken: 'T\ud800' });
  });

  it('takes plain affiliate and element ids only', async () => {
    for (const key of ['affiliateId', 'elementId'] as const) {
      for (const text of [...nastyTexts.filter((text) => /\W/.test(text)), 'a b', 'é', 'a\n', 'a%2F', '\uD83D']) {
        const error = await failure(() => renderCheckoutSnippet({ paymentData, [key]: text }));
        expect(error.message).to.match(/snippet\.\w+: got .* letters, digits, "_", "-", "\." or ":"\)$/);
      }
      const id = 'Aff_7-a.b:c';
      expect(run(renderCheckoutSnippet({ paymentData, [key]: id }))[0]?.argument).to.include({ [key]: id });
    }
  });

  const wrong: Record<string, [fields: unknown, says: RegExp]> = {
    nothing: [undefined, /snippet: got undefined/],
    'no payment data': [{ loginToken: 't' }, /snippet\.paymentData is missing/],
    'empty payment data': [{ paymentData: '' }, /snippet\.paymentData: got an empty string/],
    'an empty token': [{ paymentData, loginToken: '' }, /snippet\.loginToken: got an empty string/],
    'a token object': [{ paymentData, loginToken: { token: 'TKN' } }, /snippet\.loginToken: got a value of type/],
    'a registration in words': [{ paymentData, startWithRegistration: '1}),fault({' }, /startWithRegistration/],
    'a misspelt field': [{ paymentData, elementID: 'x' }, /did you mean elementId\?/],
    'a name as code': [{ paymentData, 'x:fault(),y': 'x' }, /snippet has no field/],
  };
  for (const [name, [fields, says]] of Object.entries(wrong)) {
    it(`is refused with ${name}`, async () => {
      const error = await failure(() => renderCheckoutSnippet(fields as CheckoutSnippet));
      expect(error).to.include({ name: 'PlenigoArgumentError', code: 'invalid-argument' });
      expect(error.message).to.match(says).and.not.contain('TKN');
    });
  }
});
