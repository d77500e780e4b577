/** The simulated plenigo, Redis and processes of a site; how a visit asks and remembers is the package's own code. */

import type { Request } from 'express';
import { PlenigoNetworkError } from '../../lib/base/errors.js';
import type { SiteUser } from '../../lib/base/options.js';
import type { Signer } from '../../lib/base/signing.js';
import { createStore } from '../../lib/customer/customers.js';
import type { Platform } from '../../lib/platform/platform.js';
import { Circuit } from '../../lib/transport/breaker.js';
import { resolveOptions } from '../../lib/v2/options.js';
import { createSite } from '../../lib/visit/site.js';
import { visitOf } from '../../lib/visit/visit.js';
import type { VirtualClock } from './clock.js';

/** How long plenigo and Redis take for an answer, in ms, and the hour in which plenigo answers nobody. */
const [LATENCY, OUTAGE] = [{ plenigo: 80, redis: 1 }, 18];

/** How readers come to processes, and whether these have a store. */
export const WAYS = ['sticky', 'spread', 'spread, with a store'] as const;
export type Setup = readonly [processes: number, how: (typeof WAYS)[number]];

/** What happened: calls to plenigo and commands to Redis by the second, all else in all. */
export class Counts {
  readonly calls = new Uint32Array(24 * 3600);
  readonly commands = new Uint32Array(24 * 3600);
  readonly all = { bytes: 0, pages: 0, buyersPages: 0, waited: 0, refused: 0, refusedKnown: 0 };
}

const count = (counter: Uint32Array, { now }: VirtualClock, second = Math.floor(now / 1000)) => {
  counter[second] = (counter[second] ?? 0) + 1;
};

/** Signs nothing, because nobody else writes to this Redis, and a signature takes longer than all the rest. */
const signer: Signer = {
  sign: (claims) => JSON.stringify(claims),
  verify: (text) => JSON.parse(text),
  derive: () => signer,
};

/** How long a text is in Redis: JSON would be signed there. */
const measure = (text = '') => (text.startsWith('{') ? Math.ceil((text.length * 4) / 3) + 65 : text.length);

/** It forgets nothing: what lies in the store says itself how old it is. */
function createRedis(clock: VirtualClock, counts: Counts) {
  const kept = new Map<string, string>();
  async function command<T>(texts: readonly (string | undefined)[], answer?: T): Promise<T | undefined> {
    count(counts.commands, clock);
    for (const text of texts) counts.all.bytes += measure(text);
    await clock.sleep(LATENCY.redis);
    return answer;
  }
  const read = (keys: readonly string[]) => keys.map((key) => kept.get(key));
  return {
    get: (key: string) => command([key, kept.get(key)], kept.get(key)),
    getMany: (keys: string[]) => command([...keys, ...read(keys)], read(keys)),
    set: (key: string, value: string) => command([key, value], kept.set(key, value)),
  };
}

/** Gives the function that opens a paid page at one of the processes and says whether its reader may read it. */
export function startSite([processes, how]: Setup, clock: VirtualClock, counts: Counts) {
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const store = how === 'spread, with a store' ? createRedis(clock, counts) : undefined;
  const sites = Array.from({ length: processes }, () => {
    const config = resolveOptions({ companyId: 'SIMULATED', secret: 'a secret', mode: 'click', logger, store });
    const call = 'hasUserBought';
    const circuit = new Circuit(call, config.reporter);
    const findPurchases: Platform['findPurchases'] = async ({ userId }, budget) => {
      const end = circuit.beginAttempt(userId, budget);
      if (end === undefined) throw new PlenigoNetworkError('circuit-open', { call });
      count(counts.calls, clock);
      const isAway = Math.floor(clock.now / 3_600_000) === OUTAGE;
      const error = isAway ? new PlenigoNetworkError('timeout', { call }) : undefined;
      await clock.sleep(error ? budget.remaining : LATENCY.plenigo);
      end(error);
      if (error) throw error;
      return { bought: userId.startsWith('buyer'), products: [] };
    };
    const platform = { companyId: 'SIMULATED', findPurchases } as Partial<Platform> as Platform;
    return createSite({ ...config, signer }, { platform, store: createStore(config) }, ({ user }) => user as SiteUser);
  });
  const unsaid = { terms: undefined, failOpen: undefined, metered: undefined, freeFor: undefined };
  return async (id: string, process: number): Promise<boolean> => {
    const req = { method: 'GET', headers: {}, user: { id, email: `${id}@news.example` } } as unknown as Request;
    const site = sites[process % processes] as (typeof sites)[0];
    return (await visitOf(site, req).standing({ ids: ['PLUS'], need: 'nothing', mayRemember: true, ...unsaid })).access;
  };
}
