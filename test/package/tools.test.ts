// What the packaging tools say about the packed package.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { root } from '../support/root.js';
import { run } from './run.js';
import { tarball } from './tarball.js';

const modules = join(root, 'node_modules');

describe('the packed package', function () {
  this.timeout(120_000);

  for (const [tool, [args, says]] of Object.entries({
    '@arethetypeswrong/cli/dist/index.js': [[], 'No problems found'],
    'publint/src/cli.js': [['--strict'], 'All good!'],
  } as const)) {
    it(`has nothing that ${tool} would complain about`, async () => {
      const { path } = await tarball();
      const { code, output } = await run(process.execPath, {
        args: [join(modules, tool), path, ...args],
        folder: root,
      });
      expect(code, output).to.equal(0);
      expect(output).to.include(says);
    });
  }

  it('holds what is used and nothing else: no sources, tests or example', async () => {
    const { files, path } = await tarball();
    const known =
      /^(?:package\.json|(?:README|CHANGELOG|SECURITY)\.md|LICENSE|docs\/.+\.(?:md|tsx?|js|html|ejs|pug|hbs|njk|eta|conf|vcl|png|svg)|dist\/package\.json|dist\/.+\.(?:js|d\.ts))$/;
    expect(files.filter((file) => !known.test(file))).to.deep.equal([]);
    for (const entry of ['index', 'passport/index', 'sandbox/index', 'undici/index', 'entries/v3'])
      expect(files).to.include.members([`dist/${entry}.js`, `dist/${entry}.d.ts`]);
    // What is there twice would have classes of its own.
    const built = files.filter((file) => file.endsWith('.js') && file.startsWith('dist/'));
    const textOf = (file: string) => readFileSync(join(dirname(path), file), 'utf8');
    expect(built.filter((file) => textOf(file).includes('class PlenigoError '))).to.deep.equal(['dist/core.js']);
  });
});
