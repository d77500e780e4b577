/** A site of two processes behind a load balancer without sticky sessions, and readers with their browsers. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { PageAnswer, WorkerSetup } from './worker.js';

const NAMES = ['first', 'second'] as const;

async function startWorker(setup: WorkerSetup): Promise<{ child: ChildProcess; port: number }> {
  const file = fileURLToPath(new URL('worker.ts', import.meta.url));
  const child = fork(file, [JSON.stringify(setup)], { execArgv: ['--import', 'tsx'] });
  const started = once(child, 'message') as Promise<[{ port: number }]>;
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the worker ended with ${code} before it was ready`);
  });
  const [{ port }] = await Promise.race([started, ended]);
  ended.catch(() => {});
  return { child, port };
}

/** Hands a request on to the worker at this port. */
function handOn(req: IncomingMessage, res: ServerResponse, port: number): void {
  const { method, url, headers } = req;
  const onward = request({ port, host: '127.0.0.1', method, path: url, headers, agent: false }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  onward.on('error', () => res.writeHead(502).end());
  req.pipe(onward);
}

export class ManyProcesses {
  readonly url: string;
  /** Ends one of the processes, and starts it anew. */
  readonly restart: (index: 0 | 1) => Promise<void>;
  readonly #close: () => Promise<void>;

  private constructor({ url, restart, close }: Pick<ManyProcesses, 'url' | 'restart' | 'close'>) {
    this.url = url;
    this.restart = restart;
    this.#close = close;
  }

  static async start(setup: Omit<WorkerSetup, 'name'>): Promise<ManyProcesses> {
    const workers = await Promise.all(NAMES.map((name) => startWorker({ ...setup, name })));
    let turn = 0;
    const balancer = createServer((req, res) => {
      turn += 1;
      const worker = workers[turn % workers.length];
      if (worker !== undefined) handOn(req, res, worker.port);
    }).listen(0, '127.0.0.1');
    await once(balancer, 'listening');
    const url = `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`;
    async function end(worker: (typeof workers)[0] | undefined): Promise<void> {
      const gone = worker && once(worker.child, 'exit');
      worker?.child.kill();
      await gone;
    }
    return new ManyProcesses({
      url,
      async restart(index) {
        await end(workers[index]);
        workers[index] = await startWorker({ ...setup, name: NAMES[index] });
      },
      async close() {
        balancer.closeAllConnections();
        await Promise.all([new Promise((resolve) => balancer.close(resolve)), ...workers.map(end)]);
      },
    });
  }

  close(): Promise<void> {
    return this.#close();
  }
}

/** A page as a reader gets it. */
export interface Page extends PageAnswer {
  /** The HTTP status. */
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
