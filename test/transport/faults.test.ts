/** What a broken network or a lying server becomes: one error with its code, a status only if there was one, and no socket left open. */
import type { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import nodeFetch from 'node-fetch';
import { PlenigoApiError, type PlenigoErrorCode, PlenigoNetworkError } from '../../lib/base/errors.js';
import type { Fetch } from '../../lib/base/options.js';
import { undiciFetch } from '../../lib/undici/index.js';
import type { PlenigoClient } from '../../lib/v2/client.js';
import { until } from '../middleware/gate.js';
import { HandClock } from '../resilience/clock.js';
import { clientFor, type SampleCall, sampleCall, sampleCalls } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { nowhere } from '../support/nowhere.js';
import { type Answer, json, reset, silence, text, useRecordingServer } from '../support/recording-server.js';

/** A registration that would be believed if anyone read it to its end. */
const complete = (padding: number) => `{"customerId":"1","loginToken":"t","padding":"${'x'.repeat(padding)}"}`;

const truncated: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '60' });
  response.write('{"customerId":"1","loginToken":"t"', () => response.socket?.destroy());
};

const truncatedChunks: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"customerId":"1","loginToken":"t"}', () => response.socket?.destroy());
};

/** Bytes that have come one after the other. */
let drops = 0;
const drip = (stream: Writable, drop: string) => {
  const note = () => {
    drops += 1;
  };
  const timer = setInterval(() => stream.write(drop, note), 10);
  stream.on('close', () => clearInterval(timer));
};

const byteByByte: Answer = (response) => {
  response.writeHead(200, { 'content-length': '1000000' });
  drip(response, ' ');
};

const headerByHeader: Answer = ({ socket }) => {
  socket?.write('HTTP/1.1 200 OK\r\n');
  if (socket) drip(socket, 'x: y\r\n');
};

const unreadable: Record<string, Answer> = {
  'HTML with status 200': text(200, '<!doctype html><title>Welcome</title>', { 'content-type': 'text/html' }),
  'half a JSON body, well framed': text(200, '{"customerId":"1","loginToken":"t"'),
  'JSON that is cut in a string': text(200, '{"customerId":"1'),
  'a body of 100 MB with its length': (response) => {
    response.writeHead(200, { 'content-length': String(100 * 1024 * 1024) });
    response.write(complete(600_000));
  },
  'a body without end': (response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    };
    response.on('drain', more);
    response.write('{"customerId":"1","loginToken":"t","padding":"');
    more();
  },
  'JSON of 1 MB in chunks': text(200, complete(1_000_000), { 'transfer-encoding': 'chunked' }),
  'a gzip bomb': (response) => {
    const bomb = gzipSync(complete(8_000_000));
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': String(bomb.length) }).end(bomb);
  },
};

/** Their connections are given up rather than read to the end. */
const cutOff = new Set(['a body of 100 MB with its length', 'a body without end', 'JSON of 1 MB in chunks']);

const incomplete: Record<string, object | null> = {
  'an empty object': {},
  null: null,
  'a list': [{ customerId: '1', loginToken: 't' }],
  'empty strings': { customerId: '', loginToken: '' },
  'numbers and objects': { customerId: 1, loginToken: { token: 't' } },
  'inherited fields': JSON.parse('{"__proto__":{"customerId":"1","loginToken":"t"}}'),
};

/** Four transports: the package's own, another node-fetch, Node's built-in fetch, which is undici, and undici's `request`. */
const transports: Record<string, Fetch | undefined> = {
  'the default transport': undefined,
  'an injected node-fetch': nodeFetch,
  'the built-in fetch': (url, init) => fetch(url, init),
  undiciFetch: undiciFetch(),
};

