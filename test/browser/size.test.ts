/** What our script costs a page with a buy button. */

import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { wordingsWith } from '../../lib/base/texts.js';
import { createClientScripts } from '../../lib/page/script-tags.js';
import { scripts as sources } from '../../lib/v3/platform.js';
import { scripts as v2 } from '../support/scripts.js';

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
