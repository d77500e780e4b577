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

export interface Setup {
  readonly processes: number;
  readonly isSticky: boolean;
  readonly hasStore: boolean;
}

/** What happened, by the second. */
export class Counts {
  readonly calls = new Uint32Array(25 * 3600);
  readonly commands = new Uint32Array(25 * 3600);
  redisBytes = 0;
}

const count = (counter: Uint32Array, now: number) => {
  const second = Math.floor(now / 1000);
  counter[second] = (counter[second] ?? 0) + 1;
};

function createRedis(clock: VirtualClock, counts: Counts) {
  const kept = new Map<string, { value: string; until: number }>();
  async function command<T>(texts: readonly (string | undefined)[], answer?: T): Promise<T | undefined> {
    count(counts.commands, clock.now);
    for (const text of texts) counts.redisBytes += text?.length ?? 0;
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
export function startSite(
  setup: Setup,
  { clock, counts, isAway }: { clock: VirtualClock; counts: Counts; isAway(): boolean },
) {
  const silence = () => {};
  const logger = { debug: silence, info: silence, warn: silence, error: silence };
  const options = { companyId: 'SIMULATED', secret: 'a secret', mode: 'click' as const, logger };
  const redis = createRedis(clock, counts);
  const sites = Array.from({ length: setup.processes }, () => {
    const config = resolveOptions({ ...options, ...(setup.hasStore && { store: redis }) });
    const breaker = new Breaker(config);
    const platform: Partial<Platform> = {
      companyId: options.companyId,
      async findPurchases({ userId }, budget) {
        const call = 'hasUserBought';
        const end = breaker.beginAttempt({ call, about: userId }, budget);
        if (end === undefined) throw new PlenigoNetworkError('circuit-open', { call });
        count(counts.calls, clock.now);
        const error = isAway() ? new PlenigoNetworkError('timeout', { call }) : undefined;
        await clock.sleep(error ? budget.remaining : LATENCY.plenigo);
        end(error);
        if (error) throw error;
        return { bought: userId.startsWith('buyer'), products: [] };
      },
    };
    return createSite(
      config,
      { platform: platform as Platform, store: createStore(config) },
      ({ user }) => user as SiteUser,
    );
  });
  const unset = { failOpen: undefined, metered: undefined, freeFor: undefined };
  return async (id: string, process: number): Promise<boolean> => {
    const req = { method: 'GET', headers: {}, user: { id, email: `${id}@news.example` } } as unknown as Request;
    const site = sites[process % sites.length] as (typeof sites)[0];
    const visit = visitOf(site, req);
    return (await visit.standing({ ids: ['PLUS'], need: 'nothing', mayRemember: true, ...unset })).access;
  };
}
