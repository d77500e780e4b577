// A middleware that is mounted without being made: the site is told so, and no request hangs.
import { expect } from 'chai';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import request from 'supertest';
import { createPlenigo as createV3 } from '../../lib/entries/v3.js';
import { createPlenigo, PlenigoError } from '../../lib/index.js';
import { as, onBothExpresses, useWorld } from './world.js';

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
      expect(status).to.equal(500);
      expect(body.isOurs).to.equal(true);
      expect(body.message).to.include(`plenigo.${name} got a request: call plenigo.${name}()`);
    });
  }

  it('says so of createPlenigo itself', async () => {
    const { body } = await answerOf(createPlenigo);
    expect(body.message).to.include('createPlenigo got a request: call createPlenigo()');
  });
});
