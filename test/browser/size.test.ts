/** What the script costs a page. */

import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type ScriptKey, scriptOf } from '../support/scripts.js';

/** Bytes, minified and gzipped: German sentences are longer. */
const limits = { checkout: 1500, 'checkout-de': 1525 } satisfies Partial<Record<ScriptKey, number>>;

describe('the script of a page with a buy button', () => {
  for (const [name, limit] of Object.entries(limits)) {
    it(`has at most ${limit} bytes, minified and gzipped: ${name}`, () => {
      expect(gzipSync(scriptOf(name as ScriptKey).text).length).to.be.at.most(limit);
    });
  }
});
