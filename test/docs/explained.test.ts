// The page of errors and the codes in the source name the same errors, and every one is explained.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { errorCodes } from '../support/errors.js';
import { root } from '../support/root.js';
import { documentationFiles } from './markdown.js';

const text = readFileSync(join(root, 'docs/errors.md'), 'utf8');

/** The codes that are explained by what they mean, and what to do. */
const rows = [...text.matchAll(/^\| `([\w-]+)` \| .*\w{3}.* \| .*\w{3}.* \|$/gm)];

describe('docs/errors.md', () => {
  it('explains every code once, and none that does not exist', () => {
    expect(rows.map(([, code]) => code).sort()).to.deep.equal([...errorCodes].sort());
  });
});

describe('the documentation', () => {
  it('explains each status of a page in one place', () => {
    const all = documentationFiles().map((file) => readFileSync(join(root, file), 'utf8'));
    for (const status of ['free', 'metered', 'bought', 'ready']) {
      const found = all.flatMap((page) => page.split('\n').filter((line) => line.startsWith(`| \`${status}\` |`)));
      expect(found, status).to.have.length(1);
    }
  });
});
