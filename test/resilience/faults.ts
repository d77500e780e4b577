/** Every way in which plenigo can fail a page, and the code that the site is told. */
import type { PlenigoErrorCode } from '../../lib/base/errors.js';
import { type Behaviour, reply, silence } from './raw-server.js';

export interface Fault {
  readonly name: string;
  readonly behave: Behaviour;
  readonly code: PlenigoErrorCode;
}

const HTML = '<!doctype html><title>Welcome to the hotel</title>';
const headOfLargeAnswer = (framing: string) =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${framing}\r\n\r\n`;

/** One byte, and when it is gone the next one: never an end. */
const trickle: Behaviour = ({ socket }) => {
  socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n{');
  // Many times faster than one a second, so that a short test sees many of them.
  const timer = setInterval(() => socket.write(' '), 10);
  socket.on('close', () => clearInterval(timer));
};

/** 100 MB as fast as the client takes them. */
function flood(framing: string, frame: (block: string) => string): Behaviour {
  const block = frame(' '.repeat(1_000_000));
  return ({ socket }) => {
    socket.write(headOfLargeAnswer(framing));
    let left = 100;
    const pour = () => {
      while (left > 0 && !socket.destroyed) {
        left -= 1;
        if (!socket.write(block)) {
          socket.once('drain', pour);
          return;
        }
      }
    };
    pour();
  };
}

/** An answer that breaks off, and then `end`. */
function half(end: Behaviour): Behaviour {
  return (request) => {
    request.socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 60\r\n\r\n{"cust', () =>
      end(request),
    );
  };
}

export const faults: readonly Fault[] = [
  { name: 'accepts and says nothing', behave: silence, code: 'timeout' },
  { name: 'sends half a body and says no more', behave: half(silence), code: 'timeout' },
  { name: 'sends half a body and hangs up', behave: half(({ socket }) => socket.end()), code: 'connection-reset' },
  {
    name: 'sends half a body and resets',
    behave: half(({ socket }) => socket.resetAndDestroy()),
    code: 'connection-reset',
  },
  { name: 'resets the connection', behave: ({ socket }) => socket.resetAndDestroy(), code: 'connection-reset' },
  {
    name: 'answers HTML with 200',
    behave: reply(200, HTML, { 'content-type': 'text/html' }),
    code: 'invalid-response',
  },
  { name: 'answers half a JSON with 200', behave: reply(200, '{"loginTo'), code: 'invalid-response' },
  {
    name: 'answers something that is not HTTP',
    behave: ({ socket }) => socket.end('SSH-2.0-plenigo\r\n'),
    code: 'network-error',
  },
  { name: 'answers 401', behave: reply(401, { error: 'unauthorized' }), code: 'invalid-credentials' },
  { name: 'answers 423', behave: reply(423), code: 'registration-locked' },
  {
    name: 'answers 423 with Retry-After',
    behave: reply(423, {}, { 'retry-after': '120' }),
    code: 'registration-locked',
  },
  { name: 'answers 429', behave: reply(429), code: 'rate-limited' },
  { name: 'answers 429 with Retry-After', behave: reply(429, {}, { 'retry-after': '120' }), code: 'rate-limited' },
  { name: 'answers 500', behave: reply(500), code: 'server-error' },
  { name: 'answers 502', behave: reply(502, HTML), code: 'bad-gateway' },
  { name: 'answers 503', behave: reply(503), code: 'service-unavailable' },
  {
    name: 'answers 503 with Retry-After',
    behave: reply(503, {}, { 'retry-after': '120' }),
    code: 'service-unavailable',
  },
  { name: 'answers 504', behave: reply(504), code: 'gateway-timeout' },
  { name: 'sends one byte after the other, for ever', behave: trickle, code: 'timeout' },
  {
    name: 'sends 100 MB of known length',
    behave: flood('content-length: 100000000', (block) => block),
    code: 'invalid-response',
  },
  {
    name: 'sends 100 MB in chunks',
    behave: flood('transfer-encoding: chunked', (block) => `${block.length.toString(16)}\r\n${block}\r\n`),
    code: 'invalid-response',
  },
];
