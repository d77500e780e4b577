/** Starts a sandbox: one HTTP server on loopback, its state, and the handle to both. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ACCOUNT_STEPS } from './account/endpoint.js';
import { AccountSessions } from './account/sessions.js';
import { CHECKOUT_STEPS } from './checkout/endpoint.js';
import { CheckoutSessions } from './checkout/sessions.js';
import { SandboxConsole } from './console/endpoint.js';
import { applyFault, Faults, replacesAnswer } from './faults.js';
import { RequestLog } from './history.js';
import { ApiFailure, errorBody, type Reply, readJsonObject, sendJson } from './http.js';
import { Metering } from './metering/metering.js';
import { answerPage, sdkPath, V3_SDK_PATH } from './pages/index.js';
import { type Match, matchCall } from './routes/index.js';
import { decodeSegment } from './routes/route.js';
import { addCustomer, buy, cancel, knownCustomer, refund } from './seed.js';
import { State } from './state.js';
import { answerStep } from './steps.js';
import type { Sandbox, SandboxOptions, SandboxRequest } from './types.js';
import { answerV3, matchV3Call, V3_PREFIX } from './v3/calls.js';
import { v3ErrorBody } from './v3/failure.js';
import { V3_STEPS } from './v3/pages.js';
import { V3State } from './v3/state.js';
import { InvalidSignedString, TokenVerifier } from './verify.js';

const HOST = '127.0.0.1';

type ResolvedOptions = Required<Omit<SandboxOptions, 'metering'>> & Pick<SandboxOptions, 'metering'>;

/** Checks the options. Throws a `TypeError` that names the option. */
function resolveOptions(options: SandboxOptions): ResolvedOptions {
  const {
    port = 0,
    companyId = randomBytes(10).toString('hex'),
    secret = randomBytes(20).toString('hex'),
    now = Date.now,
    products = {},
    offers = {},
    apiToken = randomBytes(20).toString('hex'),
    callbackSecret = randomBytes(20).toString('hex'),
    keepLast = 100_000,
    metering,
  } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new TypeError(`startSandbox: "port" must be a whole number from 0 to 65535, not ${port}`);
  }
  for (const [name, value] of Object.entries({ companyId, secret, apiToken, callbackSecret })) {
    if (typeof value !== 'string' || value === '') {
      throw new TypeError(`startSandbox: "${name}" must be a non-empty string`);
    }
  }
  if (typeof keepLast !== 'number' || !(keepLast >= 1)) {
    throw new TypeError('startSandbox: "keepLast" must be a number from 1 on, or Infinity');
  }
  if (typeof now !== 'function') throw new TypeError('startSandbox: "now" must be a function');
  return { port, companyId, secret, now, products, offers, apiToken, callbackSecret, keepLast, metering };
}

/** The service behind the sandbox's address. */
class SandboxService {
  readonly log: RequestLog;
  readonly faults = new Faults();
  readonly state: State;
  readonly metering: Metering;
  readonly v3: V3State;
  readonly #apiToken: string;
  readonly #companyId: string;
  readonly #verifier: TokenVerifier;
  readonly #sessions: CheckoutSessions;
  readonly #console: SandboxConsole;
  readonly #accounts: AccountSessions;
  /** Aborts delays, so that `close` leaves no timer behind. */
  readonly #closing = new AbortController();

