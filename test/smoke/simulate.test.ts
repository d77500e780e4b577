/** A day of few readers: what a store has to show, it shows with them, too. */

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { root } from '../support/root.js';

describe('the simulation', function () {
  this.timeout(600_000);

  it('finds that processes with a store ask little more than one, and refuse no buyer whom they know', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'express-plenigo-simulation-'));
    const plot = join(folder, 'day.svg');
    const args = ['--import', 'tsx', 'scripts/simulate/main.ts', '2000', '1', plot];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    const rows = stdout
      .trim()
      .split('\n')
      .slice(2)
      .map((line) => line.slice(2, -2).split(' | '));
    expect(rows).to.have.length(10);
    const find = (name: string) => rows.find(([processes]) => processes === name) ?? [];
    const [stored, alone] = [find('25, spread, with a store'), find('25, spread')];
    expect(Number(stored[2])).to.be.within(1, 1.2).and.below(Number(alone[2]));
    expect([stored[4], find('50, spread, with a store')[4]]).to.deep.equal(['0', '0']);
    expect(Number(alone[4])).to.be.above(0);
    expect(Number.parseFloat(stored[5] ?? '')).to.be.above(1);
    expect((await readFile(plot, 'utf8')).match(/<polyline /g)).to.have.length(10);
    await rm(folder, { recursive: true });
  });
});
