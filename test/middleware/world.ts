// The world around a middleware under test: a sandbox, sites on Express 5 and on Express 4, and what was reported.
import { createServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import express5, { type ErrorRequestHandler, type Request, type RequestHandler } from 'express';
import request from 'supertest';
import type { PlenigoError } from '../../lib/base/errors.js';
import type { SiteUser } from '../../lib/base/options.js';
import type { Plenigo, RouteProducts, RouteSettings } from '../../lib/entries/v2.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../lib/sandbox/index.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { type Api, v2 } from '../support/apis.js';

export type Express = typeof express5;

/** It has no types of its own: those of version 5 are right for what is used here. */
export const express4 = createRequire(import.meta.url)('express4') as Express;

/** The same tests on both majors of Express, each with the other one at hand. */
export function onBothExpresses(title: string, tests: (express: Express, other: Express) => void): void {
  describe(`${title}, on Express 5`, () => tests(express5, express4));
  describe(`${title}, on Express 4`, () => tests(express4, express5));
}

/** The user in the header `x-user`, for tests that need no login of their own. */
export const as = (user: Partial<SiteUser> | Record<string, unknown>) => ({ 'x-user': JSON.stringify(user) });

export const ada = { id: 'ada-1', email: 'ada@news.example' };

/** Says that the reader has clicked on a buy button within the last hour; set by the browser script. */
export const BUYING = 'plenigo_buying=1';

type Pages = Record<string, RequestHandler | RequestHandler[]>;

export interface SiteSetup {
  /** Default: Express 5. */
  express?: Express;
  options?: Partial<PlenigoOptions>;
  /** What the usual pages sell. Default: `ARTICLE`. */
  product?: RouteProducts;
  settings?: RouteSettings | ((req: Request) => RouteSettings | Promise<RouteSettings>);
  before?: RequestHandler[];
  /** Mounts the router at `/plenigo`. Default: without. */
  hasRouter?: boolean;
  /** Answers `/article`. Default: JSON of everything that a template can see. */
  handler?: RequestHandler;
  /** Further pages, or others in place of the usual ones. */
  pages?: (plenigo: Plenigo) => Pages;
}

export interface Visitor {
  /** Default: Ada. `null`: nobody is logged in. */
  readonly user?: object | null;
  readonly cookie?: string;
  readonly headers?: Record<string, string>;
  /** Default: GET. */
  readonly method?: 'get' | 'head' | 'post' | 'options';
}

/** Opens a page as a browser does; by default the article, as Ada. */
type Open = (path?: string, visitor?: Visitor) => request.Test;

interface Site {
  readonly plenigo: Plenigo;
  readonly open: Open;
  /** What a page shows to this user, by default the article. */
  readonly read: (user: object, path?: string) => Promise<request.Response['body']>;
  /** The errors that reached the site's error handler, which answers 500 and what the locals are. */
  readonly failures: unknown[];
}

export interface World {
  readonly api: Api;
  readonly sandbox: Sandbox;
  /** What `onError` was told. */
  readonly errors: PlenigoError[];
  /** What the logger was told from warnings on: the codes. */
  readonly log: unknown[];
  /** And the messages. */
  readonly messages: string[];
  /** A `createPlenigo` that talks to the sandbox. */
  plenigo(options?: Partial<PlenigoOptions>): Plenigo;
  /** A site with `/article` (checkout), `/archive` (requireAccess) and `/login` (register), for the user in `x-user`. */
  site(setup?: SiteSetup): Promise<Site>;
  /** A site of these pages alone, each followed by JSON of everything that a template can see. */
  pages(pages: Pages, setup?: Pick<SiteSetup, 'express' | 'before'>): Promise<Open>;
  /** A server on 127.0.0.1 for supertest; closed after the test. */
  serve(app: RequestListener): Promise<Server>;
  /** A customer of plenigo, by default Ada, who has bought these. */
  addBuyer(ids: readonly string[], user?: { id: string; email: string }): void;
  /** The API calls since the last time this was asked. */
  calls(): string[];
  /** The same with the status of each. */
  answers(): string[];
  /** The products of which each page asked plenigo, page for page; what else was asked is left out. */
  questions(): string[][];
}

/** Everything a template can see, the buttons rendered. */
const show: RequestHandler = (_req, res) => {
  const { plenigo } = res.locals;
  const offers = plenigo?.offers.map((offer) => ({ ...offer, button: offer.buyButton('Buy') }));
  res.json({ ...plenigo, offers, button: plenigo?.buyButton('Buy') });
};

/** Call it once inside a `describe`: a new world for every test, with a sandbox of these options. */
export function useWorld(api: Api = v2, settings: SandboxOptions = {}): World {
  let current: Sandbox | undefined;
  const servers: Server[] = [];
  const errors: PlenigoError[] = [];
  const log: unknown[] = [];
  const messages: string[] = [];
  const keep = (fields: object, message: string) => {
    log.push((fields as { code?: unknown }).code);
    messages.push(message);
  };
  const logger = { debug() {}, info() {}, warn: keep, error: keep };
  const sandbox = () => {
    if (current === undefined) throw new Error('there is no sandbox outside of a test');
    return current;
  };
  const requests = () => sandbox().requests.splice(0);
  beforeEach(async () => {
    current = await startSandbox(settings);
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    for (const list of [errors, log, messages]) list.length = 0;
    await sandbox().close();
  });

  async function serve(app: RequestListener): Promise<Server> {
    const server = createServer(app);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  async function pages(
    served: Pages,
    { express = express5, before = [] }: Pick<SiteSetup, 'express' | 'before'> = {},
    onFailure?: ErrorRequestHandler,
  ): Promise<Open> {
    const app = express();
    // Express's own error page, without a copy of it on stderr.
    app.set('env', 'test');
    for (const each of before) app.use(each);
    for (const [path, handlers] of Object.entries(served)) app.all(path, ...[handlers].flat(), show);
    if (onFailure) app.use(onFailure);
    const server = await serve(app);
    return (path = '/article', { user = ada, cookie, headers = {}, method = 'get' } = {}) => {
      const all = { ...headers, ...(user && as(user)), ...(cookie !== undefined && { cookie }) };
      return request(server)[method](path).set(all);
    };
  }

  function createForWorld(options?: Partial<PlenigoOptions>): Plenigo {
    return api.create({
      ...api.connection(sandbox()),
      logger,
      onError: (error) => errors.push(error),
      user: (req) => JSON.parse(req.get('x-user') ?? 'null'),
      // All the time that a busy machine needs, also where only a quarter of it is waited.
      timeout: 15_000,
      ...options,
    } as PlenigoOptions);
  }

  async function site(setup: SiteSetup = {}): Promise<Site> {
    const { express = express5, product = api.product('ARTICLE'), settings, handler = show } = setup;
    const plenigo = createForWorld(setup.options);
    const before = [...(setup.before ?? [])];
    if (setup.hasRouter) before.push(express.Router().use('/plenigo', plenigo.router()));
    const failures: unknown[] = [];
    const fail: ErrorRequestHandler = (error, _req, res, _next) => {
      failures.push(error);
      const { plenigo: locals } = res.locals;
      res.status(500).json({ status: locals?.status, scriptTag: locals?.scriptTag });
    };
    const usual: Pages = {
      '/article': [plenigo.checkout(product, settings), handler],
      '/archive': plenigo.requireAccess(api.product('ARTICLE')),
      '/login': plenigo.register(),
    };
    const open = await pages({ ...usual, ...setup.pages?.(plenigo) }, { express, before }, fail);
    return { plenigo, failures, open, read: async (user, path) => (await open(path, { user })).body };
  }

  return {
    api,
    get sandbox() {
      return sandbox();
    },
    errors,
    log,
    messages,
    plenigo: createForWorld,
    site,
    pages: (served, setup) => pages(served, setup),
    serve,
    addBuyer(ids, { id: externalUserId, email } = ada) {
      if (!sandbox().find({ externalUserId })) sandbox().addCustomer({ email, externalUserId });
      for (const id of ids) sandbox().buy({ externalUserId }, id);
    },
    calls: () => requests().map(({ call }) => call),
    answers: () => requests().map(({ call, status }) => `${call} ${status}`),
    questions: () =>
      requests()
        .filter(({ call }) => call === api.calls.access)
        .map(({ url }) => [...new URL(url, sandbox().url).searchParams.values()][api.name === 'v2' ? 1 : 0] ?? '')
        .map((ids) => ids.split(',')),
  };
}
