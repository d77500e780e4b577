/** Measures what is no page under load: signing, importing, the size of the browser script, memory. */

import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { wordingsWith } from '../../lib/base/texts.js';
import { createClientScripts } from '../../lib/page/script-tags.js';
import { scripts as sources } from '../../lib/v2/scripts.js';
import { BenchProcess, runToEnd } from './processes.js';
import { ratioOf, type Spread, spreadOf } from './statistics.js';

type SignRounds = Record<'managed' | 'foreign', { ours: number; hmac: number }[]>;

export interface Signing {
  /** Ours ÷ one HMAC. */
  readonly ratio: Spread;
  /** µs. */
  readonly ours: Spread;
  readonly hmac: Spread;
}

/** For a product managed at plenigo (its id alone), and for a foreign one with price, type and title. */
export async function measureSigning(rounds: number, times: number): Promise<Record<'managed' | 'foreign', Signing>> {
  const found = JSON.parse(await runToEnd('sign', [String(rounds), String(times)])) as SignRounds;
  const summary = (kind: keyof SignRounds): Signing => {
    const ours = found[kind].map((round) => round.ours);
    const hmac = found[kind].map((round) => round.hmac);
    return { ratio: ratioOf(ours, hmac), ours: spreadOf(ours), hmac: spreadOf(hmac) };
  };
  return { managed: summary('managed'), foreign: summary('foreign') };
}

export interface Importing {
  /** ms. */
  readonly ours: Spread;
  readonly express: Spread;
  readonly ratio: Spread;
}

export async function measureImports(rounds: number): Promise<Importing> {
  const own = new URL('../../dist/index.js', import.meta.url).href;
  const time = async (module: string) => Number(await runToEnd('import', [module]));
  const ours: number[] = [];
  const express: number[] = [];
  // The first of each reads the files from the disk.
  await time(own);
  await time('express');
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await time(own));
    express.push(await time('express'));
  }
  return { ours: spreadOf(ours), express: spreadOf(express), ratio: ratioOf(ours, express) };
}

/** Bytes of the browser script as the site sends it, compressed; in the language that takes more. */
export function measureScript(): number {
  const scripts = [...createClientScripts(sources, wordingsWith())].filter(([key]) => key.startsWith('checkout'));
  return Math.max(...scripts.map(([, { text }]) => gzipSync(text, { level: 9 }).length));
}

/** Heap after so many distinct readers, in bytes. */
export interface MemoryPoint {
  readonly readers: number;
  readonly heapUsed: number;
  readonly rss: number;
}

/** The heap of one site after every `step` distinct readers. */
export async function measureMemory({
  apiUrl,
  readers,
  step,
}: {
  apiUrl: string;
  readers: number;
  step: number;
}): Promise<MemoryPoint[]> {
  const load = await BenchProcess.start<object>('load');
  const site = await BenchProcess.start<{ port: number }>('memory-site', {
    args: [apiUrl],
    execArgv: ['--expose-gc'],
  });
  try {
    const points: MemoryPoint[] = [];
    for (let from = 0; from < readers; from += step) {
      const to = from + step;
      await load.ask('walk', { port: site.ready.port, path: '/article', connections: 16, from, to });
      points.push({
        readers: to,
        ...(await site.ask<Omit<MemoryPoint, 'readers'>>('memory')),
      });
    }
    return points;
  } finally {
    await Promise.all([load.stop(), site.stop()]);
  }
}

/** The folder of the documentation, where a run writes unless told otherwise. */
export const docs = fileURLToPath(new URL('../../docs/internals/', import.meta.url));
