// Every way in which JavaScript can import the package, in projects that have nothing but what they name.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { root } from '../support/root.js';
import { createProject, type Project } from './project.js';

type Format = 'esm' | 'cjs';

/** A file that imports `modules` (name → what is imported from it) and hands everything to `program`. */
function importing(format: Format, program: string, modules: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ ...modules, [`./${program}`]: 'program' }).map(([name, names]) =>
    format === 'esm' ? `import ${names} from '${name}';` : `const ${names} = require('${name}');`,
  );
  const all = Object.values(modules).map((names) => names.replace(/[{}]/g, ''));
  return `${lines.join('\n')}\nprogram({ ${all.join(', ')} });\n`;
}

type Run = { format: Format; program: string; modules: Readonly<Record<string, string>> };

/** Runs one of the programs in `site/` and answers what it printed, which must be all it printed. */
async function runSite(project: Project, { format, program, modules }: Run): Promise<unknown> {
  project.write(program, readFileSync(join(root, 'test/package/site', program), 'utf8'));
  const file = format === 'esm' ? 'index.mjs' : 'index.cjs';
  project.write(file, importing(format, program, modules));
  const { code, output, stdout } = await project.node(file);
  expect(code, output).to.equal(0);
  expect(output).to.equal(stdout);
  return JSON.parse(stdout);
}

const plenigo = { 'express-plenigo': '{ createPlenigo }', 'express-plenigo/sandbox': '{ startSandbox }' };

const entries = ['', '/passport', '/sandbox', '/undici', '/v3'].map((path) => `express-plenigo${path}`);
const doorNames = ['createPlenigo', 'PlenigoClient', 'PlenigoError'];

