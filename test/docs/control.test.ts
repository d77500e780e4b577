// The control API as the page of the command line shows it: its file sets a sandbox up, and each of its lines is run.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { startSandbox } from '../../lib/sandbox/index.js';
import { readPage } from './markdown.js';

const { blocks } = readPage('docs/cli.md');
const code = (language: string, text: string) =>
  blocks.find((block) => block.language === language && block.code.includes(text))?.code ?? '';

describe('the page of the command line', () => {
  it('has a file for the sandbox, and calls that a shell can send to it', async () => {
    const settings = JSON.parse(code('json', '"products"'));
    const sandbox = await startSandbox(settings);
    const [ask = '', calls = ''] = code('sh', '/sandbox/').split('\n\n');
    const answers = async (lines: string) => {
      const env = { ...process.env, SANDBOX: sandbox.url, PLENIGO_SECRET: sandbox.options.secret };
      const script = `${ask.replace('curl', 'curl --silent --show-error --fail --write-out "\\n"')}\n${lines}`;
      const { stdout } = await promisify(execFile)('bash', ['-e', '-c', script], { env });
      return stdout.split('\n').filter(Boolean);
    };
    try {
      const lines = calls.trim().split('\n');
      const reset = lines.pop() ?? '';
      const said = await answers(lines.join('\n'));
      expect(said[0]).to.include('bo@reader.example');
      expect(sandbox.customers.map(({ purchases }) => purchases.length)).to.deep.equal([1, 0]);
      expect(sandbox.paywall.enabled).to.equal(false);
      expect(sandbox.clock.now()).to.be.above(Date.now() + 80_000_000);
      expect(await answers(reset)).to.deep.equal([]);
      expect(sandbox.customers.map(({ email }) => email)).to.deep.equal(['ada@reader.example']);
      const paths = ['customers', 'purchases', 'refunds', 'faults', 'clock', 'paywall', 'reset', 'requests'];
      for (const path of paths) expect([...lines, reset].join('\n')).to.match(new RegExp(`^ask ${path}\\b`, 'm'));
    } finally {
      await sandbox.close();
    }
  });
});
