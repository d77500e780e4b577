/** Tests of an article page with mocha and supertest. */

import assert from 'node:assert/strict';
import express from 'express';
import { createPlenigo } from 'express-plenigo';
import { type Sandbox, startSandbox } from 'express-plenigo/sandbox';
import request from 'supertest';

function makeApp(sandbox: Sandbox) {
  const plenigo = createPlenigo({
    ...sandbox.options,
    user: () => ({ id: 'user-1', email: 'ada@reader.example' }), // your site's login goes here
  });
  const app = express();
  app.get('/article', plenigo.checkout('ARTICLE-1'), (_req, res) => {
    const page = res.locals.plenigo;
    res.send(page?.access ? 'the whole text' : `the teaser ${page?.buyButton('Buy')}`);
  });
  return app;
}

describe('an article page', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox();
  });
  beforeEach(() => sandbox.reset());
  after(() => sandbox.close());

  it('registers a reader who is new', async () => {
    await request(makeApp(sandbox))
      .get('/article')
      .expect(/^the teaser <button/);
    assert.equal(sandbox.find({ externalUserId: 'user-1' })?.email, 'ada@reader.example');
  });

  it('opens for a buyer', async () => {
    sandbox.addCustomer({ email: 'ada@reader.example', externalUserId: 'user-1' });
    sandbox.buy({ externalUserId: 'user-1' }, 'ARTICLE-1');
    await request(makeApp(sandbox)).get('/article').expect('the whole text');
  });

  it('is there, without the button, while plenigo is down', async () => {
    sandbox.inject({ status: 503, times: Infinity });
    await request(makeApp(sandbox))
      .get('/article')
      .expect(200, /^the teaser/);
  });
});
