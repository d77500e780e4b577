/** What the script costs a page. */

import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type ScriptKey, scriptOf } from '../support/scripts.js';

describe('the script of a page with a buy button', () => {
  for (const name of ['checkout', 'checkout-de'] satisfies ScriptKey[]) {
    it(`has at most 1.55 kB, minified and gzipped: ${name}`, () => {
      expect(gzipSync(scriptOf(name).text).length).to.be.at.most(1550);
    });
  }
});
