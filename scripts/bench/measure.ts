/** Measures pages: every contender on a site of its own, one after the other, round by round. */

import { Program } from '../program.js';
import { type Contender, type ContenderKey, contenders } from './contenders.js';
import { logIn, sendLoad } from './load.js';
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
  readonly rounds: number;
  /** How long each contender is measured in each round, in ms. */
  readonly duration: number;
  /** How long each site is warmed up before its first round, in ms. */
  readonly warmUp: number;
  /** How often all sites are started anew: two processes of one site may differ by a tenth for as long as they live. */
  readonly generations: number;
  /** Another checkout, built: each of its pages takes turns with that of this one. */
  readonly other?: URL | undefined;
  readonly say: (line: string) => void;
}

/** In ms. More code takes longer to be compiled: after two seconds a page still costs a third more than after five. */
export const WARM_UP = 5000;

/** Enough to keep a site busy while it warms up, however long its page waits. */
const WARM_UP_CONNECTIONS = 64;

/**
 * A site that waits for its turn is idle, and V8 then throws compiled code away and shrinks its heap: the contenders that
 * wait longest would be the slowest. A busy site is never idle, so this is switched off.
 */
const ALWAYS_BUSY = ['--no-memory-reducer', '--no-flush-bytecode'];

export const thisCheckout = new URL('../../', import.meta.url);

export const nameOther = (key: ContenderKey) => `${key} of the other`;

interface Entry {
  readonly key: ContenderKey;
  /** Under which the results stand. */
  readonly name: string;
  readonly checkout: URL;
}

interface Site {
  readonly name: string;
  readonly program: Program<{ port: number }>;
  /** Loads the page with the readers that it is measured with. */
  load(duration: number): ReturnType<typeof sendLoad>;
}

export async function measurePages(plan: Plan): Promise<Rounds> {
  const entries = plan.keys.flatMap((key): Entry[] => [
    { key, name: key, checkout: thisCheckout },
    ...(plan.other === undefined ? [] : [{ key, name: nameOther(key), checkout: plan.other }]),
  ]);
  const results: Record<string, Round[]> = Object.fromEntries(entries.map(({ name }) => [name, []]));
  const perGeneration = Math.ceil(plan.rounds / plan.generations);
  for (let generation = 0; generation < plan.generations; generation += 1) {
    const sites: Site[] = [];
    try {
      for (const entry of startAt(entries, generation)) sites.push(await openSite(entry, plan));
      for (let round = 0; round < perGeneration; round += 1) {
        plan.say(`round ${generation * perGeneration + round + 1} of ${perGeneration * plan.generations}`);
        // Another one begins each time, because what the machine does at the start of a round must hit all alike.
        for (const site of startAt(sites, round)) {
          results[site.name]?.push(await measureRound(site, plan.duration));
        }
      }
    } finally {
      await Promise.all(sites.map(({ program }) => program.stop()));
    }
  }
  return results;
}

/** The same list, beginning at another one each turn. */
function startAt<T>(list: readonly T[], turn: number): T[] {
  const first = turn % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
}

/** Starts the site of a page. */
export function startSite(site: string, { apiUrl, env, execArgv, checkout = thisCheckout }: StartSite) {
  return Program.start<{ port: number }>(new URL('servers/site.mjs', import.meta.url), {
    args: [site, apiUrl, checkout.href],
    env: { NODE_ENV: 'production', ...env },
    execArgv,
  });
}

interface StartSite {
  readonly apiUrl: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly execArgv: string[];
  readonly checkout?: URL;
}

/** Starts the site of a contender, logs its readers in, and warms it up. */
async function openSite({ key, name, checkout }: Entry, plan: Plan): Promise<Site> {
  const { apiUrl, connections, warmUp } = plan;
  const contender: Contender = contenders[key];
  const env = { NODE_EXTRA_CA_CERTS: plan.caFile };
  const program = await startSite(key, { apiUrl, env, execArgv: ALWAYS_BUSY, checkout });
  const origin = `http://127.0.0.1:${program.ready.port}`;
  const most = Math.max(connections, WARM_UP_CONNECTIONS);
  const readers = contender.anonymous ? Array.from({ length: most }, () => ({})) : await logIn(origin, most);
  const load = (headers: typeof readers, duration: number) =>
    sendLoad({ url: `${origin}/article`, expected: contender.expected }, { headers, duration });
  await load(readers.slice(0, WARM_UP_CONNECTIONS), warmUp);
  return { name, program, load: (duration) => load(readers.slice(0, connections), duration) };
}

async function measureRound({ program, load }: Site, duration: number): Promise<Round> {
  await program.ask('start');
  const { rate, pages, latencies } = await load(duration);
  const { cpu, delayP99 } = await program.ask<{ cpu: number; delayP99: number }>('stop');
  const [p50, p99] = [computePercentile(latencies, 0.5), computePercentile(latencies, 0.99)];
  return { rate, p50, p99, cpu: cpu / pages, delayP99 };
}
