/** The circuit breaker: a call that mostly fails is left alone, tried by one probe, and used again when it is answered. */
import { expect } from 'chai';
import request from 'supertest';
import { PlenigoApiError, PlenigoError, PlenigoNetworkError } from '../../lib/base/errors.js';
import { memo } from '../../lib/base/memo.js';
import { createReporter, type Logger } from '../../lib/base/reporter.js';
import { Circuit } from '../../lib/transport/breaker.js';
import { Budget } from '../../lib/transport/budget.js';
import { useHandClock } from '../resilience/clock.js';
import { faultySite } from '../resilience/site.js';
import { clientFor, silentLogger } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { type Answer, json, reset, text, useRecordingServer } from '../support/recording-server.js';

/** Longer than it ever stays open. */
const LONGEST = 30_001;

const call = 'hasUserBought';
const refused = (status: number) => new PlenigoApiError('forbidden', { call, status });
const outage = new PlenigoNetworkError('timeout', { call });
const noTime = new PlenigoError('budget-spent');
const times = <T>(count: number, value: T): T[] => Array<T>(count).fill(value);

describe('the circuit of a call', () => {
  const clock = useHandClock();

  const newCircuit = () => new Circuit(call, createReporter(silentLogger));

  /** Circuits, and a way to make attempts whose outcomes are known: tells how many were made. */
  function breaker(logger = silentLogger) {
    const reporter = createReporter(logger);
    const circuits = new Map<string, Circuit>();
    return (
      outcomes: readonly (PlenigoError | undefined)[],
      { of = call, about, budget = new Budget(2000) }: { of?: string; about?: string; budget?: Budget } = {},
    ): number => {
      const circuit = memo(circuits, of, () => new Circuit(of, reporter));
      const made = outcomes.filter((error) => {
        const end = circuit.beginAttempt(about, budget);
        end?.(error);
        return end !== undefined;
      });
      return made.length;
    };
  }

  /** The same of a circuit that has been open for this time, in ms. */
  function openCircuit(time = 0) {
    const attempts = breaker();
    attempts(times(5, outage));
    clock().tick(time);
    return attempts;
  }

  it('opens when five attempts have failed, at least every second one', () => {
    const attempts = breaker();
    expect(attempts([...times(5, undefined), ...times(4, outage)])).to.equal(9);
    expect(attempts([outage, outage, outage])).to.equal(1);
  });

  it('stays closed while more than half of the attempts succeed, however many fail', () => {
    const attempts = breaker();
    for (let round = 0; round < 100; round += 1) expect(attempts([undefined, outage, undefined])).to.equal(3);
    // Not a run of five: a rate.
    expect(attempts(times(8, outage))).to.equal(8);
  });

  it('goes by the last 50 readers, of whom a call about nobody is one', () => {
    for (const isAboutReaders of [true, false]) {
      const attempts = breaker();
      for (let number = 0; number < 1000; number += 1)
        attempts([undefined], isAboutReaders ? { about: `${number}` } : {});
      expect(attempts(times(100, outage))).to.equal(25);
    }
  });

  it('forgets what it has seen after 30 s without an attempt', () => {
    const attempts = breaker();
    attempts(times(50, undefined));
    attempts(times(4, outage));
    clock().tick(30_000);
    attempts([outage]);
    clock().tick(30_001);
    expect([attempts(times(4, outage)), attempts(times(4, outage))]).to.deep.equal([4, 1]);
  });

  it('counts each reader once, as the last attempt for them ended, so that one alone opens nothing', () => {
    const attempts = breaker();
    for (const about of ['ada', 'bo', 'cy', 'di']) expect(attempts(times(20, outage), { about })).to.equal(20);
    attempts([undefined], { about: 'di' });
    expect(attempts(times(3, outage), { about: 'eve' })).to.equal(3);
    expect(attempts(times(3, outage), { about: 'fay' })).to.equal(1);
  });

  it('is probed by others before those at whom plenigo has failed, and by these half a minute later', () => {
    const attempts = breaker();
    for (const about of ['ada', 'bo', 'cy', 'di', 'eve']) attempts([outage], { about });
    clock().tick(1001);
    expect([attempts([undefined], { about: 'ada' }), attempts([outage], { about: 'fay' })]).to.deep.equal([0, 1]);
    clock().tick(2001);
    expect(attempts([outage], { about: 'fay' })).to.equal(0);
    clock().tick(30_000);
    expect([attempts([undefined], { about: 'fay' }), attempts([undefined], { about: 'ada' })]).to.deep.equal([1, 1]);
  });

  it('takes a refusal for an answer, and time spent elsewhere for neither', () => {
    const attempts = breaker();
    expect(attempts(times(100, refused(403)))).to.equal(100);
    expect(breaker()([...times(4, refused(403)), outage, outage])).to.equal(6);
    const fresh = breaker();
    expect(fresh(times(100, noTime))).to.equal(100);
    // They have filled no memory either.
    expect(fresh(times(10, outage))).to.equal(5);
  });

  it('stays open longer after every failed probe, and no longer than five seconds', () => {
    const attempts = openCircuit();
    for (const seconds of [1, 2, 4, 5, 5, 5]) {
      // Chance takes off up to one half, never more.
      clock().tick(seconds * 500 - 1);
      expect(attempts([outage]), `before ${seconds / 2} s`).to.equal(0);
      clock().tick(seconds * 500 + 1);
      expect(attempts(times(3, outage)), `after ${seconds} s`).to.equal(1);
    }
    clock().tick(LONGEST);
    expect(attempts(times(3, undefined))).to.equal(3);
    // And it begins anew.
    expect(attempts(times(10, outage))).to.equal(5);
  });

  it('is probed only by who has time for the answer', () => {
    const attempts = openCircuit(LONGEST);
    expect(attempts([undefined], { budget: new Budget(999, 2000) })).to.equal(0);
    expect(attempts([undefined], { budget: new Budget(1000, 2000) })).to.equal(1);
  });

  it('lets the next one probe if a probe ran out of time that was not its own', () => {
    const attempts = openCircuit(LONGEST);
    expect(attempts([noTime, noTime, undefined, undefined])).to.equal(4);
  });

  it('lets the next one probe when the time of a probe is up of which nothing was heard', () => {
    const circuit = newCircuit();
    const attempt = (budget = new Budget(2000)) => circuit.beginAttempt(undefined, budget);
    const patient = new Budget(60_000);
    for (let time = 0; time < 5; time += 1) attempt(patient)?.(outage);
    clock().tick(LONGEST - 1);
    expect(attempt()).to.be.a('function');
    clock().tick(1999);
    expect(attempt(patient)).to.equal(undefined);
    clock().tick(1);
    expect(attempt()).to.be.a('function');
  });

  it('goes by the probe alone, whatever becomes of what was under way when it opened', () => {
    const circuit = newCircuit();
    const attempt = () => circuit.beginAttempt(undefined, new Budget(2000));
    const early = Array.from({ length: 7 }, attempt);
    for (const end of early.slice(0, 5)) end?.(outage);
    early[5]?.(undefined);
    expect(attempt()).to.equal(undefined);
    clock().tick(999);
    early[6]?.(outage);
    clock().tick(2);
    expect(attempt()).to.be.a('function');
  });

  it('is closed by a probe that plenigo answers, be it a refusal, and has forgotten then what opened it', () => {
    const attempts = openCircuit();
    clock().tick(1001);
    expect(attempts([refused(409), ...times(4, outage)])).to.equal(5);
  });

  it('is told when the first one opens and when plenigo answers again, once each', () => {
    const lines: unknown[] = [];
    const logger: Logger = { ...silentLogger, error: (fields, message) => lines.push(['error', fields, message]) };
    const attempts = breaker(logger);
    for (let round = 0; round < 2; round += 1) {
      for (const of of ['createLoginToken', 'hasUserBought']) attempts(times(12, outage), { of });
      clock().tick(LONGEST);
      for (const of of ['createLoginToken', 'hasUserBought']) attempts(times(3, undefined), { of });
    }
    const first = { call: 'createLoginToken' };
    const fails = 'plenigo fails: it is not asked for a moment, pages are served without it';
    const opened = ['error', { code: 'circuit-open', ...first }, fails];
    const closed = ['error', first, 'plenigo answers again'];
    expect(lines).to.deep.equal([opened, closed, opened, closed]);
  });
});

