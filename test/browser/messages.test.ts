/** The words beside the button: each script has those of its language alone, and the documentation has them as they are. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Texts, type Wording, wordingsWith } from '../../lib/base/texts.js';
import { root } from '../support/root.js';
import { scripts } from '../support/scripts.js';

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
          expect(text)
            .to.include(JSON.stringify(wording(language)[name]))
            .and.not.include(other[name]);
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
