// Every link of the documentation that stays in the project leads to something.
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { root } from '../support/root.js';
import { type Link, readPage, readPages } from './markdown.js';

/** What is wrong with a link, or undefined. */
function fault({ file, target }: Link): string | undefined {
  const [path = '', anchor] = target.split('#');
  const goal = path === '' ? file : join(dirname(file), decodeURI(path));
  if (goal.startsWith('..')) return 'leads out of the project';
  const place = join(root, goal);
  if (!existsSync(place)) return 'leads nowhere';
  if (anchor === undefined) return undefined;
  if (!goal.endsWith('.md') || statSync(place).isDirectory()) return 'has an anchor that is no heading';
  return readPage(goal).anchors.has(anchor) ? undefined : 'has an anchor that is no heading';
}

describe('the links of the documentation', () => {
  it('lead to files and headings that exist', () => {
    const links = readPages().flatMap((page) => page.links);
    expect(links).to.have.length.above(20);
    const broken = links.flatMap((link) => {
      const text = fault(link);
      return text === undefined ? [] : [`${link.file}:${link.line}: ${link.target} ${text}`];
    });
    expect(broken).to.deep.equal([]);
  });

  it('are noticed when they are broken', () => {
    const link = { file: 'docs/errors.md', line: 1 };
    expect(fault({ ...link, target: 'no-such-page.md' })).to.equal('leads nowhere');
    expect(fault({ ...link, target: '#no-such-heading' })).to.equal('has an anchor that is no heading');
    expect(fault({ ...link, target: '../../elsewhere.md' })).to.equal('leads out of the project');
    expect(fault({ ...link, target: '../README.md' })).to.equal(undefined);
  });
});
