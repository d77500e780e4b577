/**
 * `npm run bench`: what a page costs with this package, measured against the alternatives in one run on this machine.
 * Writes `performance.md` and its plots into `docs/internals/`, or into the folder after `--out`. `--quick` is a smoke run whose
 * figures mean nothing.
 */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Api, withApi } from './api.js';
import { type ContenderKey, contenders, measurePages, WARM_UP } from './measure.js';
import { docs, measureImports, measureMemory, measureScript, measureSigning } from './measure-others.js';
import { BenchProcess } from './processes.js';
import { targetTable, writeReport } from './report.js';
import { type Figures, rowsOf } from './rows.js';

const full = {
  rounds: 15,
  generations: 3,
  duration: 700,
  warmUp: WARM_UP,
  connections: 64,
  importRounds: 21,
  signTimes: 20_000,
  readers: 100_000,
  step: 10_000,
};

const quick: typeof full = {
  rounds: 2,
  generations: 2,
  duration: 100,
  warmUp: 100,
  connections: 8,
  importRounds: 1,
  signTimes: 200,
  readers: 400,
  step: 200,
};

const ROUND_TRIP_MS = 20;

const inTls: ContenderKey[] = ['plain', 'floor', 'token', 'tokenUndici', 'page', 'pageUndici'];

/** Where waiting is measured, those who wait less the more pages a reader turns, too. */
const overDistance: ContenderKey[] = [
  ...inTls,
  'floorAccess',
  'plainAccess',
  'clickAccess',
  'clickKnown',
  'subscription',
];

async function measure(sizes: typeof full, { http: apiUrl, https, caFile }: Api): Promise<Figures> {
  const { rounds, generations, duration, warmUp, connections } = sizes;
  const proxy = await BenchProcess.start<{ port: number }>('delay-proxy', {
    args: [new URL(https).port, String(ROUND_TRIP_MS)],
  });
  const pages = (name: string, plan: { keys: ContenderKey[]; apiUrl: string; connections: number }) =>
    measurePages({
      ...plan,
      caFile,
      rounds,
      generations,
      duration,
      warmUp,
      say: (line) => console.error(`${name}: ${line}`),
    });
  try {
    return {
      http: await pages('plain HTTP', {
        keys: Object.keys(contenders) as ContenderKey[],
        apiUrl,
        connections,
      }),
      tls: await pages('TLS', { keys: inTls, apiUrl: https, connections }),
      far: await pages('TLS, 20 ms', {
        keys: overDistance,
        apiUrl: `https://127.0.0.1:${proxy.ready.port}`,
        // What is asked here is how long one reader waits, not how many the machine can serve.
        connections: 1,
      }),
      signing: await measureSigning(rounds, sizes.signTimes),
      importing: await measureImports(sizes.importRounds),
      script: measureScript(),
      memory: await measureMemory({ apiUrl, readers: sizes.readers, step: sizes.step }),
    };
  } finally {
    await proxy.stop();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, out: { type: 'string' } },
  });
  const sizes = values.quick ? quick : full;
  const figures = await withApi((api) => measure(sizes, api));
  const { rounds, generations, duration } = sizes;
  const settings = values.quick
    ? 'A smoke run: these figures mean nothing.'
    : `${rounds} rounds of ${duration / 1000} s each, the contenders in turn in every round, in new processes after every ${rounds / generations}.`;
  await writeReport(figures, { folder: values.out === undefined ? docs : resolve(values.out), settings });
  console.log(targetTable(rowsOf(figures)));
}

await main();
