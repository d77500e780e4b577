/** A short run of the soak: the example in two processes against a plenigo that fails and goes away. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { isBroken, makeRows, type Outcome, Tally } from '../../scripts/soak/report.js';

describe('a short soak', function () {
  this.timeout(180_000);

  it('shows readers no error, loses no purchase, and uses no token twice', async () => {
    const script = fileURLToPath(new URL('../../scripts/soak/main.ts', import.meta.url));
    const soak = spawn(process.execPath, ['--import=tsx', script, '--seconds', '20', '--readers', '6'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [table, problems] = await Promise.all([text(soak.stdout), text(soak.stderr), once(soak, 'exit')]);
    expect(problems).to.equal('');
    expect(table).to.match(/errors seen by readers .* 0 {2}ok/);
    expect(table).to.match(/registrations per reader +1 {2}ok/);
    expect(table).to.match(/purchases found +[1-9]\d* {2}ok/);
    expect(table).to.match(/login tokens used twice +0 {2}ok/);
    expect(table).not.to.include('MUST BE');
    expect(soak.exitCode).to.equal(0);
  });
});

describe('a short outage', function () {
  this.timeout(120_000);

  it('keeps no buyer from reading and lets nobody else, through a restart of one of two processes with Redis', async () => {
    const script = fileURLToPath(new URL('../../scripts/soak/outage.ts', import.meta.url));
    const soak = spawn(process.execPath, ['--import=tsx', script, '--seconds', '10'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [table] = await Promise.all([text(soak.stdout), once(soak, 'exit')]);
    for (const name of ['a buyer did not read', 'somebody else did', 'longer than ten seconds']) {
      expect(table).to.match(new RegExp(`${name} +0 {2}ok`));
    }
    expect(table).to.match(/pages +[1-9]\d{2}/);
    expect(soak.exitCode).to.equal(0);
  });
});

describe('the soak’s verdict', () => {
  const memory = { start: [process.memoryUsage()], end: [process.memoryUsage()] };

  /** The names of the rows that are broken after a run of one reader who bought one article, but for what is changed. */
  function broken(change: (run: Outcome) => Partial<Outcome>): string[] {
    const tally = Object.assign(new Tally(), { signUps: 1 });
    const customers = [{ email: 'a@soak.example', bought: ['A'] }];
    const tokenFailures = { used: 0, expired: 0, unknown: 0 };
    const account = { calls: 9, registrations: 1, customers, tokens: 2, tokenFailures };
    const run = { seconds: 1, secondsAway: 0, tally, account, found: 1, memory };
    return makeRows({ ...run, ...change(run) })
      .filter(isBroken)
      .map(({ name }) => name);
  }

  it('is good if everything is as it must be', () => expect(broken(() => ({}))).to.deep.equal([]));

  it('is bad for each thing that must not be', () => {
    const withAccount = (change: Partial<Outcome['account']>) =>
      broken(({ account }) => ({ account: { ...account, ...change } }));
    expect(broken(() => ({ found: 0 }))).to.deep.equal(['purchases found']);
    expect(broken(({ tally }) => ({ tally: Object.assign(tally, { failures: ['GET /: 500'] }) }))).to.deep.equal([
      'errors seen by readers (5xx, no answer)',
    ]);
    expect(broken(({ tally }) => ({ tally: Object.assign(tally, { faults: ['logged out'] }) }))).to.have.length(1);
    expect(withAccount({ registrations: 2 })).to.deep.equal(['registrations per reader']);
    expect(withAccount({ tokenFailures: { used: 1, expired: 0, unknown: 0 } })).to.deep.equal([
      'login tokens used twice',
    ]);
    expect(withAccount({ customers: [{ email: 'a@soak.example', bought: ['A', 'A'] }] })).to.deep.equal([
      'purchases found',
      'readers who paid twice for the same',
    ]);
    expect(withAccount({ customers: [{ email: 'a@soak.example', bought: [] }] })).to.include('purchases made');
  });
});
