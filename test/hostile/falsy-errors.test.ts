/** What Express takes for "no error" (a falsy one, `route`, `router`) leads nobody past a guard. */
import { expect } from 'chai';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { onBothExpresses, useWorld } from '../middleware/world.js';

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
