// Every link of the documentation that stays in the project leads to something.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { tarball } from '../package/tarball.js';
import { root } from '../support/root.js';
import { documentationFiles, type Link, readPage, readPages } from './markdown.js';

const goalOf = ({ file, target }: Link): string => {
  const [path = ''] = target.split('#');
  return path === '' ? file : join(dirname(file), decodeURI(path));
};

/** What is wrong with a link, or undefined. */
function fault(link: Link): string | undefined {
  const anchor = link.target.split('#')[1];
  const goal = goalOf(link);
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

  it('lead from what is packed to what is packed', async function () {
    this.timeout(120_000);
    const { files } = await tarball();
    const links = readPages()
      .filter(({ file }) => files.includes(file))
      .flatMap((page) => page.links);
    expect(links.map(({ file }) => file)).to.include.members(['README.md', 'docs/README.md']);
    const lost = links.filter((link) => !files.includes(goalOf(link)));
    expect(lost).to.deep.equal([]);
  });

  it('have files behind them also where they are only named', () => {
    const named = /`((?:lib|test|scripts|docs|example-app)\/[\w./-]*)`/g;
    const names = readPages().flatMap(({ file }) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(named)].map(([, name = '']) => ({ file, name })),
    );
    expect(names).to.have.length.above(10);
    expect(names.filter(({ name }) => !existsSync(join(root, name)))).to.deep.equal([]);
  });

  it('show each picture with words for who does not see it, and small enough for a slow line', () => {
    const all = documentationFiles().map((file) => readFileSync(join(root, file), 'utf8'));
    for (const name of readdirSync(join(root, 'docs/images'))) {
      expect(all.join(), name).to.match(new RegExp(`!\\[[^\\]]{20,}\\]\\([^)]*images/${name}\\)`));
      expect(statSync(join(root, 'docs/images', name)).size, name).to.be.at.most(80_000);
    }
  });

  it('are noticed when they are broken', () => {
    const link = { file: 'docs/README.md', line: 1 };
    expect(fault({ ...link, target: 'no-such-page.md' })).to.equal('leads nowhere');
    expect(fault({ ...link, target: '#no-such-heading' })).to.equal('has an anchor that is no heading');
    expect(fault({ ...link, target: '../../elsewhere.md' })).to.equal('leads out of the project');
    expect(fault({ ...link, target: '../README.md' })).to.equal(undefined);
  });
});
