// What an editor shows of the published types: their comments must survive the way into the package.
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { tarball } from './tarball.js';

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
