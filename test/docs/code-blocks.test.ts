// Every code block of the documentation is compiled, parsed or looked up, so that what it shows is true.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { createProject, fastCompiler } from '../package/project.js';
import { root } from '../support/root.js';
import { checks } from './languages.js';
import { type Block, documentationFiles, exampleText, readPages } from './markdown.js';
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
