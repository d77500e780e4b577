/** A small run of the benchmark, from start to end: its figures mean little, but each must be one that such a run can have. */

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { contenders } from '../../scripts/bench/contenders.js';
import type { Round } from '../../scripts/bench/measure.js';
import { docs, type Figures, makeRows, type Row, showName, writeSection } from '../../scripts/bench/report.js';
import { root } from '../support/root.js';

const ROUND_TRIP_MS = 20;

/** The round trips that a page cannot do without over a distance, where it is not one; what is remembered needs none. */
const remembered = ['clickKnown', 'subscription', 'bought', 'boughtOld', 'boughtAway', 'boughtStore'];
const roundTrips: Readonly<Record<string, number>> = {
  // Each call has a connection of its own, and its TLS.
  [showName('plain')]: 6,
  [showName('plainAccess')]: 3,
  ...Object.fromEntries(remembered.map((key) => [showName(key), 0])),
};

/** Figures of a run without noise; a contender that is not given makes 100 pages a second. */
function makeFigures(rates: Partial<Record<keyof typeof contenders, number>> = {}): Figures {
  const makeRound = (rate: number): Round => ({ rate, p50: 1000 / rate, p99: 20, cpu: 300, delayP99: 500 / rate });
  const rounds = Object.fromEntries(
    (Object.keys(contenders) as (keyof typeof contenders)[]).map((key) => [key, [makeRound(rates[key] ?? 100)]]),
  );
  return {
    http: rounds,
    tls: rounds,
    far: rounds,
    calls: { alone: 10, withStore: 3 },
    heaps: [8e6, 9e6, 10e6, 10e6, 10e6, 10e6, 10e6, 10e6, 10e6, 10.4e6],
  };
}

/** The row that begins with, or else contains, these words. */
function findRow(rows: readonly Row[], words: string): Row {
  const row = rows.find(({ what }) => what.startsWith(words)) ?? rows.find(({ what }) => what.includes(words));
  if (row === undefined) throw new Error(`no row says "${words}"`);
  return row;
}

describe('the rows of the benchmark', () => {
  it('divide what they name, and say which targets are met', () => {
    const calls = { plain: 10, floor: 80, token: 64, page: 62 };
    const bare = { bareAnonymous: 100, anonymous: 96, bareClosed: 100, bought: 94, bare: 50, click: 46 };
    const tenPages = {
      plainAccess: 10,
      clickAccess: 50,
      clickKnown: 250,
      subscription: 500,
      boughtOld: 84,
      boughtAway: 47,
      boughtStore: 94,
    };
    const rows = makeRows(makeFigures({ ...calls, ...bare, ...tenPages }));
    const ratios: Record<string, [ratio: string, verdict: Row['verdict']]> = {
      'Time to a known reader’s page': ['6.20', 'met'],
      'The same: (a) ÷ token only': ['6.40', 'met'],
      'The same for the floor: (a) ÷ (b)': ['8.00', ''],
      // 10 × 100 ms ÷ (20 ms + 9 × 4 ms), and ÷ (20 ms + 9 × 2 ms).
      'Ten pages of a reader': ['17.86', ''],
      'Ten articles': ['26.32', ''],
      'Pages a second, TLS: token only ÷ (a)': ['6.40', 'met'],
      'Pages a second, TLS: has-bought and token ÷ (a)': ['6.20', 'met'],
      'Pages a second, TLS: has-bought and token, `undiciFetch` ÷ (a)': ['10.00', ''],
      'Pages a second, TLS: token only ÷ floor (b)': ['0.80', '**missed**'],
      'Pages a second: token only ÷ floor (b)': ['0.80', '**missed**'],
      'Pages a second: anonymous': ['0.96', 'met'],
      'Pages a second: bought': ['0.94', '**missed**'],
      'Pages a second: click mode': ['0.92', 'met'],
      'Time to a buyer’s page': ['1.12', '**missed**'],
      'The same an hour after': ['2.00', '**missed**'],
      'The same with a store that takes': ['1.00', ''],
      'Calls for ten pages': ['10.00', ''],
      'With a store: calls': ['3.00', '**missed**'],
      'Event-loop delay p99': ['1.25', '**missed**'],
      'Heap after 100,000': ['1.04', 'met'],
    };
    for (const [words, expected] of Object.entries(ratios)) {
      const row = findRow(rows, words);
      expect([row.measured.split(' ')[0], row.verdict], words).to.deep.equal(expected);
    }
    expect(rows).to.have.length(Object.keys(ratios).length);
  });
});

