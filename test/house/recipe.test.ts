// The test that CONTRIBUTING shows to whoever writes their first one here runs as it stands there.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readPage } from '../docs/markdown.js';
import { root } from '../support/root.js';

describe('the first test of a newcomer', () => {
  it('runs as CONTRIBUTING shows it', () => {
    const [block] = readPage('CONTRIBUTING.md').blocks.filter(({ language }) => language === 'ts');
    // Git and the other tests look at no file there, and packages are found.
    const cache = join(root, 'node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, 'recipe-'));
    try {
      const file = join(folder, 'newcomer.test.ts');
      writeFileSync(file, `${block?.code}`.replace("'./", `'${join(root, 'test/middleware')}/`));
      const args = ['node_modules/mocha/bin/mocha.js', file];
      expect(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })).to.include('1 passing');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
