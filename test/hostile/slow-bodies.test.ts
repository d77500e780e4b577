/** Bodies of clicks that are slow, or text already, end no process and are read all the same. */

import { expect } from 'chai';
import express from 'express';
import request from 'supertest';
import { ada, as, useWorld } from '../middleware/world.js';

describe('the body of a click', () => {
  const world = useWorld();

  it('is read where the site has set an encoding', async () => {
    const plenigo = world.plenigo({ mode: 'click' });
    const app = express();
    app.use((req, _res, next) => {
      req.setEncoding('utf8');
      next();
    });
    app.use('/plenigo', plenigo.router());
    app.get('/article', plenigo.checkout('ARTICLE'), (_req, res) => res.send(res.locals.plenigo?.buyButton('Buy')));
    const server = await world.serve(app);
    const page = await request(server).get('/article').set(as(ada));
    const offer = /data-plenigo-checkout="([^"]+)"/.exec(page.text)?.[1];
    const click = request(server)
      .post('/plenigo/checkout')
      .set({ ...as(ada), 'sec-fetch-site': 'same-origin' });
    expect((await click.send({ offer })).body.status).to.equal('ready');
  });
});
