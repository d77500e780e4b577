// The soak: the example in two processes, readers at full speed, and a plenigo that fails and goes away. Loopback only.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { articles } from '../../example-app/articles.js';
import { Tally } from './browser.js';
import type { Account, Memory, SandboxOrder, SandboxStarted, SiteStarted } from './messages.js';
import { Events, Reader, type World } from './reader.js';
import { isBroken, print, rows } from './report.js';

const SITES = 2;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '120' }, readers: { type: 'string', default: '24' } },
});
const seconds = Number(values.seconds);
const readersAtOnce = Number(values.readers);
if (!(seconds >= 5) || !(readersAtOnce >= 1)) throw new Error('Usage: --seconds 5 or more, --readers 1 or more');
const secondsAway = Math.min(10, seconds / 5);

const children: ChildProcess[] = [];

/** Starts one of the processes; resolves with what it says when it is ready. */
async function start<Started>(file: string, ...args: string[]): Promise<{ child: ChildProcess; started: Started }> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, args, { execArgv: [...process.execArgv, '--expose-gc'] });
  children.push(child);
  child.on('exit', (code) => {
    if (child.connected || code) {
      console.error(`${file} ended by itself`);
      process.exit(1);
    }
  });
  return { child, started: await answer<Started>(child) };
}

async function answer<Answer>(child: ChildProcess): Promise<Answer> {
  const [message] = await once(child, 'message');
  return message;
}

async function ask<Answer>(child: ChildProcess, question: string): Promise<Answer> {
  const reply = answer<Answer>(child);
  child.send(question);
  return reply;
}

const sandbox = await start<SandboxStarted>('sandbox.ts');
const tell = (order: SandboxOrder) => sandbox.child.send(order);
const sites = await Promise.all(
  Array.from({ length: SITES }, () => start<SiteStarted>('site.ts', JSON.stringify(sandbox.started.options))),
);
const memory = () => Promise.all(sites.map(({ child }) => ask<Memory>(child, 'memory')));

const world = {
  sandboxUrl: sandbox.started.url,
  tally: new Tally(),
  events: new Events(),
  isOver: () => performance.now() > end,
} satisfies World;
const readers: Reader[] = [];

/** One seat: as soon as a reader has everything, a new one takes it. A reader stays with one process of the site. */
async function keepReading(seat: number): Promise<void> {
  const origin = sites[seat % SITES]?.started.url ?? '';
  while (!world.isOver()) {
    const reader = new Reader(origin, { email: `reader-${readers.length}@soak.example`, world });
    readers.push(reader);
    await reader.live();
  }
}

/** The first half nothing answers any more, the second half nothing listens any more. */
async function goAway(): Promise<void> {
  await sleep(seconds * 400);
  sandbox.child.kill('SIGSTOP');
  await sleep(secondsAway * 500);
  tell('leave');
  sandbox.child.kill('SIGCONT');
  await sleep(secondsAway * 500);
  tell('return');
}

/** How many of the purchases their buyers can read; as much time as for the reading, and one minute more. */
async function countFound(customers: Account['customers']): Promise<number> {
  const deadline = performance.now() + (seconds + 60) * 1000;
  const bought = new Map(customers.map(({ email, bought }) => [email, bought]));
  let found = 0;
  const queue = [...readers];
  const look = async () => {
    for (let reader = queue.pop(); reader !== undefined; reader = queue.pop()) {
      const ids = bought.get(reader.email) ?? [];
      for (const article of articles) {
        const isOpen = await reader.finds(article, deadline);
        if (isOpen) found += ids.filter((id) => id === article.offer.product.id).length;
      }
    }
  };
  await Promise.all(Array.from({ length: readersAtOnce }, look));
  return found;
}

const end = performance.now() + seconds * 1000;
console.log(`${readersAtOnce} readers at ${SITES} processes for ${seconds} s ...`);
tell('faults-on');
const startMemory = sleep(seconds * 150).then(memory);
await Promise.all([goAway(), ...Array.from({ length: readersAtOnce }, (_, seat) => keepReading(seat))]);
tell('faults-off');
const { tally, events } = world;
const during = { requests: tally.requests, pages: tally.pages, unavailable: events.unavailable };
const atEnd = await memory();
const found = await countFound((await ask<Account>(sandbox.child, 'account')).customers);
const account = await ask<Account>(sandbox.child, 'account');
Object.assign(tally, { requests: during.requests, pages: during.pages });
events.unavailable = during.unavailable;
const table = rows({
  seconds,
  secondsAway,
  tally,
  events,
  account,
  found,
  memory: { start: await startMemory, end: atEnd },
});
print(table);
for (const problem of [...tally.failures, ...events.faults].slice(0, 20)) console.log(`problem: ${problem}`);
process.exitCode = table.some(isBroken) ? 1 : 0;
for (const child of children) child.disconnect();
