/** What leads nobody past a guard: what Express takes for "no error", and a site that blocks its own event loop. */
import { expect } from 'chai';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Fetch } from '../../lib/base/options.js';
import { until } from '../middleware/gate.js';
import { onBothExpresses, useWorld } from '../middleware/world.js';
import { onBothApis } from '../support/apis.js';

const reasons = ['', 0, false, Number.NaN, null, undefined, 'route', 'router'];
const PAID = 'the paid page';

onBothExpresses('a guard', (express) => {
  const world = useWorld();

  const reject = (reason: unknown) => async (): Promise<never> => {
    throw reason;
  };

  const doors: Record<string, (reason: unknown) => ReturnType<ReturnType<typeof world.plenigo>['requireAccess']>> = {
    'the user function': (reason) => world.plenigo({ user: reject(reason) }).requireAccess('ARTICLE'),
    'the products function': (reason) => world.plenigo().requireAccess(reject(reason)),
    'the loginUrl function': (reason) =>
      world.plenigo({ user: () => undefined, loginUrl: reject(reason) }).requireAccess('ARTICLE'),
    'a notBought handler that hands it on': (reason) =>
      world.plenigo().requireAccess('ARTICLE', {
        notBought: (_req: Request, _res: Response, next: NextFunction) => next(reason as never),
      }),
    'a notBought handler that rejects': (reason) =>
      world.plenigo().requireAccess('ARTICLE', { notBought: reject(reason) }),
  };

  for (const [title, guardOf] of Object.entries(doors)) {
    it(`stays closed when ${title} fails with what is no error to Express`, async () => {
      for (const reason of reasons) {
        const page: RequestHandler = (_req, res) => res.send(PAID);
        const open = await world.pages({ '/archive': page }, { express, before: [guardOf(reason)] });
        const answer = await open('/archive', { headers: { accept: 'text/html' } });
        expect(answer.text, String(reason)).to.not.include(PAID);
        expect(answer.status, String(reason)).to.be.oneOf([401, 402, 500]);
      }
    });
  }
});

const TIMEOUT = 500;
const READERS = 8;

onBothApis('a site that is busy with something else for as long as a page may wait', (api) => {
  const world = useWorld(api);

  it('lets in nobody who has not bought, and keeps asking plenigo', async () => {
    let asked = 0;
    const counted: Fetch = (url, init) => {
      asked += 1;
      return fetch(url, init);
    };
    const plenigo = world.plenigo({ timeout: TIMEOUT, fetch: counted });
    const visit = await world.pages({ '/archive': plenigo.requireAccess(api.product('PASS'), { failOpen: true }) });
    const user = (id: string) => ({ id, email: `${id}@news.example` });
    const open = (id: string) => visit('/archive', { user: user(id) });
    for (let reader = 0; reader < READERS; reader += 1) world.addBuyer([], user(`reader-${reader}`));
    world.sandbox.inject({ call: api.calls.access, delay: 50, times: READERS });
    const pages = Array.from({ length: READERS }, (_each, index) => open(`reader-${index}`).then((page) => page));
    await until(() => asked >= READERS);
    const end = performance.now() + TIMEOUT * 1.2;
    while (performance.now() < end);
    for (const { status } of await Promise.all(pages)) expect(status).to.not.equal(200);
    world.addBuyer(['PASS'], user('buyer'));
    expect((await open('buyer')).status).to.equal(200);
    expect(world.errors.map(({ code }) => code)).to.not.include('circuit-open');
  });
});
