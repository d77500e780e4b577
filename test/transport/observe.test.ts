/** The transport itself, which knows no API, and what others see of its calls: events, debug lines, one loud word. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect } from 'chai';
import type { PlenigoErrorCode } from '../../lib/base/errors.js';
import type { Fetch } from '../../lib/base/options.js';
import { createReporter, type Logger } from '../../lib/base/reporter.js';
import { Budget } from '../../lib/transport/budget.js';
import type { ApiRequest } from '../../lib/transport/calls.js';
import { type CallEvent, createSend } from '../../lib/transport/send.js';
import { HandClock } from '../resilience/clock.js';
import { clientFor, sampleCall, silentLogger } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { inTurn, json, reset, text, useRecordingServer } from '../support/recording-server.js';
import { collectWarnings } from '../support/warnings.js';

describe('the diagnostics channel express-plenigo:call', () => {
  const server = useRecordingServer();
  let events: CallEvent[];
  const note = (event: unknown) => events.push(event as CallEvent);

  beforeEach(() => {
    events = [];
    subscribe('express-plenigo:call', note);
  });
  afterEach(() => {
    unsubscribe('express-plenigo:call', note);
  });

  it('tells each attempt: name, number, status, code, duration; "not bought" is no failure', async () => {
    server().answer = json(403, {});
    await sampleCall('hasUserBought').run(clientFor(server().url));
    server().answer = inTurn(reset, json(503, {}));
    await failure(sampleCall('createLoginToken').run(clientFor(server().url)));
    const clock = new HandClock();
    server().answer = () => clock.tick(15_000);
    await failure(sampleCall('hasUserBought').run(clientFor(server().url))).finally(() => clock.stop());
    const told = events.map(({ duration, ...rest }) => {
      expect(duration).to.be.a('number').and.at.least(0);
      return rest;
    });
    expect(told).to.deep.equal([
      { call: 'hasUserBought', attempt: 1, status: 403 },
      { call: 'createLoginToken', attempt: 1, code: 'connection-reset' },
      { call: 'createLoginToken', attempt: 2, code: 'service-unavailable', status: 503 },
      { call: 'hasUserBought', attempt: 1, code: 'timeout' },
    ]);
  });

  it('and the debug log tell the same', async () => {
    const lines: object[] = [];
    const logger: Logger = { ...silentLogger, debug: (fields) => lines.push(fields) };
    server().answer = json(500, {});
    await failure(sampleCall('hasUserBought').run(clientFor(server().url, { logger })));
    expect(lines).to.deep.equal(events);
    expect(lines).to.have.length(2);
  });
});

describe('wrong credentials', () => {
  const server = useRecordingServer();

  it('are told loudly once, and once more after they had been right', async () => {
    const told: string[] = [];
    const logger: Logger = { ...silentLogger, error: (_fields, message) => told.push(message) };
    const client = clientFor(server().url, { logger });
    const { run } = sampleCall('createLoginToken');

    server().answer = json(401, {});
    for (let time = 0; time < 5; time += 1) await failure(run(client));
    expect(told).to.have.length(1);
    expect(told[0]).to.match(/company id or secret is wrong: check both/);

    server().answer = json(404, {});
    await failure(run(client));
    server().answer = json(401, {});
    await failure(run(client));
    expect(told).to.have.length(1);

    server().answer = json(200, { loginToken: 't' });
    await run(client);
    server().answer = json(401, {});
    await failure(run(client));
    expect(told).to.have.length(2);
  });

  it('are a warning of the process for a site without a logger', async () => {
    server().answer = json(401, {});
    const client = clientFor(server().url, { logger: undefined });
    const warnings = await collectWarnings(() => failure(sampleCall('createLoginToken').run(client)));
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include({ name: 'PlenigoWarning' });
    expect(warnings[0]?.message).to.match(/company id or secret is wrong/);
  });
});

/** Answers with what its `parse` is told. */
const request: ApiRequest<{ json: unknown; status: number }> = {
  call: 'askAnything',
  method: 'GET',
  path: '/anything',
  repeatable: true,
  answers: [404],
  parse: (json, status) => ({ json, status }),
};

describe('a request of any API', () => {
  const server = useRecordingServer();

  function send<Result>(asked: ApiRequest<Result>, options: { fetch?: Fetch } = {}): Promise<Result> {
    let attempts = 0;
    const own = { apiUrl: server().url, fetch: options.fetch, circuitBreaker: false };
    const sendNow = createSend(
      { ...own, reporter: createReporter(silentLogger) },
      {
        headers: () => {
          attempts += 1;
          return { 'x-attempt': String(attempts) };
        },
        findErrorCode: (_call, { json }) =>
          (json as { code?: PlenigoErrorCode } | undefined)?.code ?? 'unexpected-status',
      },
    );
    return sendNow(asked, new Budget(15_000));
  }

  it('carries the headers of its API, new ones for each attempt', async () => {
    server().answer = inTurn(reset, json(200, {}));
    await send(request);
    expect(server().requests.map(({ headers }) => headers['x-attempt'])).to.deep.equal(['1', '2']);
    expect(server().requests[1]?.headers.accept).to.equal('application/json');
    // Whichever fetch it is sent by, it asks for no compression.
    await send(request, { fetch: (url, init) => fetch(url, init) });
    for (const { headers } of server().requests) expect(headers['accept-encoding']).to.equal('identity');
  });

  it('is read by the request for 2xx and for the statuses that it calls answers', async () => {
    server().answer = json(202, { a: 1 });
    expect(await send(request)).to.deep.equal({ json: { a: 1 }, status: 202 });
    server().answer = text(404, ' ');
    expect(await send(request)).to.deep.equal({ json: undefined, status: 404 });
    server().answer = text(404, '<p>');
    expect(await failure(send(request))).to.include({ code: 'invalid-response', status: 404 });
  });

  it('is an error of the code that its API finds in the answer, with the name of the call', async () => {
    server().answer = json(409, { code: 'email-exists' });
    expect(await failure(send(request))).to.include({ code: 'email-exists', status: 409, call: 'askAnything' });
    server().answer = text(409, '<p>');
    expect(await failure(send(request))).to.include({ code: 'unexpected-status' });
  });
});
