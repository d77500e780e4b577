/** One process of the soak's site: the example application. */

import { createServer } from 'node:http';
import type { PlenigoOptions } from 'express-plenigo';
import { createApp } from '../../example-app/app.js';
import { UserStore } from '../../example-app/users.js';
import { listen, serve } from '../serve.mjs';

const options = JSON.parse(process.argv[2] ?? '{}') as PlenigoOptions;
const server = createServer();
const url = `http://127.0.0.1:${await listen(server)}`;
// Faults are the point here, and each of them in the terminal would hide the table.
const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
// "Bought" is never remembered, so that every page asks plenigo.
const plenigo = { ...options, baseUrl: url, logger, boughtTtl: 0 };
server.on('request', createApp({ plenigo, sessionSecret: 'soak', users: new UserStore() }));

function measureMemory(): NodeJS.MemoryUsage {
  globalThis.gc?.();
  return process.memoryUsage();
}

serve({ url }, { measureMemory });
