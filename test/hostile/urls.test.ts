/** Where a reader may be sent after the checkout: only addresses of the site itself, or of origins that it lists. */

import { expect } from 'chai';
import fc from 'fast-check';
import { PlenigoArgumentError } from '../../lib/index.js';
import { exchange, expectReady, localsOf, plenigoFor } from './locals.js';
import { type Sample, SITE } from './values.js';

const LISTED = 'https://shop.example';
const EVIL = 'evil.example';

const plain: Sample = {
  mode: 'page',
  product: 'ARTICLE-1',
  settings: {},
  user: { id: 'ada', email: 'ada@example.com' },
  label: 'Buy',
  attributes: {},
  loginToken: 'token',
};
const options = { allowedOrigins: [LISTED] };

const refused: Record<string, string> = {
  'a scheme-relative address': `//${EVIL}`,
  'one with a backslash': `/\\${EVIL}`,
  'two backslashes': `\\\\${EVIL}`,
  'a backslash behind the scheme': `https:\\\\${EVIL}`,
  'a backslash behind the host': `${SITE}\\@${EVIL}`,
  'a path alone': '/article/1',
  'a relative path': 'article/1',
  'a script': 'javascript:alert(1)',
  'a script in other letters': 'JaVaScRiPt:alert(1)',
  'a script that looks like an address': `javascript://news.example/%0Aalert(1)`,
  data: 'data:text/html,<script>alert(1)</script>',
  'a blob of the site': `blob:${SITE}/1`,
  'a file': 'file:///etc/passwd',
  'a user name': `https://news.example@${EVIL}/`,
  'a user name on the site': 'https://ada@news.example/',
  'a user name and password': `https://news.example:443@${EVIL}/`,
  'an empty user name': `https://@news.example/`,
  'another site': `https://${EVIL}/`,
  'a longer host': `https://news.example.${EVIL}/`,
  'a host that ends the same': 'https://evilnews.example/',
  'a lower host': 'https://sub.news.example/',
  'another scheme': 'http://news.example/',
  'another port': 'https://news.example:8443/',
  'a dot at the end of the host': 'https://news.example./',
  'a tab inside': `https://news.exa\tmple/`,
  'a tab before': `\t${SITE}/`,
  'a newline inside': `https:/\n/${EVIL}/`,
  'a newline at the end': `${SITE}/\n`,
  'a carriage return': `${SITE}/\r\nSet-Cookie: a=b`,
  'a space': `${SITE}/a b`,
  'a space before': ` ${SITE}/`,
  'a NUL': `${SITE}/\0`,
  'a wide space': `${SITE}/\u3000`,
  'a lone surrogate': `${SITE}/\ud800`,
  'a slash too few': 'https:/news.example/',
  'no slashes': 'https:news.example/',
  '256 characters': `${SITE}/`.padEnd(256, 'x'),
  nothing: '',
  'no text': 42 as unknown as string,
  null: null as unknown as string,
  'an object that becomes text': { toString: () => `${SITE}/` } as unknown as string,
};

const allowed: Record<string, string> = {
  'the site': SITE,
  'a page of the site': `${SITE}/article/1?from=newsletter#comments`,
  'its default port': 'https://news.example:443/',
  'its host in capitals': 'HTTPS://NEWS.EXAMPLE/',
  'a listed origin': `${LISTED}/thanks`,
  '255 characters': `${SITE}/`.padEnd(255, 'x'),
  'an address in the query': `${SITE}/?next=https://${EVIL}`,
};

