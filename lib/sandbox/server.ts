/** Starts a sandbox: one HTTP server on loopback, and the handle to everything behind it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Backend, createBackend } from './backend.js';
import { CALLS } from './endpoints.js';
import { makeSdkPath, V3_PATH, V3_SDK_PATH } from './http.js';
import { resolveOptions } from './options.js';
import { addCustomer, buy, cancel, knownCustomer, refund } from './seed.js';
import { answerRequest } from './service.js';
import type { Sandbox, SandboxOptions } from './types.js';

const HOST = '127.0.0.1';

/**
 * Starts a plenigo in this process, on 127.0.0.1. Everything is kept in memory and gone after `close()`.
 * Rejects when the port is taken; throws a `TypeError` for a wrong option.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const resolved = resolveOptions(options);
  const backend = createBackend(resolved, CALLS);
  const server = createServer((req, res) => void answerRequest(req, res, backend));
  // Clients keep connections for long; a server that drops them sooner makes for spurious resets.
  server.keepAliveTimeout = 60_000;
  await once(server.listen(resolved.port, HOST), 'listening');
  const url = `http://${HOST}:${(server.address() as AddressInfo).port}`;
  const close = () => {
    backend.closing.abort();
    backend.callbacks.clear();
    return new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return makeHandle(backend, { url, close });
}

/** What a test holds of a running sandbox. */
function makeHandle(backend: Backend, { url, close }: Pick<Sandbox, 'url' | 'close'>): Sandbox {
  const { state, faults, log, metering, v3, callbacks, reset } = backend;
  const { sessions, purchases } = v3;
  const { companyId, secret, apiToken, callbackSecret } = backend.options;
  return {
    url,
    options: { companyId, secret, apiUrl: url, sdkUrl: url + makeSdkPath(companyId) },
    v3: {
      options: { companyId, apiToken, apiUrl: url + V3_PATH, sdkUrl: url + V3_SDK_PATH, callbackSecret },
      get sessionLimit() {
        return sessions.limit;
      },
      set sessionLimit(limit) {
        sessions.limit = limit;
      },
      sessions: sessions.list,
      purchases,
      callbacks,
    },
    requests: log.list,
    customers: state.customers,
    tokens: state.tokens.list,
    tokenFailures: state.tokens.failures,
    clock: { now: state.now, advance: (ms) => state.advance(ms) },
    get paywall() {
      return state.paywall;
    },
    set paywall({ enabled }) {
      state.paywall.enabled = enabled;
    },
    get metering() {
      return metering.settings;
    },
    set metering(settings) {
      metering.settings = settings;
    },
    resetFreeViews: () => metering.resetCounts(),
    calls: () => log.list.map(({ call }) => call),
    find: (customer) => ('email' in customer ? state.findByEmail(customer.email) : state.find(customer)),
    addCustomer: (customer) => addCustomer(state, customer),
    buy: (customer, productId) => buy(state, customer, productId),
    refund: (customer, productId) => refund(state, customer, productId),
    cancel: (customer, productId) => cancel(state, customer, productId),
    expireTokens(address) {
      const id = address && knownCustomer(state, address).customerId;
      state.tokens.expire(({ customerId }) => id === undefined || customerId === id);
    },
    inject: (fault) => faults.add(fault),
    reset,
    close,
  };
}
