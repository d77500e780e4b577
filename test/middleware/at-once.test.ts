// A page that has nothing to wait for is handed on before its middleware returns.
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import type { RequestHandler } from 'express';
import type { Middleware } from '../../lib/middleware/as-middleware.js';
import { onBothApis } from '../support/apis.js';
import { ada, useWorld, type Visitor } from './world.js';

onBothApis('a page that has nothing to wait for', (api) => {
  const world = useWorld(api);

  it('goes on at once: nobody is logged in, nothing is asked, or the answer is remembered', async () => {
    world.addBuyer(['PLUS']);
    const plenigo = world.plenigo({ mode: 'click' });
    const [plus, article] = [api.product('PLUS'), api.product('ARTICLE')];
    const atOnce: boolean[] = [];
    const watched = (middleware: Middleware): RequestHandler =>
      function watch(req, res, next) {
        let isOn = false;
        middleware(req, res, (error) => {
          isOn = true;
          next(error);
        });
        atOnce.push(isOn);
      };
    const open = await world.pages({
      '/article': watched(plenigo.checkout(plus)),
      '/gate': watched(plenigo.requireAccess(plus)),
      '/other': watched(plenigo.checkout(article)),
      '/unasked': watched(plenigo.checkout(plus, { checkAccess: false })),
      '/later': watched(plenigo.checkout(async () => plus)),
      '/login': plenigo.register(),
    });
    const isAtOnce = async (path: string, visitor: Visitor = {}) => {
      const { body } = await open(path, visitor);
      return [path, body.status, atOnce.pop()];
    };
    const nobody = { user: null };
    expect(await isAtOnce('/article', nobody)).to.deep.equal(['/article', 'anonymous', true]);
    expect(await isAtOnce('/unasked', nobody)).to.deep.equal(['/unasked', 'anonymous', true]);
    await open('/login');
    expect(await isAtOnce('/unasked')).to.deep.equal(['/unasked', 'ready', true]);
    for (const [path, status] of Object.entries({ '/article': 'bought', '/other': 'ready' })) {
      expect(await isAtOnce(path), 'asked').to.deep.equal([path, status, false]);
      expect(await isAtOnce(path), 'remembered').to.deep.equal([path, status, true]);
    }
    expect(await isAtOnce('/gate')).to.deep.equal(['/gate', 'bought', true]);
    expect(await isAtOnce('/later'), 'the site takes its time').to.deep.equal(['/later', 'bought', false]);
  });

  it('and one that has: both leave alone what the site’s own next returns', async () => {
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

  it('fails alone, and not the process, where the record of its reader cannot be read', async () => {
    const fail = () => {
      throw new Error('the site failed');
    };
    const lost: unknown[] = [];
    const note = (error: unknown) => lost.push(error);
    process.on('unhandledRejection', note);
    try {
      for (const get of [fail, async () => Object.create({ userId: ada.id }, { email: { get: fail } })]) {
        const logger = { debug() {}, info() {}, warn: fail, error: fail };
        const plenigo = world.plenigo({ mode: 'click', store: { get, async set() {} }, logger });
        const page = plenigo.checkout(api.product('PLUS'), { checkAccess: false });
        const open = await world.pages({ '/unasked': page });
        expect((await open('/unasked')).status).to.equal(500);
      }
      await setImmediate();
    } finally {
      process.off('unhandledRejection', note);
    }
    expect(lost).to.deep.equal([]);
  });
});
