/** register(): behind a login the user is another one than before it, whatever has asked for them in this request. */

import { expect } from 'chai';
import express from 'express';
import request from 'supertest';
import { createGatedFetch } from './gate.js';
import { ada, as, useWorld } from './world.js';

describe('register()', () => {
  const world = useWorld();

  it('registers who has just logged in, also where a middleware before the login had found nobody', async () => {
    let reader: object | undefined;
    const plenigo = world.plenigo({ user: () => reader as never });
    const app = express();
    app.use(plenigo.checkout('ARTICLE-1'));
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
    expect(world.calls()).to.deep.equal(['createLoginToken', 'registerUser']);
  });

  it('keeps a login waiting for a part of the time only, and goes on beside it', async () => {
    const { fetch, hold } = createGatedFetch();
    const gate = hold(/createLoginToken/);
    const plenigo = world.plenigo({ fetch });
    const app = express();
    app.post('/login', plenigo.register(), (_req, res) => res.json('logged in'));
    app.get('/article', plenigo.checkout('ARTICLE-1'), (_req, res) => res.json(res.locals.plenigo?.status));
    const site = await world.serve(app);
    expect((await request(site).post('/login').set(as(ada))).body).to.equal('logged in');
    expect(world.sandbox.customers).to.deep.equal([]);
    const page = request(site)
      .get('/article')
      .set(as(ada))
      .then(({ body }) => body);
    gate.open();
    expect(await page).to.equal('ready');
    expect(world.answers().filter((answer) => answer.startsWith('register'))).to.deep.equal(['registerUser 200']);
    expect(world.errors).to.deep.equal([]);
  });
});
