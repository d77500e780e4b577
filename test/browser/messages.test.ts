/** The words beside the button: complete in both languages, and as the documentation has them. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type FailureCode, textOf } from '../../lib/browser/checkout/messages.js';

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

describe('the messages of the browser script', () => {
  it('are sentences in English and in German', () => {
    for (const code of codes) {
      const [english, german] = textOf(code);
      expect(english).to.match(/^[A-Z].+\.$/);
      expect(german)
        .to.match(/^[A-Z].+\.$/)
        .and.not.equal(english);
    }
  });

  it('are the usual one for a word that every object knows', () => {
    expect(textOf('constructor' as FailureCode)).to.deep.equal(textOf('unavailable'));
  });

  it('stand in docs/csrf.md, code by code', () => {
    const page = readFileSync(fileURLToPath(new URL('../../docs/csrf.md', import.meta.url)), 'utf8');
    const rows = [...page.matchAll(/^\| `([\w-]+)` *\|.*\| (.+\.) *\|$/gm)].map(([, code, text]) => [
      code,
      text,
    ]);
    expect(rows).to.deep.equal(codes.map((code) => [code, textOf(code)[0]]));
  });
});
