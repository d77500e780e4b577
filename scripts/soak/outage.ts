/**
 * `npm run soak:outage`: two processes with Redis, and a plenigo that answers nobody for a minute, in which one of the
 * processes is started anew. Every buyer has to read each page, nobody else any, and refunds have to show within ten
 * seconds. `--seconds` makes the outage shorter. Loopback only.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startSandbox } from 'express-plenigo/sandbox';
import { RedisServer } from '../../test/processes/redis.js';
import { Reader, startProcesses } from '../../test/processes/site.js';
import { must, print, show } from './report.js';

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
const site = await startProcesses({ redisSocket: redis.socket, plenigo, hasStore: true });
const tally = { pages: 0, shut: 0, open: 0, lost: 0, slowest: 0 };
let isOver = false;

/** A page of a process that is just being started anew is asked for again, as a load balancer does. */
async function isOpenFor(reader: Reader): Promise<boolean> {
  for (; ; await sleep(BREATH)) {
    const start = performance.now();
    const page = await reader.page().catch(() => undefined);
    if (page?.code === 200) {
      tally.pages += 1;
      tally.slowest = Math.max(tally.slowest, performance.now() - start);
      return page.status === 'bought';
    }
    tally.lost += 1;
  }
}

const logIn = (reader: Reader, id: string) => reader.post('/login', { id, email: `${id}@soak.example` });

/** Logs somebody in, who buys or does not, and reads a page: whoever is known as a buyer has read before. */
async function enter(id: string, isBuyer: boolean): Promise<Reader> {
  const reader = new Reader(site.url);
  const customer = sandbox.addCustomer({ email: `${id}@soak.example`, externalUserId: id });
  if (isBuyer) sandbox.buy(customer, 'ARTICLE');
  await logIn(reader, id);
  await isOpenFor(reader);
  return reader;
}

async function keepReading(reader: Reader, isBuyer: boolean): Promise<void> {
  for (; !isOver; await sleep(BREATH)) {
    const isOpen = await isOpenFor(reader);
    if (isBuyer && !isOpen) tally.shut += 1;
    if (!isBuyer && isOpen) tally.open += 1;
  }
}

/** New readers come all the time, and with one of them each process finds out that plenigo answers again. */
async function waitForAnswers(): Promise<void> {
  const answering = new Set<string>();
  for (let id = 0; answering.size < 2; id += 1) {
    const reader = new Reader(site.url);
    await logIn(reader, `late-${id}`);
    for (const { worker, status } of [await reader.page(), await reader.page()]) {
      if (status !== 'unavailable') answering.add(worker);
    }
    await sleep(BREATH);
  }
}

/** How many ms the reader still reads what was refunded. */
async function refund(reader: Reader, externalUserId: string): Promise<number> {
  const start = performance.now();
  sandbox.refund({ externalUserId }, 'ARTICLE');
  while (await isOpenFor(reader)) await sleep(BREATH);
  return performance.now() - start;
}

const isBuyer = (index: number) => index < BUYERS;
const entering = Array.from({ length: BUYERS + OTHERS }, (_, index) => enter(`reader-${index}`, isBuyer(index)));
const readers = await Promise.all(entering);
const reading = readers.map((reader, index) => keepReading(reader, isBuyer(index)));
await sleep(3000);
const end = sandbox.inject({ hang: true, times: Number.POSITIVE_INFINITY });
await sleep(seconds * 500);
await site.restart(0);
await sleep(seconds * 500);
end();
isOver = true;
await Promise.all(reading);
const ended = performance.now();
await waitForAnswers();
const untilAsked = performance.now() - ended;
const delays = await Promise.all(readers.slice(0, BUYERS).map((reader, index) => refund(reader, `reader-${index}`)));
print([
  show('seconds without plenigo', seconds),
  show('seconds until each process asked again', (untilAsked / 1000).toFixed(0)),
  show('pages', tally.pages),
  show('pages that came from a process under way', tally.lost),
  must('pages that a buyer did not read', tally.shut, 0),
  must('pages that somebody else did', tally.open, 0),
  show('the slowest page, ms', tally.slowest.toFixed(0)),
  show('the slowest refund, ms', Math.max(...delays).toFixed(0)),
  must('refunds that took longer than ten seconds', delays.filter((delay) => delay > 10_000).length, 0),
]);
await site.close();
await sandbox.close();
await redis.stop();
