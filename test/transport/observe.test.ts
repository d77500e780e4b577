/** What others see of the calls: one diagnostics event and debug line an attempt, and one loud word about wrong credentials. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect } from 'chai';
import type { Logger } from '../../lib/base/reporter.js';
import type { CallEvent } from '../../lib/transport/send.js';
import { HandClock } from '../resilience/clock.js';
import { clientFor, sampleCall, silentLogger } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { inTurn, json, reset, useRecordingServer } from '../support/recording-server.js';
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
