/** Writes what a run has measured into the documentation: tables between two markers, and the plots beside them. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contenders } from './contenders.js';
import type { Round, Rounds } from './measure.js';
import { drawBars } from './plot.js';
import { type Figures, makeRows, pick, type Row, showName } from './rows.js';
import { computeMedian, summarize } from './statistics.js';

/** The folder that a run writes to unless told otherwise. */
export const docs = fileURLToPath(new URL('../../docs/internals/', import.meta.url));

export const makeTable = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export function makeRatioTable(rows: readonly Row[]): string {
  const lines = rows.map(({ what, target = 'none', measured, met }) => [what, target, measured, showVerdict(met)]);
  return makeTable(['what', 'target', 'measured: median (lowest to highest round)', ''], lines);
}

function showVerdict(met: boolean | undefined): string {
  if (met === undefined) return '';
  return met ? 'met' : '**missed**';
}

/** A line for each contender; a cell is empty where it was not measured. */
function makePageTable({ http, tls, far }: Figures): string {
  const show = (rounds: Rounds, key: string, figure: keyof Round, digits: number) => {
    const values = pick(rounds, key, figure);
    const numbers = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return values.length === 0 ? '' : computeMedian(values).toLocaleString('en', numbers);
  };
  return makeTable(
    ['page', 'pages/s', 'p50 ms', 'p99 ms', 'CPU µs a page', 'loop delay p99 ms', 'TLS: pages/s', 'far: p50 ms'],
    Object.keys(contenders).map((key) => [
      showName(key),
      show(http, key, 'rate', 0),
      show(http, key, 'p50', 1),
      show(http, key, 'p99', 1),
      show(http, key, 'cpu', 0),
      show(http, key, 'delayP99', 1),
      show(tls, key, 'rate', 0),
      show(far, key, 'p50', 2),
    ]),
  );
}

/** Describes the machine, without anything that names it. */
export function describeMachine(): string {
  const all = cpus();
  const model = all[0]?.model.trim() ?? 'unknown CPU';
  return `${all.length} × ${model}, ${process.platform} ${process.arch}, Node ${process.version}`;
}

function drawFigure(title: string, rounds: Rounds, figure: keyof Round): string {
  const bars = Object.keys(rounds).map((key) => ({ label: showName(key), ...summarize(pick(rounds, key, figure)) }));
  return drawBars(title, bars);
}

/** Writes the tables into `performance.md` of `folder`, and `images/bench-*.svg` beside it. */
export async function writeReport(
  figures: Figures,
  { folder, settings }: { folder: string; settings: string },
): Promise<void> {
  const images = join(folder, 'images');
  await mkdir(images, { recursive: true });
  const plots = {
    'bench-cpu.svg': drawFigure('CPU time of the site, µs a page, plain HTTP', figures.http, 'cpu'),
    'bench-latency.svg': drawFigure('Time to the page, ms p50, TLS, 20 ms round trip', figures.far, 'p50'),
  };
  for (const [name, svg] of Object.entries(plots)) await writeFile(join(images, name), svg);
  const section = `Machine: ${describeMachine()}. ${settings}

${makeRatioTable(makeRows(figures))}

"far" is TLS with 20 ms round trip, one reader; all else is 64 connections.

${makePageTable(figures)}

![CPU time a page](images/bench-cpu.svg)

![Time to the page over TLS with 20 ms round trip](images/bench-latency.svg)`;
  await writeSection('bench', section, folder);
}

/** Puts the text between the markers of this name in `performance.md`; what stands around them stays as it is. */
export async function writeSection(name: string, text: string, folder = docs): Promise<void> {
  const file = join(folder, 'performance.md');
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const old = await readFile(file, 'utf8').catch(() => `# Performance\n\n${start}\n${end}\n`);
  const [before, after] = [old.split(start)[0], old.split(end)[1]];
  if (before === undefined || after === undefined) throw new Error(`${file} lacks the markers ${start} and ${end}`);
  await writeFile(file, `${before}${start}\n\n${text}\n\n${end}${after}`);
}
