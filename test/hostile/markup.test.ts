/** Hostile attribute names, nonces and CSRF tokens: the tags that a page gets have the intended attributes, or are refused. */

import { expect } from 'chai';
import fc from 'fast-check';
import { PlenigoArgumentError } from '../../lib/index.js';
import { newPage, useBrowser } from '../support/browser.js';
import { present } from '../support/present.js';
import { exchange, expectReady, localsOf, plenigoFor } from './locals.js';
import { type Sample, SITE, text } from './values.js';

const plain: Sample = {
  mode: 'click',
  product: 'ARTICLE-1',
  settings: {},
  user: { id: 'ada', email: 'ada@example.com' },
  label: 'Buy',
  attributes: {},
  loginToken: 'token',
};

/** Names that do something in some browser, in the letters in which browsers take them. */
const NAMES = [
  'onclick',
  'ONCLICK',
  'onpointerrawupdate',
  'on',
  'style',
  'type',
  'form',
  'formaction',
  'srcdoc',
  'data-plenigo-checkout',
  'data-plenigo-endpoint',
  '__proto__',
  'x onclick',
  'x/onclick',
  'x\nonclick',
  'x>',
  'x=y onclick',
  'x"onclick',
  '',
  'class',
  'id',
  'title',
  'disabled',
  'aria-label',
  'data-x',
];

describe('hostile values in the tags of a page', function () {
  this.timeout(120_000);
  useBrowser();

  it('attribute names of the button are plain, or refused', async () => {
    const page = await newPage();
    const plenigo = expectReady(await localsOf(plain));
    const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'binary', maxLength: 12 }));
    const entries = fc.array(fc.tuple(name, fc.oneof(text, fc.boolean(), fc.integer())), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(entries, { maxLength: 40 }), async (samples) => {
        const buttons: string[] = [];
        for (const sample of samples) {
          try {
            buttons.push(plenigo.buyButton('Buy', Object.fromEntries(sample)));
          } catch (error) {
            expect(error).to.be.instanceOf(PlenigoArgumentError).and.have.property('code', 'invalid-argument');
          }
        }
        const found = await page.evaluate((html) => {
          const { body } = new DOMParser().parseFromString(html, 'text/html');
          return [...body.querySelectorAll('*')].map((element, index) => ({
            place: index % 3,
            tag: element.tagName,
            names: element.getAttributeNames(),
          }));
        }, buttons.join(''));
        expect(found).to.have.length(3 * buttons.length);
        for (const { place, tag, names } of found) {
          expect(tag).to.equal(['BUTTON', 'SPAN', 'NOSCRIPT'][place]);
          if (place > 0) continue;
          expect(names).to.include.members(['type', 'data-plenigo-checkout']);
          expect(names.filter((each) => /^(on|style|form|srcdoc)/.test(each))).to.deep.equal([]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('refuses each name that would run script, submit a form or replace what makes the button work', async () => {
    const plenigo = expectReady(await localsOf(plain));
    for (const name of NAMES.slice(0, NAMES.indexOf('class'))) {
      const attributes = JSON.parse(`{${JSON.stringify(name)}:"canary()"}`);
      expect(() => plenigo.buyButton('Buy', attributes), name).to.throw(PlenigoArgumentError, 'not allowed');
    }
    for (const value of [{}, [], null, () => 'x']) {
      const attributes = { title: value } as unknown as { title: string };
      expect(() => plenigo.buyButton('Buy', attributes)).to.throw(PlenigoArgumentError, 'attributes.title');
    }
  });

  it('nonces and CSRF tokens stay inside their attributes', async () => {
    const page = await newPage();
    await fc.assert(
      fc.asyncProperty(text, text, async (nonce, csrfToken) => {
        const plenigo = plenigoFor(plain, { nonce: () => nonce });
        plenigo.router();
        const { req, res } = exchange();
        Object.assign(req, { csrfToken: () => csrfToken });
        await new Promise((resolve) => {
          plenigo.checkout('ARTICLE-1')(req, res, resolve);
        });
        const tags = await page.evaluate((html) => {
          const { head, body } = new DOMParser().parseFromString(html, 'text/html');
          return [...head.querySelectorAll('*'), ...body.querySelectorAll('*')].map((element) => ({
            tag: element.tagName,
            names: element.getAttributeNames(),
            csrf: element.getAttribute('data-csrf'),
            nonce: element.getAttribute('nonce'),
          }));
        }, present(res.locals.plenigo).scriptTag);
        const asParsed = (value: string) => value.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');
        expect(tags).to.deep.equal([
          {
            tag: 'SCRIPT',
            names: ['src', 'data-lang', 'data-disable-metered', 'nonce'],
            csrf: null,
            nonce: asParsed(nonce),
          },
          {
            tag: 'SCRIPT',
            names: ['src', 'defer', 'data-endpoint', 'data-csrf', 'nonce'],
            csrf: asParsed(csrfToken),
            nonce: asParsed(nonce),
          },
        ]);
      }),
      { numRuns: 100 },
    );
  });

  it('login tokens of self-service snippets stay in the script tag, and in no element', async () => {
    const page = await newPage();
    await fc.assert(
      fc.asyncProperty(text, async (loginToken) => {
        const plenigo = plenigoFor({ ...plain, loginToken });
        plenigo.router();
        const { req, res } = exchange();
        const loggedOutRedirectUrl = `${SITE}/login?x="><script>canary()</script>`;
        const show = plenigo.account('ORDER', { elementId: 'orders', loggedOutRedirectUrl });
        await new Promise((resolve) => {
          show(req, res, resolve);
        });
        const { elements, scriptTag } = present(res.locals.plenigoAccount);
        const found = await page.evaluate((html) => {
          const { head, body } = new DOMParser().parseFromString(html, 'text/html');
          return [...head.querySelectorAll('*'), ...body.querySelectorAll('*')].map((element) => ({
            tag: element.tagName,
            names: element.getAttributeNames(),
            snippets: element.getAttribute('data-snippets'),
          }));
        }, elements + scriptTag);
        const listed = found.map(({ snippets }) => snippets && JSON.parse(snippets));
        expect(listed).to.deep.equal([
          null,
          null,
          [{ snippet: 'ORDER', elementId: 'orders', loggedOutRedirectUrl, loginToken }],
        ]);
        expect(found.map(({ tag, names }) => [tag, ...names])).to.deep.equal([
          ['DIV', 'id', 'data-plenigo-snippet'],
          ['SCRIPT', 'src', 'data-lang', 'data-disable-metered'],
          ['SCRIPT', 'src', 'defer', 'data-snippets'],
        ]);
      }),
      { numRuns: 60 },
    );
  });
});