for (const [transport, injected] of Object.entries(transports)) {
  describe(`with ${transport}`, () => {
    const server = useRecordingServer();
    // When an injected fetch closes its connections is its own affair: undici takes some seconds.
    const ownsConnections = injected === undefined;
    const client = (timeout = 15_000) => clientFor(server().url, { fetch: injected, timeout });

    it('a good answer is a good answer', async () => {
      for (const { call, run, reply } of sampleCalls) {
        server().answer = json(200, reply);
        await run(client());
        expect(server().requests.at(-1)?.headers, call).to.include.keys('plenigotoken');
      }
    });

    for (const [name, answer] of Object.entries(unreadable)) {
      it(`${name} is an invalid response, with its status`, async () => {
        server().answer = answer;
        const error = await failure(sampleCall('registerUser').run(client()));
        expect(error).to.be.instanceOf(PlenigoApiError);
        expect(error).to.include({ code: 'invalid-response', status: 200 });
        if (cutOff.has(name) && ownsConnections) await server().allClosed();
      });
    }

    /** Every call meets every one of these, all at once, each at an address of its own. */
    async function meetAll(answers: Record<string, Answer>, code: PlenigoErrorCode, timeout?: number) {
      server().answer = (response, request) => answers[request.url?.split('/')[1] ?? '']?.(response, request);
      const work = Object.keys(answers).flatMap((name) =>
        sampleCalls.map(async ({ call, run }) => {
          const error = await failure(run(clientFor(`${server().url}/${name}`, { fetch: injected, timeout })));
          expect(error, name).to.be.instanceOf(PlenigoNetworkError);
          expect(error, name).to.include({ name: 'PlenigoNetworkError', code, call });
          expect(error, name).to.not.have.property('status');
        }),
      );
      await Promise.all(work);
      if (ownsConnections) await server().allClosed();
    }

    it('an answer that breaks off is a fault of its kind for every call, without a status', () => {
      const broken: Record<string, Answer> = {
        'a-reset-connection': reset,
        'a-closed-connection': (response) => response.socket?.destroy(),
        'a-body-shorter-than-its-length': truncated,
        'chunks-without-the-last-one': truncatedChunks,
      };
      return meetAll(broken, 'connection-reset', 15_000);
    });

    it('an answer that does not come is one, too', async () => {
      const clock = new HandClock();
      // Much longer than this process has anything to do: a busy one would not blame plenigo.
      const timeout = 600_000;
      const slow = { silence, 'headers-that-never-end': headerByHeader, 'byte-by-byte': byteByByte };
      drops = 0;
      const meeting = meetAll(slow, 'timeout', timeout);
      await until(() => server().requests.length === 3 * sampleCalls.length && drops > 100);
      clock.tick(timeout);
      await meeting.finally(() => clock.stop());
    });

    it('a redirect is an error, and nobody follows it', async () => {
      for (const status of [301, 302, 303, 307, 308]) {
        server().answer = (response) => response.writeHead(status, { location: `${server().url}/elsewhere` }).end();
        const error = await failure(sampleCall('createLoginToken').run(client()));
        expect(error).to.include({ code: 'unexpected-status', status });
      }
      expect(server().requests).to.have.length(5);
    });
  });
}

describe('without anyone listening', () => {
  it('every call is refused, without a status', async () => {
    const clients = Object.values(transports).map((injected) => clientFor(nowhere, { fetch: injected }));
    const refused = async (client: PlenigoClient, { call, run }: SampleCall) => {
      const error = await failure(run(client));
      expect(error).to.include({ name: 'PlenigoNetworkError', code: 'connection-refused', call });
      expect(error).to.not.have.property('status');
      expect(error.message).to.match(/check apiUrl and the firewall/);
    };
    await Promise.all(clients.flatMap((client) => sampleCalls.map((sample) => refused(client, sample))));
  });
});

describe('a 200 that lacks what the call is for', () => {
  const server = useRecordingServer();

  for (const [name, body] of Object.entries(incomplete)) {
    it(`${name} is an invalid response`, async () => {
      server().answer = (response) => response.end(JSON.stringify(body));
      for (const call of ['registerUser', 'createLoginToken'] as const) {
        const error = await failure(sampleCall(call).run(clientFor(server().url)));
        expect(error).to.include({ code: 'invalid-response', status: 200, call });
        expect(error.message).to.match(/check apiUrl/);
      }
    });
  }

  it('an empty body is an invalid response', async () => {
    for (const status of [200, 204]) {
      server().answer = text(status, '');
      const error = await failure(sampleCall('registerUser').run(clientFor(server().url)));
      expect(error).to.include({ code: 'invalid-response', status });
    }
  });

  it('HTML does not count as done or bought', async () => {
    server().answer = text(200, '<p>log in</p>');
    for (const { run } of sampleCalls)
      expect((await failure(run(clientFor(server().url)))).code).to.equal('invalid-response');
  });
});
