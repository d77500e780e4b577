// `undiciFetch`: another transport for the same client, to which everything that is said of node-fetch stays true.
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { Agent } from 'undici';
import { undiciFetch } from '../../lib/undici/index.js';
import type { ClientOptions } from '../../lib/v2/options.js';
import { clientFor, sampleCall, sampleCalls } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { nowhere } from '../support/nowhere.js';
import { inTurn, json, reset, silence, text, useRecordingServer } from '../support/recording-server.js';

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

  it('ends the request when the time is up', async () => {
    server().answer = silence;
    expect((await failure(register(client({ timeout: 60 })))).code).to.equal('timeout');
    await server().allClosed();
  });

  it('ends the answer, too, when the time is up before all of it has come', async () => {
    server().answer = (response) => {
      response.writeHead(200, { 'content-length': '40' }).write('{');
    };
    expect((await failure(register(client({ timeout: 60 })))).code).to.equal('timeout');
    await server().allClosed();
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
