/** The process that `leaks.test.ts` watches: the site with faults, once for each API, and on demand an account of what it still holds. */
import { subscribe } from 'node:diagnostics_channel';
import { getEventListeners } from 'node:events';
import { type Agent, type ClientRequest, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import express from 'express';
import { v2, v3 } from '../support/apis.js';
import { faultySite } from './site.js';

/** What a process holds when nothing is going on. */
export interface Holdings {
  /** What keeps the event loop alive, by kind, with counts. */
  readonly resources: Record<string, number>;
  /** Abort signals, so budgets, that were not collected. */
  readonly signals: number;
  /** Who waits at these for the end. */
  readonly signalListeners: number;
  /** Work under way in the maps that `lib/customer` has made: searches, and questions about purchases. */
  readonly running: number;
  /** The most listeners on any idle connection to plenigo. */
  readonly socketListeners: number;
  readonly idleSockets: number;
  /** Requests to plenigo that wait for a connection or an answer. */
  readonly openRequests: number;
  /** Bytes of the heap in use, after a collection. */
  readonly heap: number;
}

/** Those that were not collected. */
const signals = new Set<WeakRef<AbortSignal>>();
const collected = new FinalizationRegistry<WeakRef<AbortSignal>>((ref) => signals.delete(ref));
globalThis.AbortController = class extends AbortController {
  constructor() {
    super();
    const ref = new WeakRef(this.signal);
    signals.add(ref);
    collected.register(this.signal, ref);
  }
};

const maps = new Set<WeakRef<Map<unknown, unknown>>>();
globalThis.Map = class<Key, Value> extends Map<Key, Value> {
  constructor(entries?: Iterable<readonly [Key, Value]> | null) {
    super(entries);
    const [, , maker] = new Error('who makes a map?').stack?.split('\n') ?? [];
    if (maker?.includes('/lib/customer/')) maps.add(new WeakRef<Map<unknown, unknown>>(this));
  }
} as MapConstructor;

const alive = <T extends object>(refs: Iterable<WeakRef<T>>) => [...refs].flatMap((ref) => ref.deref() ?? []);
const running = () =>
  alive(maps)
    .flatMap((map) => [...map.values()])
    .filter((value) => value instanceof Promise).length;

const agents = new Set<Agent>();
subscribe('http.client.request.start', (message) => {
  const { agent } = (message as { request: ClientRequest & { agent?: Agent } }).request;
  if (agent !== undefined) agents.add(agent);
});

const all = (lists: NodeJS.ReadOnlyDict<unknown[]>) => Object.values(lists).flatMap((list) => list ?? []);
const listenersOf = (socket: Socket) => socket.eventNames().reduce((sum, name) => sum + socket.listenerCount(name), 0);

const busy = () => [...agents].flatMap(({ sockets, requests }) => [...all(sockets), ...all(requests)]).length;

/** Collects, and gives what is under way the time to end: a leak stays, however long one waits. */
async function quiet(): Promise<void> {
  for (let round = 0; round < 5 || (round < 40 && signals.size + busy() > 0); round += 1) {
    globalThis.gc?.();
    // Finalizers run between the turns of the event loop.
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  }
}

async function holdings(): Promise<Holdings> {
  await quiet();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  const idle = [...agents].flatMap(({ freeSockets }) => all(freeSockets)) as Socket[];
  return {
    resources,
    signals: signals.size,
    signalListeners: alive(signals).flatMap((signal) => getEventListeners(signal, 'abort')).length,
    running: running(),
    socketListeners: Math.max(0, ...idle.map(listenersOf)),
    idleSockets: idle.length,
    openRequests: busy(),
    heap: process.memoryUsage().heapUsed,
  };
}

const [apiUrl = '', timeout = ''] = process.argv.slice(2);
const app = express();
const told = [v2, v3].map((api) => {
  const site = faultySite({ apiUrl, timeout: Number(timeout) }, api);
  app.use(`/${api.name}`, site.app);
  return site.codes;
});
const server = createServer(app).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', async () => {
  // The test's own record of the faults would look like a leak.
  for (const codes of told) codes.length = 0;
  process.send?.(await holdings());
});
