/** The words beside the button: complete in both languages, each in a script of its own, and as the documentation has them. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type FailureCode, textOf } from '../../lib/browser/checkout/messages.js';
import { clientScripts } from '../../lib/page/client-script.js';

/** A code that is missing here does not compile. */
const all: Record<FailureCode, true> = {
  anonymous: true,
  'offer-invalid': true,
  forbidden: true,
  'email-missing': true,
  'email-conflict': true,
  blocked: true,
  network: true,
  timeout: true,
  unavailable: true,
};
const codes = Object.keys(all) as FailureCode[];

/** As the build decides it for each script. */
function textIn(language: 'en' | 'de', code: FailureCode): string {
  Object.assign(globalThis, { GERMAN: language === 'de' });
  return textOf(code);
}

describe('the messages of the browser script', () => {
  after(() => Reflect.deleteProperty(globalThis, 'GERMAN'));

  it('are sentences in English and in German', () => {
    for (const code of codes) {
      const english = textIn('en', code);
      expect(english).to.match(/^[A-Z].+\.$/);
      expect(textIn('de', code))
        .to.match(/^[A-Z].+\.$/)
        .and.not.equal(english);
    }
  });

  it('stand in the script of their language, and in no other', () => {
    const languages = { en: clientScripts.checkout, de: clientScripts['checkout-de'] };
    for (const [language, { text }] of Object.entries(languages)) {
      for (const of of ['en', 'de'] as const) {
        for (const code of codes) {
          // Scripts are ASCII.
          const message = textIn(of, code).replace('ä', '\\xE4');
          expect(text.includes(message), `${language}: ${message}`).to.equal(of === language);
        }
      }
    }
    expect(clientScripts.account.text).to.include('ad blocker').and.not.include('Werbeblocker');
    expect(clientScripts['account-de'].text).to.include('Werbeblocker').and.not.include('ad blocker');
  });

  it('are the usual one for a word that every object knows', () => {
    expect(textIn('en', 'constructor' as FailureCode)).to.equal(textIn('en', 'unavailable'));
  });

  it('stand in docs/csrf.md, code by code', () => {
    const page = readFileSync(fileURLToPath(new URL('../../docs/csrf.md', import.meta.url)), 'utf8');
    const rows = [...page.matchAll(/^\| `([\w-]+)` *\|.*\| (.+\.) *\|$/gm)].map(([, code, text]) => [code, text]);
    expect(rows).to.deep.equal(codes.map((code) => [code, textIn('en', code)]));
  });
});
