// A middleware leaves alone what the site's own code returns, and outlives what it throws.
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { RequestHandler } from 'express';
import type { Middleware } from '../../lib/middleware/as-middleware.js';
import { onBothApis } from '../support/apis.js';
import { ada, useWorld } from './world.js';

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
