// `docs/errors.md` and the codes in the source name the same errors, and every one is explained.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { errorCodes } from '../../lib/errors.js';
import { root } from '../support/root.js';

const text = readFileSync(join(root, 'docs/errors.md'), 'utf8');

/** Code → what stands under its heading. */
const sections = new Map(
  [...text.matchAll(/^### `([\w-]+)`\n([\s\S]*?)(?=^#|(?![\s\S]))/gm)].map(([, code = '', body = '']) => [code, body]),
);

describe('docs/errors.md', () => {
  it('explains every code, and none that does not exist', () => {
    expect([...sections.keys()].sort()).to.deep.equal([...errorCodes].sort());
  });

  for (const [code, body] of sections) {
    it(`says of ${code} what it means, where it comes from and what to do`, () => {
      expect(body).to.match(/^\*\*Means\.\*\* \S/m);
      expect(body).to.match(/^\*\*Cause\.\*\* \S/m);
      expect(body).to.match(/^\*\*Cure\.\*\* \S/m);
    });
  }
});
