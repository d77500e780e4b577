/** The soak's plenigo, in a process of its own: it fails in one call of ten, and goes away when it is told to. */

import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import { type Sandbox, startSandbox } from 'express-plenigo/sandbox';
import { sandboxProducts } from '../../example-app/products.js';
import { serve } from '../serve.mjs';
import type { Account } from './report.js';

type Fault = Parameters<Sandbox['inject']>[0];

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

/** The fault that hits the last of the ten calls to which this one belongs, counted from the first. */
const findFault = (call: number): Fault => FAULTS[Math.floor(call / ONE_IN) % FAULTS.length] ?? {};

// The sandbox has to count every request, so it must forget none.
const sandbox = await startSandbox({ products: sandboxProducts, keepLast: Number.POSITIVE_INFINITY });

/** The sandbox does not hand out its server, but Node tells of every server that gets a request. */
let server: Server | undefined;
subscribe('http.server.request.start', (message) => {
  server = (message as { server: Server }).server;
});

/** Whether a request got the answer of a fault that pretends to be a success. */
const isFake = (call: number) =>
  call < faultsEndedAt && call % ONE_IN === ONE_IN - 1 && findFault(call).body !== undefined;

/** How many calls there were then. */
let faultsEndedAt = Number.POSITIVE_INFINITY;
const removers: (() => void)[] = [];

serve(
  { url: sandbox.url, options: sandbox.options },
  {
    /** Plans so many calls: nine that pass, and one that fails. */
    startFaults(calls: number) {
      for (let call = 0; call < calls; call += ONE_IN) {
        // The first is a fault without any effect: the call is answered as it should be.
        removers.push(sandbox.inject({ times: ONE_IN - 1 }), sandbox.inject(findFault(call)));
      }
    },

    endFaults() {
      faultsEndedAt = sandbox.requests.length;
      for (const remove of removers) remove();
    },

    leave() {
      server?.close();
      server?.closeAllConnections();
    },

    return() {
      // Where nobody had asked it anything before, the server was not known, and could not leave.
      if (server?.listening === false) server.listen(Number(new URL(sandbox.url).port), '127.0.0.1');
    },

    readAccount(): Account {
      const { requests, customers, tokens, tokenFailures } = sandbox;
      const isRegistration = ({ call, status }: (typeof requests)[number], index: number) =>
        call === 'registerUser' && status === 200 && !isFake(index);
      return {
        calls: requests.length,
        registrations: requests.filter(isRegistration).length,
        customers: customers.map(({ email, purchases }) => ({ email, bought: purchases.map((one) => one.productId) })),
        tokens: tokens.length,
        tokenFailures,
      };
    },
  },
);
