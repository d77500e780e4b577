/** What the page on running a site says of it, run: its OpenTelemetry recipe, and the log levels it promises. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { expect } from 'chai';
import { transformSync } from 'esbuild';
import express from 'express';
import request from 'supertest';
import { createPlenigo, type Logger } from '../../lib/index.js';
import { exampleText } from '../docs/markdown.js';
import { COMPANY_ID, SECRET } from '../support/calls.js';
import { reply, useRawServer } from './raw-server.js';
import { faultySite } from './site.js';

interface Span {
  name: string;
  /** The page that was being served when it began. */
  parent: string | undefined;
  startTime: number;
  attributes: object;
  status?: { code: number; message?: string };
  isEnded: boolean;
}

/** The context of a request, which a real tracer keeps in the same way. */
const pages = new AsyncLocalStorage<string>();

class FakeTracer {
  readonly spans: Span[] = [];

  startSpan(name: string, { startTime, attributes }: { startTime: number; attributes: object }) {
    const span: Span = { name, parent: pages.getStore(), startTime, attributes, isEnded: false };
    this.spans.push(span);
    return {
      setStatus: (status: { code: number; message?: string }) => {
        span.status = status;
      },
      end: () => {
        span.isEnded = true;
      },
    };
  }
}

/** The function of the recipe as it stands in the documentation, types removed. */
async function recipe(): Promise<(tracer: FakeTracer) => () => void> {
  const { code } = transformSync(exampleText('open-telemetry.ts'), { loader: 'ts' });
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return module.tracePlenigo;
}

describe('what a running site can see', () => {
  const plenigo = useRawServer();

  it('has a recipe that makes a span of every attempt, within the span of its page', async () => {
    const tracePlenigo = await recipe();
    const tracer = new FakeTracer();
    const stop = tracePlenigo(tracer);
    const site = express();
    const { app } = faultySite({ apiUrl: plenigo().url, timeout: 10_000 });
    site.use((req, _res, next) => pages.run(req.path, next));
    site.use(app);
    const started = Date.now();
    let tokens = 0;
    plenigo().behave = (call) => {
      if (call.method === 'GET') return reply(403)(call);
      tokens += 1;
      return reply(tokens === 1 ? 503 : 200, { loginToken: 'T1' })(call);
    };
    try {
      await request(site).get('/article?reader=ada').expect(200);
    } finally {
      stop();
    }

    const spanOf = (call: string, status: number, more: object = {}, outcome?: object) => ({
      name: `plenigo ${call}`,
      attributes: { 'plenigo.call': call, 'http.response.status_code': status, ...more },
      outcome,
    });
    const fault = 'service-unavailable';
    const spans = tracer.spans.map(({ name, attributes, status: outcome }) => ({ name, attributes, outcome }));
    expect(spans).to.have.deep.members([
      spanOf('hasUserBought', 403),
      spanOf('createLoginToken', 503, { 'error.type': fault }, { code: 2, message: fault }),
      spanOf('createLoginToken', 200, { 'http.request.resend_count': 1 }),
    ]);
    for (const { parent, startTime, isEnded } of tracer.spans) {
      expect(parent).to.equal('/article');
      expect(startTime).to.be.within(started - 1, Date.now());
      expect(isEnded).to.equal(true);
    }
  });

  it('names every level and its fields', async () => {
    const lines: [string, object][] = [];
    const record = (level: string) => (fields: object) => void lines.push([level, fields]);
    const loud = { warn: record('warn'), error: record('error') };
    const logger: Logger = { debug: record('debug'), info: record('info'), ...loud };
    plenigo().behave = reply(429);
    const { app } = faultySite({ apiUrl: plenigo().url, logger });
    await request(app).get('/article?reader=ada').expect(200);
    plenigo().behave = reply(401);
    const failing = { apiUrl: plenigo().url, logger, onError: () => Promise.reject(new Error('of the site')) };
    await request(faultySite(failing).app).get('/article?reader=ada').expect(200);
    createPlenigo({ companyId: COMPANY_ID, secret: SECRET, logger }).checkout({ id: 'A', title: 'x'.repeat(101) });

    expect(lines.filter(([level]) => level !== 'debug')).to.deep.equal([
      ['warn', { code: 'rate-limited', route: 'GET /article' }],
      ['error', { code: 'invalid-credentials' }],
      ['error', { code: 'invalid-credentials', route: 'GET /article' }],
      ['warn', { productId: 'A', length: 101 }],
    ]);
    for (const [, fields] of lines.filter(([level]) => level === 'debug')) {
      expect(fields).to.have.all.keys('call', 'attempt', 'duration', 'status', 'code');
    }
  });
});
