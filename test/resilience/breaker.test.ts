/** The circuit breaker and the one loud word about wrong credentials, seen from the pages and from plenigo's side. */
import { expect } from 'chai';
import type { Express } from 'express';
import request from 'supertest';
import type { Logger } from '../../lib/options.js';
import { type Behaviour, type RawRequest, RawServer, reply, silence } from './raw-server.js';
import { faultySite } from './site.js';

const healthy: Behaviour = (call) =>
  call.method === 'GET' ? reply(403)(call) : reply(200, { loginToken: 'T1' })(call);

const realNow = Date.now;

/** Moves this process's wall clock, which the breaker goes by; timers and budgets go by another one. */
function later(milliseconds: number): void {
  const now = Date.now;
  Date.now = () => now() + milliseconds;
}

/** Longer than the breaker ever stays open. */
const LONGEST = 30_001;

function recordingLogger() {
  const lines: { level: keyof Logger; fields: object; message: string }[] = [];
  const record = (level: keyof Logger) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  const logger: Logger = {
    debug: record('debug'),
    info: record('info'),
    warn: record('warn'),
    error: record('error'),
  };
  return { logger, lines, errors: () => lines.filter(({ level }) => level === 'error') };
}

async function statusOf(app: Express, reader = 'ada'): Promise<string> {
  const page = await request(app).get(`/article?reader=${reader}`).expect(200);
  return page.body.status;
}

describe('the circuit breaker', () => {
  let plenigo: RawServer;

  beforeEach(async () => {
    plenigo = await RawServer.start();
  });

  afterEach(async () => {
    Date.now = realNow;
    await plenigo.stop();
  });

  /** Opens pages until one of them makes no call any more. */
  async function failUntilOpen(app: Express): Promise<void> {
    for (let before = -1; before < plenigo.requests.length; ) {
      before = plenigo.requests.length;
      expect(await statusOf(app)).to.equal('unavailable');
    }
  }

  for (const [name, behave] of [
    ['answers 503', reply(503)],
    ['says nothing', silence],
    ['resets', ({ socket }) => socket.resetAndDestroy()],
    ['answers HTML', reply(200, '<p>')],
  ] satisfies [string, Behaviour][]) {
    it(`stops asking a plenigo that ${name}, after a few calls and for everybody`, async () => {
      plenigo.behave = behave;
      const { app, codes } = faultySite({ apiUrl: plenigo.url, timeout: 150, circuitBreaker: true });
      await failUntilOpen(app);
      const asked = plenigo.requests.length;
      // Five failures in a row, and what was under way at the same time.
      expect(asked).to.be.at.most(8);
      for (const reader of ['ada', 'bo', 'cy', 'di']) {
        expect(await statusOf(app, reader)).to.equal('unavailable');
        await request(app).get(`/archive?reader=${reader}`).expect(503);
      }
      expect(plenigo.requests).to.have.length(asked);
      expect(codes.slice(-8)).to.deep.equal(Array(8).fill('circuit-open'));
    });
  }

  it('is on by default in createPlenigo', async () => {
    plenigo.behave = reply(500);
    const { app } = faultySite({ apiUrl: plenigo.url, circuitBreaker: undefined });
    await failUntilOpen(app);
  });

  it('lets one probe through when the time has come, and nobody waits for its outcome', async () => {
    plenigo.behave = reply(503);
    const { app } = faultySite({ apiUrl: plenigo.url, timeout: 10_000, circuitBreaker: true });
    await failUntilOpen(app);
    const asked = plenigo.requests.length;
    later(LONGEST);
    const arrival = new Promise<RawRequest>((resolve) => {
      plenigo.behave = resolve;
    });
    // The page that probes hangs with its probe; all the others are answered meanwhile.
    const probing = statusOf(app);
    const probe = await arrival;
    for (const reader of ['bo', 'cy', 'di']) expect(await statusOf(app, reader)).to.equal('unavailable');
    expect(plenigo.requests).to.have.length(asked + 1);
    expect(plenigo.sockets.has(probe.socket), 'the probe is still under way').to.equal(true);
    probe.socket.resetAndDestroy();
    expect(await probing).to.equal('unavailable');
    // It failed, so nobody asks again.
    expect(await statusOf(app)).to.equal('unavailable');
    expect(plenigo.requests).to.have.length(asked + 1);
  });

  it('stays open longer after every failed probe, and no longer than half a minute', async () => {
    plenigo.behave = reply(503);
    const { app } = faultySite({ apiUrl: plenigo.url, circuitBreaker: true });
    await failUntilOpen(app);
    for (const seconds of [1, 2, 4, 8, 16, 30, 30, 30]) {
      const asked = plenigo.requests.length;
      // Chance takes off up to one half, never more.
      later((seconds * 1000) / 2 - 100);
      expect(await statusOf(app)).to.equal('unavailable');
      expect(plenigo.requests, `before ${seconds / 2} s`).to.have.length(asked);
      later((seconds * 1000) / 2 + 100);
      expect(await statusOf(app)).to.equal('unavailable');
      expect(plenigo.requests, `after ${seconds} s`).to.have.length(asked + 1);
    }
  });

  it('closes by itself when the probe succeeds: no restart, and the log says so', async () => {
    plenigo.behave = reply(503);
    const { logger, lines, errors } = recordingLogger();
    const { app } = faultySite({ apiUrl: plenigo.url, circuitBreaker: true, logger });
    await failUntilOpen(app);
    expect(errors().map(({ fields }) => fields)).to.deep.equal([{ code: 'circuit-open' }]);
    plenigo.behave = healthy;
    later(LONGEST);
    // The page that probes has a second call, which may come too early; the next one has all it needs.
    await statusOf(app);
    expect(await statusOf(app)).to.equal('ready');
    expect(lines.filter(({ level }) => level === 'info')).to.have.length(1);
  });

  it('takes refusals for answers: no number of them opens it', async () => {
    const { app } = faultySite({ apiUrl: plenigo.url, circuitBreaker: true });
    for (const status of [400, 401, 402, 403, 423, 429]) {
      plenigo.behave = reply(status);
      for (let page = 0; page < 6; page += 1) await statusOf(app);
    }
    plenigo.behave = healthy;
    expect(await statusOf(app)).to.equal('ready');
  });
});

describe('a wrong secret', () => {
  it('is told loudly once over many pages, and again only if it had worked in between', async () => {
    const plenigo = await RawServer.start();
    const { logger, errors } = recordingLogger();
    const { app, codes } = faultySite({ apiUrl: plenigo.url, circuitBreaker: true, logger });
    try {
      plenigo.behave = reply(401);
      for (let page = 0; page < 30; page += 1) expect(await statusOf(app)).to.equal('unavailable');
      expect(codes).to.deep.equal(Array(30).fill('invalid-credentials'));
      expect(errors()).to.have.length(1);
      expect(errors()[0]?.message).to.include('company id or secret is wrong');

      plenigo.behave = healthy;
      expect(await statusOf(app)).to.equal('ready');
      plenigo.behave = reply(401);
      for (let page = 0; page < 30; page += 1) await statusOf(app);
      expect(errors()).to.have.length(2);
    } finally {
      await plenigo.stop();
    }
  });
});
