// The packed package as npm installs it: beside the oldest and newest versions of its neighbours that its
// peer ranges name, compiled by TypeScript 5.9, and in Jest. All other tests get their packages from this repository.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { mustRun } from '../package/run.js';
import { root } from '../support/root.js';
import { install } from './install.js';
import { sellsInJest } from './jest-site.js';

/** undici 8 needs a newer one. */
const isOldNode = Number.parseInt(process.versions.node, 10) < 22;

const main = `require('./main.cjs')({
  express: require('express'),
  session: require('express-session'),
  passport: require('passport'),
  ...require('express-plenigo'),
  ...require('express-plenigo/sandbox'),
  ...require('express-plenigo/undici'),
});`;

describe('the packed package beside its neighbours', function () {
  this.timeout(300_000);

  for (const neighbours of [
    ['express@4.16.0', 'express-session@1.17.0', 'passport@0.4.0', 'undici@4.0.0'],
    ['express@4.18.0', 'express-session@1.17.3', 'passport@0.5.3', 'undici@5.0.0'],
    ['express@4', 'express-session@1.18.0', 'passport@0.6.0', 'undici@6'],
    ['express@5.0.0', 'express-session@1', 'passport@0.7.0', isOldNode ? 'undici@7' : 'undici@8'],
  ]) {
    it(`registers at the login and sells an article: ${neighbours.join(', ')}`, async () => {
      const project = await install('commonjs', ...neighbours);
      project.write('main.cjs', readFileSync(join(root, 'test/package/site/main.cjs'), 'utf8'));
      project.write('index.js', main);
      // As in a container whose file system is read-only.
      const mayOnlyRead = [`--${isOldNode ? 'experimental-' : ''}permission`, '--allow-fs-read=*'];
      const { code, output, stdout } = await project.node(...mayOnlyRead, 'index.js');
      expect(code, output).to.equal(0);
      const seen = { login: 'logged in', customers: 1, article: 'ready', hasButton: true, script: 200 };
      expect(JSON.parse(stdout)).to.deep.equal({ ...seen, archive: [402, 'the archive'] });
    });
  }

  it('installs with npm beside Express 4, and TypeScript 5.9 compiles a CommonJS site with it', async () => {
    const project = await install('commonjs', 'express@4', '@types/express@4', 'typescript@5.9');
    const strict = { strict: true, esModuleInterop: true, skipLibCheck: false };
    const compilerOptions = { module: 'commonjs', target: 'es2022', ...strict };
    project.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['site.ts'] }));
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
  app.get('/', plenigo.checkout('ARTICLE-1'), (_req, res) => res.json(res.locals.plenigo?.status));
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
    const program = join(project.folder, 'node_modules/.bin/express-plenigo');
    expect(await mustRun(program, { args: ['--help'], folder: project.folder })).to.include('doctor');
    const compiled = await project.node('node_modules/typescript/bin/tsc', '-p', '.');
    expect(compiled.code, compiled.output).to.equal(0);
    const { code, output } = await project.node('site.js');
    expect(code, output).to.equal(0);
    expect(output).to.equal('"ready"\n');
  });

  for (const [jest, express] of Object.entries({ 29: 4, 30: 5 })) {
    it(`sells an article in Jest ${jest} with its defaults, on Express ${express}`, async () => {
      await sellsInJest(await install('commonjs', `jest@${jest}`, `express@${express}`));
    });
  }

  it('says what to do where undici is too new for this Node', async function () {
    if (!isOldNode) this.skip();
    const project = await install('commonjs', 'undici@8');
    project.write('index.js', "require('express-plenigo/undici').undiciFetch();");
    expect((await project.node('index.js')).output).to.match(
      /undici cannot be loaded on Node 20.*undici 7 runs on Node 20/,
    );
  });
});
