// Every way in which JavaScript can import the package, in projects that have nothing but what they name.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createProject, type Project } from './project.js';
import { root } from './tarball.js';

const formats = ['esm', 'cjs'] as const;
type Format = (typeof formats)[number];

/** A file that imports `modules` (name → what is imported from it) and hands everything to `program`. */
function importing(format: Format, program: string, modules: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ ...modules, [`./${program}`]: 'program' }).map(([name, names]) =>
    format === 'esm' ? `import ${names} from '${name}';` : `const ${names} = require('${name}');`,
  );
  const all = Object.values(modules).map((names) => names.replace(/[{}]/g, ''));
  return `${lines.join('\n')}\nprogram({ ${all.join(', ')} });\n`;
}

/** Runs one of the programs in `site/` and answers what it printed, which must be all it printed. */
async function runSite(
  project: Project,
  {
    format,
    program,
    modules,
  }: { format: Format; program: string; modules: Readonly<Record<string, string>> },
): Promise<unknown> {
  project.write(program, readFileSync(join(root, 'test/package/site', program), 'utf8'));
  const file = format === 'esm' ? 'index.mjs' : 'index.cjs';
  project.write(file, importing(format, program, modules));
  const { code, output, stdout } = await project.node(file);
  expect(code, output).to.equal(0);
  expect(output).to.equal(stdout);
  return JSON.parse(stdout);
}

const plenigo = {
  'express-plenigo': '{ createPlenigo }',
  'express-plenigo/sandbox': '{ startSandbox }',
};

describe('the packed package in a JavaScript project', function () {
  this.timeout(120_000);

  for (const format of formats) {
    for (const express of ['express', 'express4']) {
      for (const login of [true, false]) {
        const title = `${format}, ${express === 'express' ? 'Express 5' : 'Express 4'}, ${login ? 'with' : 'without'} Passport and express-session`;
        it(`sells an article: ${title}`, async () => {
          const packages = {
            express,
            ...(login && { passport: 'passport', 'express-session': 'express-session' }),
          };
          const modules = {
            express: 'express',
            ...plenigo,
            ...(login && { passport: 'passport', 'express-session': 'session' }),
          };
          const project = await createProject({ packages });
          expect(await runSite(project, { format, program: 'main.cjs', modules })).to.deep.equal({
            login: 'logged in',
            article: 'ready',
            hasButton: true,
            script: 200,
            archive: [402, 'the archive'],
          });
        });
      }
    }

    it(`needs no Express, Passport or express-session for the calls, the signing and the sandbox: ${format}`, async () => {
      const modules = {
        'express-plenigo': '{ PlenigoClient, createPaymentData }',
        'express-plenigo/passport': '{ fromPassportUser }',
        'express-plenigo/sandbox': '{ startSandbox }',
      };
      const project = await createProject();
      expect(await runSite(project, { format, program: 'alone.cjs', modules })).to.deep.equal({
        isRegistered: true,
        bought: false,
        parts: 3,
      });
    });
  }

  it('has the same names for `import` and for `require`', async () => {
    const project = await createProject({ packages: { undici: 'undici' } });
    project.write(
      'index.mjs',
      `import { createRequire } from 'node:module';
       const require = createRequire(import.meta.url);
       const names = {};
       for (const entry of ['', '/passport', '/sandbox', '/undici'].map((path) => 'express-plenigo' + path)) {
         names[entry] = [Object.keys(await import(entry)).sort(), Object.keys(require(entry)).sort()];
       }
       console.log(JSON.stringify(names));`,
    );
    const { code, output } = await project.node('index.mjs');
    expect(code, output).to.equal(0);
    const names = JSON.parse(output) as Record<string, [string[], string[]]>;
    for (const [imported, required] of Object.values(names)) expect(imported).to.deep.equal(required);
    expect(names['express-plenigo']?.[0]).to.include.members([
      'createPlenigo',
      'PlenigoClient',
      'PlenigoError',
    ]);
    expect(names['express-plenigo']?.[0]).not.to.include('default');
  });

  it('keeps its inner files to itself', async () => {
    const project = await createProject();
    project.write('index.mjs', "await import('express-plenigo/dist/esm/jwt.js');");
    const { code, output } = await project.node('index.mjs');
    expect(code).to.equal(1);
    expect(output).to.include('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});
