/** The same snippet in every place of a page, in a real browser: called once, with exactly the given values. */
import { expect } from 'chai';
import { escapeHtml } from '../../lib/base/escape.js';
import { parseWebAddress } from '../../lib/base/rules.js';
import { createPaymentData } from '../../lib/v2/product.js';
import { type CheckoutSnippet, renderCheckoutSnippet } from '../../lib/v2/snippet.js';
import { newPage, useBrowser } from '../support/browser.js';
import { SECRET } from '../support/calls.js';
import { nastyTexts } from '../support/nasty.js';

/** Records the calls, in the order of the clicks; `fault` is what none of the values may ever call. */
const RECORDER = `<script>
  var calls = [];
  var record = function (name) {
    return function () { calls.push({ name: name, argument: arguments[0], count: arguments.length }); };
  };
  var plenigo = { checkout: record('checkout'), checkoutWithRemoteLogin: record('checkoutWithRemoteLogin') };
  var fault = function () { calls.push({ name: 'FAULT' }); };
</script>`;

const double = (value: string) => `<button type="button" onclick="${value}">Buy</button>`;
const single = (value: string) => `<button type='button' onclick='${value}'>Buy</button>`;
/** Browsers percent-decode such an address before they run it. */
const link = (value: string) => `<a href="javascript:${value}">Buy</a>`;
const singleLink = (value: string) => `<a href='javascript:${value}'>Buy</a>`;

/** Where a template may put the snippet, escaped (`<%= %>`) or not (`<%- %>`). */
const places: Record<string, (snippet: string) => string> = {
  'raw, in a double-quoted attribute': double,
  'raw, in a single-quoted attribute': single,
  'HTML-escaped, in a double-quoted attribute': (snippet) => double(escapeHtml(snippet)),
  'HTML-escaped, in a single-quoted attribute': (snippet) => single(escapeHtml(snippet)),
  'escaped twice, in an attribute': (snippet) => double(escapeHtml(escapeHtml(snippet))),
  'with text around it, in an attribute': (snippet) => double(`event.preventDefault(); return ${snippet};`),
  'raw, in a javascript: address': link,
  'raw, in a javascript: address in single quotes': singleLink,
  'HTML-escaped, in a javascript: address': (snippet) => link(escapeHtml(snippet)),
  'raw, inside a script': (snippet) => `<script>${snippet}</script>`,
  'raw, inside a function of a script': (snippet) => `<script>(function () { return ${snippet}; })()</script>`,
  'raw, inside a module script': (snippet) => `<script type="module">${snippet}</script>`,
};

const paymentData = createPaymentData(
  { id: 'P1', external: true, price: 2.49, currency: 'EUR', type: 'EBOOK', title: nastyTexts.join('') },
  { csrfToken: nastyTexts.join(''), oauth2RedirectUrl: 'https://news.example/' },
  { secret: SECRET },
);

/** Every nasty text as every value that may hold it, in addresses too, and all of them at once. */
const snippets: CheckoutSnippet[] = [
  ...nastyTexts.flatMap((text): CheckoutSnippet[] => {
    const url = `https://news.example/?q=${text}`;
    const sent = parseWebAddress(url) && { sourceUrl: url, targetUrl: url };
    return [{ paymentData: text }, { paymentData, loginToken: text, ...sent }];
  }),
  { paymentData, loginToken: nastyTexts.join('') },
  {
    paymentData,
    loginToken: 'TKN1234567890',
    startWithRegistration: true,
    sourceUrl: `https://news.example/é?a="b"&quot;'<script>\`#</script>😀`,
    targetUrl: `https://news.example/x?y=%22&z=<!--&copy;=1`,
    affiliateId: 'AFF-7',
    elementId: 'plenigoCheckout',
  },
];

describe('the snippet in a page', function () {
  this.timeout(120_000);
  useBrowser();

  for (const [place, put] of Object.entries(places)) {
    it(`calls once with exactly the given values: ${place}`, async () => {
      const page = await newPage();
      const body = snippets.map((fields) => put(renderCheckoutSnippet(fields))).join('\n');
      await page.setContent(`<!doctype html><meta charset="utf-8">${RECORDER}${body}`);
      for (const button of await page.$$('button')) await button.evaluate((element) => element.click());
      // A browser runs such an address later, and only the last of several.
      for (const [index, anchor] of (await page.$$('a')).entries()) {
        await anchor.evaluate((element) => element.click());
        await page.waitForFunction(`calls.length > ${index}`, undefined, { timeout: 10_000 });
      }

      const calls = await page.evaluate<unknown[]>('calls');
      expect(calls).to.have.length(snippets.length);
      for (const [index, fields] of snippets.entries()) {
        expect(calls[index]).to.deep.equal({
          name: fields.loginToken === undefined ? 'checkout' : 'checkoutWithRemoteLogin',
          argument: { startWithRegistration: false, ...fields },
          count: 1,
        });
      }
    });
  }
});
