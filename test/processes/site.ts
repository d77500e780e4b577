/** A site of two processes behind a load balancer without sticky sessions, and readers with their browsers. */

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { Program } from '../../scripts/program.js';
import { listen } from '../../scripts/serve.mjs';
import type { PageAnswer, WorkerSetup } from './worker.js';

const NAMES = ['first', 'second'] as const;

const startWorker = (setup: WorkerSetup) =>
  Program.start<{ port: number }>(new URL('worker.ts', import.meta.url), {
    args: [JSON.stringify(setup)],
    execArgv: ['--import', 'tsx'],
  });

function handOn(req: IncomingMessage, res: ServerResponse, port: number): void {
  const { method, url, headers } = req;
  const onward = request({ port, host: '127.0.0.1', method, path: url, headers, agent: false }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    // express-session sends the last byte once it has stored the session; a process may end before, and the reader must learn it.
    pipeline(answer, res, () => {});
  });
  onward.on('error', () => res.writeHead(502).end());
  req.pipe(onward);
}

export type ManyProcesses = Awaited<ReturnType<typeof startProcesses>>;

export async function startProcesses(setup: Omit<WorkerSetup, 'name'>) {
  const workers = await Promise.all(NAMES.map((name) => startWorker({ ...setup, name })));
  let turn = 0;
  const balancer = createServer((req, res) => {
    turn += 1;
    const worker = workers[turn % workers.length];
    if (worker !== undefined) handOn(req, res, worker.ready.port);
  });
  return {
    url: `http://127.0.0.1:${await listen(balancer)}`,

    async restart(index: 0 | 1): Promise<void> {
      await workers[index]?.end();
      workers[index] = await startWorker({ ...setup, name: NAMES[index] });
    },

    async close(): Promise<void> {
      balancer.closeAllConnections();
      await Promise.all([new Promise((resolve) => balancer.close(resolve)), ...workers.map((worker) => worker.end())]);
    },
  };
}

export interface Page extends PageAnswer {
  readonly code: number;
}

/** A browser: keeps the session cookie. */
export class Reader {
  readonly #url: string;
  readonly #authorization: string | undefined;
  #cookie = '';

  /** With `authorization` a reader of the app, without a session. */
  constructor(url: string, authorization?: string) {
    this.#url = url;
    this.#authorization = authorization;
  }

  async post(path: string, body: object): Promise<number> {
    const response = await this.#fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await response.text();
    return response.status;
  }

  async page(): Promise<Page> {
    const response = await this.#fetch('/article', {});
    const text = await response.text();
    const answer = response.ok ? (JSON.parse(text) as PageAnswer) : { worker: '', status: text };
    return { ...answer, code: response.status };
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#cookie !== '') headers.set('cookie', this.#cookie);
    if (this.#authorization !== undefined) headers.set('authorization', this.#authorization);
    const response = await fetch(`${this.#url}${path}`, { ...init, headers });
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    if (cookie !== undefined) this.#cookie = cookie;
    return response;
  }
}
