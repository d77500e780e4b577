/** register(): behind a login the user is another one than before it, whatever has asked for them in this request. */

import { expect } from 'chai';
import express from 'express';
import request from 'supertest';
import { onBothApis } from '../support/apis.js';
import { createGatedFetch } from './gate.js';
import { ada, as, useWorld } from './world.js';

onBothApis('register()', (api) => {
  const world = useWorld(api);
  const { search, register } = api.calls;
  const product = api.product('ARTICLE-1');

  it('registers who has just logged in, also where a middleware before the login had found nobody', async () => {
    let reader: object | undefined;
    const plenigo = world.plenigo({ user: () => reader as never });
    const app = express();
    app.use(plenigo.checkout(product));
    app.post(
      '/login',
      (_req, _res, next) => {
        reader = ada;
        next();
      },
      plenigo.register(),
      (_req, res) => res.json(res.locals.plenigo?.status),
    );
    const { body } = await request(await world.serve(app)).post('/login');
    expect(body).to.equal('anonymous');
    expect(world.calls()).to.deep.equal([search, register]);
  });

  it('keeps a login waiting for a part of the time only, and goes on beside it', async () => {
    const { fetch, hold } = createGatedFetch();
    const gate = hold(new RegExp(search));
    const plenigo = world.plenigo({ fetch });
    const app = express();
    app.post('/login', plenigo.register(), (_req, res) => res.json('logged in'));
    app.get('/article', plenigo.checkout(product), (_req, res) => res.json(res.locals.plenigo?.status));
    const site = await world.serve(app);
    expect((await request(site).post('/login').set(as(ada))).body).to.equal('logged in');
    expect(world.sandbox.customers).to.deep.equal([]);
    const page = request(site)
      .get('/article')
      .set(as(ada))
      .then(({ body }) => body);
    gate.open();
    expect(await page).to.equal('ready');
    expect(world.calls().filter((call) => call === register)).to.deep.equal([register]);
    expect(world.errors).to.deep.equal([]);
  });
});
