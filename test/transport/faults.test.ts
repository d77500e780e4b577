/** What a broken network or a lying server becomes: one error with its code, a status only if there was one, and no socket left open. */
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import nodeFetch from 'node-fetch';
import { PlenigoApiError, type PlenigoErrorCode, PlenigoNetworkError } from '../../lib/base/errors.js';
import type { Fetch } from '../../lib/base/options.js';
import { undiciFetch } from '../../lib/undici/index.js';
import type { PlenigoClient } from '../../lib/v2/client.js';
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

const oneByteASecond: Answer = (response) => {
  response.writeHead(200, { 'content-length': '40' });
  response.write('{');
  const drip = setInterval(() => response.write(' '), 1000);
  response.on('close', () => clearInterval(drip));
};

const headerByHeader: Answer = (response) => {
  const { socket } = response;
  socket?.write('HTTP/1.1 200 OK\r\n');
  const drip = setInterval(() => socket?.write('x: y\r\n'), 1000);
  socket?.on('close', () => clearInterval(drip));
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

    const broken: Record<string, { answer: Answer; code: PlenigoErrorCode; timeout?: number }> = {
      silence: { answer: silence, code: 'timeout', timeout: 3000 },
      'headers-that-never-end': { answer: headerByHeader, code: 'timeout', timeout: 3000 },
      'one-byte-a-second': { answer: oneByteASecond, code: 'timeout', timeout: 3000 },
      'a-reset-connection': { answer: reset, code: 'connection-reset' },
      'a-closed-connection': { answer: (response) => response.socket?.destroy(), code: 'connection-reset' },
      'a-body-shorter-than-its-length': { answer: truncated, code: 'connection-reset' },
      'chunks-without-the-last-one': { answer: truncatedChunks, code: 'connection-reset' },
    };
    it('an answer that breaks off or does not come is a fault of its kind for every call, without a status', async () => {
      // All at once, each at an address of its own. The time is long enough that to begin them takes a small share of it.
      server().answer = (response, request) => broken[request.url?.split('/')[1] ?? '']?.answer(response, request);
      const work = Object.entries(broken).flatMap(([name, { code, timeout = 15_000 }]) =>
        sampleCalls.map(async ({ call, run }) => {
          const apiUrl = `${server().url}/${name}`;
          const error = await failure(run(clientFor(apiUrl, { fetch: injected, timeout })));
          expect(error, name).to.be.instanceOf(PlenigoNetworkError);
          expect(error, name).to.include({ name: 'PlenigoNetworkError', code, call });
          expect(error, name).to.not.have.property('status');
        }),
      );
      await Promise.all(work);
      if (ownsConnections) await server().allClosed();
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
