// What the answers about several products cost and say: ten teasers at a slow plenigo, foreign products in an answer, and none at all.
import { expect } from 'chai';
import type { RequestHandler } from 'express';
import type { Fetch } from '../../lib/base/options.js';
import { useHandClock } from '../resilience/clock.js';
import { hang, until } from './gate.js';
import { useWorld } from './world.js';

const ten = Array.from({ length: 10 }, (_value, index) => `TEASER-${index}`);

describe('a page of ten teasers at a plenigo that takes its time', () => {
  const clock = useHandClock();
  const world = useWorld();
  const TIMEOUT = 2000;
  const CALL = 500;

  /** Every answer takes that long, by the clock of the test. */
  function slowFetch() {
    let waiting = 0;
    const asked: string[] = [];
    const slow: Fetch = async (url, init) => {
      const response = await fetch(url, init);
      asked.push(url);
      waiting += 1;
      const over = new Promise((resolve) => void setTimeout(resolve, CALL));
      await Promise.race([over, hang(init)]).finally(() => {
        waiting -= 1;
      });
      return response;
    };
    return { slow, asked, isWaiting: () => waiting > 0 };
  }

  for (const how of ['as a list', 'where ten checkouts ask the same']) {
    it(`waits for one call, ${how}`, async () => {
      const { slow, asked, isWaiting } = slowFetch();
      const { checkout } = world.plenigo({ fetch: slow, timeout: TIMEOUT, mode: 'click' });
      const open = await world.pages({ '/': how === 'as a list' ? checkout(ten) : ten.map(() => checkout('PLUS')) });
      const page = open('/').then(({ body }) => body);
      await until(isWaiting);
      clock().tick(CALL);
      expect(await page).to.include({ status: 'ready' });
      expect(asked).to.have.length(1);
    });
  }

  it('waits for one budget, as ten checkouts of their own', async () => {
    const { slow, asked, isWaiting } = slowFetch();
    const plenigo = world.plenigo({ fetch: slow, timeout: TIMEOUT, mode: 'click' });
    const seen: unknown[] = [];
    const note: RequestHandler = (_req, res, next) => {
      seen.push(res.locals.plenigo?.status);
      next();
    };
    const handlers = ten.flatMap((id) => [plenigo.checkout(id), note]);
    const open = await world.pages({ '/': handlers });
    const page = open('/').then(({ status }) => status);
    for (let spent = 0; spent < TIMEOUT; spent += CALL) {
      await until(isWaiting);
      clock().tick(CALL);
      await until(() => !isWaiting());
    }
    // No more of the clock than the budget: what is left of the page asks nothing.
    expect(await page).to.equal(200);
    expect(asked).to.have.length(TIMEOUT / CALL);
    expect(seen).to.have.length(10);
    expect(seen.slice(0, 3)).to.deep.equal(['ready', 'ready', 'ready']);
    expect(seen.slice(4)).to.deep.equal(Array(6).fill('unavailable'));
  });
});

describe('an answer about several products', () => {
  const world = useWorld();

  const serve = (options = {}) => {
    const plenigo = world.plenigo({ mode: 'click', ...options });
    return world.pages({
      '/': plenigo.checkout(['A', 'B']),
      '/other': plenigo.checkout('OTHER'),
    });
  };
  const answer = (userProducts: unknown, times = 1) =>
    world.sandbox.inject({ call: 'hasUserBought', body: { userProducts }, times });

  it('that lists products which were not asked for opens nothing and is not remembered', async () => {
    const open = await serve();
    const stop = answer([{ productId: 'OTHER' }], Number.POSITIVE_INFINITY);
    expect((await open('/')).body).to.include({ status: 'unavailable', access: false });
    stop();
    expect((await open('/')).body).to.include({ status: 'ready', access: false });
    expect((await open('/other')).body).to.include({ status: 'ready', access: false });
  });

  it('counts what was asked for in it, and ignores the rest', async () => {
    const open = await serve();
    answer([{ productId: 'OTHER' }, { productId: 'B' }]);
    expect((await open('/')).body).to.include({ status: 'bought', access: true });
    expect((await open('/other')).body).to.include({ status: 'ready', access: false });
  });
});
