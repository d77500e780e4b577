/** An injected fetch may misbehave, and the first call of a process waits for the transport: neither ends the process. */

import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Fetch, FetchResponse } from '../../lib/base/options.js';
import { clientFor, sampleCall } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { silence, useRecordingServer } from '../support/recording-server.js';

const NOWHERE = 'https://plenigo.example';

function answering(response: Partial<FetchResponse>): Fetch {
  return async () => ({ status: 200, headers: { get: () => null }, body: null, text: async () => '', ...response });
}

describe('an injected fetch', () => {
  const server = useRecordingServer();
  const { run } = sampleCall('registerUser');

  it('is called once for a call that succeeds, and gets URL, method, headers, body, a signal, and the wish not to follow redirects', async () => {
    const calls: Parameters<Fetch>[] = [];
    const spy: Fetch = (url, init) => {
      calls.push([url, init]);
      return answering({ body: new Blob(['{"customerId":"7"}']).stream() })(url, init);
    };
    expect(await run(clientFor(NOWHERE, { fetch: spy }))).to.equal('7');
    expect(calls).to.have.length(1);
    const [[url, init]] = calls as [Parameters<Fetch>];
    expect(url).to.equal(`${NOWHERE}/api/v2/externalUser/register`);
    expect(init).to.include({ method: 'POST', redirect: 'manual' });
    expect(init.signal).to.be.instanceOf(AbortSignal);
    expect(JSON.parse(init.body ?? '')).to.include({ email: 'test@mail.com' });
  });

  it('that rejects after the time is up crashes nothing', async () => {
    let rejectLate: (reason: Error) => void = () => {};
    const late: Fetch = () =>
      new Promise((_resolve, reject) => {
        rejectLate = reject;
      });
    const { code } = await failure(run(clientFor(NOWHERE, { fetch: late, timeout: 600 })));
    expect(code, 'a busy machine blames itself').to.be.oneOf(['timeout', 'budget-spent']);
    rejectLate(new Error('too late'));
    // mocha itself fails a test for an unhandled rejection.
    await new Promise((resolve) => setImmediate(resolve));
  });

  /** A fetch that fails as Node's does, for this reason. */
  const failing = (cause: unknown) => () => Promise.reject(new TypeError('x', { cause }));
  const refused = new AggregateError([Object.assign(new Error('y'), { code: 'ECONNREFUSED' })]);
  const circular: Error & { cause?: unknown } = new Error('x');
  circular.cause = circular;
  const throwing: Fetch = () => {
    throw new TypeError('boom');
  };
  const hasty: Fetch = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(20) });
  const faults: Record<string, [Fetch, code: string]> = {
    'throws at once': [throwing, 'network-error'],
    'rejects with nothing': [() => Promise.reject(), 'network-error'],
    'rejects with a string': [() => Promise.reject('ECONNREFUSED'), 'network-error'],
    'has a code in its cause': [failing({ code: 'UND_ERR_SOCKET' }), 'connection-reset'],
    'has codes in an AggregateError': [failing(refused), 'connection-refused'],
    'has a time-out of its own': [failing({ code: 'UND_ERR_HEADERS_TIMEOUT' }), 'timeout'],
    'has a signal of its own for its time': [hasty, 'timeout'],
    'is aborted by the site': [(url, init) => fetch(url, { ...init, signal: AbortSignal.abort() }), 'timeout'],
    'is its own cause': [() => Promise.reject(circular), 'network-error'],
    'answers without a response': [() => Promise.resolve(undefined as never), 'network-error'],
    'answers with null': [() => Promise.resolve(null as never), 'network-error'],
    'answers with the opaque redirect of browsers': [answering({ status: 0 }), 'unexpected-status'],
    'answers with a body that cannot be read': [answering({ body: {} }), 'invalid-response'],
  };
  it('that fails is told by the code of its fault alone, without its message', async () => {
    const code = 'ECONNREFUSED';
    for (const [fault, cause] of [
      [Object.assign(new Error('GET /user/ada'), { code }), { message: code, code }],
      [new Error('GET /user/ada'), { message: 'unknown fault of the transport' }],
    ] as const) {
      const error = await failure(run(clientFor(NOWHERE, { fetch: () => Promise.reject(fault) })));
      expect(error.cause).to.be.instanceOf(Error).and.include(cause);
      if (!('code' in cause)) expect(error.cause).to.not.have.property('code');
    }
  });

  for (const [name, [faulty, code]] of Object.entries(faults)) {
    it(`that ${name} becomes ${code}`, async () => {
      server().answer = silence;
      expect((await failure(run(clientFor(server().url, { fetch: faulty })))).code).to.equal(code);
    });
  }

  const breakingOff = () => {
    const stream = new Readable({ read() {} });
    stream.push('{');
    setImmediate(() => stream.destroy());
    return stream;
  };
  const broken = () => new Readable({ read() {} }).destroy(new Error('boom')).on('error', () => {});
  const long = ['{"customerId":"7","rest":"', ...Array(1000).fill('x'.repeat(1000)), '"}'];
  const pieces = [Buffer.from('{"customerId":"'), Buffer.from('7"}')];
  const bodies: Record<string, [body: () => Readable, outcome: string]> = {
    'a stream of text': [() => Readable.from(['{"customerId"', ':"7"}']), '7'],
    'a stream of bytes in pieces': [() => Readable.from(pieces), '7'],
    'a stream of anything else': [() => Readable.from([{ customerId: '7' }]), 'network-error'],
    'a long stream of text': [() => Readable.from(long), 'invalid-response'],
    'a stream that breaks': [broken, 'network-error'],
    'a stream that is over': [() => new Readable({ read() {} }).destroy(), 'connection-reset'],
    'a stream that breaks off': [breakingOff, 'connection-reset'],
  };
  for (const [name, [body, outcome]] of Object.entries(bodies)) {
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
});

const exec = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;

/** Nothing answers there, and nobody gets that far. */
const program = `
import { PlenigoClient } from './lib/v2/client.ts';
const options = { companyId: 'company', secret: 'secret', apiUrl: 'http://127.0.0.1:9' };
const call = new PlenigoClient({ ...options, timeout: 1 }).registerUser({ email: 'reader@site.example' });
call.catch(({ code }) => console.log(code));
`;

/** As if node-fetch were not installed. */
const withoutNodeFetch = `
import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`
  export function resolve(specifier, context, next) {
    if (specifier === 'node-fetch') throw new Error('not installed');
    return next(specifier, context);
  }
\`));
const { PlenigoClient } = await import('./lib/v2/client.ts');
const options = { companyId: 'company', secret: 'secret', apiUrl: 'http://127.0.0.1:9' };
const client = new PlenigoClient(options);
await import('node-fetch').catch(() => {});
await new Promise((resolve) => setImmediate(resolve));
client.registerUser({ email: 'reader@site.example' }).catch(({ code }) => console.log(code));
`;

const run = (source: string) =>
  exec(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', source], { cwd: root });

describe('the first call of a process', function () {
  this.timeout(60_000);

  it('whose time is up before the transport is loaded has none, and does not end the process', async () => {
    // node-fetch, started with an aborted signal, destroys a body to which nobody listens: an uncaught error.
    const { stdout, stderr } = await run(program);
    expect(stderr).to.equal('');
    expect(stdout).to.match(/^(timeout|budget-spent)\n$/);
  });

  it('fails if the transport cannot be loaded, not before it and not the process', async () => {
    const { stdout, stderr } = await run(withoutNodeFetch);
    expect([stderr, stdout]).to.deep.equal(['', 'network-error\n']);
  });
});
