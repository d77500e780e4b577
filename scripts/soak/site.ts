// One process of the soak's site: the example application.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlenigoOptions } from 'express-plenigo';
import { createApp } from '../../example-app/app.js';
import { UserStore } from '../../example-app/users.js';
import type { Memory } from './messages.js';

const options = JSON.parse(process.argv[2] ?? '{}') as PlenigoOptions;
const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const users = new UserStore();
// Faults are the point here; each of them in the terminal would hide the table.
const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

server.on(
  'request',
  createApp({
    // "Bought" is never remembered, so that every page asks plenigo.
    plenigo: { ...options, baseUrl: url, logger, boughtTtl: 0 },
    sessionSecret: 'soak',
    users,
  }),
);

function memory(): Memory {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 2 ** 20, rss: rss / 2 ** 20 };
}

process.on('message', () => process.send?.(memory()));
process.on('disconnect', () => process.exit());
process.send?.({ url });
