/** Measures sites: every contender on a site of its own, one after the other, round by round. */

import { Program, type Settings } from '../program.js';
import { type Contender, type ContenderKey, contenders } from './contenders.js';
import { logIn, sendLoad, type Until } from './load.js';
import { computePercentile } from './statistics.js';

/** What one contender did in one round. */
export interface Round {
  /** Pages a second. */
  readonly rate: number;
  /** ms. */
  readonly p50: number;
  readonly p99: number;
  /** CPU time of the site's process, µs a page. */
  readonly cpu: number;
  /** Event-loop delay of the site's process, ms. */
  readonly delayP99: number;
}

export type Rounds = Readonly<Record<string, readonly Round[]>>;

export interface Plan {
  readonly keys: readonly ContenderKey[];
  readonly apiUrl: string;
  /** The authority that the API's certificate is from. */
  readonly caFile: string;
  readonly connections: number;
  /** How often all sites are started anew: two processes of one site may differ by a tenth for as long as they live. */
  readonly generations: number;
  /** How often each contender has its turn in a generation. */
  readonly rounds: number;
  readonly turn: Until;
  /** What each site does before its first turn. */
  readonly warmUp: Until;
  /** Another checkout, built: each of its pages takes turns with that of this one. */
  readonly other?: URL;
  /** What the terminal shows before its lines. */
  readonly title: string;
}

/** More code takes longer to be compiled: after two seconds a page still costs a third more than after five. */
export const WARM_UP: Until = { duration: 5 };

/** Enough to keep a site busy while it warms up, however long its page waits. */
const WARM_UP_CONNECTIONS = 64;

const thisCheckout = new URL('../../', import.meta.url);

export const nameOther = (key: ContenderKey) => `${key} of the other`;

type Site = Awaited<ReturnType<typeof openSite>>;

export async function measurePages(plan: Plan): Promise<Rounds> {
  const { keys, generations, rounds, other, title } = plan;
  const entries = keys.flatMap((key) => [
    { key, name: key, checkout: thisCheckout },
    ...(other === undefined ? [] : [{ key, name: nameOther(key), checkout: other }]),
  ]);
  const results: Record<string, Round[]> = Object.fromEntries(entries.map(({ name }) => [name, []]));
  for (let generation = 0; generation < generations; generation += 1) {
    const sites: Site[] = [];
    try {
      for (const entry of startAt(entries, generation)) sites.push(await openSite(entry, plan));
      for (let round = 0; round < rounds; round += 1) {
        console.error(`${title}: round ${generation * rounds + round + 1} of ${generations * rounds}`);
        // Another one begins each time, because what the machine does at the start of a round must hit all alike.
        for (const site of startAt(sites, round)) results[site.name]?.push(await measureRound(site, plan.turn));
      }
    } finally {
      for (const { program } of sites) program.kill();
    }
  }
  return results;
}

/** The same list, beginning at another one each turn. */
function startAt<T>(list: readonly T[], turn: number): T[] {
  const first = turn % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
}

/** Starts a site by the name that `servers/contenders.mjs` has it under. */
async function startSite(key: string, apiUrl: string, settings: Settings = {}, checkout = thisCheckout) {
  const file = new URL('servers/site.mjs', import.meta.url);
  const args = [key, apiUrl, checkout.href];
  const program = await Program.start<{ origin: string }>(file, { args, ...settings });
  return { program, ...program.ready, url: `${program.ready.origin}/article` };
}

/** Starts the site of a contender, logs its readers in, and warms it up. */
async function openSite({ key, name, checkout }: { key: ContenderKey; name: string; checkout: URL }, plan: Plan) {
  const { expected, anonymous }: Contender = contenders[key];
  const env = { NODE_ENV: 'production', NODE_EXTRA_CA_CERTS: plan.caFile };
  // A site that waits for its turn is idle, and V8 then throws compiled code away and shrinks its heap: the contenders
  // that wait longest would be the slowest. A busy site is never idle, so this is switched off.
  const execArgv = ['--no-memory-reducer', '--no-flush-bytecode'];
  const { program, origin, url } = await startSite(key, plan.apiUrl, { env, execArgv }, checkout);
  const most = Math.max(plan.connections, WARM_UP_CONNECTIONS);
  const headers = anonymous ? Array.from({ length: most }, () => ({})) : await logIn(origin, most);
  const target = { url, expected, headers: headers.slice(0, plan.connections) };
  await sendLoad({ ...target, headers }, plan.warmUp);
  return { name, program, target };
}

async function measureRound({ program, target }: Site, turn: Until): Promise<Round> {
  await program.ask('start');
  const { rate, latencies } = await sendLoad(target, turn);
  const { cpu, delayP99 } = await program.ask<{ cpu: number; delayP99: number }>('stop');
  const [p50, p99] = [computePercentile(latencies, 0.5), computePercentile(latencies, 0.99)];
  return { rate, p50, p99, cpu: cpu / latencies.length, delayP99 };
}

/** Counts the calls to plenigo that a site makes for ten pages of one reader. */
export async function countCalls(apiUrl: string, key: 'ten' | 'tenStore'): Promise<number> {
  const { program, origin, url } = await startSite(key, apiUrl);
  const headers = await logIn(origin, 1);
  const before = await program.ask<number>('countCalls');
  await sendLoad({ url, expected: '<article>', headers }, { amount: 10 });
  const after = await program.ask<number>('countCalls');
  program.kill();
  return after - before;
}

/** Measures the heap of one site, in bytes, each time that `step` readers have opened it who never did before. */
export async function measureHeap(apiUrl: string, { readers, step }: { readers: number; step: number }) {
  const { program, url } = await startSite('newReaders', apiUrl, { execArgv: ['--expose-gc'] });
  const headers = Array.from({ length: 16 }, () => ({}));
  const heaps: number[] = [];
  for (; heaps.length * step < readers; heaps.push(await program.ask<number>('measureHeap'))) {
    await sendLoad({ url, expected: '<article>', headers }, { amount: step });
  }
  program.kill();
  return heaps;
}
