// What a page sells and what opens it: several products, any of which opens, asked for in one call.
import { expect } from 'chai';
import type { RequestHandler } from 'express';
import type { Plenigo, RouteProducts } from '../../lib/entries/v2.js';
import type { Product } from '../../lib/v2/product.js';
import { onBothApis } from '../support/apis.js';
import { claimsOf } from '../support/reader.js';
import { useWorld, type World } from './world.js';

const article: Product = { id: 'ARTICLE', title: 'The sea wall', price: 0.99, currency: 'EUR' };
const year: Product = { id: 'PLUS-YEAR', title: 'A year', price: 99, currency: 'EUR' };
const products: Product[] = [article, 'PLUS-MONTH', year];

const serveIn =
  (world: World) =>
  (pages: (plenigo: Plenigo) => Record<string, RequestHandler | RequestHandler[]>, options = {}) =>
    world.pages(pages(world.plenigo({ mode: 'click', ...options })));

onBothApis('what opens a page with several products', (api) => {
  const world = useWorld(api);
  const serve = serveIn(world);
  const products = ['ARTICLE', 'PLUS-MONTH', 'PLUS-YEAR'];

  const doors = (plenigo: Plenigo) => ({
    '/article': plenigo.checkout(products.map(api.product), () => ({ openedBy: ['PASS', 'STAFF'] })),
    '/archive': plenigo.requireAccess(products.map(api.product), { openedBy: ['PASS', 'STAFF'] }),
  });
  const all = ['ARTICLE', 'PLUS-MONTH', 'PLUS-YEAR', 'PASS', 'STAFF'];

  for (const id of all) {
    it(`is opened by any of them, sold or not: ${id}`, async () => {
      world.addBuyer([id]);
      const open = await serve(doors);
      expect((await open('/article')).body).to.include({ status: 'bought', access: true });
      expect((await open('/archive')).body).to.include({ status: 'bought', access: true });
    });
  }

  it('stays closed to who has another one', async () => {
    world.addBuyer(['OTHER']);
    const open = await serve(doors);
    expect((await open('/article')).body).to.include({ status: 'ready', access: false });
    expect((await open('/archive')).status).to.equal(402);
  });

  it('asks for all of them in one call', async () => {
    world.addBuyer([]);
    const open = await serve(doors);
    await open('/article');
    expect(world.questions()).to.deep.equal([all]);
    const another = await serve(doors);
    await another('/archive');
    expect(world.questions()).to.deep.equal([all]);
  });

  it('is remembered as open under each question that the purchase answers', async () => {
    world.addBuyer(['PASS']);
    const open = await serve((plenigo) => ({
      ...doors(plenigo),
      '/pass': plenigo.checkout(api.product('PASS')),
      '/other': plenigo.checkout(api.product('OTHER'), { openedBy: ['PASS'] }),
      '/gate': plenigo.requireAccess(['OTHER', 'PASS'].map(api.product)),
      '/month': plenigo.checkout(api.product('PLUS-MONTH')),
    }));
    await open('/article');
    expect(world.questions()).to.have.length(1);
    for (const path of ['/article', '/archive', '/pass', '/other', '/gate']) {
      expect((await open(path)).body, path).to.include({ status: 'bought' });
    }
    expect(world.questions(), 'none of them').to.deep.equal([]);
    expect((await open('/month')).body, 'one that is not bought').to.include({ status: 'ready' });
  });
});

