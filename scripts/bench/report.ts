/** Writes what a run has measured into the documentation, as tables between two markers. */

import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contenders } from './contenders.js';
import type { Round, Rounds } from './measure.js';
import { type Figures, pick, type Row, showName } from './rows.js';
import { computeMedian } from './statistics.js';

/** The folder that a run writes to unless told otherwise. */
export const docs = fileURLToPath(new URL('../../docs/internals/', import.meta.url));

export const makeTable = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export function makeRatioTable(rows: readonly Row[]): string {
  const lines = rows.map(({ what, target, measured, verdict }) => [what, target, measured, verdict]);
  return makeTable(['ratio', 'target', 'median (lowest to highest round)', ''], lines);
}

/** A line for each contender; a cell is empty where it was not measured. */
export function makePageTable({ http, tls, far }: Figures): string {
  const show = (rounds: Rounds, key: string, figure: keyof Round, digits = 0) => {
    const values = pick(rounds, key, figure);
    const numbers = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return values.length === 0 ? '' : computeMedian(values).toLocaleString('en', numbers);
  };
  const lines = Object.keys(contenders).map((key) => [
    showName(key),
    show(http, key, 'rate'),
    show(http, key, 'p50', 1),
    show(http, key, 'p99', 1),
    show(http, key, 'cpu'),
    show(http, key, 'delayP99', 1),
    show(tls, key, 'rate'),
    show(far, key, 'p50', 2),
  ]);
  const head = ['page', 'pages/s', 'p50 ms', 'p99 ms', 'CPU µs', 'loop delay p99 ms', 'TLS pages/s', 'far p50 ms'];
  return makeTable(head, lines);
}

/**
 * Puts the text between the markers of this name in `performance.md`, below a line about the machine that says nothing by
 * which it could be found; what stands around the markers stays as it is.
 */
export async function writeSection(name: string, text: string, folder = docs): Promise<void> {
  const file = join(folder, 'performance.md');
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const old = await readFile(file, 'utf8').catch(() => `# Performance\n\n${start}\n${end}\n`);
  const [before, after] = [old.split(start)[0], old.split(end)[1]];
  if (before === undefined || after === undefined) throw new Error(`${file} lacks the markers ${start} and ${end}`);
  const model = cpus()[0]?.model.trim() ?? 'unknown CPU';
  const machine = `Machine: ${cpus().length} × ${model}, ${process.platform} ${process.arch}, Node ${process.version}.`;
  await writeFile(file, `${before}${start}\n\n${machine} ${text}\n\n${end}${after}`);
}
