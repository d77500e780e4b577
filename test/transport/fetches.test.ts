/** An injected fetch may misbehave: the client neither waits for it longer than its budget nor lets its faults out as they are. */
import { Readable } from 'node:stream';
import { expect } from 'chai';
import type { Fetch, FetchResponse } from '../../lib/base/options.js';
import { clientFor, sampleCall } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { json, silence, useRecordingServer } from '../support/recording-server.js';

const NOWHERE = 'https://plenigo.example';

function answering(response: Partial<FetchResponse>): Fetch {
  return async () => ({ status: 200, headers: { get: () => null }, body: null, text: async () => '', ...response });
}

describe('an injected fetch', () => {
  const server = useRecordingServer();
  const { run } = sampleCall('registerUser');

  it('gets URL, method, headers, body, a signal, and the wish not to follow redirects', async () => {
    let seen: { url: string; init: Parameters<Fetch>[1] } | undefined;
    const spy: Fetch = (url, init) => {
      seen = { url, init };
      return answering({ body: new Blob(['{"customerId":"7"}']).stream() })(url, init);
    };
    expect(await run(clientFor(NOWHERE, { fetch: spy }))).to.equal('7');
    expect(seen?.url).to.equal(`${NOWHERE}/api/v2/externalUser/register`);
    expect(seen?.init).to.include({ method: 'POST', redirect: 'manual' });
    expect(seen?.init.signal).to.be.instanceOf(AbortSignal);
    expect(JSON.parse(seen?.init.body ?? '')).to.include({ email: 'test@mail.com' });
  });

  it('that ignores the signal is not waited for', async () => {
    server().answer = silence;
    const deaf: Fetch = (url, { signal: _signal, ...init }) => fetch(url, init);
    const error = await failure(run(clientFor(server().url, { fetch: deaf, timeout: 600 })));
    expect(error.code).to.equal('timeout');
  });

  it('that ignores the signal while the body comes is not waited for', async () => {
    server().answer = (response) => {
      response.writeHead(200, { 'content-length': '40' }).write('{');
    };
    const deaf: Fetch = (url, { signal: _signal, ...init }) => fetch(url, init);
    const error = await failure(run(clientFor(server().url, { fetch: deaf, timeout: 600 })));
    expect(error.code).to.equal('timeout');
  });

  it('that rejects after the time is up crashes nothing', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    try {
      let rejectLate: (reason: Error) => void = () => {};
      const late: Fetch = () =>
        new Promise((_resolve, reject) => {
          rejectLate = reject;
        });
      expect((await failure(run(clientFor(NOWHERE, { fetch: late, timeout: 600 })))).code).to.equal('timeout');
      rejectLate(new Error('too late'));
      await new Promise((resolve) => setImmediate(resolve));
      expect(unhandled).to.deep.equal([]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });

  const faults: Record<string, { fetch: Fetch; code: string }> = {
    'throws at once': {
      fetch: () => {
        throw new TypeError('boom');
      },
      code: 'network-error',
    },
    'rejects with nothing': { fetch: () => Promise.reject(), code: 'network-error' },
    'rejects with a string': { fetch: () => Promise.reject('ECONNREFUSED'), code: 'network-error' },
    'has a code in its cause': {
      fetch: () => Promise.reject(new TypeError('x', { cause: { code: 'UND_ERR_SOCKET' } })),
      code: 'connection-reset',
    },
    'has codes in an AggregateError': {
      fetch: () =>
        Promise.reject(
          new TypeError('x', { cause: new AggregateError([Object.assign(new Error('y'), { code: 'ECONNREFUSED' })]) }),
        ),
      code: 'connection-refused',
    },
    'has a time-out of its own': {
      fetch: () => Promise.reject(new TypeError('x', { cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } })),
      code: 'timeout',
    },
    'is aborted by a signal of its own': {
      fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(20) }),
      code: 'timeout',
    },
    'is its own cause': {
      fetch: () => {
        const error: Error & { cause?: unknown } = new Error('x');
        error.cause = error;
        return Promise.reject(error);
      },
      code: 'network-error',
    },
    'answers without a response': {
      fetch: () => Promise.resolve(undefined as unknown as FetchResponse),
      code: 'network-error',
    },
    'answers with null': { fetch: () => Promise.resolve(null as unknown as FetchResponse), code: 'network-error' },
    'answers with the opaque redirect of browsers': { fetch: answering({ status: 0 }), code: 'unexpected-status' },
    'answers with a body that cannot be read': { fetch: answering({ body: {} }), code: 'invalid-response' },
  };
  it('that fails is told by the code of its fault alone, without its message', async () => {
    for (const [fault, cause] of [
      [
        Object.assign(new Error('GET /user/ada'), { code: 'ECONNREFUSED' }),
        { message: 'ECONNREFUSED', code: 'ECONNREFUSED' },
      ],
      [new Error('GET /user/ada'), { message: 'unknown fault of the transport' }],
    ] as const) {
      const error = await failure(run(clientFor(NOWHERE, { fetch: () => Promise.reject(fault) })));
      expect(error.cause).to.be.instanceOf(Error).and.include(cause);
      if (!('code' in cause)) expect(error.cause).to.not.have.property('code');
    }
  });

  for (const [name, { fetch: faulty, code }] of Object.entries(faults)) {
    it(`that ${name} becomes ${code}`, async () => {
      server().answer = silence;
      const error = await failure(run(clientFor(server().url, { fetch: faulty })));
      expect(error.code).to.equal(code);
    });
  }

  const bodies: Record<string, { body: () => Readable; outcome: string }> = {
    'a stream of text': { body: () => Readable.from(['{"customerId"', ':"7"}']), outcome: '7' },
    'a stream of bytes in pieces': {
      body: () => Readable.from([Buffer.from('{"customerId":"'), Buffer.from('7"}')]),
      outcome: '7',
    },
    'a stream of anything else': { body: () => Readable.from([{ customerId: '7' }]), outcome: 'network-error' },
    'a long stream of text': {
      body: () => Readable.from(['{"customerId":"7","rest":"', ...Array(1000).fill('x'.repeat(1000)), '"}']),
      outcome: 'invalid-response',
    },
    'a stream that breaks': {
      body: () => new Readable({ read: (): void => {} }).destroy(new Error('boom')).on('error', () => {}),
      outcome: 'network-error',
    },
    'a stream that is over': { body: () => new Readable({ read() {} }).destroy(), outcome: 'connection-reset' },
    'a stream that breaks off': {
      body: () => {
        const stream = new Readable({ read() {} });
        stream.push('{');
        setImmediate(() => stream.destroy());
        return stream;
      },
      outcome: 'connection-reset',
    },
  };
  for (const [name, { body, outcome }] of Object.entries(bodies)) {
    it(`may answer with ${name}: ${outcome}`, async () => {
      const client = clientFor(NOWHERE, { fetch: answering({ body: body() }) });
      expect(await run(client).catch(({ code }) => code)).to.equal(outcome);
    });
  }

  it('of a test may answer at once', async () => {
    const atOnce = (() => ({
      status: 200,
      headers: { get: (name: string) => (name === 'content-length' ? '18' : null) },
      text: () => '{"customerId":"7"}',
    })) as unknown as Fetch;
    expect(await run(clientFor(NOWHERE, { fetch: atOnce }))).to.equal('7');
  });

  it('is called once for a call that succeeds', async () => {
    server().answer = json(200, { customerId: '1' });
    let count = 0;
    const counting: Fetch = (url, init) => {
      count += 1;
      return fetch(url, init);
    };
    await run(clientFor(server().url, { fetch: counting }));
    expect(count).to.equal(1);
  });
});
