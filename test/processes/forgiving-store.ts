/** The session store of a site that goes on without Redis; `docs/examples/redis.ts` shows the same class. */

import { RedisStore } from 'connect-redis';
import type { SessionData } from 'express-session';

type Done = (error?: unknown, session?: SessionData | null) => void;

/** A fault of Redis means: nobody is logged in on this page. Only a logout must know that it did not happen. */
export class ForgivingStore extends RedisStore {
  override get(id: string, done?: Done): Promise<unknown> {
    return super.get(id, (error, session) => done?.(null, error ? null : session));
  }

  override set(id: string, session: SessionData, done?: Done): Promise<unknown> {
    return super.set(id, session, () => done?.());
  }

  override touch(id: string, session: SessionData, done?: Done): Promise<unknown> {
    return super.touch(id, session, () => done?.());
  }
}
