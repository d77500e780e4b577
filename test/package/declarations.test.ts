// The package's declarations: no `any`, no types that a site may lack, and comments for whatever a site writes.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { createProject } from './project.js';
import { tarball } from './tarball.js';

/** Declarations without comments and strings, so that only code is searched. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*/g, '');
}

const withoutStrings = (code: string) => code.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");

const importPattern = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;

/** Every declaration file in reach of an entry, with the packages they name. */
function reach(entry: string): { files: string[]; packages: Set<string> } {
  const files = [entry];
  const packages = new Set<string>();
  for (const file of files) {
    for (const [, name = ''] of codeOf(file).matchAll(importPattern)) {
      if (!name.startsWith('.')) {
        packages.add(name);
        continue;
      }
      const target = join(dirname(file), name.replace(/\.js$/, '.d.ts'));
      if (!files.includes(target)) files.push(target);
    }
  }
  return { files, packages };
}

describe('the declarations of the packed package', function () {
  this.timeout(120_000);

  let own: string;
  before(async () => {
    own = join((await createProject()).folder, 'node_modules/express-plenigo/dist');
  });

  it('never say any', () => {
    for (const entry of ['index', 'passport/index', 'sandbox/index', 'undici/index', 'entries/v3']) {
      const { files } = reach(join(own, `${entry}.d.ts`));
      expect(files).to.have.length.above(1);
      for (const file of files) expect(withoutStrings(codeOf(file)), file).not.to.match(/\bany\b/);
    }
  });

  it("name no package's types but Express's and Node's", () => {
    const packages = (entry: string) => [...reach(join(own, `${entry}.d.ts`)).packages].sort();
    const outside = (names: string[]) => names.filter((name) => !name.startsWith('node:'));
    for (const entry of ['index', 'passport/index', 'entries/v3'])
      expect(outside(packages(entry))).to.deep.equal(['express']);
    expect(outside(packages('sandbox/index'))).to.deep.equal([]);
    // Only who imports this entry needs undici's types.
    expect(outside(packages('undici/index'))).to.deep.equal(['express', 'undici']);
  });
});

/** What a site writes by hand. */
const written = /^(ClientOptions|PlenigoOptions|CheckoutSettings|RouteSettings|AccessOptions|CheckoutSnippet)$/;

describe('in an editor', function () {
  this.timeout(120_000);

  for (const entry of ['index', 'entries/v3']) {
    it(`every option and setting says what it is: ${entry}`, async () => {
      const { path } = await tarball();
      const file = join(dirname(path), 'dist', `${entry}.d.ts`);
      const program = ts.createProgram([file], { strict: true, skipLibCheck: true });
      const checker = program.getTypeChecker();
      const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.Node) as ts.Symbol;
      const shown: string[] = [];
      const silent: string[] = [];
      for (const name of checker.getExportsOfModule(module).filter(({ name }) => written.test(name))) {
        const symbol = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name;
        const type = checker.getDeclaredTypeOfSymbol(symbol);
        for (const property of checker.getPropertiesOfType(type)) {
          const isSilent = property.getDocumentationComment(checker).length === 0;
          (isSilent ? silent : shown).push(`${name.name}.${property.name}`);
        }
      }
      expect(silent).to.deep.equal([]);
      expect(shown).to.include.members(['PlenigoOptions.timeout', 'PlenigoOptions.loginUrl', 'RouteSettings.freeFor']);
    });
  }
});
