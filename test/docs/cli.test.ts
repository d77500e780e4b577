// What docs/cli.md gives the sandbox, just as it stands there: its file, and its calls by curl.
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { readPage } from './markdown.js';

const { blocks } = readPage('docs/cli.md');
const file = blocks.find(({ language }) => language === 'json')?.code ?? '';
const calls = blocks.find(({ code }) => code.startsWith('curl '))?.code.split('\n') ?? [];

describe('the page of the command line', () => {
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox(JSON.parse(file));
  });
  after(() => sandbox.close());

  it('has a file that sets the sandbox up', () => {
    expect(sandbox.find({ externalUserId: 'user-1' })?.purchases.map(({ productId }) => productId)).to.deep.equal([
      'PLUS',
    ]);
  });

  it('has calls by curl that all do what they say', async function () {
    if (spawnSync('curl', ['--version']).error) return this.skip();
    const env = { ...process.env, SANDBOX: sandbox.url, PLENIGO_SECRET: sandbox.options.secret };
    const run = (call: string) => promisify(execFile)('sh', ['-c', call.replace('curl', 'curl -sS --fail')], { env });
    expect(calls).to.have.length(10);
    const answers: string[] = [];
    for (const call of calls) answers.push((await run(call)).stdout);
    expect(answers[0]).to.include('"externalUserId":"user-2"');
    expect(answers[8]).to.include('bo@reader.example');
    expect(sandbox.customers.map(({ externalUserId }) => externalUserId)).to.deep.equal(['user-1']);
  });
});
