/**
 * `npm run soak:outage`: two processes with Redis, and a plenigo that answers nobody for a minute, in which one of the
 * processes is started anew. Every buyer has to read each page, nobody else any, and refunds have to show within ten
 * seconds. `--seconds` makes the outage shorter. Loopback only.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startSandbox } from 'express-plenigo/sandbox';
import { RedisServer } from '../../test/processes/redis.js';
import { ManyProcesses, Reader } from '../../test/processes/site.js';
import { isBroken, print } from './report.js';

const BUYERS = 12;
const OTHERS = 6;
/** Between two pages of a reader, in ms. */
const BREATH = 100;

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });
const seconds = Number(values.seconds);

const redis = await RedisServer.start();
const sandbox = await startSandbox();
// So short that every page of the outage is one for which plenigo would be asked.
const plenigo = { ...sandbox.options, mode: 'click', boughtTtl: 1000, staleWhileRevalidate: 2000 } as const;
const site = await ManyProcesses.start({ redisSocket: redis.socket, plenigo, hasStore: true });
const tally = { pages: 0, shut: 0, open: 0, lost: 0, slowest: 0 };
let isOver = false;

async function logIn(id: string): Promise<Reader> {
  const reader = new Reader(site.url);
  const email = `${id}@soak.example`;
  sandbox.addCustomer({ email, externalUserId: id });
  await reader.post('/login', { id, email });
  return reader;
}

/** A page of a process that is just being started anew is asked for again, as a load balancer does. */
async function read(reader: Reader): Promise<string> {
  for (;;) {
    const start = performance.now();
    const page = await reader.page().catch(() => undefined);
    if (page?.code === 200) {
      tally.pages += 1;
      tally.slowest = Math.max(tally.slowest, performance.now() - start);
      return page.status;
    }
    tally.lost += 1;
    await sleep(BREATH);
  }
}

async function keepReading(reader: Reader, isBuyer: boolean): Promise<void> {
  for (; !isOver; await sleep(BREATH)) {
    const isOpen = (await read(reader)) === 'bought';
    if (isBuyer && !isOpen) tally.shut += 1;
    if (!isBuyer && isOpen) tally.open += 1;
  }
}

/** How many ms the reader still reads what was refunded. */
async function refund(reader: Reader, externalUserId: string): Promise<number> {
  const start = performance.now();
  sandbox.refund({ externalUserId }, 'ARTICLE');
  while ((await read(reader)) === 'bought') await sleep(BREATH);
  return performance.now() - start;
}

const [buyerIds, otherIds] = [BUYERS, OTHERS].map((count, kind) =>
  Array.from({ length: count }, (_, index) => `${kind}-${index}`),
);
const [buyers, others] = [
  await Promise.all((buyerIds ?? []).map(logIn)),
  await Promise.all((otherIds ?? []).map(logIn)),
];
for (const externalUserId of buyerIds ?? []) sandbox.buy({ externalUserId }, 'ARTICLE');
// Whoever is known as a buyer has read before.
for (const reader of buyers) await read(reader);
const reading = [
  ...buyers.map((reader) => keepReading(reader, true)),
  ...others.map((reader) => keepReading(reader, false)),
];
await sleep(3000);
const end = sandbox.inject({ hang: true, times: Number.POSITIVE_INFINITY });
await sleep(seconds * 500);
await site.restart(0);
await sleep(seconds * 500);
end();
isOver = true;
await Promise.all(reading);
const delays = await Promise.all(buyers.map((reader, index) => refund(reader, `0-${index}`)));

const show = (name: string, value: number, must?: number) => ({
  name,
  value: value.toFixed(0),
  ...(must !== undefined && { must: `${must}` }),
});
const table = [
  show('seconds without plenigo', seconds),
  show('pages', tally.pages),
  show('pages that came from a process under way', tally.lost),
  show('pages that a buyer did not read', tally.shut, 0),
  show('pages that somebody else did', tally.open, 0),
  show('the slowest page, ms', tally.slowest),
  show('the slowest refund, ms', Math.max(...delays)),
  show('refunds that took longer than ten seconds', delays.filter((delay) => delay > 10_000).length, 0),
];
print(table);
process.exitCode = table.some(isBroken) ? 1 : 0;
await site.close();
await sandbox.close();
await redis.stop();
