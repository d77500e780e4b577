// `undiciFetch`: another transport for the same client, to which everything that is said of node-fetch stays true. What becomes of
// faults is in `transport/faults.test.ts`.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { Agent } from 'undici';
import type { Fetch } from '../../lib/base/options.js';
import { undiciFetch } from '../../lib/undici/index.js';
import type { ClientOptions } from '../../lib/v2/options.js';
import { useHandClock } from '../resilience/clock.js';
import { clientFor, sampleCall, sampleCalls } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { json, useRecordingServer } from '../support/recording-server.js';
import { root } from '../support/root.js';

describe('undiciFetch', () => {
  const server = useRecordingServer();
  const { run: hasBought } = sampleCall('hasUserBought');
  const client = (options: Partial<ClientOptions> = {}) =>
    clientFor(server().url, { fetch: undiciFetch(), ...options });

  for (const { call, run, reply } of sampleCalls) {
    it(`sends ${call} as node-fetch does`, async () => {
      server().answer = json(200, reply);
      const answers = [await run(client()), await run(clientFor(server().url))];
      const [ours, theirs] = server().requests.map(({ headers, ...rest }) => {
        return { ...rest, accept: headers.accept, type: headers['content-type'] };
      });
      expect(ours).to.deep.equal(theirs);
      expect(server().requests[0]?.headers.plenigotoken).to.match(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      if (call !== 'createLoginToken') expect(answers[0]).to.deep.equal(answers[1]);
    });
  }

  it('sends with the dispatcher it is given', async () => {
    const dispatcher = new Agent({ connections: 1 });
    server().answer = json(200, { accessGranted: true });
    const limited = client({ fetch: undiciFetch({ dispatcher }) });
    await Promise.all(Array.from({ length: 5 }, () => hasBought(limited)));
    expect(server().connections).to.equal(1);
    await dispatcher.close();
    expect((await failure(hasBought(limited))).code).to.equal('network-error');
  });

  it('refuses what is no dispatcher, and options it does not know', () => {
    for (const [options, complaint] of [
      [{ dispatcher: {} }, 'a dispatcher of undici'],
      [{ dispatcher: null }, 'a dispatcher of undici'],
      [{ Dispatcher: new Agent() }, 'did you mean dispatcher?'],
    ] as const) {
      expect(() => undiciFetch(options as object))
        .to.throw(complaint)
        .with.property('code', 'invalid-option');
    }
  });
});

describe('undiciFetch, where undici is not installed', () => {
  const program = `
import { register } from 'node:module';
const refusal = "export function resolve(name, context, next) { if (name === 'undici') throw new Error(name); return next(name, context); }";
register('data:text/javascript,' + encodeURIComponent(refusal));
const { undiciFetch } = await import('./lib/undici/index.ts');
undiciFetch();
process.once('warning', ({ message }) => console.log(message));
`;

  it('says so at the start of the site, before any page has asked', async () => {
    const args = ['--no-warnings', '--import', 'tsx', '--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    expect(stdout).to.match(/^undici cannot be loaded on Node .*: is it installed\?/);
  });
});

describe('undiciFetch, as time passes', () => {
  const server = useRecordingServer();
  const clock = useHandClock();
  const TIMEOUT = 10_000;
  const register = (fetch: Fetch) =>
    sampleCall('registerUser').run(clientFor(server().url, { fetch, timeout: TIMEOUT }));

  it('ends the request when the time is up', async () => {
    const asked = new Promise<void>((resolve) => {
      server().answer = () => resolve();
    });
    const error = failure(register(undiciFetch()));
    await asked;
    clock().tick(TIMEOUT);
    expect((await error).code).to.equal('timeout');
    await server().allClosed();
  });

  it('ends the answer, too, when the time is up before all of it has come', async () => {
    server().answer = (response) => void response.writeHead(200, { 'content-length': '40' }).write('{');
    const fetch = undiciFetch();
    const call = register(async (url, init) => {
      const response = await fetch(url, init);
      // The reading of the body begins before this runs.
      setImmediate(() => clock().tick(TIMEOUT));
      return response;
    });
    expect((await failure(call)).code).to.equal('timeout');
    await server().allClosed();
  });

  it('uses a connection again after ten quiet seconds', async () => {
    // A server that names no time of its own leaves it to the client.
    server().answer = json(200, { accessGranted: true }, { connection: 'keep-alive' });
    const client = clientFor(server().url, { fetch: undiciFetch() });
    const { run: hasBought } = sampleCall('hasUserBought');
    await hasBought(client);
    // undici begins to count when it has put the connection back.
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    clock().tick(10_000);
    await hasBought(client);
    expect(server().connections).to.equal(1);
  });
});