  constructor(options: ResolvedOptions) {
    const { companyId, secret, now, products, keepLast, metering } = options;
    this.state = new State({ now, products, keepLast });
    this.log = new RequestLog(keepLast);
    this.metering = new Metering({ companyId, metering, now: this.state.now });
    this.v3 = new V3State(this.state, options);
    this.#apiToken = options.apiToken;
    this.#companyId = companyId;
    // Sites sign by real time, wherever the sandbox's clock is.
    this.#verifier = new TokenVerifier({ companyId, secret }, Date.now);
    this.#sessions = new CheckoutSessions(this.state, secret);
    this.#accounts = new AccountSessions(this.state);
    const { state, faults, log } = this;
    this.#console = new SandboxConsole({
      state,
      faults,
      log,
      metering: this.metering,
      accounts: this.#accounts,
    });
  }

  async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = req.url ?? '/';
    const at = url.indexOf('?');
    const path = at < 0 ? url : url.slice(0, at);
    const query = new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
    if (path.startsWith('/api/')) return this.#answerApi(req, res, { url, path, query });
    const origin = `http://${HOST}:${req.socket.localPort}`;
    if (await answerStep(req, res, { path, origin, steps: CHECKOUT_STEPS, sessions: this.#sessions })) return;
    if (await answerStep(req, res, { path, origin, steps: ACCOUNT_STEPS, sessions: this.#accounts })) return;
    const pages = { v3: this.v3, checkouts: this.#sessions, accounts: this.#accounts };
    if (await answerStep(req, res, { path, origin, steps: V3_STEPS, sessions: pages })) return;
    if (await this.#console.answer(req, res, path)) return;
    answerPage(req, res, { path, query, companyId: this.#companyId, metering: this.metering });
  }

  reset(): void {
    this.state.clear();
    this.v3.clear();
    this.log.clear();
    this.faults.clear();
    this.#sessions.clear();
    this.#accounts.clear();
    this.metering.reset();
  }

  stop(): void {
    this.#closing.abort();
  }

  async #answerApi(
    req: IncomingMessage,
    res: ServerResponse,
    { url, path, query }: { url: string; path: string; query: URLSearchParams },
  ): Promise<void> {
    const method = req.method ?? '';
    const isV3 = path.startsWith(V3_PREFIX);
    const v2Match = isV3 ? undefined : matchCall(method, path);
    const v3Match = isV3 ? matchV3Call(method, path) : undefined;
    const match = v2Match ?? v3Match;
    const request: SandboxRequest = { call: match?.call ?? 'unknown', method, url, status: 0 };
    const details = this.log.add(request, this.state.now());
    const fault = this.faults.take(request.call);
    details.fault = fault !== undefined;
    if (fault?.delay) await sleep(fault.delay, undefined, { signal: this.#closing.signal });
    if (fault && replacesAnswer(fault)) {
      request.status = applyFault(fault, req, res, isV3 ? v3ErrorBody : errorBody);
      return;
    }
    const reply = isV3
      ? await answerV3(req, v3Match, { query, v3: this.v3, apiToken: this.#apiToken })
      : await this.#reply(req, v2Match, query);
    request.status = reply.status;
    sendJson(res, reply);
  }

  async #reply(req: IncomingMessage, match: Match | undefined, query: URLSearchParams): Promise<Reply> {
    try {
      this.#verifier.verify(req.headers.plenigotoken);
      if (!match) throw new ApiFailure(404, 'There is no such call.');
      const { route, rawId } = match;
      const id = decodeSegment(rawId);
      return await route({ id, query, body: () => readJsonObject(req), state: this.state });
    } catch (error) {
      if (error instanceof InvalidSignedString) return { status: 401, body: errorBody(401, error.message) };
      if (error instanceof ApiFailure) {
        return { status: error.status, body: errorBody(error.status, error.message) };
      }
      throw error;
    } finally {
      // What a route did not read must not stay in the connection.
      req.resume();
    }
  }
}

/**
 * Starts a plenigo in this process, on 127.0.0.1. Everything is kept in memory and gone after `close()`.
 * Rejects when the port is taken; throws a `TypeError` for a wrong option.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const resolved = resolveOptions(options);
  const { companyId, secret, port, apiToken, callbackSecret } = resolved;
  const service = new SandboxService(resolved);
  const { state, faults, log, metering, v3 } = service;
  const server = createServer((req, res) => {
    service.answer(req, res).catch((error: unknown) => {
      const gone = req.destroyed || (error instanceof Error && error.name === 'AbortError');
      if (gone || res.headersSent) res.destroy();
      else sendJson(res, { status: 500, body: errorBody(500, `The sandbox itself failed: ${error}`) });
    });
  });
  // Clients keep connections for long; a server that drops them sooner makes for spurious resets.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const url = `http://${HOST}:${(server.address() as AddressInfo).port}`;

  return {
    url,
    options: { companyId, secret, apiUrl: url, sdkUrl: url + sdkPath(companyId) },
    v3: {
      options: { companyId, apiToken, apiUrl: url + V3_PREFIX.slice(0, -1), sdkUrl: url + V3_SDK_PATH, callbackSecret },
      get sessionLimit() {
        return v3.sessions.limit;
      },
      set sessionLimit(limit) {
        v3.sessions.limit = limit;
      },
      sessions: v3.sessions.list,
      purchases: v3.purchases,
    },
    requests: log.list,
    customers: state.customers,
    tokens: state.tokens,
    tokenFailures: state.tokenFailures,
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
      state.expireTokens(({ customerId }) => id === undefined || customerId === id);
    },
    inject: (fault) => faults.add(fault),
    reset: () => service.reset(),
    close() {
      service.stop();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
