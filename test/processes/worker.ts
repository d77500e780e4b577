/** One process of a site that has several: sessions and records in Redis, plenigo is the sandbox of the test. */

import { createServer } from 'node:http';
import KeyvRedis from '@keyv/redis';
import { RedisStore } from 'connect-redis';
import express, { type Request } from 'express';
import session, { type SessionData } from 'express-session';
import Keyv from 'keyv';
import { createClient } from 'redis';
import { createPlenigo, type PlenigoOptions, type SiteUser } from '../../lib/index.js';
import { listen, serve } from '../../scripts/serve.mjs';
import { present } from '../support/present.js';

declare module 'express-session' {
  interface SessionData {
    user?: SiteUser;
    cart?: string;
  }
}

export interface WorkerSetup {
  readonly name: string;
  readonly redisSocket: string;
  readonly plenigo: PlenigoOptions;
  /** Records have a store of their own; else sessions are all that the processes share. */
  readonly hasStore: boolean;
}

export interface PageAnswer {
  readonly worker: string;
  readonly status: string;
  readonly user?: string;
  readonly loginToken?: string;
  readonly cart?: string;
}

type Done = (error?: unknown, session?: SessionData | null) => void;

/** As in `docs/examples/redis.ts`: a fault of Redis means that nobody is logged in on this page; a logout must know it. */
class ForgivingStore extends RedisStore {
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

const setup = JSON.parse(process.argv[2] ?? '{}') as WorkerSetup;

/** A Redis that hangs is given up after a second, and while it is away every command fails at once. */
const redis = {
  disableOfflineQueue: true,
  pingInterval: 300,
  socket: { path: setup.redisSocket, connectTimeout: 1000, socketTimeout: 1000, reconnectStrategy: 200 },
};

const client = createClient(redis);
client.on('error', () => {});
await client.connect();

async function openStore(): Promise<Keyv> {
  const adapter = new KeyvRedis(redis);
  // What is asked before it is connected fails.
  await adapter.getClient();
  const records = new Keyv({ store: adapter });
  records.on('error', () => {});
  return records;
}

/** Readers of the web site have a session; those of the app send who they are with every request. */
function userOf(req: Request): SiteUser | undefined {
  const [, id, email] = /^Bearer (\S+) (\S+)$/.exec(req.headers.authorization ?? '') ?? [];
  return id !== undefined && email !== undefined ? { id, email } : req.session.user;
}

const store = setup.hasStore ? await openStore() : undefined;
const plenigo = createPlenigo({ ...setup.plenigo, store, user: userOf });
const app = express();
app.use(express.json());
app.use(session({ secret: 'test', resave: false, saveUninitialized: false, store: new ForgivingStore({ client }) }));
app.post('/login', (req, res) => {
  req.session.user = req.body as SiteUser;
  res.json({});
});
app.post('/logout', (req, res, next) => req.session.destroy((error) => (error ? next(error) : res.json({}))));
app.post('/cart', (req, res) => {
  req.session.cart = (req.body as { cart: string }).cart;
  res.json({});
});
app.post('/email', async (req, res) => {
  const { email } = req.body as { email: string };
  const user = { ...(req.session.user as SiteUser), email };
  await plenigo.changeEmail(user, req);
  req.session.user = user;
  res.json({});
});
app.get('/article', plenigo.checkout('ARTICLE'), (req, res) => {
  const { status, loginToken } = present(res.locals.plenigo);
  const { cart } = req.session;
  res.json({ worker: setup.name, status, user: userOf(req)?.id, loginToken, cart } satisfies PageAnswer);
});

serve({ port: await listen(createServer(app)) });
