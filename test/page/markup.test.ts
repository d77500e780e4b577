/** The HTML of script tags and buy button: any value stays a value, and nothing that could run is let in. */
import { expect } from 'chai';
import { escapeHtml } from '../../lib/base/escape.js';
import { type Wording, wordingsWith } from '../../lib/base/texts.js';
import type { OwnData } from '../../lib/page/browser.js';
import { checkBuyButton, renderBuyButton } from '../../lib/page/offer.js';
import { createScripts, type Page } from '../../lib/page/page.js';
import type { Site } from '../../lib/visit/site.js';
import { newPage, useBrowser } from '../support/browser.js';
import { failure } from '../support/errors.js';
import { nastyTexts } from '../support/nasty.js';
import { ownDataIn } from '../support/reader.js';

const wording = wordingsWith().get('en') as Wording;

/** Without what is said where scripts do not run. */
const button = (label: string, attributes: Record<string, unknown> = {}) => {
  checkBuyButton(label, attributes);
  const html = renderBuyButton(label, attributes as never, wording);
  return html.replace(/ popovertarget="[^"]+" popovertargetaction="show"/, '').replace(/<\/button>.*/, '</button>');
};

describe('escaped text', () => {
  it('holds no character that HTML reads as more than text', () => {
    for (const text of nastyTexts) expect(escapeHtml(text)).to.not.match(/[<>"'`]|&(?!(amp|lt|gt|quot|#39|#96);)/);
    expect(escapeHtml('plain é 😀')).to.equal('plain é 😀');
  });
});

describe('the buy button', () => {
  it('is a button with the label and the attributes of the site', () => {
    expect(
      button('Buy & read', {
        class: 'big "blue"',
        id: 'buy',
        disabled: true,
        hidden: false,
        tabindex: 0,
        title: undefined,
      }),
    ).to.equal('<button class="big &quot;blue&quot;" id="buy" disabled tabindex="0">Buy &amp; read</button>');
  });

  const words =
    'onclick onmouseover on OnClick style type form formaction srcdoc data-plenigo-checkout data-plenigo-anything popover popovertarget commandfor x=y a"b a>b a/b __proto__x data-\u00e9';
  for (const name of [...words.split(' '), 'x onclick', 'a\nb', '']) {
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
  function scriptsOf(
    { nonce, scripts, ...config }: { nonce?: string; scripts?: Site['scripts']; sdk?: 'always' | 'blocking' },
    told: { script?: 'checkout' | 'account'; own?: OwnData; needsSdk?: boolean } = {},
  ) {
    const wordings = wordingsWith();
    const site = {
      config: {
        sdk: 'needed',
        language: 'en',
        wordings,
        routerUrl: '/plenigo',
        nonce: nonce && (() => nonce),
        ...config,
      },
      platform: { createSdkAttributes: () => sdk, rendersCredentials: true },
      scripts,
    } as unknown as Site;
    return createScripts(site, { page: {} as Page, script: 'checkout', language: 'en', needsSdk: true, ...told });
  }

  const sdkTag = (attributes: string) =>
    `<script src="https://static.plenigo.com/sdk.js" data-lang="de"${attributes}></script>`;
  const ownTag = '<script src="/plenigo/checkout-1.js" defer></script>';

  it("are plenigo's alone without the router, and carry the nonce", () => {
    expect(scriptsOf({}).scriptTag).to.equal(sdkTag(' data-plenigo-sdk async'));
    expect(scriptsOf({ nonce: 'n"1' }).scriptTag).to.contain(' nonce="n&quot;1"');
  });

  const orders = {
    'ours alone where nobody may use plenigo’s': [{}, { needsSdk: false }, [ownTag]],
    'ours first where somebody may, and no page waits for plenigo’s': [
      {},
      {},
      [ownTag, sdkTag(' data-plenigo-sdk async')],
    ],
    'both also where nobody may, if the site says so': [
      { sdk: 'always' },
      { needsSdk: false },
      [ownTag, sdkTag(' data-plenigo-sdk async')],
    ],
    'plenigo’s first and in the way, if the site says so': [
      { sdk: 'blocking' },
      { needsSdk: false },
      [sdkTag(''), ownTag],
    ],
  } as const;
  for (const [name, [site, told, tags]] of Object.entries(orders)) {
    it(`are ${name}`, () =>
      expect(scriptsOf({ scripts: own, ...site }, told).scriptTag.split('\n')).to.deep.equal(tags));
  }

  it('are a list, too, with what is the reader’s own right before our script', () => {
    const csrf = '"></script><!--<script>fault()</script>';
    const { scripts, scriptTag } = scriptsOf({ nonce: 'n1', scripts: own }, { own: { csrf, metered: '/a?b=<' } });
    const [json, ...tags] = scripts;
    expect(JSON.parse(`${json?.text}`)).to.deep.equal({ csrf, metered: '/a?b=<' });
    expect(json?.attributes).to.deep.equal({ type: 'application/json', 'data-plenigo': true, nonce: 'n1' });
    expect(tags).to.deep.equal([
      { attributes: { src: '/plenigo/checkout-1.js', defer: true, nonce: 'n1' } },
      { attributes: { ...sdk, 'data-plenigo-sdk': true, async: true, nonce: 'n1' } },
    ]);
    expect(scriptTag.split('\n')[0]).to.match(
      /^<script type="application\/json" data-plenigo nonce="n1">[^<]*<\/script>$/,
    );
  });

  const hostile = `'"></script>&quot;\u2028`;
  const json = {
    'what a page can sell by itself': { own: { goodFor: 1, calls: [['x', { targetUrl: hostile }] as const] } },
    'the snippets of an account page': {
      script: 'account' as const,
      own: { snippets: [{ elementId: 'orders', snippet: 'ORDER', loginToken: hostile }] },
    },
  };
  for (const [name, told] of Object.entries(json)) {
    it(`list ${name} as JSON that HTML leaves whole`, () => {
      expect(ownDataIn(scriptsOf({ scripts: own }, told).scriptTag)).to.deep.equal(told.own);
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
        attributes: ['title', 'aria-label'],
      })),
    );
  });
});
