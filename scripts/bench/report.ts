/** Writes the figures of a run into the documentation: the tables between two markers, the plots beside it. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Round, Rounds } from './measure.js';
import { barChart, lineChart } from './plot.js';
import { type Figures, nameOf, type Row, rowsOf } from './rows.js';
import { median, spreadOf } from './statistics.js';

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

const table = (head: readonly string[], lines: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export function targetTable(rows: readonly Row[]): string {
  return table(
    ['what', 'target', 'measured: median (lowest to highest round)', ''],
    rows.map(({ what, target, measured, met }) => [what, target, measured, verdict(met)]),
  );
}

function verdict(met: boolean | undefined): string {
  if (met === undefined) return '';
  return met ? 'met' : '**missed**';
}

function pagesTable(rounds: Rounds): string {
  const figure = (key: string, name: keyof Round) => median((rounds[key] ?? []).map((round) => round[name]));
  return table(
    ['page', 'pages/s', 'p50 ms', 'p99 ms', 'CPU µs a page', 'event-loop delay p99 ms'],
    Object.keys(rounds).map((key) => [
      nameOf(key),
      Math.round(figure(key, 'rate')).toLocaleString('en'),
      figure(key, 'p50').toFixed(2),
      figure(key, 'p99').toFixed(2),
      Math.round(figure(key, 'cpu')).toString(),
      figure(key, 'delayP99').toFixed(1),
    ]),
  );
}

/** The machine, without anything that names it. */
function machine(): string {
  const all = cpus();
  return `${all.length} × ${all[0]?.model.trim() ?? 'unknown CPU'}, ${process.platform} ${process.arch}, Node ${process.version}`;
}

function section(figures: Figures, settings: string): string {
  const { http, tls, far, signing, importing, memory } = figures;
  const us = (value: number) => `${value.toFixed(1)} µs`;
  return `
Machine: ${machine()}. ${settings}

### Targets

${targetTable(rowsOf(figures))}

### Plain HTTP, 64 connections

${pagesTable(http)}

![Pages a second over plain HTTP](images/bench-throughput.svg)

![CPU time a page](images/bench-cpu.svg)

### TLS, 64 connections

${pagesTable(tls)}

### TLS, 20 ms round trip, one reader

${pagesTable(far)}

![Time to the page over TLS with 20 ms round trip](images/bench-latency.svg)

### Alone

Signing: managed product ${us(signing.managed.ours.median)} beside ${us(signing.managed.hmac.median)} for one HMAC, foreign product ${us(signing.foreign.ours.median)} beside ${us(signing.foreign.hmac.median)}. Importing: ${importing.ours.median.toFixed(0)} ms beside ${importing.express.median.toFixed(0)} ms for express.

![Heap of one process](images/bench-memory.svg)

${table(
  ['distinct readers', 'heap, MB', 'resident, MB'],
  memory.map(({ readers, heapUsed, rss }) => [
    readers.toLocaleString('en'),
    (heapUsed / 1e6).toFixed(2),
    (rss / 1e6).toFixed(0),
  ]),
)}
`;
}

function bars(rounds: Rounds, figure: keyof Round) {
  return Object.entries(rounds).map(([key, values]) => {
    const { median: value, low, high } = spreadOf(values.map((round) => round[figure]));
    const label = nameOf(key);
    return { label, value, low, high, ours: label.startsWith('(d)') };
  });
}

/** Writes `performance.md` and `images/bench-*.svg` into `folder`; text outside the markers stays as it is. */
export async function writeReport(
  figures: Figures,
  { folder, settings }: { folder: string; settings: string },
): Promise<void> {
  const file = join(folder, 'performance.md');
  const images = join(folder, 'images');
  await mkdir(images, { recursive: true });
  const { http, far, memory } = figures;
  const plots = {
    'bench-throughput.svg': barChart('Pages a second, plain HTTP, 64 connections', bars(http, 'rate')),
    'bench-cpu.svg': barChart('CPU time of the site, µs a page, plain HTTP', bars(http, 'cpu')),
    'bench-latency.svg': barChart('Time to the page, ms p50, TLS with 20 ms round trip', bars(far, 'p50')),
    'bench-memory.svg': lineChart('Heap of one process, MB, sessions kept outside', {
      points: memory.map(({ readers, heapUsed }) => ({ x: readers, y: heapUsed / 1e6 })),
      xLabel: 'distinct readers',
    }),
  };
  for (const [name, svg] of Object.entries(plots)) await writeFile(join(images, name), svg);
  const old = await readFile(file, 'utf8').catch(() => `# Performance\n\n${START}\n${END}\n`);
  const [before, after] = [old.split(START)[0], old.split(END)[1]];
  if (before === undefined || after === undefined) throw new Error(`${file} lacks the markers of the bench`);
  await writeFile(file, `${before}${START}\n${section(figures, settings)}\n${END}${after}`);
}
