/** A small run of the benchmark, from start to end: its figures mean little, but each must be one that such a run can have. */

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { contenders, type Round } from '../../scripts/bench/measure.js';
import { type Figures, nameOf, type Row, rowsOf } from '../../scripts/bench/rows.js';
import { root } from '../support/root.js';
import { scriptOf } from '../support/scripts.js';

const ROUND_TRIP_MS = 20;

/** Readers of whom `--quick` asks the memory site for a page. */
const READERS = 400;

/** Round trips over a distance that no page of them can do without, where it is not one. */
const tripsOf: Readonly<Record<string, number>> = {
  // Each call has a connection of its own, and its TLS.
  [nameOf('plain')]: 6,
  [nameOf('plainAccess')]: 3,
  // Remembered.
  [nameOf('clickKnown')]: 0,
  [nameOf('subscription')]: 0,
};

const spread = (median: number) => ({ median, low: median, high: median });

/** Figures of a run without noise; what is not given, is 100. */
function figures(rates: Partial<Record<keyof typeof contenders, number>> = {}): Figures {
  const round = (rate: number): Round => ({ rate, p50: 1000 / rate, p99: 20, cpu: 300, delayP99: 500 / rate });
  const rounds = Object.fromEntries(
    (Object.keys(contenders) as (keyof typeof contenders)[]).map((key) => [key, [round(rates[key] ?? 100)]]),
  );
  const signing = { ratio: spread(2), ours: spread(4), hmac: spread(2) };
  return {
    http: rounds,
    tls: rounds,
    far: rounds,
    signing: { managed: signing, foreign: { ...signing, ratio: spread(3) } },
    importing: { ours: spread(40), express: spread(80), ratio: spread(0.5) },
    script: 1480,
    memory: [
      { readers: READERS / 2, heapUsed: 10e6, rss: 90e6 },
      { readers: READERS, heapUsed: 10.4e6, rss: 91e6 },
    ],
  };
}

/** The row that begins with, or else contains, these words. */
function rowOf(rows: readonly Row[], words: string): Row {
  const row = rows.find(({ what }) => what.startsWith(words)) ?? rows.find(({ what }) => what.includes(words));
  if (row === undefined) throw new Error(`no row says "${words}"`);
  return row;
}

describe('the rows of the benchmark', () => {
  it('divide what they name, and say which targets are met', () => {
    const calls = { plain: 10, floor: 80, floorAccess: 70, token: 64, page: 62 };
    const bare = { bareAnonymous: 100, anonymous: 96, bareClosed: 100, bought: 94, bare: 50, click: 46 };
    const tenPages = { plainAccess: 10, clickAccess: 50, clickKnown: 250, subscription: 500 };
    const rows = rowsOf(figures({ ...calls, ...bare, ...tenPages }));
    const ratios: Record<string, [ratio: string, met: boolean | undefined]> = {
      'Page view of a known reader': ['6.20', true],
      'The same for the floor: (a) ÷ (b)': ['8.00', undefined],
      'The same for the floor with both calls': ['7.00', undefined],
      // 10 × 100 ms ÷ (20 ms + 9 × 4 ms), and ÷ (20 ms + 9 × 2 ms).
      'Ten pages of a reader': ['17.86', undefined],
      'The same for ten articles': ['26.32', undefined],
      'Throughput at 64 connections, TLS': ['6.40', true],
      'The same: ours with has-bought and token ÷ (a)': ['6.20', true],
      'Throughput, token only: ours ÷ floor (b)': ['0.80', false],
      'Throughput, token only, TLS: ours ÷ floor (b)': ['0.80', false],
      'Throughput, token only, with `undiciFetch`': ['1.25', undefined],
      'Throughput, anonymous': ['0.96', true],
      'Throughput, bought': ['0.94', false],
      'Throughput, click mode': ['0.92', true],
      'managed product (id)': ['2.00', true],
      'foreign product': ['3.00', false],
      'Importing the package': ['0.50', true],
      'Event-loop delay p99': ['1.25', false],
    };
    for (const [words, [ratio, met]] of Object.entries(ratios)) {
      const row = rowOf(rows, words);
      expect([row.measured.split(' ')[0], row.met], words).to.deep.equal([ratio, met]);
    }
    expect(rowOf(rows, 'Browser script')).to.include({ measured: '1.48 kB', met: true });
    expect(rowOf(rows, 'Memory')).to.include({ measured: '4.0 %', met: true });
  });
});

/** The lines of the table below a heading, each as its cells; without the head. */
function tableUnder(page: string, heading: string): string[][] {
  const section = page.split('\n### ').find((text) => text.startsWith(heading));
  if (section === undefined) throw new Error(`no section "${heading}"`);
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) => line.slice(2, -2).split(' | '));
}

const number = (text = '') => Number(text.replaceAll(',', ''));

/** Whether the row's own numbers say that its target is met; undefined where rounding hides it. */
function isMet(target: string, measured: string): boolean | undefined {
  const limit = Number(/^[≥≤] ([\d.]+)/.exec(target)?.[1] ?? /within ([\d.]+) %/.exec(target)?.[1]);
  const value = Number.parseFloat(measured);
  if (Math.abs(value - limit) < (measured.endsWith('%') ? 0.06 : 0.006)) return undefined;
  return target.startsWith('≥') ? value > limit : value < limit;
}

