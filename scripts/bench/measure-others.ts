/** Measures what is no page under load: how long the package takes to import, and how much memory its readers take. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sendLoad } from './load.js';
import { startSite, thisCheckout } from './measure.js';

/** How long each import took, in ms, in a process of its own each. */
export interface Imports {
  readonly ours: readonly number[];
  readonly express: readonly number[];
}

export async function measureImports(rounds: number): Promise<Imports> {
  const ours: number[] = [];
  const express: number[] = [];
  const own = new URL('dist/index.js', thisCheckout).href;
  // The first of each reads the files from the disk, which is no matter of the package.
  await timeImport(own);
  await timeImport('express');
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await timeImport(own));
    express.push(await timeImport('express'));
  }
  return { ours, express };
}

async function timeImport(module: string): Promise<number> {
  const program = `const start = performance.now(); await import('${module}'); console.log(performance.now() - start)`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: fileURLToPath(thisCheckout),
  });
  return Number(stdout);
}

/** The heap of one site after so many distinct readers, in bytes. */
export interface MemoryPoint {
  readonly readers: number;
  readonly heap: number;
}

/** Measures the heap after every `step` distinct readers, each of whom opens one page. */
export async function measureMemory({
  apiUrl,
  readers,
  step,
}: {
  apiUrl: string;
  readers: number;
  step: number;
}): Promise<MemoryPoint[]> {
  const site = await startSite('half', { apiUrl, execArgv: ['--expose-gc'] });
  try {
    const target = { url: `http://127.0.0.1:${site.ready.port}/article`, expected: '<article>' };
    const points: MemoryPoint[] = [];
    while ((points.at(-1)?.readers ?? 0) < readers) {
      await sendLoad(target, { headers: Array.from({ length: 16 }, () => ({})), amount: step });
      points.push({ readers: (points.length + 1) * step, heap: await site.ask<number>('measureHeap') });
    }
    return points;
  } finally {
    await site.stop();
  }
}
