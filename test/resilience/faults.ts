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

const LATER = { 'retry-after': '120' };
const table: [Fault['name'], Fault['behave'], Fault['code']][] = [
  ['accepts and says nothing', silence, 'timeout'],
  ['sends half a body and says no more', half(silence), 'timeout'],
  ['sends half a body and hangs up', half(({ socket }) => socket.end()), 'connection-reset'],
  ['sends half a body and resets', half(({ socket }) => socket.resetAndDestroy()), 'connection-reset'],
  ['resets the connection', ({ socket }) => socket.resetAndDestroy(), 'connection-reset'],
  ['answers HTML with 200', reply(200, HTML, { 'content-type': 'text/html' }), 'invalid-response'],
  ['answers half a JSON with 200', reply(200, '{"loginTo'), 'invalid-response'],
  ['answers something that is not HTTP', ({ socket }) => socket.end('SSH-2.0-plenigo\r\n'), 'network-error'],
  ['answers 401', reply(401, { error: 'unauthorized' }), 'invalid-credentials'],
  ['answers 423', reply(423), 'registration-locked'],
  ['answers 423 with Retry-After', reply(423, {}, LATER), 'registration-locked'],
  ['answers 429', reply(429), 'rate-limited'],
  ['answers 429 with Retry-After', reply(429, {}, LATER), 'rate-limited'],
  ['answers 500', reply(500), 'server-error'],
  ['answers 502', reply(502, HTML), 'bad-gateway'],
  ['answers 503', reply(503), 'service-unavailable'],
  ['answers 503 with Retry-After', reply(503, {}, LATER), 'service-unavailable'],
  ['answers 504', reply(504), 'gateway-timeout'],
  ['sends one byte after the other, for ever', trickle, 'timeout'],
  ['sends 100 MB of known length', flood('content-length: 100000000', (block) => block), 'invalid-response'],
  [
    'sends 100 MB in chunks',
    flood('transfer-encoding: chunked', (block) => `${block.length.toString(16)}\r\n${block}\r\n`),
    'invalid-response',
  ],
];

export const faults: readonly Fault[] = table.map(([name, behave, code]) => ({ name, behave, code }));
