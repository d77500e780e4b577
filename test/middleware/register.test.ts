/** register(): behind a login the user is another one than before it, whatever has asked for them in this request. */

import { expect } from 'chai';
import type { RequestHandler } from 'express';
import { onBothApis } from '../support/apis.js';
import { createGatedFetch } from './gate.js';
import { ada, useWorld } from './world.js';

onBothApis('register()', (api) => {
  const world = useWorld(api);
  const { search, register } = api.calls;
  const product = api.product('ARTICLE-1');

  it('registers who has just logged in, also where a middleware before the login had found nobody', async () => {
    let reader: object | undefined;
    const plenigo = world.plenigo({ user: () => reader as never });
    const logIn: RequestHandler = (_req, _res, next) => {
      reader = ada;
      next();
    };
    const open = await world.pages({ '/login': [plenigo.checkout(product), logIn, plenigo.register()] });
    expect((await open('/login')).body.status).to.equal('anonymous');
    expect(world.calls()).to.deep.equal([search, register]);
  });

  it('keeps a login waiting for a part of the time only, and goes on beside it', async () => {
    const { fetch, hold } = createGatedFetch();
    const gate = hold(new RegExp(search));
    const plenigo = world.plenigo({ fetch });
    const open = await world.pages({ '/login': plenigo.register(), '/article': plenigo.checkout(product) });
    await open('/login').expect(200);
    expect(world.sandbox.customers).to.deep.equal([]);
    const page = open('/article').then(({ body }) => body);
    gate.open();
    expect(await page).to.include({ status: 'ready' });
    expect(world.calls().filter((call) => call === register)).to.deep.equal([register]);
    expect(world.errors).to.deep.equal([]);
  });
});
