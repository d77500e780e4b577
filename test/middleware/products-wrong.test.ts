// Products and `openedBy` that are wrong, refused in words that name which, and what answers about several cost.
import { expect } from 'chai';
import type { RequestHandler } from 'express';
import { PlenigoError } from '../../lib/base/errors.js';
import type { Fetch } from '../../lib/base/options.js';
import type { RouteProducts } from '../../lib/entries/v2.js';
import type { Product } from '../../lib/v2/product.js';
import { useHandClock } from '../resilience/clock.js';
import { failure } from '../support/errors.js';
import { hang, until } from './gate.js';
import { ada, useWorld } from './world.js';

const article: Product = { id: 'ARTICLE', title: 'The sea wall', price: 0.99, currency: 'EUR' };

describe('products and openedBy that are wrong', () => {
  const world = useWorld();
  const many = (count: number, name = 'P') => Array.from({ length: count }, (_value, index) => `${name}-${index}`);

  interface Wrong {
    products: unknown;
    openedBy?: unknown;
    says: string;
    /** Only `requireAccess` refuses it. */
    isForAccess?: true;
  }

  const cases: Record<string, Wrong> = {
    'an empty list': { products: [], says: 'products: expected at least one product' },
    'a duplicate': { products: ['A', 'B', 'A'], says: 'products[2]: is in the list already' },
    'a duplicate with other words': {
      products: [article, { id: 'ARTICLE' }],
      says: 'products[1]: is in the list already',
    },
    'a product without id where access is asked': {
      products: ['A', { failedPayment: true }],
      isForAccess: true,
      says: 'products[1]: requireAccess needs a product with an id',
    },
    'a lone one without id where access is asked': {
      products: { failedPayment: true },
      isForAccess: true,
      says: 'product: requireAccess needs a product with an id',
    },
    '51 products': { products: many(51), says: 'products: got 51 and 0 in openedBy, expected at most 50 together' },
    '49 products and two in openedBy': {
      products: many(49),
      openedBy: ['PASS', 'STAFF'],
      says: 'products: got 49 and 2 in openedBy, expected at most 50 together',
    },
    'a wrong price in a list': {
      products: ['A', 'B', 'C', { id: 'D', price: -1 }],
      says: 'products[3].price: got number -1',
    },
    'something else than a product in a list': { products: ['A', 42], says: 'products[1]: got' },
    'nothing in a list': { products: ['A', undefined], says: 'products[1]: got undefined' },
    // biome-ignore lint/suspicious/noSparseArray: that is the case.
    'a hole in a list': { products: [, 'A'], says: 'products[0]: got undefined' },
    'a list in a list': { products: [['A']], says: 'products[0]: got an array of 1' },
    'an id with a comma, which would be two': { products: ['A', 'B,C'], says: 'products[1].id: got a string' },
    'openedBy that is no list': { products: 'A', openedBy: 'PASS', says: 'openedBy: got a string of 4 characters' },
    'openedBy with an empty id': { products: 'A', openedBy: ['PASS', ''], says: 'openedBy[1]: got an empty string' },
    'openedBy with a comma': { products: 'A', openedBy: ['A,B'], says: 'openedBy[0]: got a string of 3 characters' },
    'openedBy with a long id': { products: 'A', openedBy: ['PASS', 'x'.repeat(21)], says: 'openedBy[1]: got' },
    'openedBy with a product instead of its id': { products: 'A', openedBy: [{ id: 'B' }], says: 'openedBy[0]: got' },
    'openedBy with a duplicate': {
      products: 'A',
      openedBy: ['B', 'C', 'B'],
      says: 'openedBy[2]: is in the list already',
    },
  };

  for (const [title, { products, openedBy, says, isForAccess }] of Object.entries(cases)) {
    const settings = { ...(openedBy !== undefined && { openedBy }) } as { openedBy?: string[] };
    const given = products as RouteProducts;

    if (!isForAccess) {
      it(`are refused by checkout() at start: ${title}`, async () => {
        const { code, message } = await failure(() => world.plenigo().checkout(given, settings));
        expect(code).to.equal('invalid-product');
        expect(message).to.include(openedBy !== undefined && says.startsWith('openedBy') ? `settings.${says}` : says);
      });

      it(`are refused by checkout() when a function answers them: ${title}`, async () => {
        const failures: unknown[] = [];
        const fail: RequestHandler = async (req, res, next) => {
          const route = world.plenigo({ mode: 'click' }).checkout(
            () => given as Product[],
            () => settings,
          );
          route(req, res, (error?: unknown) => {
            failures.push(error);
            next(error);
          });
        };
        const open = await world.pages({ '/': fail });
        // Also for who is not logged in: the fault is the site's, whoever reads.
        for (const user of [ada, null]) expect((await open('/', { user })).status).to.equal(500);
        for (const error of failures) {
          expect(error).to.be.an.instanceOf(PlenigoError).and.have.property('code', 'invalid-product');
          expect(String(error)).to.include(says);
        }
        expect(failures).to.have.length(2);
        expect(world.calls()).to.deep.equal([]);
      });
    }

    it(`are refused by requireAccess() at start: ${title}`, async () => {
      const { code, message } = await failure(() => world.plenigo().requireAccess(given, settings));
      // That an option is no list at all is said as of any other option.
      expect(code).to.equal(openedBy === 'PASS' ? 'invalid-option' : 'invalid-product');
      expect(message).to.include(says.startsWith('openedBy') ? `requireAccess.${says}` : says);
    });
  }

  it('are refused by requireAccess() when a function answers them, and nobody passes', async () => {
    const open = await world.pages({
      '/': world.plenigo().requireAccess(() => ['A', 'B', { id: 'C', price: Number.NaN }]),
    });
    const response = await open('/');
    expect(response.status).to.equal(500);
    expect(response.text).to.include('products[2].price: got number NaN');
    expect(world.calls()).to.deep.equal([]);
  });

  it('are none: 50 products, 49 with one in openedBy, and 51 that nobody asks for', async () => {
    const plenigo = world.plenigo({ mode: 'click' });
    const open = await world.pages({
      '/fifty': plenigo.checkout(many(50)),
      '/with': plenigo.checkout(many(49), { openedBy: ['PASS'] }),
      // What is sold and opens is asked for once.
      '/both': plenigo.checkout(many(50), { openedBy: many(50) }),
      '/unasked': plenigo.checkout(many(51), { checkAccess: false }),
    });
    for (const path of ['/fifty', '/with', '/both', '/unasked']) {
      expect((await open(path)).body, path).to.include({ status: 'ready' });
    }
    expect(world.questions().map(({ length }) => length)).to.deep.equal([50, 50]);
  });
});

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
    return world.pages({ '/': plenigo.checkout(['A', 'B']), '/other': plenigo.checkout('OTHER') });
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
