/** A real Redis for the tests of many processes: on a socket in a folder of its own, without persistence. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from 'redis';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export class RedisServer {
  readonly #folder: string;
  readonly #clients: { destroy(): void }[] = [];
  #process: ChildProcess | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await mkdtemp(join(tmpdir(), 'express-plenigo-redis-')));
    await server.run();
    return server;
  }

  /** The path of its socket. A port would have to be free, and somebody else may take it before Redis does. */
  get socket(): string {
    return join(this.#folder, 'redis.sock');
  }

  /**
   * Starts it, or starts it again after `kill`: empty, on the same socket.
   *
   * @throws Error if it ends before it is ready
   */
  async run(): Promise<void> {
    const args = ['--port', '0', '--unixsocket', this.socket, '--save', '', '--appendonly', 'no'];
    const child = spawn('redis-server', [...args, '--dir', this.#folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = child;
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      // What it prints from here on is of no interest, but must not block it.
      if (/ready to accept connections/i.test(line)) return void child.stdout.resume();
    }
    throw new Error(`Redis has ended before it was ready:\n${said.join('\n')}`);
  }

  /** For commands of a test; closed by `stop`. */
  async connect() {
    const client = createClient({ socket: { path: this.socket, tls: false } });
    client.on('error', () => {});
    await client.connect();
    this.#clients.push(client);
    return client;
  }

  /** It stays connected and answers nothing, like a machine that hangs. */
  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  resume(): void {
    this.#process?.kill('SIGCONT');
  }

  /** It is gone from one moment to the next, and everything in it. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await this.kill();
    await rm(this.#folder, { recursive: true });
  }
}

/** A socket through which everything reaches a Redis so many ms later. */
export async function openSlowly(socket: string, delay: number) {
  const path = `${socket}.slow`;
  /** What was sent, as it came. */
  const sent: string[] = [];
  const server = createServer((client) => {
    const redis = connect(socket);
    client.on('data', (chunk) => {
      sent.push(String(chunk));
      setTimeout(() => redis.write(chunk), delay);
    });
    redis.pipe(client);
    client.on('close', () => redis.destroy());
    for (const end of [client, redis]) end.on('error', () => client.destroy());
  });
  await once(server.listen(path), 'listening');
  return { path, sent, close: () => server.close() };
}
