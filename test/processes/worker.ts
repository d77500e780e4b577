/** One process of a site that has several: sessions and records in Redis, plenigo is the sandbox of the test. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import KeyvRedis from '@keyv/redis';
import express, { type Request } from 'express';
import session from 'express-session';
import Keyv from 'keyv';
import { createClient } from 'redis';
import { createPlenigo, type PlenigoOptions, type SiteUser } from '../../lib/index.js';
import { ForgivingStore } from './forgiving-store.js';

declare module 'express-session' {
  interface SessionData {
    user?: SiteUser;
  }
}

/** What the test hands over. */
export interface WorkerSetup {
  readonly name: string;
  readonly redisUrl: string;
  readonly plenigo: PlenigoOptions;
}

/** What the page answers. */
export interface PageAnswer {
  readonly worker: string;
  readonly status: string;
  readonly user?: string;
  readonly loginToken?: string;
}

const setup = JSON.parse(process.argv[2] ?? '{}') as WorkerSetup;

/** A Redis that hangs is given up after a second, and while it is away every command fails at once. */
const redis = {
  url: setup.redisUrl,
  disableOfflineQueue: true,
  pingInterval: 300,
  socket: { connectTimeout: 1000, socketTimeout: 1000, reconnectStrategy: 200 },
};

const client = createClient(redis);
client.on('error', () => {});
await client.connect();

const records = new Keyv({ store: new KeyvRedis(redis) });
records.on('error', () => {});

/** Readers of the web site have a session; those of the app send who they are with every request. */
function userOf(req: Request): SiteUser | undefined {
  const [, id, email] = /^Bearer (\S+) (\S+)$/.exec(req.headers.authorization ?? '') ?? [];
  return id !== undefined && email !== undefined ? { id, email } : req.session.user;
}

const plenigo = createPlenigo({ ...setup.plenigo, store: records, user: userOf });
const app = express();
app.use(express.json());
app.use(
  session({
    secret: 'test',
    resave: false,
    saveUninitialized: false,
    store: new ForgivingStore({ client }),
  }),
);
app.post('/login', (req, res) => {
  req.session.user = req.body as SiteUser;
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
  const { status, loginToken } = res.locals.plenigo;
  res.json({ worker: setup.name, status, user: userOf(req)?.id, loginToken } satisfies PageAnswer);
});

const server = createServer(app).listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit());
