// `undiciFetch`: another transport for the same client, to which everything that is said of node-fetch stays true.
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { Agent } from 'undici';
import type { Fetch } from '../../lib/base/options.js';
import { undiciFetch } from '../../lib/undici/index.js';
import type { ClientOptions } from '../../lib/v2/options.js';
import { useHandClock } from '../resilience/clock.js';
import { clientFor, sampleCall, sampleCalls } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { nowhere } from '../support/nowhere.js';
import { inTurn, json, reset, text, useRecordingServer } from '../support/recording-server.js';

describe('undiciFetch', () => {
  const server = useRecordingServer();
  const { run: register } = sampleCall('registerUser');
  const { run: hasBought } = sampleCall('hasUserBought');
  const client = (options: Partial<ClientOptions> = {}) =>
    clientFor(server().url, { fetch: undiciFetch(), ...options });

  for (const { call, run, reply } of sampleCalls) {
    it(`sends ${call} as node-fetch does`, async () => {
      server().answer = json(200, reply);
      const answers = [await run(client()), await run(clientFor(server().url))];
      const [ours, nodeFetch] = server().requests;
      expect(ours?.method).to.equal(nodeFetch?.method);
      expect(ours?.url).to.equal(nodeFetch?.url);
      expect(ours?.body).to.deep.equal(nodeFetch?.body);
      for (const name of ['accept', 'content-type']) {
        expect(ours?.headers[name], name).to.equal(nodeFetch?.headers[name]);
      }
      expect(ours?.headers.plenigotoken).to.match(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      if (call !== 'createLoginToken') expect(answers[0]).to.deep.equal(answers[1]);
    });
  }

  it('keeps its connection for the next call, also after a refusal', async () => {
    const busy = client();
    server().answer = json(403, { error: 'not bought' });
    for (let time = 0; time < 20; time += 1) expect(await hasBought(busy)).to.equal(false);
    // undici opens a second one where a call comes before it has put the first one back.
    expect(server().connections).to.be.at.most(2);
  });

  it('follows no redirect: the token would go along', async () => {
    server().answer = text(302, '', { location: `${server().url}/elsewhere` });
    expect(await failure(register(client()))).to.include({ code: 'unexpected-status', status: 302 });
    expect(server().requests).to.have.length(1);
  });

  it('reads no more than an answer of plenigo can have, and unpacks nothing', async () => {
    const huge = JSON.stringify({ customerId: '1', rest: 'x'.repeat(1_000_000) });
    server().answer = text(200, huge);
    expect((await failure(register(client()))).code).to.equal('invalid-response');
    server().answer = (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(huge));
    };
    expect((await failure(register(client()))).code).to.equal('invalid-response');
  });

  it('lets the client see why there is no answer, and nothing else', async () => {
    server().answer = reset;
    const error = await failure(register(client()));
    expect(error).to.include({ name: 'PlenigoNetworkError', code: 'connection-reset', call: 'registerUser' });
    const refused = clientFor(nowhere, { fetch: undiciFetch() });
    expect((await failure(register(refused))).code).to.equal('connection-refused');
  });

  it('lets the client send again what may be sent again', async () => {
    server().answer = inTurn(json(503, {}), json(200, {}));
    expect(await hasBought(client())).to.equal(true);
    expect(server().requests).to.have.length(2);
  });

  it('sends with the dispatcher it is given', async () => {
    const dispatcher = new Agent({ connections: 1 });
    server().answer = json(200, {});
    const limited = client({ fetch: undiciFetch({ dispatcher }) });
    await Promise.all(Array.from({ length: 5 }, () => hasBought(limited)));
    expect(server().connections).to.equal(1);
    await dispatcher.close();
    expect((await failure(hasBought(limited))).code).to.equal('network-error');
  });

  it('refuses what is no dispatcher, and options it does not know', () => {
    const wrong = (options: object) => () => undiciFetch(options);
    expect(wrong({ dispatcher: {} }))
      .to.throw('a dispatcher of undici')
      .with.property('code', 'invalid-option');
    expect(wrong({ dispatcher: null })).to.throw('a dispatcher of undici');
    expect(wrong({ Dispatcher: new Agent() })).to.throw('did you mean dispatcher?');
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
    server().answer = (response) => {
      response.writeHead(200, { 'content-length': '40' }).write('{');
    };
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
    server().answer = json(200, {}, { connection: 'keep-alive' });
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
