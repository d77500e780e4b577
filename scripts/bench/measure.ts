/** Measures pages: every contender on a site of its own, one after the other, round by round. */

import { BenchProcess } from './processes.js';
import { percentile } from './statistics.js';

/** One contender: a site, and the reader who asks for its page. */
export interface Contender {
  readonly name: string;
  /** As `servers/contenders.mjs` calls it. */
  readonly site: string;
  readonly anonymous?: boolean;
  /** What its page must contain, or it would not be what is measured. */
  readonly expected: string;
}

const buy = 'Special offer for you</button>';

export const contenders = {
  plain: { name: '(a) register + token, new connections', site: 'plain', expected: buy },
  floor: { name: '(b) floor: one raw POST', site: 'floor', expected: buy },
  floorAccess: { name: '(b) floor: a raw POST and GET', site: 'floor-access', expected: buy },
  bare: { name: '(c) bare Express', site: 'bare', expected: buy },
  bareClosed: { name: '(c) bare Express, no button', site: 'bare-closed', expected: '<article>' },
  bareAnonymous: {
    name: '(c) bare Express, no button, anonymous',
    site: 'bare-closed',
    anonymous: true,
    expected: '<article>',
  },
  page: { name: '(d) page mode: has-bought and token', site: 'page', expected: buy },
  token: { name: '(d) page mode: token only', site: 'token', expected: buy },
  pageUndici: { name: '(d) has-bought and token, undiciFetch', site: 'page-undici', expected: buy },
  tokenUndici: { name: '(d) token only, undiciFetch', site: 'token-undici', expected: buy },
  clickAccess: { name: '(d) click mode: has-bought', site: 'click-access', expected: buy },
  clickKnown: {
    name: '(d) click mode: not bought, remembered',
    site: 'click-known',
    expected: 'expressPlenigo.checkout(',
  },
  subscription: {
    name: '(d) click mode: other articles, one subscription',
    site: 'subscription',
    expected: '<article>',
  },
  plainAccess: { name: '(a) has-bought, new connection', site: 'plain-access', expected: buy },
  click: { name: '(d) click mode: no call', site: 'click', expected: 'expressPlenigo.checkout(' },
  bought: { name: '(d) bought, remembered', site: 'bought', expected: '<article>' },
  anonymous: { name: '(d) anonymous', site: 'page', anonymous: true, expected: '<article>' },
} as const satisfies Record<string, Contender>;

export type ContenderKey = keyof typeof contenders;

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
  /** Of the authority that the API's certificate is from. */
  readonly caFile: string;
  readonly connections: number;
  readonly rounds: number;
  /** ms, of each contender in each round. */
  readonly duration: number;
  /** ms, of each contender's processes before their first round: until V8 has compiled what is hot. */
  readonly warmUp: number;
  /** How often all sites are started anew: two processes of one site may differ by a tenth, for as long as they live. */
  readonly generations: number;
  /** The root of another checkout, built: each contender of it takes its turn behind that of this one. */
  readonly other?: string | undefined;
  readonly say: (line: string) => void;
}

interface LoadResult {
  pages: number;
  seconds: number;
  latencies: number[];
}

interface SiteResult {
  cpu: number;
  delayP99: number;
}

type Site = BenchProcess<{ port: number }>;

interface Entry {
  readonly key: ContenderKey;
  /** Under which the results stand. */
  readonly name: string;
  readonly root?: string;
}

export const nameOfOther = (key: ContenderKey) => `${key} of the other`;

/**
 * A site that waits for its turn is idle, and V8 then throws compiled code away and shrinks its heap: the contenders
 * that wait longest would be the slowest. A busy site is never idle, so this is switched off.
 */
const ALWAYS_BUSY = ['--no-memory-reducer', '--no-flush-bytecode'];

/**
 * In ms. More code takes longer to be compiled, which is no matter of a site that runs for days: after two seconds a page
 * still costs a third more than after five.
 */
export const WARM_UP = 5000;

/** Enough to keep a site busy while it warms up, however long its page waits. */
const WARM_UP_CONNECTIONS = 64;

export async function measurePages(plan: Plan): Promise<Rounds> {
  const { keys, rounds, generations, say } = plan;
  const entries = keys.flatMap((key): Entry[] => [
    { key, name: key },
    ...(plan.other === undefined ? [] : [{ key, name: nameOfOther(key), root: plan.other }]),
  ]);
  const results: Record<string, Round[]> = Object.fromEntries(entries.map(({ name }) => [name, []]));
  const startingWith = (turn: number) => entries.map((_, index) => entries[(index + turn) % entries.length] as Entry);
  for (let round = 0; round < rounds; ) {
    const until = Math.min(rounds, round + Math.ceil(rounds / generations));
    const load = await BenchProcess.start<object>('load');
    const sites = new Map<string, Site>();
    try {
      // Another one is opened first each time: with the first, the load generator warms up, too.
      const generation = Math.round((round * generations) / rounds);
      for (const entry of startingWith(generation)) sites.set(entry.name, await openSite(entry, { plan, load }));
      for (; round < until; round += 1) {
        say(`round ${round + 1} of ${rounds}`);
        // Another one begins each time: what the machine does at the start of a round hits all alike.
        for (const { name } of startingWith(round)) {
          results[name]?.push(await measureRound(name, { plan, load, site: sites.get(name) as Site }));
        }
      }
    } finally {
      await Promise.all([load.stop(), ...[...sites.values()].map((site) => site.stop())]);
    }
  }
  return results;
}

/** Starts the site of a contender, warms it up, and opens the connections that it is measured with. */
async function openSite(
  { key, name, root }: Entry,
  { plan, load }: { plan: Plan; load: BenchProcess<object> },
): Promise<Site> {
  const { apiUrl, caFile, connections, warmUp } = plan;
  const { site: siteName, expected, ...contender } = contenders[key];
  const site: Site = await BenchProcess.start('site', {
    args: [siteName, apiUrl],
    env: { NODE_EXTRA_CA_CERTS: caFile },
    execArgv: ALWAYS_BUSY,
    root,
  });
  const { port } = site.ready;
  const readers = { port, path: '/article', anonymous: 'anonymous' in contender, expected };
  const warm = `${name}, warm-up`;
  await load.ask('prepare', { ...readers, name: warm, connections: WARM_UP_CONNECTIONS });
  await load.ask('run', { name: warm, duration: warmUp });
  await load.ask('close', { name: warm });
  await load.ask('prepare', { ...readers, name, connections });
  return site;
}

async function measureRound(
  name: string,
  { plan, load, site }: { plan: Plan; load: BenchProcess<object>; site: Site },
): Promise<Round> {
  await site.ask('start');
  const { pages, seconds, latencies } = await load.ask<LoadResult>('run', {
    name,
    duration: plan.duration,
  });
  const { cpu, delayP99 } = await site.ask<SiteResult>('stop');
  return {
    rate: pages / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    cpu: cpu / pages,
    delayP99,
  };
}
