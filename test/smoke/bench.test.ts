/** The benchmark runs from start to end and writes every row; what it measures in such a short run means nothing. */

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';

const main = fileURLToPath(new URL('../../scripts/bench/main.ts', import.meta.url));

/** Words of every row that has a target. */
const rows = [
  'Page view of a known reader, TLS, 20 ms round trip',
  'Throughput at 64 connections, TLS without delay',
  'Throughput, token only: ours ÷ floor (b)',
  'Throughput, anonymous: ours ÷ bare Express (c)',
  'Throughput, bought: ours ÷ bare Express (c)',
  'Throughput, click mode without access check: ours ÷ bare Express (c)',
  '`createPaymentData` + snippet',
  'Importing the package ÷ importing express',
  'Browser script, minified and gzipped',
  'distinct readers: growth of the heap',
  'Event-loop delay p99, 64 connections',
];

describe('the benchmark', function () {
  this.timeout(180_000);

  it('measures every contender and writes the table and the plots', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'express-plenigo-bench-test-'));
    try {
      const args = ['--import', 'tsx', main, '--quick', '--out', folder];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      const page = await readFile(join(folder, 'performance.md'), 'utf8');
      for (const row of rows) {
        expect(stdout).to.include(row);
        const line = page.split('\n').find((text) => text.startsWith('| ') && text.includes(row));
        expect(line, row).to.match(/^\| [^|]+ \| [≥≤0] ?[^|]+ \| -?\d[^|]* \| (met|\*\*missed\*\*) \|$/);
      }
      expect(page).to.not.match(/NaN|Infinity|undefined/);
      const images = (await readdir(join(folder, 'images'))).sort();
      expect(images).to.deep.equal(
        ['cpu', 'latency', 'memory', 'throughput'].map((name) => `bench-${name}.svg`),
      );
      for (const name of images) expect(page).to.include(`images/${name}`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
