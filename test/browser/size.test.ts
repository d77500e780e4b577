/** What the script costs a page. */

import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { scriptOf } from '../support/scripts.js';

/** In bytes, minified and gzipped. */
const LIMIT = 3000;

describe('the script of a page with a buy button', () => {
  for (const name of ['checkout', 'checkout-de'] as const) {
    it(`has at most ${LIMIT} bytes, minified and gzipped: ${name}`, () => {
      expect(gzipSync(scriptOf(name).text).length).to.be.at.most(LIMIT);
    });
  }
});
