/** Sessions and records in Redis, which may hang or be away. */
import KeyvRedis from '@keyv/redis';
import { RedisStore } from 'connect-redis';
import { createPlenigo } from 'express-plenigo';
import session, { type SessionData } from 'express-session';
import Keyv from 'keyv';
import { createClient } from 'redis';

/** A Redis that hangs is given up after a second; while it is away, every command fails at once. */
const redis = {
  url: 'redis://127.0.0.1:6379',
  disableOfflineQueue: true,
  pingInterval: 300,
  socket: { connectTimeout: 1000, socketTimeout: 1000, reconnectStrategy: 200 },
};

type Done = (error?: unknown, session?: SessionData | null) => void;

/** A fault of Redis means: nobody is logged in on this page. Only a logout must know that it did not happen. */
class ForgivingStore extends RedisStore {
  override get(id: string, done?: Done): Promise<unknown> {
    return super.get(id, (error, found) => done?.(null, error ? null : found));
  }
  override set(id: string, data: SessionData, done?: Done): Promise<unknown> {
    return super.set(id, data, () => done?.());
  }
  override touch(id: string, data: SessionData, done?: Done): Promise<unknown> {
    return super.touch(id, data, () => done?.());
  }
}

const client = createClient(redis);
client.on('error', (error: Error) => console.error('sessions:', error.name));
await client.connect();
const adapter = new KeyvRedis(redis);
await adapter.getClient();
const records = new Keyv({ store: adapter, ttl: 30 * 24 * 60 * 60 * 1000 });
records.on('error', (error: Error) => console.error('records:', error.name));

export const plenigo = createPlenigo({ companyId: 'your company id', secret: 'your secret', store: records });

const store = new ForgivingStore({ client });
export const sessions = session({ secret: 'a long random string', resave: false, saveUninitialized: false, store });
