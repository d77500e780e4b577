/** The stage of these tests: a site of two processes, the plenigo that they ask, and the Redis that is all they share. */

import type { PlenigoOptions } from '../../lib/index.js';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { hasRedis, RedisServer } from './redis.js';
import { type ManyProcesses, startProcesses } from './site.js';

interface Stage {
  readonly redis: RedisServer;
  readonly sandbox: Sandbox;
  readonly site: ManyProcesses;
}

/** For the tests of one `describe`, which are left out without Redis; `plenigo` has more options for the site. */
export function useTwoProcesses({
  hasStore,
  plenigo,
}: {
  hasStore: boolean;
  plenigo?: Partial<PlenigoOptions>;
}): Stage {
  const stage = {} as { -readonly [Part in keyof Stage]: Stage[Part] };

  before(async function () {
    if (!hasRedis) {
      console.log('    Left out for want of Redis: the tests of many processes need a redis-server in the PATH.');
      return this.skip();
    }
    this.timeout(120_000);
    stage.redis = await RedisServer.start();
    stage.sandbox = await startSandbox();
    const options = { ...stage.sandbox.options, timeout: 20_000, ...plenigo };
    stage.site = await startProcesses({ redisSocket: stage.redis.socket, plenigo: options, hasStore });
  });

  after(async () => {
    await stage.site?.close();
    await stage.sandbox?.close();
    await stage.redis?.stop();
  });

  return stage;
}
