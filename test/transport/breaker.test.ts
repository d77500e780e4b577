/** The circuit breaker: a dead plenigo is left alone, tried by one probe, and used again when it answers. */
import { expect } from 'chai';
import type { ClientOptions, Logger } from '../../lib/options.js';
import { Budget } from '../../lib/transport/budget.js';
import { clientFor, sampleCall, silentLogger } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { type Answer, json, reset, silence, text, useRecordingServer } from '../support/recording-server.js';

/** Not repeatable, so that one call is one attempt. */
const { run: register } = sampleCall('registerUser');
const good = json(200, { customerId: '1' });
const bad = json(500, {});

describe('the circuit breaker', () => {
  const server = useRecordingServer();
  const now = Date.now;
  let ahead = 0;

  beforeEach(() => {
    ahead = 0;
    Date.now = () => now() + ahead;
  });
  afterEach(() => {
    Date.now = now;
  });

  const guarded = (options: Partial<ClientOptions> = {}) =>
    clientFor(server().url, { circuitBreaker: true, ...options });

  async function codes(client: ReturnType<typeof guarded>, times: number): Promise<string[]> {
    const found: string[] = [];
    for (let time = 0; time < times; time += 1) {
      found.push(
        await register(client).then(
          () => 'ok',
          (error) => error.code,
        ),
      );
    }
    return found;
  }

  const outages: Record<string, { answer: Answer; timeout?: number }> = {
    'status 500': { answer: bad },
    'status 503': { answer: json(503, {}) },
    'a reset connection': { answer: reset },
    'HTML with status 200': { answer: text(200, '<p>') },
    silence: { answer: silence, timeout: 40 },
  };
  for (const [name, { answer, timeout = 15_000 }] of Object.entries(outages)) {
    it(`opens after five failures in a row: ${name}`, async () => {
      server().answer = answer;
      const client = guarded({ timeout });
      expect(await codes(client, 5)).to.not.include('circuit-open');
      expect(await codes(client, 20)).to.deep.equal(Array(20).fill('circuit-open'));
      // On a busy machine a time-out may come before the request has left.
      expect(server().requests.length).to.be.within(name === 'silence' ? 0 : 5, 5);
      const error = await failure(register(client));
      expect(error).to.include({ name: 'PlenigoNetworkError', code: 'circuit-open', call: 'registerUser' });
      expect(error).to.not.have.property('status');
      expect(error.message).to.match(/tried again by itself/);
    });
  }

  it('tells the fault that has opened it, not that the second attempt was not sent', async () => {
    server().answer = bad;
    const client = guarded();
    await codes(client, 4);
    const error = await failure(client.createLoginToken({ customerId: '1' }));
    expect(error).to.include({ code: 'server-error', status: 500 });
    expect(server().requests).to.have.length(5);
  });

  for (const status of [400, 401, 402, 403, 404, 409, 423, 429]) {
    it(`stays closed however often plenigo refuses with ${status}`, async () => {
      server().answer = json(status, {});
      await codes(guarded(), 12);
      expect(server().requests).to.have.length(12);
    });
  }

  for (const [name, between] of Object.entries({ 'a success': good, 'a refusal': json(409, {}) })) {
    it(`counts again from the start after ${name}`, async () => {
      const client = guarded();
      for (let round = 0; round < 3; round += 1) {
        server().answer = bad;
        await codes(client, 4);
        server().answer = between;
        await codes(client, 1);
      }
      expect(server().requests).to.have.length(15);
    });
  }

  it('lets one probe through, refuses the others meanwhile, and is closed by its success', async () => {
    const client = guarded();
    server().answer = bad;
    await codes(client, 5);
    ahead += 60_000;

    let answerProbe: () => void = () => {};
    const arrived = new Promise<void>((resolve) => {
      server().answer = (response, request) => {
        answerProbe = () => good(response, request);
        resolve();
      };
    });
    const probe = register(client);
    await arrived;
    expect(await codes(client, 5)).to.deep.equal(Array(5).fill('circuit-open'));
    expect(server().requests).to.have.length(6);

    server().answer = good;
    answerProbe();
    expect(await probe).to.equal('1');
    expect(await codes(client, 3)).to.deep.equal(['ok', 'ok', 'ok']);
  });

  it('is closed by a probe that plenigo refuses, too: it answers again', async () => {
    const client = guarded();
    server().answer = bad;
    await codes(client, 5);
    ahead += 60_000;
    server().answer = json(409, {});
    expect(await codes(client, 3)).to.deep.equal(['email-exists', 'email-exists', 'email-exists']);
  });

  it('stays open after a failed probe, and tries again later without end', async () => {
    const client = guarded();
    server().answer = bad;
    await codes(client, 5);
    for (let round = 0; round < 8; round += 1) {
      ahead += 60_000;
      expect(await codes(client, 3)).to.deep.equal(['server-error', 'circuit-open', 'circuit-open']);
    }
    ahead += 60_000;
    server().answer = good;
    expect(await codes(client, 2)).to.deep.equal(['ok', 'ok']);
  });

  it('is told when it opens and when it closes, once each', async () => {
    const lines: string[] = [];
    const logger: Logger = {
      ...silentLogger,
      error: (_fields, message) => lines.push(`error: ${message}`),
      info: (_fields, message) => lines.push(`info: ${message}`),
    };
    const client = guarded({ logger });
    server().answer = bad;
    await codes(client, 12);
    ahead += 60_000;
    server().answer = good;
    await codes(client, 3);
    expect(lines).to.have.length(2);
    expect(lines[0]).to.match(/^error: .*not asked for a moment/);
    expect(lines[1]).to.match(/^info: .*answers again/);
  });

  it('does not count time that was spent before plenigo was asked', async () => {
    const client = guarded();
    const budget = new Budget(1);
    await new Promise((resolve) => budget.signal.addEventListener('abort', resolve));
    for (let time = 0; time < 10; time += 1) {
      const late = client.within(budget).hasUserBought({ customerId: '1' }, 'P1');
      expect((await failure(late)).code).to.equal('timeout');
    }
    server().answer = good;
    expect(await codes(client, 1)).to.deep.equal(['ok']);
  });

  it('is off for a lone client unless it is asked for', async () => {
    server().answer = bad;
    expect(await codes(clientFor(server().url), 12)).to.deep.equal(Array(12).fill('server-error'));
  });

  it('belongs to one client', async () => {
    server().answer = bad;
    await codes(guarded(), 6);
    expect(await codes(guarded(), 1)).to.deep.equal(['server-error']);
  });
});