for (const key of ['sourceUrl', 'targetUrl'] as const) {
  describe(`${key}`, () => {
    for (const [name, url] of Object.entries(refused)) {
      it(`is refused: ${name}`, async () => {
        const plenigo = plenigoFor(plain, options);
        const message = new RegExp(`settings\\.${key}`);
        // A fixed value at start, a function's at the request, before plenigo is asked for anything.
        expect(() => plenigo.checkout('ARTICLE-1', { [key]: url })).to.throw(PlenigoArgumentError, message);
        let calls = 0;
        const error = await localsOf(
          { ...plain, settings: { [key]: url } },
          {
            options: {
              ...options,
              fetch: async () => {
                calls += 1;
                return Response.json({});
              },
            },
          },
        ).catch((reason: unknown) => reason);
        expect(error).to.be.instanceOf(PlenigoArgumentError).and.have.property('code', 'invalid-product');
        expect(String(error)).to.match(message).and.not.include(EVIL);
        expect(calls).to.equal(0);
      });
    }

    for (const [name, url] of Object.entries(allowed)) {
      it(`is handed on as it is: ${name}`, async () => {
        const { checkout } = expectReady(await localsOf({ ...plain, settings: { [key]: url } }, { options }));
        const call = new Function('plenigo', `return ${checkout.snippet}`) as (
          sdk: object,
        ) => Record<string, unknown>;
        expect(call({ checkoutWithRemoteLogin: (argument: object) => argument })[key]).to.equal(url);
      });
    }

    it('is an address of the site for whatever a browser makes of it', () => {
      const plenigo = plenigoFor(plain, options);
      const part = fc.oneof(
        fc.constantFrom(
          SITE,
          LISTED,
          'https:',
          'http:',
          'javascript:',
          '/',
          '//',
          '\\',
          '@',
          ':',
          '.',
          '#',
          '?',
          '%',
          '\t',
          '\n',
        ),
        fc.constantFrom(
          EVIL,
          'news.example',
          'user:password@',
          '%2f%2f',
          '%09',
          '\u3002',
          '\uff0f',
          '\u2028',
          '[::1]',
        ),
        fc.string({ unit: 'binary', maxLength: 4 }),
      );
      const url = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
      let accepted = 0;
      fc.assert(
        fc.property(
          fc.oneof(
            url,
            url.map((rest) => `${SITE}/${rest}`),
          ),
          (value) => {
            try {
              plenigo.checkout('ARTICLE-1', { [key]: value });
            } catch (error) {
              expect(error).to.be.instanceOf(PlenigoArgumentError);
              return;
            }
            accepted += 1;
            // From any page, also from one of another site that a reader has been lured to.
            expect(new URL(value, `https://${EVIL}/`).origin).to.be.oneOf([SITE, LISTED]);
            expect(value).to.have.length.within(1, 255);
          },
        ),
        { numRuns: 5000 },
      );
      expect(accepted).to.be.above(100);
    });
  });
}

describe('the addresses of a page', () => {
  const forwarded = {
    host: EVIL,
    'x-forwarded-host': EVIL,
    'x-forwarded-proto': 'javascript',
    'x-forwarded-port': '1',
    'x-original-url': `//${EVIL}`,
    'x-rewrite-url': `//${EVIL}`,
    forwarded: `host=${EVIL};proto=https`,
    origin: `https://${EVIL}`,
    referer: `https://${EVIL}/`,
  };

  for (const mode of ['page', 'click'] as const) {
    it(`never come from the request, in mode ${mode}`, async () => {
      const locals = expectReady(await localsOf({ ...plain, mode }, { options, headers: forwarded }));
      const { checkout, scriptTag } = locals;
      const all = [checkout.snippet, checkout.paymentData, scriptTag, locals.buyButton('Buy')];
      const decoded = all
        .join('\n')
        .replace(/[\w-]{20,}/g, (part) => part + Buffer.from(part, 'base64url').toString());
      expect(decodeURIComponent(decoded.replace(/%(?![0-9a-f]{2})/gi, '%25'))).not.to.include('evil');
    });
  }

  it('need a baseUrl or a listed origin', () => {
    const plenigo = plenigoFor(plain, { baseUrl: undefined });
    expect(() => plenigo.checkout('ARTICLE-1', { targetUrl: `${SITE}/` })).to.throw(
      PlenigoArgumentError,
      /baseUrl/,
    );
    const { res } = exchange();
    expect(res.locals).to.deep.equal({});
  });
});
