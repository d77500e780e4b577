/** The simulated plenigo, Redis and processes of a site; how a visit asks and remembers is the package's own code. */

import type { Request } from 'express';
import { PlenigoNetworkError } from '../../lib/base/errors.js';
import type { SiteUser } from '../../lib/base/options.js';
import { createStore } from '../../lib/customer/store.js';
import type { Platform } from '../../lib/platform/platform.js';
import { Breaker } from '../../lib/transport/breaker.js';
import { resolveOptions } from '../../lib/v2/options.js';
import { createSite } from '../../lib/visit/site.js';
import { visitOf } from '../../lib/visit/visit.js';
import type { VirtualClock } from './clock.js';

/** How long plenigo and Redis take for an answer, in ms. */
const LATENCY = { plenigo: 80, redis: 1 };
/** When plenigo answers nobody, in ms. */
const OUTAGE = { from: 18 * 3_600_000, to: 19 * 3_600_000 };

/** How readers come to processes, and whether these have a store. */
export const WAYS = ['sticky', 'spread', 'spread, with a store'] as const;
export type Setup = readonly [processes: number, how: (typeof WAYS)[number]];

/** What happened: calls to plenigo and commands to Redis by the second, all else in all. */
export class Counts {
  readonly calls = new Uint32Array(25 * 3600);
  readonly commands = new Uint32Array(25 * 3600);
  readonly all = { bytes: 0, pages: 0, buyersPages: 0, waited: 0, refused: 0, refusedKnown: 0 };
}

const count = (counter: Uint32Array, { now }: VirtualClock, second = Math.floor(now / 1000)) => {
  counter[second] = (counter[second] ?? 0) + 1;
};

function createRedis(clock: VirtualClock, counts: Counts) {
  const kept = new Map<string, { value: string; until: number }>();
  async function command<T>(texts: readonly (string | undefined)[], answer?: T): Promise<T | undefined> {
    count(counts.commands, clock);
    counts.all.bytes += texts.join('').length;
    await clock.sleep(LATENCY.redis);
    return answer;
  }
  function look(key: string): string | undefined {
    const { value, until = 0 } = kept.get(key) ?? {};
    return until > clock.now ? value : undefined;
  }
  return {
    get: (key: string) => command([key, look(key)], look(key)),
    getMany: (keys: string[]) => command([...keys, ...keys.map(look)], keys.map(look)),
    set(key: string, value: string, lifetime = Number.POSITIVE_INFINITY) {
      kept.set(key, { value, until: clock.now + lifetime });
      return command([key, value]);
    },
    delete: (key: string) => command([key], kept.delete(key)),
  };
}

/** Gives the function that opens a paid page at one of the processes and says whether its reader may read it. */
export function startSite([processes, how]: Setup, clock: VirtualClock, counts: Counts) {
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const store = how === 'spread, with a store' ? createRedis(clock, counts) : undefined;
  const sites = Array.from({ length: processes }, () => {
    const config = resolveOptions({ companyId: 'SIMULATED', secret: 'a secret', mode: 'click', logger, store });
    const breaker = new Breaker(config);
    const findPurchases: Platform['findPurchases'] = async ({ userId }, budget) => {
      const call = 'hasUserBought';
      const end = breaker.beginAttempt({ call, about: userId }, budget);
      if (end === undefined) throw new PlenigoNetworkError('circuit-open', { call });
      count(counts.calls, clock);
      const isAway = clock.now >= OUTAGE.from && clock.now < OUTAGE.to;
      const error = isAway ? new PlenigoNetworkError('timeout', { call }) : undefined;
      await clock.sleep(error ? budget.remaining : LATENCY.plenigo);
      end(error);
      if (error) throw error;
      return { bought: userId.startsWith('buyer'), products: [] };
    };
    const platform = { companyId: 'SIMULATED', findPurchases } as Partial<Platform> as Platform;
    return createSite(config, { platform, store: createStore(config) }, ({ user }) => user as SiteUser);
  });
  const settings = {
    need: 'nothing',
    mayRemember: true,
    failOpen: undefined,
    metered: undefined,
    freeFor: undefined,
  } as const;
  return async (id: string, process: number): Promise<boolean> => {
    const req = { method: 'GET', headers: {}, user: { id, email: `${id}@news.example` } } as unknown as Request;
    const visit = visitOf(sites[process % processes] as (typeof sites)[0], req);
    return (await visit.standing({ ids: ['PLUS'], ...settings })).access;
  };
}
