// Every code block of the documentation is compiled, parsed or looked up, and every link leads to something.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import { createProject, fastCompiler } from '../package/project.js';
import { tarball } from '../package/tarball.js';
import { root } from '../support/root.js';
import { checks } from './languages.js';
import { type Block, documentationFiles, exampleText, type Link, readPage, readPages } from './markdown.js';
import { withPreamble } from './preamble.js';

// The test in CONTRIBUTING is run among the tests, by test/house/order.test.ts.
const blocks = readPages()
  .flatMap((page) => page.blocks)
  .filter(({ file, language }) => file !== 'CONTRIBUTING.md' || language !== 'ts');

// Those for frameworks are compiled beside what they need, in test/neighbours.
const examples: Block[] = readdirSync(join(root, 'docs/examples'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('frameworks'))
  .map((name) => ({ file: `docs/examples/${name}`, line: 1, language: 'ts', code: exampleText(name), heading: '' }));

/** Everything that is installed here, as a reader of the documentation would have installed what it names. */
function allPackages(): Record<string, string> {
  const names = readdirSync(join(root, 'node_modules')).filter((name) => !name.startsWith('.'));
  const scoped = names
    .filter((name) => name.startsWith('@'))
    .flatMap((scope) => readdirSync(join(root, 'node_modules', scope)).map((name) => `${scope}/${name}`));
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const own = ['express-plenigo', ...Object.keys(dependencies)];
  const all = [...names.filter((name) => !name.startsWith('@')), ...scoped];
  return Object.fromEntries(all.filter((name) => !own.includes(name)).map((name) => [name, name]));
}

const compilerOptions = {
  ...{ noEmit: true, strict: true, esModuleInterop: true, skipLibCheck: true },
  ...{ target: 'es2023', lib: ['es2023', 'dom'], module: 'nodenext' },
  types: ['node', 'mocha', 'passport', 'express-session'],
};

/** The compiler's complaints about these blocks; their places are those in the documentation. */
async function compile(typescript: readonly Block[]): Promise<string> {
  const project = await createProject({ packages: allPackages() });
  project.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  for (const { file, line, code } of typescript) {
    // Empty lines in front make the compiler count as the documentation does; each block is a module of its own.
    // A file keeps its name, because others import it.
    const name = file.endsWith('.md') ? `${file.replaceAll('/', '_')}_${line}.ts` : basename(file);
    project.write(name, `${'\n'.repeat(line - 1)}${withPreamble(code)}\nexport {};\n`);
  }
  const { output } = await project.node(fastCompiler, '-p', '.', '--pretty', 'false');
  return output;
}

describe('the code blocks of the documentation', function () {
  this.timeout(120_000);

  it('are there', () => {
    expect(documentationFiles()).to.include.members(['README.md', 'docs/README.md', 'docs/templates.md']);
    expect(blocks).to.have.length.above(20);
  });

  it('compile, where they are TypeScript, and so do the examples that stand in files', async () => {
    expect(await compile([...blocks.filter(({ language }) => language === 'ts'), ...examples])).to.equal('');
  });

  it('would not compile with a slip in them', async () => {
    const code = "import { createPlenigo } from 'express-plenigo';\ncreatePlenigo({ companyId: 1 });";
    const output = await compile([{ file: 'docs/slip.md', line: 40, language: 'ts', code, heading: '' }]);
    expect(output).to.match(/^docs_slip\.md_40\.ts\(41,/);
  });

  for (const { file, line, language, code } of blocks) {
    if (language === 'ts') continue;
    it(`are right: ${file}:${line}, ${language || 'no language'}`, () => {
      const check = checks[language];
      if (check === undefined) throw new Error('this language is not known here: add how to check it, or use `text`');
      check(code);
    });
  }
});

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
