/** The HTML of script tags and buy button: any value stays a value, and nothing that could run is let in. */
import { expect } from 'chai';
import { escapeHtml } from '../../lib/base/escape.js';
import { type Wording, wordingsWith } from '../../lib/base/texts.js';
import { checkBuyButton, renderBuyButton } from '../../lib/page/markup.js';
import { type OwnData, type Page, renderScriptTags } from '../../lib/page/script-tags.js';
import type { Site } from '../../lib/visit/site.js';
import { newPage, useBrowser } from '../support/browser.js';
import { failure } from '../support/errors.js';
import { nastyTexts } from '../support/nasty.js';
import { ownDataIn } from '../support/reader.js';

const wording = wordingsWith().get('en') as Wording;

/** Without what is said where scripts do not run. */
const button = (label: string, attributes: Record<string, unknown> = {}, parts: { mark?: string } = {}) => {
  checkBuyButton(label, attributes);
  const html = renderBuyButton(label, { offer: 'a.b.c', attributes: attributes as never, wording, ...parts });
  return html.replace(/ popovertarget="[^"]+"/, '').replace(/<\/button>.*/, '</button>');
};

describe('escaped text', () => {
  it('holds no character that HTML reads as more than text', () => {
    for (const text of nastyTexts) expect(escapeHtml(text)).to.not.match(/[<>"'`]|&(?!(amp|lt|gt|quot|#39|#96);)/);
    expect(escapeHtml('plain é 😀')).to.equal('plain é 😀');
  });
});

describe('the buy button', () => {
  it('is a button of the type button with the offer, the label, and the attributes of the site', () => {
    expect(
      button('Buy & read', {
        class: 'big "blue"',
        id: 'buy',
        disabled: true,
        hidden: false,
        tabindex: 0,
        title: undefined,
      }),
    ).to.equal(
      '<button class="big &quot;blue&quot;" id="buy" disabled tabindex="0" type="button" data-plenigo-checkout="a.b.c">Buy &amp; read</button>',
    );
  });

  it('has the mark of what the page’s own token can buy, where there is one', () => {
    expect(button('Buy', {}, { mark: 'Xy-_1234' })).to.equal(
      '<button type="button" data-plenigo-checkout="a.b.c" data-plenigo-offer="Xy-_1234">Buy</button>',
    );
  });

  for (const name of [
    'onclick',
    'onmouseover',
    'on',
    'OnClick',
    'style',
    'type',
    'form',
    'formaction',
    'srcdoc',
    'data-plenigo-checkout',
    'data-plenigo-anything',
    'popover',
    'popovertarget',
    'commandfor',
    'x onclick',
    'x=y',
    'a"b',
    'a>b',
    'a/b',
    'a\nb',
    '',
    '__proto__x',
    'data-\u00e9',
  ]) {
    it(`takes no attribute ${JSON.stringify(name)}`, async () => {
      const error = await failure(() => button('Buy', { [name]: 'fault()' }));
      expect(error).to.include({ name: 'PlenigoArgumentError', code: 'invalid-argument' });
      expect(error.message).to.contain('is not allowed on the buy button');
    });
  }

  it('takes no attribute that is an object or a function', async () => {
    for (const value of [{}, [], () => 'x', null, Symbol('x')]) {
      expect((await failure(() => button('Buy', { title: value }))).message).to.match(
        /attributes\.title: expected a string/,
      );
    }
  });
});

describe('the script tags', () => {
  const sdk = { src: 'https://static.plenigo.com/sdk.js', 'data-lang': 'de' };
  const own = new Map(['checkout', 'account'].map((kind) => [kind, { name: `${kind}-1.js`, text: '' }]));

  /** Of a page of a site that has mounted the router if there are `scripts`. */
  function tagsOf(
    { nonce, scripts }: { nonce?: string; scripts?: Site['scripts'] },
    told: { script?: 'checkout' | 'account'; own?: OwnData } = {},
  ): string {
    const site = {
      config: { language: 'en', wordings: wordingsWith(), routerPath: '/plenigo', nonce: nonce && (() => nonce) },
      platform: { createSdkAttributes: () => sdk, rendersCredentials: true },
      scripts,
    };
    return renderScriptTags(site as unknown as Site, { page: {} as Page, script: 'checkout', language: 'en', ...told });
  }

  it("are plenigo's alone without the router, and carry the nonce", () => {
    expect(tagsOf({})).to.equal('<script src="https://static.plenigo.com/sdk.js" data-lang="de"></script>');
    expect(tagsOf({ nonce: 'n"1' })).to.contain(' nonce="n&quot;1"');
  });

  it("are plenigo's and the package's own with the router", () => {
    const html = tagsOf({ nonce: 'n1', scripts: own }, { own: { csrf: '"></script><!--<script>fault()</script>' } });
    const [first, second, ...more] = html.split('\n');
    expect(more).to.deep.equal([]);
    expect(first).to.equal('<script src="https://static.plenigo.com/sdk.js" data-lang="de" nonce="n1"></script>');
    expect(second).to.match(
      /^<script type="application\/json" data-plenigo nonce="n1">[^<]*<\/script><script src="\/plenigo\/checkout-1\.js" defer data-endpoint="\/plenigo\/checkout" nonce="n1"><\/script>$/,
    );
  });

  const hostile = `'"></script>&quot;\u2028`;
  const json = {
    'what a page can sell by itself': {
      own: { page: { goodFor: 1, calls: [['x', { targetUrl: hostile }] as const] } },
    },
    'the snippets of an account page': {
      script: 'account' as const,
      own: { snippets: [{ elementId: 'orders', loginToken: hostile }] },
    },
  };
  for (const [name, told] of Object.entries(json)) {
    it(`list ${name} as JSON that HTML leaves whole`, () => {
      expect(ownDataIn(tagsOf({ scripts: own }, told))).to.deep.equal(told.own);
    });
  }
});

describe('a buy button in a page', function () {
  this.timeout(60_000);
  useBrowser();

  it('has exactly the given label and attribute values, and nothing else', async () => {
    // HTML has no NUL and reads every line break as a line feed; the browser tells both as it reads them.
    const asRead = (text: string) => text.replaceAll('\r\n', '\n').replaceAll('\u0000', '\uFFFD');
    const texts = nastyTexts.filter((text) => text !== '\u0000');
    const page = await newPage();
    await page.setContent(
      `<!doctype html><meta charset="utf-8"><body>${texts.map((text) => button(text, { title: text, 'aria-label': text })).join('')}`,
    );
    const found = await page.evaluate(() =>
      [...document.body.children].map((element) => ({
        tag: element.tagName,
        text: element.textContent,
        children: element.children.length,
        title: element.getAttribute('title'),
        label: element.getAttribute('aria-label'),
        attributes: element.getAttributeNames(),
      })),
    );
    expect(found).to.deep.equal(
      texts.map((text) => ({
        tag: 'BUTTON',
        text: asRead(text),
        children: 0,
        title: asRead(text),
        label: asRead(text),
        attributes: ['title', 'aria-label', 'type', 'data-plenigo-checkout'],
      })),
    );
  });
});
