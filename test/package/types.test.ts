// What the packaging tools say of the packed package, and that it compiles: the files of `test/types` in throw-away projects,
// with the types of Express 4 and 5, and every way in which TypeScript looks for modules.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { root } from '../support/root.js';
import { compiler, createProject, fastCompiler, type Project } from './project.js';
import { type Outcome, run } from './run.js';
import { tarball } from './tarball.js';

type Settings = Record<string, unknown>;

/** As strict as a site can be; libraries are checked as well, so that the package's own declarations are. */
const strict: Settings = {
  ...{ noEmit: true, target: 'es2023', lib: ['es2023'], types: ['node'], esModuleInterop: true, skipLibCheck: false },
  ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
};

interface Way {
  type: 'module' | 'commonjs';
  settings: Settings;
  /** Default: the fast one. */
  by?: string;
}

/** With Express 4 one of each kind of module does: how a package is found is no matter of Express. */
const waysOfBoth: Record<string, Way> = {
  'NodeNext, ESM': { type: 'module', settings: { module: 'nodenext' } },
  CommonJS: { type: 'commonjs', settings: { module: 'commonjs' } },
};
const allWays: Record<string, Way> = {
  ...waysOfBoth,
  'NodeNext, ESM, TypeScript 6': { type: 'module', settings: { module: 'nodenext' }, by: compiler },
  'NodeNext, CommonJS': { type: 'commonjs', settings: { module: 'nodenext' } },
  'Node16, CommonJS': { type: 'commonjs', settings: { module: 'node16' } },
  bundler: { type: 'module', settings: { module: 'esnext', moduleResolution: 'bundler' } },
};

function addFiles(project: Project, names: readonly string[]): void {
  for (const name of ['proof', ...names])
    project.write(`${name}.ts`, readFileSync(join(root, 'test/types', `${name}.ts`), 'utf8'));
}

function compile(project: Project, settings: Settings, by = fastCompiler): Promise<Outcome> {
  project.write('tsconfig.json', JSON.stringify({ compilerOptions: { ...strict, ...settings }, include: ['*.ts'] }));
  return project.node(by, '-p', '.');
}

const expectFine = ({ code, output }: Outcome) => expect([code, output]).to.deep.equal([0, '']);

describe('the types of the packed package', function () {
  this.timeout(120_000);

  for (const [types, ways] of Object.entries({ 'types-express4': waysOfBoth, '@types/express': allWays })) {
    const version = types === 'types-express4' ? 4 : 5;
    const express = { '@types/express': types, '@types/node': '@types/node' };

    for (const [way, { type, settings, by }] of Object.entries(ways)) {
      it(`know the site's own user, narrow on status, refuse what is wrong: Express ${version}, ${way}`, async () => {
        const project = await createProject({ type, packages: { ...express, '@types/passport': '@types/passport' } });
        addFiles(project, ['site-user', 'locals', 'handlers', 'options', 'v3', 'errors']);
        expectFine(await compile(project, { ...settings, types: ['node', 'passport'] }, by));
      });
    }

    it(`need no types of Passport or express-session: Express ${version}`, async () => {
      const project = await createProject({ packages: express });
      addFiles(project, ['locals', 'options']);
      const code =
        "import { fromPassportUser } from 'express-plenigo/passport';\nexport const id = fromPassportUser({})?.id;";
      project.write('passport.ts', code);
      expectFine(await compile(project, { module: 'nodenext' }));
    });

    it(`fit helmet, Keyv, node-fetch and undici: Express ${version}`, async () => {
      const packages = { ...express, helmet: 'helmet', keyv: 'keyv', undici: 'undici' };
      const project = await createProject({ packages });
      addFiles(project, ['neighbours']);
      // The neighbours' own declarations are theirs to check.
      expectFine(await compile(project, { module: 'nodenext', skipLibCheck: true }));
    });
  }

  it('are really checked: a proof that is wrong does not compile', async () => {
    const packages = { '@types/express': '@types/express', '@types/node': '@types/node' };
    const project = await createProject({ packages });
    addFiles(project, []);
    const imports = [
      "import type { PlenigoLocals } from 'express-plenigo';",
      "import { type Equal, proof } from './proof.js';",
    ];
    project.write('wrong.ts', `${imports.join('\n')}\nproof<Equal<PlenigoLocals['status'], string>>(true);\n`);
    const { code, output } = await compile(project, { module: 'nodenext' });
    expect(code).not.to.equal(0);
    expect(output).to.include('wrong.ts(3,');
  });
});

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
