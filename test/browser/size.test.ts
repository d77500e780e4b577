/** What our script costs a page with a buy button. */

import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { wordingsWith } from '../../lib/base/texts.js';
import { createClientScripts } from '../../lib/page/script-tags.js';
import { scripts as sources } from '../../lib/v3/platform.js';
import { scripts as v2 } from '../support/scripts.js';

const v3 = createClientScripts(sources, wordingsWith());

/** In bytes, minified and gzipped. With API v3 the dialog is in it, which API v2 has at plenigo. */
const limits = { v2: [v2, 3000], v3: [v3, 5400] } as const;

describe('the script of a page with a buy button', () => {
  for (const [api, [scripts, limit]] of Object.entries(limits)) {
    for (const name of ['checkout', 'checkout-de']) {
      it(`has at most ${limit} bytes, minified and gzipped: ${name} of API ${api}`, () => {
        const { text = '' } = scripts.get(name) ?? {};
        expect(gzipSync(text).length).to.be.within(1000, limit);
      });
    }
  }
});
