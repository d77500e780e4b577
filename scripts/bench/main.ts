/**
 * `npm run bench`: measures what a page costs with this package, beside the alternatives, in one run on this machine. Writes
 * the tables and plots of `performance.md` into `docs/internals/`, or into the folder after `--out`. `--quick` is a smoke run
 * whose figures mean nothing.
 */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Program } from '../program.js';
import { type Api, withApi } from './api.js';
import { type ContenderKey, contenders } from './contenders.js';
import { measurePages, WARM_UP } from './measure.js';
import { measureImports, measureMemory } from './measure-others.js';
import { docs, makeRatioTable, writeReport } from './report.js';
import { type Figures, makeRows } from './rows.js';

const full = {
  pages: { rounds: 15, generations: 3, duration: 700, warmUp: WARM_UP },
  connections: 64,
  imports: 21,
  memory: { readers: 100_000, step: 10_000 },
};

const quick: typeof full = {
  pages: { rounds: 2, generations: 2, duration: 300, warmUp: 300 },
  connections: 8,
  imports: 1,
  memory: { readers: 400, step: 200 },
};

const ROUND_TRIP_MS = 20;

const overTls: ContenderKey[] = ['plain', 'floor', 'token', 'tokenUndici', 'page', 'pageUndici'];

/** Where waiting is measured, those are too who wait less the more pages a reader turns. */
const overDistance: ContenderKey[] = [
  ...overTls,
  'floorAccess',
  'plainAccess',
  'clickAccess',
  'clickKnown',
  'subscription',
];

async function measure(sizes: typeof full, { http, https, caFile }: Api): Promise<Figures> {
  const proxy = await Program.start<{ port: number }>(new URL('servers/delay-proxy.mjs', import.meta.url), {
    args: [new URL(https).port, String(ROUND_TRIP_MS)],
  });
  const { connections } = sizes;
  const pages = (name: string, plan: { keys: ContenderKey[]; apiUrl: string; connections: number }) =>
    measurePages({ ...sizes.pages, ...plan, caFile, say: (line) => console.error(`${name}: ${line}`) });
  try {
    return {
      http: await pages('plain HTTP', { keys: Object.keys(contenders) as ContenderKey[], apiUrl: http, connections }),
      tls: await pages('TLS', { keys: overTls, apiUrl: https, connections }),
      // What is asked here is how long one reader waits, not how many the machine can serve.
      far: await pages('TLS, 20 ms', {
        keys: overDistance,
        apiUrl: `https://127.0.0.1:${proxy.ready.port}`,
        connections: 1,
      }),
      imports: await measureImports(sizes.imports),
      memory: await measureMemory({ apiUrl: http, ...sizes.memory }),
    };
  } finally {
    await proxy.stop();
  }
}

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, out: { type: 'string' } } });
const sizes = values.quick ? quick : full;
const { rounds, generations, duration } = sizes.pages;
const settings = values.quick
  ? 'A smoke run: these figures mean nothing.'
  : `${rounds} rounds of ${duration / 1000} s, the contenders in turn in every round, in new processes after every ${rounds / generations}.`;
const figures = await withApi((api) => measure(sizes, api));
await writeReport(figures, { folder: values.out === undefined ? docs : resolve(values.out), settings });
console.log(makeRatioTable(makeRows(figures)));
