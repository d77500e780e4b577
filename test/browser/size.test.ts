/** What the script costs a page. */

import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { clientScripts } from '../../lib/page/client-script.js';

describe('the script of a page with a buy button', () => {
  it('has at most 1.64 kB, minified and gzipped', () => {
    expect(gzipSync(clientScripts.checkout.text).length).to.be.at.most(1640);
  });
});
