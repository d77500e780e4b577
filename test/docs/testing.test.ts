// The examples of docs/testing.md run as they stand there, in a project that has the packed package installed.
import { expect } from 'chai';
import { createProject, type Project } from '../package/project.js';
import { exampleText, readPages } from './markdown.js';

const blocks = readPages()
  .flatMap((page) => page.blocks)
  .filter(({ file }) => file === 'docs/testing.md');

function blockUnder(title: string): string {
  const block = blocks.find(({ heading }) => heading === title);
  if (block === undefined) throw new Error(`docs/testing.md has no code under "${title}"`);
  return block.code;
}

/** Stands in for vitest, which is not among this project's tools: its names and the matchers of the example, on mocha. */
const vitest = `import * as chai from 'chai';
chai.use((_chai, { addMethod }) => {
  addMethod(chai.Assertion.prototype, 'toBe', function (value) { this.to.equal(value); });
  addMethod(chai.Assertion.prototype, 'toContain', function (value) { this.to.include(value); });
});
export const { expect } = chai;
export const { describe, it, beforeEach, before: beforeAll, after: afterAll } = globalThis;
`;

describe('the examples of the guide to testing', function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    const names = ['express', 'supertest', 'mocha', 'chai', 'tsx'];
    project = await createProject({ packages: Object.fromEntries(names.map((name) => [name, name])) });
    project.write('node_modules/vitest/package.json', '{ "type": "module", "exports": "./index.js" }');
    project.write('node_modules/vitest/index.js', vitest);
  });

  const mocha = (file: string) => project.node('node_modules/mocha/bin/mocha.js', '--import=tsx', file);

  it('pass with mocha', async () => {
    project.write('mocha.test.ts', exampleText('article.mocha.ts'));
    const { code, output } = await mocha('mocha.test.ts');
    expect(code, output).to.equal(0);
    expect(output).to.include('3 passing');
  });

  it('pass with vitest', async () => {
    const [app = ''] = exampleText('article.mocha.ts').split("describe('");
    project.write('app.ts', app.replace('function makeApp', 'export function makeApp'));
    project.write('vitest.test.js', exampleText('article.vitest.js'));
    const { code, output } = await mocha('vitest.test.js');
    expect(code, output).to.equal(0);
    expect(output).to.include('1 passing');
  });

  for (const title of ['Start, seed, assert', 'When plenigo is in trouble', 'The paywall, and free views', 'Time']) {
    it(`run: ${title}`, async () => {
      project.write('example.ts', blockUnder(title));
      const { code, output } = await project.node('--import=tsx', 'example.ts');
      expect(code, output).to.equal(0);
    });
  }
});
