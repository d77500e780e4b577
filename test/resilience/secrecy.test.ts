/** Every failure forced, every log and debug switch on: nothing secret or personal comes out anywhere. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { PlenigoErrorCode } from '../../lib/base/errors.js';
import { SECRET } from '../support/calls.js';
import { errorCodes } from '../support/errors.js';
import { EMAIL, secretsIn, TOKEN } from './secrets.js';

/** These need a browser's request, an argument of the site's or a contract; they are tested where they arise. */
const ELSEWHERE: ReadonlySet<PlenigoErrorCode> = new Set(['cross-origin', 'offer-invalid']);

describe('with every failure forced and every switch on', function () {
  // Seconds of work, which become minutes where the machine has much else to do.
  this.timeout(600_000);
  let output = '';
  let errors = '';
  const sites: ChildProcess[] = [];

  async function listenTo(script: URL): Promise<void> {
    const site = spawn(process.execPath, ['--import=tsx', '--trace-warnings', fileURLToPath(script)], {
      env: { ...process.env, NODE_DEBUG: 'express-plenigo' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    sites.push(site);
    const [told, complaints] = await Promise.all([text(site.stdout), text(site.stderr), once(site, 'exit')]);
    expect(site.exitCode, complaints.slice(-2000)).to.equal(0);
    output += told;
    errors += complaints;
  }

  after(() => {
    for (const site of sites) site.kill();
  });

  before(async () => {
    const scripts = [new URL('secrecy-site.ts', import.meta.url), new URL('secrecy-v3-site.ts', import.meta.url)];
    await Promise.all(scripts.map(listenTo));
  });

  it('everything that can be told is told: log, debug switch, warnings, events, errors of every code', () => {
    expect(output).to.include('log debug').and.include('log warn').and.include('log error');
    for (const call of ['hasUserBought', 'hasAccess']) {
      expect(output).to.match(new RegExp(`^event \\{[^}]*call: '${call}'`, 'm'));
    }
    expect(output).to.include('createPlenigo').and.include('client PlenigoClient');
    expect(errors).to.match(/^EXPRESS-PLENIGO \d+: plenigo call/m);
    expect(errors).to.include('PlenigoWarning');
    const missing = errorCodes.filter((code) => !output.includes(`'${code}'`) && !ELSEWHERE.has(code));
    expect(missing).to.deep.equal([]);
  });

  it('errors, log lines, events and objects hold no secret, token, e-mail address or user id', () => {
    expect(secretsIn(output)).to.deep.equal([]);
  });

  it('the debug switch and the warnings hold none either', () => {
    expect(secretsIn(errors)).to.deep.equal([]);
  });

  it('the search would find one', () => {
    for (const secret of [SECRET, EMAIL, encodeURIComponent(EMAIL), TOKEN, 'eyJhbGciOiJIUzI1NiJ9']) {
      expect(secretsIn(`before\n{"a": "${secret}"}\nafter`), secret).not.to.deep.equal([]);
    }
  });
});
