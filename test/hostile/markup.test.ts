/** Hostile values of every kind in a page: tags have the intended attributes, or are refused, and snippets make the intended call. */

import { expect } from 'chai';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { PlenigoArgumentError } from '../../lib/index.js';
import { newPage, useBrowser } from '../support/browser.js';
import { present } from '../support/present.js';
import { exchange, expectReady, localsOf, plenigoFor } from './locals.js';
import { plain, type Sample, SITE, sample, text } from './values.js';

const inClickMode: Sample = { ...plain, mode: 'click' };

/** Names that do something in some browser, in the letters in which browsers take them. */
const NAMES = [
  ...['onclick', 'ONCLICK', 'onpointerrawupdate', 'on', 'style', 'type', 'form', 'formaction', 'srcdoc'],
  ...[
    'data-plenigo-checkout',
    'data-plenigo-endpoint',
    '__proto__',
    'x onclick',
    'x/onclick',
    'x\nonclick',
    'x>',
    'x=y onclick',
    'x"onclick',
  ],
  ...['', 'class', 'id', 'title', 'disabled', 'aria-label', 'data-x'],
];

/** What a browser makes of some HTML, element for element. */
const elementsIn = (
  page: Page,
  markup: string,
): Promise<{ tag: string; attributes: [string, string][]; text: string }[]> =>
  page.evaluate((html) => {
    const { head, body } = new DOMParser().parseFromString(html, 'text/html');
    return [...head.querySelectorAll('*'), ...body.querySelectorAll('*')].map(
      ({ tagName, attributes, textContent }) => ({
        tag: tagName,
        text: textContent,
        attributes: [...attributes].map(({ name, value }): [string, string] => [name, value]),
      }),
    );
  }, markup);

