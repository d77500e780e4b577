/** A server on bare TCP that answers as badly as a test wants, and tells in which order things happened. */
import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** One request that has arrived completely. */
export interface RawRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly socket: Socket;
  /** A test that answers by hand has taken it. */
  isTaken: boolean;
}

export type Behaviour = (request: RawRequest) => void;

/** A whole answer, as a healthy server sends it. */
export function reply(status: number, body: unknown = {}, headers: Record<string, string> = {}): Behaviour {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return ({ socket }) => {
    const lines = Object.entries({
      'content-type': 'application/json',
      ...headers,
      'content-length': Buffer.byteLength(text),
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`HTTP/1.1 ${status} Whatever\r\n${lines.join('')}\r\n${text}`);
  };
}

export const silence: Behaviour = () => {};

export class RawServer {
  /** Every request that arrived, oldest first. */
  readonly requests: RawRequest[] = [];
  behave: Behaviour = silence;
  readonly sockets = new Set<Socket>();
  readonly #events = new EventEmitter().setMaxListeners(0);
  readonly #server = createServer((socket) => this.#accept(socket));

  static async start(): Promise<RawServer> {
    const server = new RawServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The oldest request that no test has taken yet and whose path contains `part`; waits for it if need be. */
  async next(part: string): Promise<RawRequest> {
    for (;;) {
      const request = this.requests.find(({ path, isTaken }) => !isTaken && path.includes(part));
      if (request !== undefined) {
        request.isTaken = true;
        return request;
      }
      await once(this.#events, 'request');
    }
  }

  async socketsClosed(): Promise<void> {
    while (this.sockets.size > 0) await once(this.#events, 'close');
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => {
      // Resets are part of the game.
    });
    socket.on('close', () => {
      this.sockets.delete(socket);
      this.#events.emit('close');
    });
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      received += chunk;
      for (let rest = this.#take(received, socket); rest !== undefined; rest = this.#take(received, socket)) {
        received = rest;
      }
    });
  }

  /** Handles the first request in `text` and gives back what follows it; undefined if it is not complete yet. */
  #take(text: string, socket: Socket): string | undefined {
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const head = text.slice(0, end);
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    if (text.length < end + 4 + length) return undefined;
    const [method = '', path = ''] = head.split(' ');
    const request = { method, path, socket, isTaken: false };
    this.requests.push(request);
    this.behave(request);
    this.#events.emit('request');
    return text.slice(end + 4 + length);
  }
}

/** Inside a `describe`: a fresh server for each of its tests. */
export function useRawServer(): () => RawServer {
  let server: RawServer;
  beforeEach(async () => {
    server = await RawServer.start();
  });
  afterEach(() => server.stop());
  return () => server;
}