/** The lines of the table whose first column is called so, each as its cells; without the head. */
function readTable(page: string, firstColumn: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${firstColumn} |`));
  if (start < 0) throw new Error(`no table of "${firstColumn}"`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('| '));
  return lines.slice(start + 2, end).map((line) => line.slice(2, -2).split(' | '));
}

const parse = (text = '') => Number(text.replaceAll(',', ''));

/** Whether the row's own numbers say that its target is met; undefined where rounding hides it. */
function isMet(target: string, measured: string): boolean | undefined {
  const limit = Number(/^[≥≤] ([\d.]+)/.exec(target)?.[1]);
  const value = Number.parseFloat(measured);
  if (Math.abs(value - limit) < 0.006) return undefined;
  return target.startsWith('≥') ? value > limit : value < limit;
}

describe('the benchmark', function () {
  this.timeout(600_000);

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
    const rows = readTable(page, 'ratio');
    expect(rows.map(([what]) => what)).to.deep.equal(makeRows(makeFigures()).map(({ what }) => what));
    for (const [what = '', target = '', measured = '', verdict] of rows) {
      const [median = Number.NaN, low = median, high = median] = (measured.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
      expect(median, what).to.be.within(low, high);
      expect(low, what).to.be.above(0);
      const met = isMet(target, measured);
      if (target === 'none') expect(verdict, what).to.equal('');
      else if (met !== undefined) expect(verdict, what).to.equal(met ? 'met' : '**missed**');
      else expect(verdict, what).to.be.oneOf(['met', '**missed**']);
    }
    expect(readTable(stdout, 'ratio')).to.deep.equal(rows);
    expect(page + stdout).not.to.match(/NaN|Infinity|undefined/);
    // Over a distance our calls share a connection: with one for each call these two ratios are 2.
    for (const index of [0, 1]) expect(Number.parseFloat(rows[index]?.[2] ?? ''), rows[index]?.[0]).to.be.above(2.5);
  });

  it('measures every contender, and none as faster than it can be', () => {
    const pages = readTable(stdout, 'page');
    expect(pages.map(([name]) => name)).to.deep.equal(Object.keys(contenders).map(showName));
    for (const [name = '', ...cells] of pages) {
      const [rate, p50, p99, cpu, delay] = cells.map(parse) as [number, number, number, number, number];
      expect(Math.min(rate, p50, cpu, delay), name).to.be.above(0);
      expect(p99, name).to.be.at.least(p50);
      const [tls = '', far = ''] = cells.slice(5);
      if (tls !== '') expect(parse(tls), name).to.be.above(0);
      if (far !== '') expect(parse(far), name).to.be.at.least((roundTrips[name] ?? 1) * ROUND_TRIP_MS - 1);
    }
    // What is measured over a distance holds all that is measured over TLS, and what remembers.
    const filled = (column: number) => pages.filter((cells) => cells[column] !== '').map(([name]) => name);
    expect(filled(6)).to.have.length(5);
    expect(filled(7))
      .to.have.length(13)
      .and.include.members([...filled(6), ...Object.keys(roundTrips)]);
  });

  it('replaces what stood between the markers of its page, and nothing else', async () => {
    const file = join(folder, 'performance.md');
    await writeFile(file, 'before\n<!-- beside:start -->\nold\n<!-- beside:end -->\nafter\n');
    await writeSection('beside', '| new |', folder);
    await writeSection('beside', '| newer |', folder);
    expect(await readFile(file, 'utf8')).to.match(
      /^before\n<!-- beside:start -->\n\nMachine: .+\. \| newer \|\n\n<!-- beside:end -->\nafter\n$/,
    );
    const failed = await writeSection('bench', 'x', folder).catch(String);
    expect(failed).to.include('lacks the markers').and.include('bench:start');
    const committed = await readFile(join(docs, 'performance.md'), 'utf8');
    for (const marker of ['bench:start', 'bench:end', 'beside:start', 'beside:end']) {
      expect(committed.split(`<!-- ${marker} -->`), marker).to.have.length(2);
    }
  });
});

describe('the benchmark beside another checkout', function () {
  this.timeout(600_000);

  const args = ['--import', 'tsx', 'scripts/bench/beside.ts', root, '--quick'];

  it('measures both in turn: of the same checkout, two that are nearly equal', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    const rows = readTable(stdout, 'pages a second');
    expect(rows).to.have.length(11);
    expect(rows[0]?.[0]).to.equal(`${contenders.floor.name}, plain HTTP`);
    for (const [what, measured = ''] of rows) expect(Number.parseFloat(measured), what).to.be.within(0.1, 10);
  });

  it('says which pages there are, for a name that none has', async () => {
    const failed = await promisify(execFile)(process.execPath, [...args, 'bouhgt'], { cwd: root }).catch(String);
    expect(failed).to.include('no page is called bouhgt').and.include('bought');
  });
});
