/** Starts a sandbox: one HTTP server on loopback, its state, and the handle to both. */
import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ACCOUNT_STEPS } from './account/endpoint.js';
import { AccountSessions } from './account/sessions.js';
import { Misfit } from './check.js';
import { CHECKOUT_STEPS } from './checkout/endpoint.js';
import { CheckoutSessions } from './checkout/sessions.js';
import { SandboxConsole } from './console/endpoint.js';
import { Numbers, type Subject } from './console/snapshot.js';
import { Control } from './control/endpoint.js';
import { applyFault, Faults, replacesAnswer } from './faults.js';
import { RequestLog } from './history.js';
import { ApiFailure, bodyOf, errorBody, type Reply, readJsonObject, sendJson } from './http.js';
import { masked } from './mask.js';
import { Metering } from './metering/metering.js';
import { type ResolvedOptions, resolveOptions } from './options.js';
import { answerPage, sdkPath } from './pages/index.js';
import { type Match, matchCall } from './routes/index.js';
import { decodeSegment } from './routes/route.js';
import { addCustomer, buy, cancel, knownCustomer, refund, SeedError } from './seed.js';
import { State } from './state.js';
import { answerStep } from './steps.js';
import type { Sandbox, SandboxOptions, SandboxRequest } from './types.js';
import { matchV3Call, V3_PREFIX } from './v3/calls.js';
import { v3ErrorBody } from './v3/failure.js';
import { V3_STEPS } from './v3/pages.js';
import { V3Service } from './v3/service.js';
import { InvalidSignedString, TokenVerifier } from './verify.js';

const HOST = '127.0.0.1';

/** The service behind the sandbox's address. */
class SandboxService {
  readonly log: RequestLog;
  readonly faults = new Faults();
  readonly state: State;
  readonly metering: Metering;
  readonly v3: V3Service;
  readonly #options: ResolvedOptions;
  readonly #verifier: TokenVerifier;
  readonly #sessions: CheckoutSessions;
  readonly #console: SandboxConsole;
  readonly #control: Control;
  readonly #accounts: AccountSessions;
  /** Aborts delays, so that `close` leaves no timer behind. */
  readonly #closing = new AbortController();

  constructor(options: ResolvedOptions) {
    const { companyId, secret, keepLast, metering } = options;
    // One for each delay: Node would warn of the eleventh.
    setMaxListeners(0, this.#closing.signal);
    this.#options = options;
    this.state = new State(options);
    this.log = new RequestLog(keepLast);
    this.metering = new Metering({ companyId, metering, now: this.state.now });
    this.v3 = new V3Service(this.state, options);
    // Sites sign by real time, wherever the sandbox's clock is.
    this.#verifier = new TokenVerifier({ companyId, secret }, () => Date.now());
    this.#sessions = new CheckoutSessions(this.state, secret);
    this.#accounts = new AccountSessions(this.state);
    const { state, faults, log } = this;
    const subject: Subject = {
      state,
      faults,
      log,
      metering: this.metering,
      accounts: this.#accounts,
      callbacks: this.v3.callbacks,
      numbers: new Numbers(),
      reset: () => this.reset(),
    };
    this.#console = new SandboxConsole(subject);
    this.#control = new Control(subject, secret);
    this.#seed();
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
    const pages = { v3: this.v3.state, checkouts: this.#sessions, accounts: this.#accounts };
    if (await answerStep(req, res, { path, origin, steps: V3_STEPS, sessions: pages })) return;
    if (await this.#console.answer(req, res, path)) return;
    if (await this.#control.answer(req, res, path)) return;
    const { companyId, language } = this.#options;
    answerPage(req, res, { path, query, companyId, language, metering: this.metering });
  }

  reset(): void {
    this.state.clear();
    this.v3.clear();
    this.log.clear();
    this.faults.clear();
    this.#sessions.clear();
    this.#accounts.clear();
    this.metering.reset();
    this.#seed();
  }

  #seed(): void {
    const { paywall, customers } = this.#options;
    const { listener } = this.state;
    // Nobody is told of what is there from the start.
    this.state.listener = undefined;
    this.state.paywall.enabled = paywall.enabled;
    for (const [index, customer] of customers.entries()) {
      try {
        addCustomer(this.state, customer);
      } catch (error) {
        throw error instanceof SeedError ? new Misfit(`customers[${index}]`, `does not fit: ${error.message}`) : error;
      }
    }
    this.state.listener = listener;
  }

  stop(): void {
    this.#closing.abort();
    this.v3.callbacks.close();
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
    const began = performance.now();
    const fault = this.faults.take(request.call);
    details.fault = fault !== undefined;
    if (fault?.delay) await sleep(fault.delay, undefined, { signal: this.#closing.signal });
    let reply: Reply;
    if (fault && replacesAnswer(fault)) {
      reply = applyFault(fault, req, res, isV3 ? v3ErrorBody : errorBody);
    } else {
      reply = await (isV3 ? this.v3.answer(req, v3Match, query) : this.#reply(req, v2Match, query));
      details.sent = masked(bodyOf(req) ?? '');
      sendJson(res, reply);
    }
    const { status, body = '' } = reply;
    request.status = status;
    details.answered = masked(typeof body === 'string' ? body : JSON.stringify(body));
    if (request.status !== 0) details.ms = Math.round(performance.now() - began);
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
  const { companyId, secret, port } = resolved;
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
    v3: v3.handle(url),
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
