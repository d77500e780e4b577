/**
 * `npm run bench`: measures what a page costs with this package, beside the alternatives, in one run on this machine. Writes
 * the ratios into `performance.md` of `docs/internals/`, or of the folder after `--out`, and prints them and the figures that
 * they are of. `--quick` is a smoke run whose figures mean nothing.
 */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Program } from '../program.js';
import { type Api, withApi } from './api.js';
import { type ContenderKey, contenders } from './contenders.js';
import { countCalls, measureHeap, measurePages, WARM_UP } from './measure.js';
import { docs, type Figures, makePageTable, makeRatioTable, makeRows, writeSection } from './report.js';

const full = {
  pages: { generations: 3, rounds: 5, turn: { duration: 1 }, warmUp: WARM_UP },
  connections: 64,
  heap: { readers: 100_000, step: 10_000 },
};
const quick = {
  pages: { generations: 2, rounds: 1, turn: { amount: 16 }, warmUp: { amount: 64 } },
  connections: 8,
  heap: { readers: 400, step: 40 },
};

const ROUND_TRIP_MS = 20;

const all = Object.keys(contenders) as ContenderKey[];
const overTls: ContenderKey[] = ['plain', 'floor', 'token', 'page', 'pageUndici'];
/** Where waiting is measured, those are too who wait less the more pages a reader turns, and buyers. */
const turning: ContenderKey[] = ['plainAccess', 'clickAccess', 'clickKnown', 'subscription'];
const far: ContenderKey[] = [...overTls, ...turning, 'bought', 'boughtOld', 'boughtAway', 'boughtStore'];

async function measure(sizes: typeof full | typeof quick, { http, https, caFile }: Api): Promise<Figures> {
  const { pages, connections, heap } = sizes;
  const args = [new URL(https).port, String(ROUND_TRIP_MS)];
  const proxy = await Program.start<{ port: number }>(new URL('servers/delay-proxy.mjs', import.meta.url), { args });
  const run = (title: string, keys: ContenderKey[], apiUrl: string, atOnce = connections) =>
    measurePages({ ...pages, caFile, title, keys, apiUrl, connections: atOnce });
  try {
    return {
      http: await run('plain HTTP', all, http),
      tls: await run('TLS', overTls, https),
      // What is asked here is how long one reader waits, not how many the machine can serve.
      far: await run('far', far, `https://127.0.0.1:${proxy.ready.port}`, 1),
      calls: { alone: await countCalls(http, 'ten'), withStore: await countCalls(http, 'tenStore') },
      heaps: await measureHeap(http, heap),
    };
  } finally {
    proxy.kill();
  }
}

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, out: { type: 'string' } } });
const sizes = values.quick ? quick : full;
const { generations, rounds } = sizes.pages;
const settings = values.quick
  ? 'A smoke run: these figures mean nothing.'
  : `${generations * rounds} rounds, the contenders in turn in every round, in new processes after every ${rounds}.`;
const figures = await withApi((api) => measure(sizes, api));
const ratios = makeRatioTable(makeRows(figures));
const folder = values.out === undefined ? docs : resolve(values.out);
await writeSection('bench', `${settings}\n\n${ratios}`, folder);
console.log(`${ratios}\n\n${makePageTable(figures)}`);
