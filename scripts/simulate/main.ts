/**
 * `npm run simulate`: what a site with a million readers asks of plenigo and Redis on a news day, in which plenigo answers
 * nobody for an hour: with one process and with many, sticky or spread, with a store and without. No network is used.
 * Prints a table, and writes its plot beside `scaling.md`. Another day: `npm run simulate -- <readers> <seed> <plot>`.
 */

import { writeFile } from 'node:fs/promises';
import { makeTable } from '../bench/report.js';
import { computePercentile } from '../bench/statistics.js';
import { createRandom, VirtualClock } from './clock.js';
import { drawPlot } from './plot.js';
import { Counts, type Setup, startSite, WAYS } from './site.js';

/** Of the pages those on paid routes; of the readers those who have bought, and those who come twice. */
const SHARES = { paid: 0.3, buyers: 0.6, twice: 0.4 };
const [readers, seed] = [Number(process.argv[2] ?? 1_000_000), Number(process.argv[3] ?? 1)];
const plot = process.argv[4] ?? new URL('../../docs/internals/simulation.svg', import.meta.url);

/** A page on a paid route: when, whose, and a number from 0 to 1 that chooses its process where readers are spread. */
type Page = { readonly at: number; readonly reader: number; readonly chance: number };

/** Few come at night, more at breakfast, the peak is at 20:00. */
function arrange(): Page[] {
  const random = createRandom(seed);
  const bell = (distance: number) => Math.exp(-(distance ** 2));
  function drawTime(): number {
    const hour = 24 * random();
    return 1.2 * random() < 0.15 + bell((hour - 20) / 3) + 0.4 * bell((hour - 8) / 2) ? hour * 3_600_000 : drawTime();
  }
  const pages: Page[] = [];
  const sessions = Array.from({ length: readers }, (_, reader) =>
    random() < SHARES.twice ? [reader, reader] : reader,
  );
  for (const reader of sessions.flat()) {
    // One to thirty pages, about five, with a minute for each.
    let at = drawTime();
    for (let left = 1 + Math.floor(30 * random() ** 6); left > 0; left -= 1) {
      if (random() < SHARES.paid) pages.push({ at, reader, chance: random() });
      at -= 60_000 * Math.log(1 - random());
    }
  }
  return pages.sort((one, other) => one.at - other.at);
}

async function simulate(setup: Setup, pages: readonly Page[]) {
  const [clock, counts, known] = [new VirtualClock(new Date('2026-12-01T00:00:00Z')), new Counts(), new Set<number>()];
  const [open, { all }] = [startSite(setup, clock, counts), counts];
  await clock.run(pages, async ({ reader, chance }) => {
    const [start, isBuyer] = [clock.now, createRandom(seed + reader)() < SHARES.buyers];
    const process = setup[1] === 'sticky' ? reader : Math.floor(chance * setup[0]);
    const access = await open(`${isBuyer ? 'buyer' : 'reader'}-${reader}`, process);
    all.pages += 1;
    if (!isBuyer) return;
    all.buyersPages += 1;
    // Redis alone takes no longer.
    if (clock.now - start > 20) all.waited += 1;
    if (access) known.add(reader);
    else all.refused += 1;
    if (!access && known.has(reader)) all.refusedKnown += 1;
  });
  return counts;
}

const sum = (numbers: Uint32Array) => numbers.reduce((total, number) => total + number, 0);
// One process has nobody to share anything with.
const ways = (processes: number) => WAYS.filter((how) => processes > 1 || how === 'sticky');
const setups = [1, 5, 25, 50].flatMap((processes) => ways(processes).map((how) => [processes, how] as const));
const pages = arrange();
const [curves, rows]: [Record<string, Uint32Array>, Record<string, string>[]] = [{}, []];
for (const setup of setups) {
  const { calls, commands, all } = await simulate(setup, pages);
  curves[setup.join(', ')] = calls;
  const [ofOne = calls] = Object.values(curves);
  const shares = [all.waited, all.refused].map((count) => `${((100 * count) / all.buyersPages).toFixed(2)} %`);
  rows.push({
    processes: setup.join(', '),
    'calls/s: median, p99, peak': [0.5, 0.99, 1].map((share) => computePercentile([...calls], share)).join(', '),
    'all ÷ 1 process': (sum(calls) / sum(ofOne)).toFixed(2),
    'buyers’ pages that waited, were refused': shares.join(', '),
    'refused though known': `${all.refusedKnown}`,
    'Redis commands: a page, peak/s': `${(sum(commands) / all.pages).toFixed(2)}, ${Math.max(...commands)}`,
    'bytes a page': (all.bytes / all.pages).toFixed(0),
  });
}
console.log(makeTable(Object.keys(rows[0] ?? {}), rows.map(Object.values)));
await writeFile(plot, drawPlot(curves));