describe('a client with a circuit breaker', () => {
  const server = useRecordingServer();
  const clock = useHandClock();
  const TIMEOUT = 10_000;
  let readers = 0;
  /** Each time another reader, and not repeatable, so that one call is one attempt. */
  const register = (client: ReturnType<typeof guarded>) => {
    readers += 1;
    return client.registerUser({ email: `reader-${readers}@news.example` });
  };
  const guarded = () => clientFor(server().url, { circuitBreaker: true, timeout: TIMEOUT });

  async function codes(client: ReturnType<typeof guarded>, count: number): Promise<string[]> {
    const found: string[] = [];
    const note = (code: string) => found.push(code);
    for (let time = 0; time < count; time += 1) await failure(register(client)).then(({ code }) => note(code));
    return found;
  }

  const outages: Record<string, Answer> = {
    'status 500': json(500, {}),
    'status 503': json(503, {}),
    'a reset connection': reset,
    'HTML with status 200': text(200, '<p>'),
    silence: () => clock().tick(TIMEOUT),
  };
  for (const [name, answer] of Object.entries(outages)) {
    it(`stops asking after five outages: ${name}`, async () => {
      server().answer = answer;
      const client = guarded();
      expect(await codes(client, 5)).to.not.include('circuit-open');
      expect(await codes(client, 20)).to.deep.equal(times(20, 'circuit-open'));
      expect(server().requests).to.have.length(5);
      const error = await failure(register(client));
      expect(error).to.include({ name: 'PlenigoNetworkError', code: 'circuit-open', call: 'registerUser' });
      expect(error).to.not.have.property('status');
      expect(error.message).to.match(/tried again by itself/);
      // The breaker is of this call and this client.
      server().answer = json(200, { loginToken: 't', customerId: '1' });
      await client.createLoginToken({ customerId: '1' });
      await register(guarded());
    });
  }

  it('tells the fault that has opened it, not that the second attempt was not sent', async () => {
    server().answer = json(500, {});
    const client = guarded();
    const token = (customerId: string) => failure(client.createLoginToken({ customerId }));
    for (const id of ['1', '2', '3', '4', '5']) expect(await token(id)).to.include({ code: 'server-error' });
    expect(server().requests).to.have.length(9);
    expect(await token('6')).to.include({ code: 'circuit-open' });
  });

  it('is off for a lone client unless it is asked for', async () => {
    server().answer = json(500, {});
    expect(await codes(clientFor(server().url), 12)).to.deep.equal(times(12, 'server-error'));
  });
});

