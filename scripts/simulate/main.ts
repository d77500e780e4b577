/**
 * `npm run simulate`: what a site with a million readers asks of plenigo and Redis on a news day, in which plenigo answers
 * nobody for an hour: with one process and with many, sticky or spread, with a store and without. No network is used.
 * Prints a table, and writes its plot beside `scaling.md`, or to `--out`. `--readers` and `--seed` make another day.
 */

import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeTable } from '../bench/report.js';
import { computePercentile } from '../bench/statistics.js';
import { createRandom, VirtualClock } from './clock.js';
import { drawPlot } from './plot.js';
import { Counts, type Setup, startSite } from './site.js';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
/** Of the pages those on paid routes; of the readers those who have bought, and those who come twice. */
const SHARES = { paid: 0.3, buyers: 0.6, twice: 0.4 };
const OUTAGE = { from: 18 * HOUR, to: 19 * HOUR };
/** A page that took longer than so many ms has waited for plenigo rather than for Redis. */
const WAIT = 20;

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: fileURLToPath(new URL('../../docs/internals/simulation.svg', import.meta.url)) },
  },
});
const [readers, seed] = [Number(values.readers), Number(values.seed)];

/** When sessions begin, in ms, and whose they are: few at night, more at breakfast, the peak at 20:00. */
function arrange(): [at: number, reader: number][] {
  const random = createRandom(seed);
  const bell = (hour: number, peak: number, width: number) => Math.exp(-(((hour - peak) / width) ** 2));
  function drawTime(): number {
    const hour = 24 * random();
    const crowd = 0.15 + bell(hour, 20, 3) + 0.4 * bell(hour, 8, 2);
    return 1.2 * random() < crowd ? hour * HOUR : drawTime();
  }
  const sessions: [number, number][] = [];
  for (let reader = 0; reader < readers; reader += 1) {
    sessions.push([drawTime(), reader]);
    if (random() < SHARES.twice) sessions.push([drawTime(), reader]);
  }
  return sessions.sort(([a], [b]) => a - b);
}

async function simulate(setup: Setup, sessions: readonly [at: number, reader: number][]) {
  const [clock, counts] = [new VirtualClock(new Date('2026-12-01T00:00:00Z')), new Counts()];
  const isAway = () => clock.now >= OUTAGE.from && clock.now < OUTAGE.to;
  const open = startSite(setup, { clock, counts, isAway });
  const tally = { pages: 0, ofBuyers: 0, waited: 0, refused: 0, refusedKnown: 0 };
  const known = new Set<number>();

  async function readPage(reader: number, process: number): Promise<void> {
    const isBuyer = createRandom(seed + reader)() < SHARES.buyers;
    const start = clock.now;
    const access = await open(`${isBuyer ? 'buyer' : 'reader'}-${reader}`, process);
    tally.pages += 1;
    if (!isBuyer) return;
    tally.ofBuyers += 1;
    if (clock.now - start > WAIT) tally.waited += 1;
    if (!access) tally.refused += 1;
    if (!access && known.has(reader)) tally.refusedKnown += 1;
    if (access) known.add(reader);
  }

  /** One to thirty pages, about five, with a minute for each. */
  async function readSession(at: number, reader: number): Promise<void> {
    const random = createRandom(seed + reader * 7919 + Math.floor(at));
    let wait = 0;
    for (let pages = 1 + Math.floor(30 * random() ** 6); pages > 0; pages -= 1) {
      const process = Math.floor(random() * setup.processes);
      if (random() < SHARES.paid) {
        await clock.sleep(wait);
        wait = 0;
        await readPage(reader, setup.isSticky ? reader : process);
      }
      wait -= MINUTE * Math.log(1 - random());
    }
  }

  async function arrive(): Promise<void> {
    for (const [at, reader] of sessions) {
      if (at > clock.now) await clock.sleep(at - clock.now);
      readSession(at, reader);
    }
  }
  await Promise.all([arrive(), clock.run()]);
  return { counts, tally };
}

const scenarios = [1, 5, 25, 50].flatMap((processes) => [
  { name: `${processes}, sticky`, processes, isSticky: true, hasStore: false },
  { name: `${processes}, spread`, processes, isSticky: false, hasStore: false },
  { name: `${processes}, spread, with a store`, processes, isSticky: false, hasStore: true },
]);
const sum = (numbers: Uint32Array) => numbers.reduce((total, number) => total + number, 0);
const sessions = arrange();
const curves: Record<string, Uint32Array> = {};
const lines: string[][] = [];
let callsOfOne: number | undefined;
// One process has nobody to share with.
for (const { name, ...setup } of scenarios.filter(({ processes, isSticky }) => processes > 1 || isSticky)) {
  const { counts, tally } = await simulate(setup, sessions);
  const { pages, ofBuyers, waited, refused, refusedKnown } = tally;
  curves[name] = counts.calls;
  callsOfOne ??= sum(counts.calls);
  const [day, commands] = [[...counts.calls.subarray(0, DAY / 1000)], sum(counts.commands)];
  const calls = [0.5, 0.99, 1].map((share) => computePercentile(day, share).toLocaleString('en'));
  const shares = [waited, refused].map((part) => `${((100 * part) / ofBuyers).toFixed(2)} %`);
  const redis = [Math.max(...counts.commands), (commands / pages).toFixed(2), Math.round(counts.redisBytes / pages)];
  lines.push([
    name,
    ...calls,
    (sum(counts.calls) / callsOfOne).toFixed(2),
    ...shares,
    `${refusedKnown}`,
    ...redis.map(String),
  ]);
  console.error(`${name}: ${pages.toLocaleString('en')} paid pages`);
}
const ofCalls = ['calls/s: median', 'p99', 'peak', 'all ÷ 1 process'];
const ofReaders = ['buyers’ pages that waited', 'refused', 'refused though known'];
const ofRedis = ['Redis commands/s: peak', 'a page', 'bytes a page'];
console.log(makeTable(['processes', ...ofCalls, ...ofReaders, ...ofRedis], lines));
await writeFile(values.out, drawPlot(curves));
