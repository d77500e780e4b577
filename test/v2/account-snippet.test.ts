/** The self-service snippets: every documented name, one call with exactly the given values. */
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { renderAccountSnippet } from '../../lib/index.js';
import { checkParts } from '../../lib/middleware/account.js';
import { accountApi } from '../../lib/v2/settings.js';
import { type AccountSnippetCall, renderCheckedAccount } from '../../lib/v2/snippet.js';
import type { Site } from '../../lib/visit/site.js';
import { SNIPPETS } from '../support/account-snippets.js';
import { failure } from '../support/errors.js';
import { nastyTexts } from '../support/nasty.js';

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
