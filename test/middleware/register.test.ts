/** register(): behind a login the user is another one than before it, whatever has asked for them in this request. */

import { expect } from 'chai';
import express from 'express';
import request from 'supertest';
import { ada, useWorld } from './world.js';

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
});
