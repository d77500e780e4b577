/** A stand-in for plenigo on loopback that records what it receives and answers whatever a test wants. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface RecordedRequest {
  readonly method: string;
  /** Path and query as they came over the wire. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The JSON of the body; undefined if there was none. */
  readonly body: unknown;
}

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export class RecordingServer {
  readonly requests: RecordedRequest[] = [];
  /** Connections accepted so far. */
  connections = 0;
  /** Answers every request; the default is what every call takes for a yes. */
  answer: Answer = json(200, { accessGranted: true });
  readonly #sockets = new Set<Socket>();
  #waiting: (() => void)[] = [];
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      this.requests.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
      });
      this.answer(response, request);
    });
  });

  constructor() {
    this.#server.on('connection', (socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        if (this.#sockets.size > 0) return;
        for (const wake of this.#waiting) wake();
        this.#waiting = [];
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#sockets.size;
  }

  async allClosed(): Promise<void> {
    if (this.#sockets.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

export function json(status: number, body: object, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

export function text(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(status, headers).end(body);
}

export const silence: Answer = () => {};

/** Breaks the connection instead of answering. */
export const reset: Answer = (response) => response.socket?.resetAndDestroy();

/** Answers one after the other; the last one stays. */
export function inTurn(...answers: [Answer, ...Answer[]]): Answer {
  let turn = 0;
  return (response, request) => {
    const answer = answers[Math.min(turn, answers.length - 1)] as Answer;
    turn += 1;
    answer(response, request);
  };
}

/** Inside a `describe`: a fresh server for each of its tests. */
export function useRecordingServer(): () => RecordingServer {
  let server: RecordingServer;
  beforeEach(async () => {
    server = new RecordingServer();
    await server.listen();
  });
  afterEach(() => server.close());
  return () => server;
}