describe('a page with several products', () => {
  const world = useWorld();
  const serve = serveIn(world);

  it('asks for what is both sold and in openedBy once', async () => {
    const open = await serve((plenigo) => ({
      '/': plenigo.checkout(['PLUS', 'PASS'], { openedBy: ['PASS', 'PLUS', 'STAFF'] }),
    }));
    await open('/');
    expect(world.questions()).to.deep.equal([['PLUS', 'PASS', 'STAFF']]);
  });

  it('takes a bare list of ids, a list of products, and a function of the request that gives either', async () => {
    const lists: RouteProducts[] = [
      ['A', 'B'],
      [{ id: 'A' }, { id: 'B' }],
      () => ['A', { id: 'B' }],
      async ({ query }) => [String(query.first), 'B'],
    ];
    for (const list of lists) {
      const open = await serve((plenigo) => ({ '/': plenigo.checkout(list) }));
      const { body } = await open('/?first=A');
      expect(body.offers.map(({ product }: { product: object }) => product)).to.deep.equal([{ id: 'A' }, { id: 'B' }]);
    }
  });

  describe('keeps in a list what a product means alone:', () => {
    const debts = { failedPayment: true };
    const override = { id: 'BASE', overrideMode: true, productIdReplacement: 'SINGLE-7', price: 1, currency: 'EUR' };

    it('a failed payment is sold, opens nothing, and is not asked for, also alone', async () => {
      const open = await serve((plenigo) => ({
        '/': plenigo.checkout(['PLUS', debts]),
        '/debts': plenigo.checkout([debts]),
      }));
      const { offers } = (await open('/')).body;
      expect(world.questions()).to.deep.equal([['PLUS']]);
      expect(claimsOf(offers[1].checkout.paymentData)).to.include({ fp: true }).and.not.have.property('pi', 'PLUS');
      expect((await open('/debts')).body).to.include({ status: 'ready' });
      expect(world.questions()).to.deep.equal([]);
    });

    it('override mode sells the product under the id of its replacement, and that one opens', async () => {
      const pages = (plenigo: Plenigo) => ({ '/': plenigo.checkout(['PLUS', override]) });
      const open = await serve(pages);
      const { offers } = (await open('/')).body;
      expect(world.questions()).to.deep.equal([['PLUS', 'SINGLE-7']]);
      expect(claimsOf(offers[1].checkout.paymentData)).to.include({ pi: 'BASE', om: true, pir: 'SINGLE-7', pr: 1 });
      world.addBuyer(['SINGLE-7']);
      expect((await (await serve(pages))('/')).body).to.include({ status: 'bought' });
    });

    it('override mode without a replacement is found under its own id, and one product under two replacements', async () => {
      const open = await serve((plenigo) => ({
        '/': plenigo.checkout(['PLUS', { id: 'BASE', overrideMode: true, price: 1 }]),
        '/two': plenigo.checkout([override, { ...override, productIdReplacement: 'SINGLE-8' }]),
      }));
      await open('/');
      await open('/two');
      expect(world.questions()).to.deep.equal([
        ['PLUS', 'BASE'],
        ['SINGLE-7', 'SINGLE-8'],
      ]);
    });
  });

  describe('has offers', () => {
    interface Shown {
      product: object;
      button: string;
      checkout: { paymentData: string; snippet: string };
    }

    it('in the order given, each with the fields that the site gave, its button and its checkout', async () => {
      const open = await serve((plenigo) => ({
        '/plenigo': plenigo.router(),
        '/': plenigo.checkout(products, { openedBy: ['PASS'] }),
      }));
      const { body } = await open('/');
      const offers: Shown[] = body.offers;
      expect(offers.map(({ product }) => product)).to.deep.equal([article, { id: 'PLUS-MONTH' }, year]);
      const sold = offers.map(({ checkout }) => claimsOf(checkout.paymentData).pi);
      expect(sold).to.deep.equal(['ARTICLE', 'PLUS-MONTH', 'PLUS-YEAR']);
      const buttons = offers.map(({ button }) => /data-plenigo-checkout="([^"]+)"/.exec(button)?.[1] ?? '');
      expect(new Set(buttons).size).to.equal(3);
      for (const [index, { checkout }] of offers.entries()) {
        const sealed = claimsOf(buttons[index] ?? '') as { terms: { claims: { pi: string } } };
        expect(sealed.terms.claims.pi).to.equal(claimsOf(checkout.paymentData).pi);
        expect(checkout.snippet).to.match(/^expressPlenigo\.checkout\(/);
      }
      expect(body.checkout, 'the first one is that of the page').to.deep.equal(offers[0]?.checkout);
      expect(body.button).to.include(buttons[0]);
    });

    it('only for who may buy', async () => {
      const open = await serve((plenigo) => ({ '/': plenigo.checkout(products) }));
      expect((await open('/', { user: null })).body.offers).to.deep.equal([]);
      world.addBuyer(['PLUS-MONTH']);
      expect((await open('/')).body.offers).to.deep.equal([]);
    });

    it('that no page can change for the next one', async () => {
      const change: RequestHandler = (_req, res, next) => {
        for (const { product } of res.locals.plenigo?.offers ?? []) Reflect.set(product, 'title', 'changed');
        next();
      };
      const open = await serve((plenigo) => ({ '/': [plenigo.checkout(products), change] }));
      await open('/');
      const { body } = await open('/');
      expect(body.offers.map(({ product }: Shown) => product)).to.deep.equal([article, { id: 'PLUS-MONTH' }, year]);
    });

    it('that share one login token in page mode', async () => {
      world.addBuyer([]);
      const open = await serve((plenigo) => ({ '/': plenigo.checkout(products) }), { mode: 'page' });
      const { body } = await open('/');
      expect(body.checkout).to.deep.equal(body.offers[0].checkout);
      expect(world.sandbox.tokens.map(({ token }) => token)).to.deep.equal([body.loginToken]);
      for (const { checkout } of body.offers as Shown[]) expect(checkout.snippet).to.include(body.loginToken);
    });

    it('that share it also where two checkouts are on the page', async () => {
      world.addBuyer([]);
      const pages = (plenigo: Plenigo) => ({
        '/': [plenigo.checkout('ARTICLE'), plenigo.checkout(['PLUS-MONTH', 'PLUS-YEAR'])],
      });
      const open = await serve(pages, { mode: 'page' });
      const { body } = await open('/');
      expect(world.sandbox.tokens.map(({ token }) => token)).to.deep.equal([body.loginToken]);
      // A reader who is linked just now has no token of the search.
      const bob = { id: 'bob', email: 'bob@news.example', emailVerified: true };
      world.sandbox.addCustomer({ email: bob.email });
      const linked = (await open('/', { user: bob })).body;
      expect(linked).to.include({ status: 'ready' });
      expect(world.sandbox.tokens.slice(1).map(({ token }) => token)).to.deep.equal([linked.loginToken]);
    });
  });

  it('asks nothing with checkAccess: false in click mode', async () => {
    world.addBuyer(['ARTICLE']);
    const open = await serve((plenigo) => ({
      '/': plenigo.checkout(products, { checkAccess: false, openedBy: ['PASS'] }),
    }));
    const { body } = await open('/');
    expect(body).to.include({ status: 'ready' });
    expect(body.offers).to.have.length(3);
    expect(world.calls()).to.deep.equal([]);
  });
});
