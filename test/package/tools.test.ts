// What the packaging tools and npm itself say about the packed package.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { root } from '../support/root.js';
import { openProject } from './project.js';
import { mustRun, run } from './run.js';
import { tarball, temporaryFolder } from './tarball.js';

const modules = join(root, 'node_modules');

describe('the packed package', function () {
  this.timeout(120_000);

  it('resolves for every way in which TypeScript looks for it (attw)', async () => {
    const { path } = await tarball();
    const attw = join(modules, '@arethetypeswrong/cli/dist/index.js');
    const { code, output } = await run(process.execPath, { args: [attw, path], folder: root });
    expect(code, output).to.equal(0);
    expect(output).to.include('No problems found');
  });

  it('has nothing that publint would complain about', async () => {
    const { path } = await tarball();
    const args = [join(modules, 'publint/src/cli.js'), path, '--strict'];
    const { code, output } = await run(process.execPath, { args, folder: root });
    expect(code, output).to.equal(0);
    expect(output).to.include('All good!');
  });

  it('holds what is used and nothing else: no sources, tests or example', async () => {
    const { files, path } = await tarball();
    const known =
      /^(?:package\.json|(?:README|CHANGELOG|SECURITY)\.md|LICENSE|docs\/.+\.(?:md|ts|js|ejs|pug|hbs|njk|eta|png|svg)|dist\/package\.json|dist\/.+\.(?:js|d\.ts))$/;
    expect(files.filter((file) => !known.test(file))).to.deep.equal([]);
    for (const entry of ['index', 'passport/index', 'sandbox/index', 'undici/index', 'v3/index']) {
      expect(files).to.include.members([`dist/${entry}.js`, `dist/${entry}.d.ts`]);
    }
    // What is there twice would have classes of its own.
    const built = files.filter((file) => file.endsWith('.js') && file.startsWith('dist/'));
    const withErrors = built.filter((file) =>
      readFileSync(join(dirname(path), file), 'utf8').includes('class PlenigoError '),
    );
    expect(withErrors).to.deep.equal(['dist/core.js']);
  });

  it('installs with npm beside Express 4, and TypeScript 5.9 compiles a CommonJS site with it', async function () {
    this.timeout(300_000);
    const { path } = await tarball();
    const folder = temporaryFolder();
    const project = openProject(folder, 'commonjs');
    // This and the tests in Jest need npm's registry: all others get their packages from this repository.
    const packages = [path, 'express@4', '@types/express@4', 'typescript@5.9'];
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    await mustRun('npm', { args: ['install', ...flags, ...packages], folder });
    project.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          module: 'commonjs',
          target: 'es2022',
          strict: true,
          esModuleInterop: true,
          skipLibCheck: false,
        },
        files: ['site.ts'],
      }),
    );
    project.write(
      'site.ts',
      `import express from 'express';
import { createPlenigo } from 'express-plenigo';
import { fromPassportUser } from 'express-plenigo/passport';
import { startSandbox } from 'express-plenigo/sandbox';

async function main(): Promise<void> {
  const sandbox = await startSandbox();
  const user = () => fromPassportUser({ id: 7, email: 'reader@site.example' });
  const plenigo = createPlenigo({ ...sandbox.options, user });
  const app = express();
  app.get('/', plenigo.checkout('ARTICLE-1'), (_req, res) => {
    res.json(res.locals.plenigo?.status);
  });
  const server = app.listen(0, '127.0.0.1', async () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    console.log(await (await fetch(\`http://127.0.0.1:\${address.port}/\`)).text());
    server.close();
    await sandbox.close();
  });
}

main();
`,
    );
    expect(await mustRun(join(folder, 'node_modules/.bin/express-plenigo'), { args: ['--help'], folder })).to.include(
      'doctor',
    );
    const compiled = await project.node('node_modules/typescript/bin/tsc', '-p', '.');
    expect(compiled.code, compiled.output).to.equal(0);
    const { code, output } = await project.node('site.js');
    expect(code, output).to.equal(0);
    expect(output).to.equal('"ready"\n');
  });
});
