/** The browser scripts: the words beside the button, each in the script of its language, and what a page loads. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type Texts, type Wording, wordingsWith } from '../../lib/base/texts.js';
import { createClientScripts } from '../../lib/page/page.js';
import { scripts as sources } from '../../lib/v3/platform.js';
import { root } from '../support/root.js';
import { scripts, scripts as v2 } from '../support/scripts.js';

const wordings = wordingsWith();
const wording = (language: string) => wordings.get(language) as Wording;

/** What the script finds out by itself; the rest comes with the answer of the router. */
const ofScripts: Readonly<Record<'checkout' | 'account', readonly (keyof Texts)[]>> = {
  checkout: ['loginAgain', 'outdated', 'blocked', 'offline', 'failed'],
  account: ['accountBlocked', 'accountFailed'],
};

describe('the messages of the browser scripts', () => {
  for (const [kind, names] of Object.entries(ofScripts)) {
    for (const language of ['en', 'de']) {
      it(`stand in the script of their language, and in no other: ${kind}, ${language}`, () => {
        const key = language === 'en' ? kind : `${kind}-${language}`;
        const { text = '' } = scripts.get(key) ?? {};
        const other = wording(language === 'en' ? 'de' : 'en');
        for (const name of names) {
          expect(text).to.include(JSON.stringify(wording(language)[name]));
          expect(text).to.not.include(other[name]);
        }
      });
    }
  }

  it('stand in docs/texts.md, and so does every other text', () => {
    const page = readFileSync(join(root, 'docs/texts.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(([, name, text]) => [name, text]);
    const { language, ...texts } = wording('en');
    expect(rows).to.deep.equal(Object.entries(texts));
  });
});

const v3 = createClientScripts(sources, wordingsWith());

/** In bytes, minified and gzipped. The module that few pages need has the dialog with API v3, which API v2 has at plenigo. */
const limits = [
  ['v2', v2, { checkout: 2560, later: 1024 }],
  ['v3', v3, { checkout: 2560, later: 3800 }],
] as const;

describe('the script of a page with a buy button', () => {
  for (const [api, scripts, limit] of limits) {
    for (const [kind, most] of Object.entries(limit)) {
      for (const name of [kind, `${kind}-de`]) {
        it(`has at most ${most} bytes, minified and gzipped: ${name} of API ${api}`, () => {
          const { text = '' } = scripts.get(name) ?? {};
          expect(gzipSync(text).length).to.be.within(500, most);
        });
      }
    }
  }
});