describe('the pages of a site with a plenigo that fails', () => {
  const server = useRecordingServer();
  const clock = useHandClock();

  it('stop asking, for everybody, until one page has found out that it answers again', async () => {
    const failing = json(503, {}, { 'retry-after': '3600' });
    server().answer = failing;
    // On by default.
    const { app, codes } = faultySite({ apiUrl: server().url, circuitBreaker: undefined });
    const open = async (reader: string) => {
      const { status, body } = await request(app).get(`/archive?reader=${reader}`);
      return status === 503 ? 'unavailable' : body.status;
    };
    const asked = () => server().requests.filter(({ url }) => url.includes('/user/product')).length;
    for (const reader of ['eve', 'fay', 'gil', 'hal', 'ida']) expect(await open(reader)).to.equal('unavailable');
    for (const reader of ['ada', 'bo', 'cy']) expect(await open(reader)).to.equal('unavailable');
    expect([asked(), codes.at(-1)]).to.deep.equal([5, 'circuit-open']);

    clock().tick(LONGEST);
    let answerProbe: () => void = () => {};
    const probed = new Promise<void>((resolve) => {
      server().answer = (response, incoming) => {
        if (!incoming.url?.includes('/user/product')) return failing(response, incoming);
        answerProbe = () => json(200, { accessGranted: true })(response, incoming);
        return resolve();
      };
    });
    const probing = open('ada');
    await probed;
    // It hangs with its probe; all the others are answered meanwhile.
    for (const reader of ['bo', 'cy', 'di']) expect(await open(reader)).to.equal('unavailable');
    expect(asked()).to.equal(6);
    server().answer = json(200, { accessGranted: true });
    answerProbe();
    expect(await probing).to.equal('bought');
    for (const reader of ['bo', 'cy', 'di']) expect(await open(reader)).to.equal('bought');
  });
});