describe('the packed package in a JavaScript project', function () {
  this.timeout(120_000);

  // Of format, Express and login each with each other one.
  for (const [format, express, login] of [
    ['esm', 'express', true],
    ['esm', 'express4', false],
    ['cjs', 'express', false],
    ['cjs', 'express4', true],
  ] as const) {
    it(`sells an article: ${format}, ${express}, ${login ? 'with' : 'without'} Passport and express-session`, async () => {
      const packages = { express, ...(login && { passport: 'passport', 'express-session': 'express-session' }) };
      const logins = login && { passport: 'passport', 'express-session': 'session' };
      const modules = { express: 'express', ...plenigo, ...logins };
      const project = await createProject({ packages });
      const seen = { login: 'logged in', customers: 1, article: 'ready', hasButton: true, script: 200 };
      const sold = { ...seen, archive: [402, 'the archive'] };
      expect(await runSite(project, { format, program: 'main.cjs', modules })).to.deep.equal(sold);
    });
  }

  for (const format of ['esm', 'cjs'] as const) {
    it(`needs no Express, Passport or express-session for the calls, the signing and the sandbox: ${format}`, async () => {
      const modules = {
        'express-plenigo': '{ PlenigoClient, createPaymentData }',
        'express-plenigo/passport': '{ fromPassportUser }',
        'express-plenigo/sandbox': '{ startSandbox }',
      };
      const project = await createProject();
      const seen = { isRegistered: true, bought: false, parts: 3 };
      expect(await runSite(project, { format, program: 'alone.cjs', modules })).to.deep.equal(seen);
    });
  }

  it('has the same names for `import` and for `require`, each to be imported by name', async () => {
    const project = await createProject({ packages: { undici: 'undici' } });
    for (const entry of entries) {
      project.write('names.cjs', `console.log(JSON.stringify(Object.keys(require('${entry}'))));`);
      const { stdout, output } = await project.node('names.cjs');
      const names = JSON.parse(stdout) as string[];
      expect(names, output).to.include.members([...(entry === 'express-plenigo' ? doorNames : [])]);
      project.write(
        'index.mjs',
        `import { ${names.join(', ')} } from '${entry}';
         import { createRequire } from 'node:module';
         const required = createRequire(import.meta.url)('${entry}');
         const imported = { ${names.join(', ')} };
         console.log(Object.keys(required).every((name) => imported[name] === required[name]));
         // What Node adds to a CommonJS module, and no more.
         const added = ['__esModule', 'default', 'module.exports'];
         console.log(Object.keys(await import('${entry}')).filter((name) => !added.includes(name)).join());`,
      );
      const { output: found } = await project.node('index.mjs');
      expect(found, entry).to.equal(`true\n${names.sort().join()}\n`);
    }
  });

  it('has each class once: an error of the required package is one of the imported package, at every entry', async () => {
    const project = await createProject({ packages: { undici: 'undici' } });
    project.write(
      'index.mjs',
      `import * as imported from 'express-plenigo';
       import * as importedUndici from 'express-plenigo/undici';
       import { createRequire } from 'node:module';
       const require = createRequire(import.meta.url);
       const required = require('express-plenigo');
       const requiredUndici = require('express-plenigo/undici');
       const nobody = { companyId: 'company', secret: 'secret', apiUrl: 'http://127.0.0.1:9', timeout: 2000 };
       const faults = {
         PlenigoOptionError: ({ PlenigoClient }) => new PlenigoClient({}),
         PlenigoArgumentError: ({ createPaymentData }) => createPaymentData(7, {}, { secret: 'secret' }),
         PlenigoNetworkError: ({ PlenigoClient }) => new PlenigoClient(nobody).hasUserBought({ customerId: '1' }, 'A'),
       };
       const problems = [];
       const expectFault = async (fault, { name, from, by }) => {
         const error = await Promise.resolve().then(fault).then(() => undefined, (reason) => reason);
         if (!(error instanceof from[name]) || !(error instanceof from.PlenigoError)) problems.push([name, by, String(error)]);
       };
       for (const [name, fault] of Object.entries(faults)) {
         await expectFault(() => fault(required), { name, from: imported, by: 'require' });
         await expectFault(() => fault(imported), { name, from: required, by: 'import' });
       }
       const name = 'PlenigoOptionError';
       await expectFault(() => requiredUndici.undiciFetch({ slip: 1 }), { name, from: imported, by: 'require' });
       await expectFault(() => importedUndici.undiciFetch({ slip: 1 }), { name, from: required, by: 'import' });
       class Own extends imported.PlenigoApiError {}
       const own = new Own('server-error', { call: 'x', status: 500 });
       if (!(own instanceof required.PlenigoApiError) || own.status !== 500) problems.push('a class of the site');
       console.log(JSON.stringify(problems));`,
    );
    const { output } = await project.node('index.mjs');
    expect(output).to.equal('[]\n');
  });

  it('loads with one API nothing of the other, and makes the errors of both of the same classes', async () => {
    const project = await createProject();
    for (const [entry, own] of Object.entries({ '': 'index.js,v2.js', '/v3': 'entries/v3.js,v3.js' })) {
      project.write(
        'loaded.cjs',
        `const { createPlenigo } = require('express-plenigo${entry}');
         if (typeof createPlenigo !== 'function') throw new Error('no door');
         const files = Object.keys(require.cache).flatMap((file) => file.split(/express-plenigo.dist./)[1] ?? []);
         console.log(files.sort().join().replaceAll('\\\\', '/'));
         const core = require('node:fs').readFileSync(require.resolve('express-plenigo').replace('index', 'core'), 'utf8');
         console.log(core.includes('/api/v'), core.includes('express-plenigo:call'));
         const { PlenigoOptionError } = require('express-plenigo${entry === '' ? '/v3' : ''}');
         try { createPlenigo({}); } catch (error) { console.log(error instanceof PlenigoOptionError); }`,
      );
      const { output } = await project.node('loaded.cjs');
      expect(output, entry).to.equal(`core.js,${own}\nfalse true\ntrue\n`);
    }
  });

  it('keeps its inner files to itself', async () => {
    const project = await createProject();
    project.write('index.mjs', "await import('express-plenigo/dist/errors.js');");
    const { code, output } = await project.node('index.mjs');
    expect(code).to.equal(1);
    expect(output).to.include('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});
