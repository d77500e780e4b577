/** `npm run soak`: the example in two processes, readers at full speed, and a plenigo that fails and goes away; loopback only. */

import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Program } from '../program.js';
import { Reader, type World } from './reader.js';
import { type Account, makeRows, print, Tally } from './report.js';

const SITES = 2;
/** More calls than the sandbox can answer in a second, so that the planned faults last. */
const CALLS_A_SECOND = 1000;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '120' }, readers: { type: 'string', default: '24' } },
});
const seconds = Number(values.seconds);
const readersAtOnce = Number(values.readers);
if (!(seconds >= 5) || !(readersAtOnce >= 1)) throw new Error('Usage: --seconds 5 or more, --readers 1 or more');
const secondsAway = Math.min(10, seconds / 5);

const start = <Ready>(name: string, ...args: string[]) =>
  Program.start<Ready>(new URL(name, import.meta.url), { args, execArgv: [...process.execArgv, '--expose-gc'] });
const sandbox = await start<{ url: string; options: object }>('sandbox.ts');
const options = JSON.stringify(sandbox.ready.options);
const sites = await Promise.all(Array.from({ length: SITES }, () => start<{ url: string }>('site.ts', options)));
const measureMemory = () => Promise.all(sites.map((site) => site.ask<NodeJS.MemoryUsage>('measureMemory')));

const end = performance.now() + seconds * 1000;
const world: World = { sandboxUrl: sandbox.ready.url, tally: new Tally(), isOver: () => performance.now() > end };
const readers: Reader[] = [];

/** One seat: as soon as a reader has everything, a new one takes it. A reader stays with one process of the site. */
async function keepReading(seat: number): Promise<void> {
  const origin = sites[seat % SITES]?.ready.url ?? '';
  while (!world.isOver()) {
    const reader = new Reader(origin, `reader-${readers.length}@soak.example`, world);
    readers.push(reader);
    await reader.live();
  }
}

/** In the first half plenigo's process stands still and answers nobody, in the second half nobody listens any more. */
async function goAway(): Promise<void> {
  await sleep(seconds * 400);
  sandbox.kill('SIGSTOP');
  await sleep(secondsAway * 500);
  const left = sandbox.ask('leave');
  sandbox.kill('SIGCONT');
  await left;
  await sleep(secondsAway * 500);
  await sandbox.ask('return');
}

/** Counts the purchases that their buyers can read; as much time as for the reading is given, and one minute more. */
async function countFound(customers: Account['customers']): Promise<number> {
  const deadline = performance.now() + (seconds + 60) * 1000;
  const read = readers.map(async (reader) => {
    const ids = customers.find(({ email }) => email === reader.email)?.bought ?? [];
    const open = await reader.findOpen(deadline);
    return ids.filter((id) => open.includes(id)).length;
  });
  return (await Promise.all(read)).reduce((sum, found) => sum + found, 0);
}

console.log(`${readersAtOnce} readers at ${SITES} processes for ${seconds} s ...`);
await sandbox.ask('startFaults', seconds * CALLS_A_SECOND);
const atStart = sleep(seconds * 150).then(measureMemory);
// What happens beside the readers: a restart of a process or the like belongs here.
await Promise.all([goAway(), ...Array.from({ length: readersAtOnce }, (_, seat) => keepReading(seat))]);
await sandbox.ask('endFaults');
// The readers' pages of this time are the run; those of the count that follows are not.
const tally = Object.assign(new Tally(), world.tally);
const memory = { start: await atStart, end: await measureMemory() };
const found = await countFound((await sandbox.ask<Account>('readAccount')).customers);
const account = await sandbox.ask<Account>('readAccount');
print(makeRows({ seconds, secondsAway, tally, account, found, memory }));
for (const problem of [...tally.failures, ...tally.faults].slice(0, 20)) console.log(`problem: ${problem}`);
for (const program of [sandbox, ...sites]) program.kill();