describe('hostile values in the tags of a page', function () {
  this.timeout(120_000);
  useBrowser();

  it('attribute names of the button are harmless, or refused', async () => {
    const page = await newPage();
    const plenigo = expectReady(await localsOf(inClickMode));
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
        const found = await elementsIn(page, buttons.join(''));
        expect(found).to.have.length(4 * buttons.length);
        for (const [index, { tag, attributes }] of found.entries()) {
          expect(tag).to.equal(['BUTTON', 'NOSCRIPT', 'SPAN', 'SPAN'][index % 4]);
          if (tag !== 'BUTTON') continue;
          const names = attributes.map(([name]) => name);
          expect(names).to.include.members(['type', 'data-plenigo-checkout']);
          expect(names.filter((each) => /^(on|style|form|srcdoc)/.test(each))).to.deep.equal([]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('buttons have the label and attributes of the site, and snippets are the one intended call, in characters that no template engine escapes', async () => {
    const page = await newPage();
    const asRead = (value: string, nul: string) => value.replace(/\r\n?/g, '\n').replaceAll('\0', nul);
    await fc.assert(
      fc.asyncProperty(fc.array(sample, { minLength: 1, maxLength: 20 }), async (samples) => {
        const shown: { html: string; text: string; attributes: object }[] = [];
        for (const each of samples) {
          const { label, attributes, loginToken, mode, settings } = each;
          const { buyButton, checkout, offers } = expectReady(await localsOf(each));
          const html = buyButton(label, attributes);
          const offer = /data-plenigo-checkout="([^"]+)"/.exec(html)?.[1];
          const names = Object.entries(attributes).map(([name, value]) => [name, asRead(value, '\ufffd')]);
          const product = { 'data-plenigo-product': asRead(`${offers[0]?.product.id}`, '\ufffd') };
          const mark = mode === 'page' && { 'data-plenigo-offer': checkout.paymentData.slice(-8) };
          const ours = { type: 'button', 'data-plenigo-checkout': offer, ...product, ...mark };
          shown.push({ html, text: asRead(label, ''), attributes: { ...Object.fromEntries(names), ...ours } });

          expect(checkout.snippet).to.match(/^[\w.~/(){}:,-]*$/);
          const calls: unknown[] = [];
          const note = (argument: unknown) => calls.push(argument);
          const run = new Function('expressPlenigo', 'plenigo', checkout.snippet);
          run({ checkout: note }, { checkoutWithRemoteLogin: note });
          const { sourceUrl, targetUrl, affiliateId, elementId } = settings;
          const call = { paymentData: checkout.paymentData, loginToken, startWithRegistration: false };
          const asked = JSON.parse(JSON.stringify({ ...call, sourceUrl, targetUrl, affiliateId, elementId }));
          expect(calls).to.deep.equal([mode === 'click' ? offer : asked]);
        }
        const found = await elementsIn(page, shown.map(({ html }) => html).join(''));
        const buttons = found.filter(({ tag }) => tag === 'BUTTON');
        expect(
          buttons.map(({ text, attributes }) => ({
            text,
            attributes: Object.fromEntries(attributes.filter(([name]) => !name.startsWith('popover'))),
          })),
        ).to.deep.equal(shown.map(({ text, attributes }) => ({ text, attributes })));
      }),
      { numRuns: 40 },
    );
  });

  it('nonces stay inside their attributes, and CSRF tokens in a text that runs nothing', async () => {
    const page = await newPage();
    await fc.assert(
      fc.asyncProperty(text, text, async (nonce, csrfToken) => {
        const plenigo = plenigoFor(inClickMode, { nonce: () => nonce });
        plenigo.router();
        const { req, res } = exchange();
        Object.assign(req, { csrfToken: () => csrfToken });
        await new Promise((resolve) => plenigo.checkout('ARTICLE-1')(req, res, resolve));
        const tags = await elementsIn(page, present(res.locals.plenigo).scriptTag);
        const asParsed = (value: string) => value.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');
        const json = csrfToken ? [['SCRIPT', 'type', 'data-plenigo', 'nonce']] : [];
        expect(tags.map(({ tag, attributes }) => [tag, ...attributes.map(([name]) => name)])).to.deep.equal([
          ...json,
          ['SCRIPT', 'src', 'defer', 'nonce'],
          ['SCRIPT', 'src', 'data-lang', 'data-disable-metered', 'data-plenigo-sdk', 'async', 'nonce'],
        ]);
        for (const { attributes } of tags) expect(attributes.at(-1)).to.deep.equal(['nonce', asParsed(nonce)]);
        const texts = tags.map(({ text }) => text && JSON.parse(text));
        expect(texts).to.deep.equal(csrfToken ? [{ csrf: csrfToken }, '', ''] : ['', '']);
      }),
      { numRuns: 100 },
    );
  });

  it('login tokens of self-service snippets stay in the text before the script tag, and in no element', async () => {
    const page = await newPage();
    await fc.assert(
      fc.asyncProperty(text, async (loginToken) => {
        const plenigo = plenigoFor({ ...inClickMode, loginToken });
        plenigo.router();
        const { req, res } = exchange();
        const loggedOutRedirectUrl = `${SITE}/login?x="><script>canary()</script>`;
        const show = plenigo.account('ORDER', { elementId: 'orders', loggedOutRedirectUrl });
        await new Promise((resolve) => show(req, res, resolve));
        const { elements, scriptTag } = present(res.locals.plenigoAccount);
        const found = await elementsIn(page, elements + scriptTag);
        const snippets = [{ snippet: 'ORDER', elementId: 'orders', loggedOutRedirectUrl, loginToken }];
        expect(found.map(({ text }) => text && JSON.parse(text))).to.deep.equal(['', { snippets }, '', '']);
        expect(found.map(({ tag, attributes }) => [tag, ...attributes.map(([name]) => name)])).to.deep.equal([
          ['DIV', 'id', 'data-plenigo-snippet'],
          ['SCRIPT', 'type', 'data-plenigo'],
          ['SCRIPT', 'src', 'defer'],
          ['SCRIPT', 'src', 'data-lang', 'data-disable-metered', 'data-plenigo-sdk', 'async'],
        ]);
      }),
      { numRuns: 60 },
    );
  });
});
