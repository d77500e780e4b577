// The packed command as a site installs it, in a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createProject } from '../package/project.js';
import { root } from '../support/root.js';

describe('the packed command', function () {
  this.timeout(120_000);
  let bin: string;
  let folder: string;
  const running: ChildProcess[] = [];

  before(async () => {
    ({ folder } = await createProject());
    const own = join(folder, 'node_modules/express-plenigo');
    const { bin: bins } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8'));
    bin = join(own, bins['express-plenigo']);
  });

  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  /** Starts it with nothing but these variables in its environment, and reads what it prints. */
  function start(args: string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env });
    running.push(child);
    const output = { stdout: '', stderr: '' };
    const exited = once(child, 'close').then(([code, signal]) => ({ code, signal, ...output }));
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text) => {
        output[name] += text;
      });
    }
    const prints = (pattern: RegExp) =>
      new Promise<string>((resolve, reject) => {
        child.stdout.on('data', () => pattern.test(output.stdout) && resolve(output.stdout));
        exited.then(() => reject(new Error(`it ended: ${output.stdout}${output.stderr}`)));
      });
    return { child, exited, prints };
  }

  it('can be run by the system: it names its interpreter and is executable', () => {
    expect(readFileSync(bin, 'utf8').split('\n')[0]).to.equal('#!/usr/bin/env node');
    expect(statSync(bin).mode & 0o111).to.equal(0o111);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`runs a sandbox that the doctor finds in good health, until ${signal}`, async () => {
      const sandbox = start(['sandbox', '--company', 'the-company'], { PLENIGO_SECRET: 'the-secret' });
      const greeting = await sandbox.prints(/Ctrl\+C/);
      expect(greeting).not.to.include('the-secret');
      const apiUrl = /PLENIGO_API_URL=(\S+)/.exec(greeting)?.[1] ?? '';
      const doctor = start(['doctor', '--api-url', apiUrl], {
        PLENIGO_COMPANY_ID: 'the-company',
        PLENIGO_SECRET: 'the-secret',
        FORCE_COLOR: '1',
      });
      const { code, stdout, stderr } = await doctor.exited;
      expect(stdout).to.include('All is well.').and.not.include('\u001b');
      expect(stdout + stderr).not.to.include('the-secret');
      expect(code).to.equal(0);

      sandbox.child.kill(signal);
      expect(await sandbox.exited).to.include({ code: 0, signal: null, stderr: '' });
    });
  }

  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const help = /^.+\nnpx express-plenigo --help explains it\.\n$/;
  for (const [what, args, { code, stdout = /^$/, stderr = /^$/ }] of [
    ['a site that is not set up', ['doctor'], { code: 1, stdout: /PLENIGO_COMPANY_ID and PLENIGO_SECRET are/ }],
    ['an unknown command, in one line and a pointer to help', ['dactor'], { code: 2, stderr: help }],
    ['an unknown option likewise', ['doctor', '--produkt', 'P'], { code: 2, stderr: /--product\?\n.* doctor --help / }],
    ['the version', ['--version'], { code: 0, stdout: new RegExp(`^${version.replaceAll('.', '\\.')}\n$`) }],
  ] as [string, string[], { code: number; stdout?: RegExp; stderr?: RegExp }][]) {
    it(`answers ${code} to ${what}`, async () => {
      const answer = await start(args).exited;
      expect(answer.code).to.equal(code);
      expect(answer.stdout).to.match(stdout);
      expect(answer.stderr).to.match(stderr);
    });
  }
});
