/** A short run of the soak: the example in two processes against a plenigo that fails and goes away. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { isBroken, makeRows, type Outcome, Tally } from '../../scripts/soak/report.js';

/** What a script of the soak prints, what it complains of, and its exit code. */
async function run(script: string, ...args: string[]) {
  const file = fileURLToPath(new URL(`../../scripts/soak/${script}`, import.meta.url));
  const soak = spawn(process.execPath, ['--import=tsx', file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [table, problems, [code]] = await Promise.all([text(soak.stdout), text(soak.stderr), once(soak, 'exit')]);
  return { table, problems, code };
}

describe('a short soak', function () {
  this.timeout(600_000);

  it('shows readers no error, loses no purchase, and uses no token twice', async () => {
    const { table, problems, code } = await run('main.ts', '--seconds', '20', '--readers', '6');
    expect(problems).to.equal('');
    expect(table).to.match(/errors seen by readers .* 0 {2}ok/);
    expect(table).to.match(/registrations per reader +1 {2}ok/);
    expect(table).to.match(/purchases found +[1-9]\d* {2}ok/);
    expect(table).to.match(/login tokens used twice +0 {2}ok/);
    expect(table).not.to.include('MUST BE');
    expect(code).to.equal(0);
  });

  it('keeps no buyer from reading in an outage, and lets nobody else, through a restart of one of two processes', async () => {
    const { table, code } = await run('outage.ts', '--seconds', '10');
    for (const name of ['a buyer did not read', 'somebody else did', 'longer than ten seconds']) {
      expect(table).to.match(new RegExp(`${name} +0 {2}ok`));
    }
    expect(table).to.match(/pages +[1-9]\d{2}/);
    expect(code).to.equal(0);
  });
});

describe('the soak’s verdict', () => {
  const memory = { start: [process.memoryUsage()], end: [process.memoryUsage()] };

  /** The names of the rows that are broken after a run of one reader who bought one article, but for what is changed. */
  function broken(change: Partial<Outcome & Outcome['account']> = {}): string[] {
    const tally = Object.assign(new Tally(), { signUps: 1 });
    const tokenFailures = { used: 0, expired: 0, unknown: 0 };
    const account = {
      calls: 9,
      registrations: 1,
      customers: [{ email: 'a', bought: ['A'] }],
      tokens: 2,
      tokenFailures,
    };
    const run = { seconds: 1, secondsAway: 0, tally, found: 1, memory, ...change, account: { ...account, ...change } };
    return makeRows(run)
      .filter(isBroken)
      .map(({ name }) => name);
  }

  it('is good if everything is as it must be, and bad for each thing that must not be', () => {
    expect(broken()).to.deep.equal([]);
    const tallied = (what: Partial<Tally>) => ({ tally: Object.assign(new Tally(), { signUps: 1 }, what) });
    const bought = (...ids: string[]) => ({ customers: [{ email: 'a', bought: ids }] });
    for (const [change, ...rows] of [
      [{ found: 0 }, 'purchases found'],
      [tallied({ failures: ['GET /: 500'] }), 'errors seen by readers (5xx, no answer)'],
      [tallied({ faults: ['logged out'] }), 'readers taken for another, logged out or refused'],
      [{ registrations: 2 }, 'registrations per reader'],
      [{ tokenFailures: { used: 1, expired: 0, unknown: 0 } }, 'login tokens used twice'],
      [bought('A', 'A'), 'purchases found', 'readers who paid twice for the same'],
      [bought(), 'purchases made', 'purchases found'],
    ] as const) {
      expect(broken(change)).to.deep.equal(rows);
    }
  });
});
