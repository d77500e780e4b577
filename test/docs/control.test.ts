// What the documentation explains of errors and statuses, and the control API as its page shows it, line by line.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { startSandbox } from '../../lib/sandbox/index.js';
import { errorCodes } from '../support/errors.js';
import { root } from '../support/root.js';
import { documentationFiles, readPage } from './markdown.js';

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

const text = readFileSync(join(root, 'docs/errors.md'), 'utf8');

/** The codes that are explained by what they mean, and what to do. */
const rows = [...text.matchAll(/^\| `([\w-]+)` \| .*\w{3}.* \| .*\w{3}.* \|$/gm)];

describe('docs/errors.md', () => {
  it('explains every code once, and none that does not exist', () => {
    expect(rows.map(([, code]) => code).sort()).to.deep.equal([...errorCodes].sort());
  });
});

describe('the documentation', () => {
  it('explains each status of a page in one place', () => {
    const all = documentationFiles().map((file) => readFileSync(join(root, file), 'utf8'));
    for (const status of ['free', 'metered', 'bought', 'ready']) {
      const found = all.flatMap((page) => page.split('\n').filter((line) => line.startsWith(`| \`${status}\` |`)));
      expect(found, status).to.have.length(1);
    }
  });
});
