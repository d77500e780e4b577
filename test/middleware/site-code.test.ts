// A middleware and the site's own code: it tells that it was not called, leaves returns alone, and outlives throws.
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import request from 'supertest';
import { createPlenigo as createV3 } from '../../lib/entries/v3.js';
import { createPlenigo, PlenigoError } from '../../lib/index.js';
import type { Middleware } from '../../lib/middleware/handler.js';
import { onBothApis } from '../support/apis.js';
import { ada, as, onBothExpresses, useWorld } from './world.js';

onBothApis('a middleware', (api) => {
  const world = useWorld(api);

  it('leaves alone what the site’s own next returns, whether or not it has plenigo asked', async () => {
    const plenigo = world.plenigo({ mode: 'click' });
    let begun = 0;
    // As a database's query is: it begins when somebody waits for it.
    const query = new Proxy({}, { has: () => true, get: (_, name) => name === 'then' && (() => (begun += 1)) });
    const wrapped = (middleware: Middleware): RequestHandler =>
      function wrap(req, res, next) {
        middleware(req, res, (error) => {
          next(error);
          return query;
        });
      };
    const open = await world.pages({
      '/asked': wrapped(plenigo.checkout(api.product('PLUS'))),
      '/unasked': wrapped(plenigo.checkout(api.product('PLUS'), { checkAccess: false })),
    });
    for (const path of ['/asked', '/unasked']) expect((await open(path)).body.status, path).to.equal('ready');
    expect(begun).to.equal(0);
  });

  it('ends no process where the record of its reader cannot be read and the logger fails, too', async () => {
    const fail = () => {
      throw new Error('the site failed');
    };
    const lost: unknown[] = [];
    const note = (error: unknown) => lost.push(error);
    process.on('unhandledRejection', note);
    try {
      const broken = async () => Object.create({ userId: ada.id }, { email: { get: fail } });
      for (const [get, status] of [
        [fail, 200],
        [broken, 500],
      ] as const) {
        const logger = { debug() {}, info() {}, warn: fail, error: fail };
        const plenigo = world.plenigo({ mode: 'click', store: { get, async set() {} }, logger });
        const page = plenigo.checkout(api.product('PLUS'), { checkAccess: false });
        const open = await world.pages({ '/unasked': page });
        expect((await open('/unasked')).status).to.equal(status);
      }
      await setImmediate();
    } finally {
      process.off('unhandledRejection', note);
    }
    expect(lost).to.deep.equal([]);
  });
});

onBothExpresses('a middleware that is mounted without the call', (express) => {
  const world = useWorld();

  const answerOf = async (mounted: unknown) => {
    const app = express();
    app.use('/plenigo', mounted as RequestHandler);
    const fail: ErrorRequestHandler = (error, _req, res, _next) => {
      res.status(500).json({ isOurs: error instanceof PlenigoError, message: error.message });
    };
    app.use(fail);
    return request(await world.serve(app))
      .get('/plenigo')
      .set(as({ id: 'ada' }));
  };

  for (const name of ['register', 'checkout', 'requireAccess', 'account', 'router', 'callbacks']) {
    it(`says at the first request that it needs it: app.use(plenigo.${name})`, async () => {
      // API v3 has all of them.
      const plenigo = createV3(world.sandbox.v3.options);
      const { status, body } = await answerOf(Reflect.get(plenigo, name));
      expect([status, body.isOurs]).to.deep.equal([500, true]);
      expect(body.message).to.include(`plenigo.${name} got a request: call plenigo.${name}()`);
    });
  }

  it('says so of createPlenigo itself', async () => {
    const { body } = await answerOf(createPlenigo);
    expect(body.message).to.include('createPlenigo got a request: call createPlenigo()');
  });
});
