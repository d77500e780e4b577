// The world around a middleware under test: a sandbox, servers on Express 5 and on Express 4, and what was reported.
import { createServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import express5 from 'express';
import type { PlenigoError } from '../../lib/base/errors.js';
import type { SiteUser } from '../../lib/base/options.js';
import type { Plenigo } from '../../lib/entries/v2.js';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { type Api, v2 } from '../support/apis.js';

export type Express = typeof express5;

const express4 = createRequire(import.meta.url)('express4') as Express;

/** The same tests on both majors of Express, each with the other one at hand. */
export function onBothExpresses(title: string, tests: (express: Express, other: Express) => void): void {
  describe(`${title}, on Express 5`, () => tests(express5, express4));
  describe(`${title}, on Express 4`, () => tests(express4, express5));
}

/** The user in the header `x-user`, for tests that need no login of their own. */
export const as = (user: Partial<SiteUser> | Record<string, unknown>) => ({ 'x-user': JSON.stringify(user) });

export const ada = { id: 'ada-1', email: 'ada@news.example' };

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
  /** A server on 127.0.0.1 for supertest; closed after the test. */
  serve(app: RequestListener): Promise<Server>;
  /** The API calls since the last time this was asked. */
  calls(): string[];
  /** The same with the status of each. */
  answers(): string[];
}

/** Call it once inside a `describe`: a new world for every test. */
export function useWorld(api: Api = v2): World {
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
  beforeEach(async () => {
    current = await startSandbox();
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    errors.length = 0;
    log.length = 0;
    messages.length = 0;
    await sandbox().close();
  });
  return {
    api,
    get sandbox() {
      return sandbox();
    },
    errors,
    log,
    messages,
    plenigo: (options) =>
      api.create({
        ...api.connection(sandbox()),
        logger,
        onError: (error) => errors.push(error),
        user: (req) => JSON.parse(req.get('x-user') ?? 'null'),
        ...options,
      } as PlenigoOptions),
    async serve(app) {
      const server = createServer(app);
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    },
    calls: () =>
      sandbox()
        .requests.splice(0)
        .map(({ call }) => call),
    answers: () =>
      sandbox()
        .requests.splice(0)
        .map(({ call, status }) => `${call} ${status}`),
  };
}