describe('the benchmark', function () {
  this.timeout(400_000);

  let folder: string;
  let stdout: string;
  let page: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'express-plenigo-bench-test-'));
    const args = ['--import', 'tsx', 'scripts/bench/main.ts', '--quick', '--out', folder];
    ({ stdout } = await promisify(execFile)(process.execPath, args, { cwd: root }));
    page = await readFile(join(folder, 'performance.md'), 'utf8');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('has every row, with a verdict that follows from its figures', () => {
    const rows = tableUnder(page, 'Targets');
    expect(rows.map(([what]) => what)).to.deep.equal(rowsOf(figures()).map(({ what }) => what));
    for (const [what = '', target = '', measured = '', verdict] of rows) {
      const [median = Number.NaN, low = median, high = median] = (measured.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
      expect(median, what).to.be.within(low, high);
      // Only a heap can shrink.
      if (!measured.endsWith('%')) expect(low, what).to.be.above(0);
      const met = isMet(target, measured);
      if (target === 'none') expect(verdict, what).to.equal('');
      else if (met !== undefined) expect(verdict, what).to.equal(met ? 'met' : '**missed**');
      else expect(verdict, what).to.be.oneOf(['met', '**missed**']);
    }
    for (const line of stdout.trim().split('\n')) expect(page.split('\n')).to.include(line);
  });

  it('measures every contender, and none as faster than it can be', () => {
    const near = tableUnder(page, 'Plain HTTP');
    const far = tableUnder(page, 'TLS, 20 ms round trip');
    expect(near.map(([name]) => name)).to.deep.equal(Object.keys(contenders).map(nameOf));
    const tls = tableUnder(page, 'TLS, 64');
    expect(far.map(([name]) => name)).to.include.members(tls.map(([name]) => name));
    for (const [name, ...cells] of [...near, ...tls, ...far]) {
      const [rate, p50, p99, cpu, delay] = cells.map(number) as [number, number, number, number, number];
      expect(Math.min(rate, p50, cpu, delay), name).to.be.above(0);
      expect(p99, name).to.be.at.least(p50);
    }
    for (const [name, rate, p50] of far) {
      const trips = tripsOf[name ?? ''] ?? 1;
      expect(number(p50), name).to.be.at.least(trips * ROUND_TRIP_MS - 1);
      // One reader: pages a second and ms a page say the same, where there is something to wait for.
      if (trips > 0) expect((number(rate) * number(p50)) / 1000, name).to.be.within(0.02, 3);
    }
  });

  it('finds that our calls share a connection, over a distance', () => {
    const rows = tableUnder(page, 'Targets').filter(([what]) =>
      /^Page view of a known reader|^The same with token/.test(what ?? ''),
    );
    expect(rows).to.have.length(2);
    // With a connection for each call it is 2.
    for (const [what, , measured = ''] of rows) expect(Number.parseFloat(measured), what).to.be.above(2.5);
  });

  it('weighs the browser script as it is sent, and the heap after so many readers', () => {
    const rows = tableUnder(page, 'Targets');
    const sizes = (['checkout', 'checkout-de'] as const).map(
      (key) => gzipSync(scriptOf(key).text, { level: 9 }).length,
    );
    const kilobytes = (Math.max(...sizes) / 1000).toFixed(2);
    expect(rows.find(([what]) => what?.startsWith('Browser script'))?.[2]).to.equal(`${kilobytes} kB`);
    const memory = tableUnder(page, 'Alone').map((cells) => cells.map(number));
    expect(memory.map(([readers]) => readers)).to.deep.equal([READERS / 2, READERS]);
    for (const [, heap = 0, resident] of memory) {
      expect(heap).to.be.above(2);
      expect(resident).to.be.above(heap);
    }
    const growth = ((memory[1]?.[1] ?? 0) / (memory[0]?.[1] ?? 0) - 1) * 100;
    const shown = Number.parseFloat(rows.find(([what]) => what?.startsWith('Memory'))?.[2] ?? '');
    expect(shown).to.be.closeTo(growth, 0.2);
  });

  it('draws a plot of each kind, with every contender that it is about', async () => {
    expect(page).not.to.match(/NaN|Infinity|undefined/);
    const names = ['cpu', 'latency', 'memory', 'throughput'].map((kind) => `bench-${kind}.svg`);
    expect((await readdir(join(folder, 'images'))).sort()).to.deep.equal(names);
    const tables = { cpu: 'Plain HTTP', throughput: 'Plain HTTP', latency: 'TLS, 20 ms' };
    for (const [kind, heading] of Object.entries(tables)) {
      const file = `images/bench-${kind}.svg`;
      expect(page).to.include(`(${file})`);
      const svg = await readFile(join(folder, file), 'utf8');
      for (const [name = ''] of tableUnder(page, heading)) expect(svg, file).to.include(name);
    }
  });
});

describe('the benchmark beside another checkout', function () {
  this.timeout(200_000);

  it('measures both in turn: of the same checkout, two that are nearly equal', async () => {
    const args = ['--import', 'tsx', 'scripts/bench/beside.ts', root, '--quick'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    const rows = stdout
      .trim()
      .split('\n')
      .slice(2)
      .map((line) => line.slice(2, -2).split(' | '));
    expect(rows).to.have.length(12);
    expect(rows[0]?.[0]).to.equal(`${contenders.floor.name}, plain HTTP`);
    for (const [what, measured = ''] of rows) expect(Number.parseFloat(measured), what).to.be.within(0.1, 10);
  });

  it('says which pages there are, for a name that none has', async () => {
    const args = ['--import', 'tsx', 'scripts/bench/beside.ts', root, '--quick', 'bouhgt'];
    const failed = await promisify(execFile)(process.execPath, args, { cwd: root }).catch(String);
    expect(failed).to.include('no page is called bouhgt').and.include('bought');
  });
});
