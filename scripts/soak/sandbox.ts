// The soak's plenigo, in a process of its own: it fails in one call of ten, and goes away when it is told to.
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from 'express-plenigo/sandbox';
import { sandboxProducts } from '../../example-app/products.js';
import type { Account, SandboxOrder } from './messages.js';

type Fault = Parameters<Awaited<ReturnType<typeof startSandbox>>['inject']>[0];

/** Everything that can go wrong once, one after the other. */
const FAULTS: readonly Fault[] = [
  { status: 500 },
  { reset: true },
  { status: 503, headers: { 'retry-after': '1' } },
  { body: '<!doctype html><title>Welcome to the hotel</title>' },
  { delay: 300 },
  { status: 502, body: '<h1>Bad gateway</h1>' },
  { hang: true },
  { status: 429, headers: { 'retry-after': '1' } },
  { body: '{"loginToken":"half a' },
  { status: 504 },
  { delay: 200, reset: true },
  { status: 423 },
];
const ONE_IN = 10;

// It counts every request, so none may be forgotten.
const sandbox = await startSandbox({ products: sandboxProducts, keepLast: Number.POSITIVE_INFINITY });

/** The sandbox does not hand out its server, but Node tells of every server that gets a request. */
let server: Server | undefined;
subscribe('http.server.request.start', (message) => {
  server = (message as { server: Server }).server;
});

let faultsOn = false;
/** How many requests had come when the faults began. */
let start = 0;
let removers: (() => void)[] = [];

/** Keeps some seconds of calls planned: nine that pass and one that fails. */
async function planFaults(): Promise<void> {
  faultsOn = true;
  start = sandbox.requests.length;
  for (let planned = 0; faultsOn; await sleep(200)) {
    for (; planned < sandbox.requests.length - start + 5000; planned += ONE_IN) {
      // A fault without any effect: the call is answered as it should be.
      removers.push(sandbox.inject({ times: ONE_IN - 1 }), sandbox.inject(faultOf(planned)));
    }
    removers = removers.slice(-2000);
  }
}

/** The fault that hits one of the ten requests to which this one belongs, counted from the beginning of the faults. */
function faultOf(index: number): Fault {
  return FAULTS[Math.floor(index / ONE_IN) % FAULTS.length] ?? {};
}

/** Whether a request got the answer of a fault that pretends to be a success. */
function isFake(index: number): boolean {
  const since = index - start;
  return since >= 0 && since % ONE_IN === ONE_IN - 1 && faultOf(since).body !== undefined;
}

function endFaults(): void {
  faultsOn = false;
  for (const remove of removers) remove();
  removers = [];
}

function account(): Account {
  const { requests, customers, tokens, tokenFailures } = sandbox;
  return {
    calls: requests.length,
    registrations: requests.filter(
      ({ call, status }, index) => call === 'registerUser' && status === 200 && !isFake(index),
    ).length,
    customers: customers.map(({ email, purchases }) => ({
      email,
      bought: purchases.map(({ productId }) => productId),
    })),
    tokens: tokens.length,
    tokenFailures,
  };
}

async function obey(order: SandboxOrder): Promise<void> {
  const { port } = new URL(sandbox.url);
  if (order === 'faults-on') planFaults();
  else if (order === 'faults-off') endFaults();
  else if (order === 'account') process.send?.(account());
  else if (order === 'leave') {
    server?.close();
    server?.closeAllConnections();
  } else if (server !== undefined) {
    if (server.listening) await once(server, 'close');
    server.listen(Number(port), '127.0.0.1');
  }
}

process.on('message', obey);
process.on('disconnect', () => process.exit());
process.send?.({ url: sandbox.url, options: sandbox.options });
