/** The snippets: whatever the values, each is one call with exactly these values, in characters that nothing escapes. */
import { runInNewContext, runInThisContext } from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import { literal } from '../../lib/base/escape.js';
import { renderAccountSnippet } from '../../lib/index.js';
import { checkParts } from '../../lib/middleware/account.js';
import { createPaymentData } from '../../lib/v2/product.js';
import { accountApi } from '../../lib/v2/settings.js';
import {
  type AccountSnippetCall,
  type CheckoutSnippet,
  renderCheckedAccount,
  renderCheckedSnippet,
  renderCheckoutSnippet,
} from '../../lib/v2/snippet.js';
import type { Site } from '../../lib/visit/site.js';
import { SNIPPETS } from '../support/account-snippets.js';
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

const loggedOutRedirectUrl = 'https://news.example/login?a="b"';
const order = { snippet: 'ORDER', elementId: 'a' } as const;
const site = { config: { allowedOrigins: new Set(['https://news.example']) }, platform: { account: accountApi } };
const check = (account: { snippet: unknown; settings: unknown }) =>
  checkParts(site as unknown as Site, account.snippet, account.settings);

describe('a self-service snippet', () => {
  it('is rendered by one call with exactly its values, for every name', () => {
    const samples = [
      ...SNIPPETS.map((snippet) => ({ snippet, token: 'TKN1' })),
      ...nastyTexts.map((token) => ({ snippet: 'ORDER' as const, token })),
    ];
    for (const { snippet, token } of samples) {
      const calls: unknown[] = [];
      const plenigo = {
        Snippet: Object.fromEntries(SNIPPETS.map((name) => [name, `id of ${name}`])),
        renderSnippet: (argument: unknown) => calls.push(structuredClone(argument)),
      };
      const code = renderAccountSnippet({ snippet, elementId: 'a', loggedOutRedirectUrl, loginToken: token });
      expect(code).to.match(/^[\w.~/(){}:,-]*$/);
      runInNewContext(code, { plenigo });
      expect(calls).to.deep.equal([
        { elementId: 'a', snippetId: `id of ${snippet}`, loggedOutRedirectUrl, loginToken: token },
      ]);
    }
  });

  it('takes the fields of one snippet only, each of them checked', async () => {
    const good = { ...order, loggedOutRedirectUrl, loginToken: 'T1' };
    expect(renderAccountSnippet({ ...good, loggedOutRedirectUrl: 'https://a.example' })).to.match(
      /^plenigo\.renderSnippet\(\{elementId:\/a\/\.source,snippetId:plenigo\.Snippet\.ORDER,.*loginToken:\/T1\/\.source\}\)$/,
    );
    const wrong: [fields: unknown, says: RegExp][] = [
      [undefined, /snippet: got undefined, expected an object/],
      ['ORDER', /snippet: got a string of 5 characters, expected an object/],
      [{ ...good, snippet: 'ORDER}),fault({' }, /snippet\.snippet: got a string of 15 characters, expected one of/],
      [{ ...good, elementId: "'a'" }, /snippet\.elementId: got a string of 3/],
      [{ ...good, loggedOutRedirectUrl: 'javascript:fault()' }, /snippet\.loggedOutRedirectUrl: got/],
      [{ ...good, loginToken: { token: 'TKN' } }, /snippet\.loginToken: got a value of type object/],
      [{ ...good, loginToken: 'TKN\uD83D' }, /snippet\.loginToken: got a string of 4 characters/],
      [{ ...good, logintoken: 'TKN' }, /did you mean loginToken\?/],
    ];
    for (const key of Object.keys(good))
      wrong.push([{ ...good, [key]: undefined }, RegExp(`snippet\\.${key} is missing`)]);
    for (const [fields, says] of wrong) {
      const error = await failure(() => renderAccountSnippet(fields as AccountSnippetCall));
      expect(error).to.include({ name: 'PlenigoArgumentError', code: 'invalid-argument' });
      expect(error.message).to.match(says).and.not.contain('TKN');
    }
  });

  it('is one with a token that has no UTF-8 form, too: plenigo answers what it likes', () => {
    const calls: { loginToken: string }[] = [];
    const plenigo = { Snippet: {}, renderSnippet: (given: { loginToken: string }) => calls.push(given) };
    runInNewContext(renderCheckedAccount({ ...order, loggedOutRedirectUrl, loginToken: 'T\ud800' }), { plenigo });
    expect(calls[0]?.loginToken).to.equal('T\ud800');
  });

  const address = { loggedOutRedirectUrl };
  const wrong: Record<string, [parts: unknown, says: RegExp, settings?: object | null]> = {
    'no parts': [[], /a list of at least one snippet/],
    nothing: [undefined, /a list of at least one snippet/],
    'a part alone': [order, /a list of at least one/],
    'an unknown name': [[{ snippet: 'ORDERS', elementId: 'a' }], /account\.snippet: got "ORDERS", expected one of/],
    'a name that is code': [[{ snippet: 'ORDER}),fault({', elementId: 'a' }], /account\.snippet/],
    'a name that every object has': [[{ snippet: 'constructor', elementId: 'a' }], /expected one of/],
    'a slip of the pen': [[{ snippet: 'ORDER', elementID: 'a' }], /did you mean elementId\?/],
    'no element': [[{ snippet: 'ORDER' }], /account\.elementId is missing/],
    'a long element id': [[{ snippet: 'ORDER', elementId: 'x'.repeat(101) }], /account\.elementId/],
    'an element id that is HTML': [[{ snippet: 'ORDER', elementId: '"><script>' }], /account\.elementId/],
    'one element for two': [[order, { ...order, snippet: 'CREDIT_CARD' }], /an elementId of its own/],
    'no settings': [[order], /account\.loggedOutRedirectUrl is missing/, null],
    'a name alone, and no element': ['ORDER', /account\.elementId is missing/],
    'an element for a list': [[order], /no field "elementId"/, { ...address, elementId: 'a' }],
  };
  for (const [name, [snippet, says, settings = address]] of Object.entries(wrong)) {
    it(`is refused with ${name}`, async () => {
      const error = await failure(() => check({ snippet, settings: settings ?? undefined }));
      expect(error.code).to.equal('invalid-argument');
      expect(error.message).to.match(says);
    });
  }
});
