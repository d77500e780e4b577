// The scripts of the documentation that move readers, and the examples of docs/testing.md, as they stand there.
import { expect } from 'chai';
import { createProject, type Project } from '../package/project.js';
import { exampleText, readPages } from './markdown.js';

const readers = `
import { startSandbox } from 'express-plenigo/sandbox';
const sandbox = await startSandbox();
sandbox.addCustomer({ email: 'known@reader.example', externalUserId: 'known' });
sandbox.addCustomer({ email: 'old@reader.example' });
sandbox.addCustomer({ email: 'unproved@reader.example' });
sandbox.addCustomer({ email: 'taken@reader.example', externalUserId: 'somebody' });
const countReaders = async () => 5;
async function* allReaders() {
  for (const id of ['known', 'old', 'unproved', 'taken', 'new']) {
    yield { id, email: id + '@reader.example', emailVerified: id !== 'unproved' };
  }
}
`;

const outcome = `
const idOf = (name) => sandbox.find({ email: name + '@reader.example' })?.externalUserId ?? null;
console.log(JSON.stringify(['known', 'old', 'unproved', 'taken', 'new'].map(idOf)));
await sandbox.close();
`;

/** The script: its readers and its plenigo are those above. */
function scriptOf(file: string, options: string): string {
  const script = exampleText(file)
    .replace(/^declare function .*$/gm, '')
    .replace(/companyId: 'your company id', (?:secret: 'your secret'|apiToken: 'your token')/, options);
  expect(script).to.include(options).and.not.include('declare');
  return readers + script + outcome;
}

describe('the scripts that move readers', function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    project = await createProject({ packages: { tsx: 'tsx' } });
    project.write('batch.ts', exampleText('batch.ts'));
  });

  /** What it said of each reader, and the ids of the customers afterwards. */
  async function run(script: string, ...args: string[]): Promise<{ output: string; ids: unknown }> {
    project.write('move.ts', script);
    const { code, output, stdout } = await project.node('--import=tsx', 'move.ts', ...args);
    expect(code, output).to.be.oneOf([0, 1]);
    return { output, ids: JSON.parse(stdout.trim().split('\n').at(-1) ?? '') };
  }

  it('register and link for API v2, and name those who are left', async () => {
    const options = '...(({ companyId, secret, apiUrl }) => ({ companyId, secret, apiUrl }))(sandbox.options)';
    const { output, ids } = await run(scriptOf('move-readers.ts', options));
    expect(ids).to.deep.equal(['known', 'old', null, 'somebody', 'new']);
    expect(output).to.include('unproved email-exists').and.include('taken external-id-conflict');
  });

  const v3 = '...(({ companyId, apiToken, apiUrl }) => ({ companyId, apiToken, apiUrl }))(sandbox.v3.options)';

  it('link for API v3, with `--go`, those whose address is confirmed, and overwrite nothing', async () => {
    const script = scriptOf('move-to-v3.ts', v3);
    const look = await run(script);
    expect(look.ids).to.deep.equal(['known', null, null, 'somebody', null]);
    expect(look.output).to.include('to do with --go: 2, not possible: 3, of 5');
    const { output, ids } = await run(script, '--go');
    expect(ids).to.deep.equal(['known', 'old', null, 'somebody', null]);
    expect(output).to.include('unproved: address not confirmed').and.include('taken: the customer of another id');
  });
});

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
