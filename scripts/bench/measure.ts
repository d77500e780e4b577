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
  bare: { name: '(c) bare Express', site: 'bare', expected: buy },
  bareAnonymous: { name: '(c) bare Express, anonymous', site: 'bare', anonymous: true, expected: buy },
  page: { name: '(d) page mode: has-bought and token', site: 'page', expected: buy },
  token: { name: '(d) page mode: token only', site: 'token', expected: buy },
  tokenHttp: { name: '(d) token only, fetch on node:http', site: 'token-http', expected: buy },
  clickAccess: { name: '(d) click mode: has-bought', site: 'click-access', expected: buy },
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
  /** ms, of each contender before the first round: until V8 has compiled what is hot. */
  readonly warmUp: number;
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

export async function measurePages(plan: Plan): Promise<Rounds> {
  const { keys, apiUrl, caFile, connections, rounds, duration, warmUp, say } = plan;
  const load = await BenchProcess.start<object>('load');
  const sites = new Map<ContenderKey, BenchProcess<{ port: number }>>();
  const results: Record<string, Round[]> = {};
  try {
    for (const key of keys) {
      const { site: siteName, expected, ...contender } = contenders[key];
      const site = await BenchProcess.start<{ port: number }>('site', {
        args: [siteName, apiUrl],
        env: { NODE_EXTRA_CA_CERTS: caFile },
      });
      sites.set(key, site);
      const { port } = site.ready;
      const anonymous = 'anonymous' in contender;
      await load.ask('prepare', { name: key, port, path: '/article', connections, anonymous, expected });
      await load.ask('run', { name: key, duration: warmUp });
      results[key] = [];
    }
    for (let round = 0; round < rounds; round += 1) {
      say(`round ${round + 1} of ${rounds}`);
      // Another one begins each time: what the machine does at the start of a round hits all alike.
      for (const [index] of keys.entries()) {
        const key = keys[(index + round) % keys.length] as ContenderKey;
        const site = sites.get(key) as BenchProcess<{ port: number }>;
        await site.ask('start');
        const { pages, seconds, latencies } = await load.ask<LoadResult>('run', { name: key, duration });
        const { cpu, delayP99 } = await site.ask<SiteResult>('stop');
        results[key]?.push({
          rate: pages / seconds,
          p50: percentile(latencies, 0.5),
          p99: percentile(latencies, 0.99),
          cpu: cpu / pages,
          delayP99,
        });
      }
    }
    return results;
  } finally {
    await Promise.all([load.stop(), ...[...sites.values()].map((site) => site.stop())]);
  }
}
