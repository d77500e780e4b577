// "Not bought" is remembered for a moment in click mode, never in the way of a purchase or of what the desk changes.
import { expect } from 'chai';
import Keyv from 'keyv';
import type { Plenigo as V3Plenigo } from '../../lib/entries/v3.js';
import { Budget } from '../../lib/transport/budget.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { createAnswers, NO } from '../customer/remembering.js';
import { useHandClock } from '../resilience/clock.js';
import { onBothApis } from '../support/apis.js';
import { failure } from '../support/errors.js';
import { OWN_PAGE } from '../support/reader.js';
import { createGatedFetch } from './gate.js';
import { ada, BUYING, useWorld } from './world.js';

const bob = { id: 'bob', email: 'bob@news.example' };

onBothApis('"not bought"', (api) => {
  const clock = useHandClock();
  const world = useWorld(api);
  const { product } = api;
  const { access } = api.calls;
  const isV2 = api.name === 'v2';

  async function serve(options: Partial<PlenigoOptions> = {}, { areCustomers = !isV2 } = {}) {
    // A reader whom plenigo does not know has nothing, which API v3 finds out by a look-up.
    if (areCustomers) for (const user of [ada, bob]) world.addBuyer([], user);
    const plenigo = world.plenigo({ mode: 'click', ...options });
    const open = await world.pages({
      '/login': plenigo.register(),
      '/article': plenigo.checkout(product('PLUS')),
      '/two': plenigo.checkout(['PLUS', 'ARTICLE'].map(product)),
      '/gate': plenigo.requireAccess(product('PLUS')),
      ...(isV2 && { '/page': plenigo.checkout('PLUS', { mode: 'page' }) }),
      ...Object.fromEntries(
        Array.from({ length: 10 }, (_value, index) => [
          `/article/${index}`,
          plenigo.checkout(product(`ARTICLE-${index}`), { openedBy: ['PLUS'] }),
        ]),
      ),
    });
    if (areCustomers) for (const user of [ada, bob]) await open('/login', { user });
    world.calls();
    return { plenigo, open };
  }

  it('costs one call for ten articles with the same subscription, half a minute long', async () => {
    const { open } = await serve();
    for (let article = 0; article < 10; article += 1) {
      expect((await open('/article')).body).to.include({ status: 'ready' });
      clock().tick(2999);
    }
    expect(world.calls()).to.deep.equal([access]);
  });

  it('and "bought" costs one call for ten articles that the subscription opens, a minute long', async () => {
    world.addBuyer(['PLUS']);
    const { open } = await serve();
    for (let article = 0; article < 10; article += 1) {
      expect((await open(`/article/${article}`)).body).to.include({ status: 'bought' });
      clock().tick(5999);
    }
    expect(world.calls()).to.deep.equal([access]);
  });

  it('is asked again after notBoughtTtl: 30 seconds by default, or what the site says', async () => {
    for (const [options, time] of [
      [{}, 30_000],
      [{ notBoughtTtl: 5000 }, 5000],
    ] as const) {
      const { open } = await serve(options);
      await open('/article');
      clock().tick(time - 1);
      await open('/article');
      expect(world.questions()).to.deep.equal([['PLUS']]);
      clock().tick(1);
      await open('/article');
      expect(world.questions()).to.deep.equal([['PLUS']]);
    }
  });

  it('is not remembered with notBoughtTtl: 0', async () => {
    const { open } = await serve({ notBoughtTtl: 0 });
    await open('/article');
    await open('/article');
    expect(world.questions()).to.deep.equal([['PLUS'], ['PLUS']]);
  });

  it('is remembered of each product, so that no question with another one is answered by it', async () => {
    world.addBuyer(['ARTICLE']);
    const { open } = await serve();
    await open('/article');
    expect((await open('/two')).body).to.include({ status: 'bought' });
    expect(world.questions()).to.deep.equal([['PLUS'], ['PLUS', 'ARTICLE']]);
    // Of several that are not bought, each is known.
    await open('/two', { user: bob });
    await open('/article', { user: bob });
    expect(world.questions()).to.deep.equal([['PLUS', 'ARTICLE']]);
  });

  it('is remembered of no more than ten thousand readers', async () => {
    const answers = createAnswers();
    const budget = new Budget(60_000);
    const find = async () => NO;
    const question = (number: number) => ({ userId: `reader-${number}`, ids: ['PLUS'] });
    for (let number = 0; number <= 10_000; number += 1) await answers.ask({ ...question(number), find }, budget);
    expect([0, 1, 10_000].map((number) => answers.recall(question(number)))).to.deep.equal([undefined, 'no', 'no']);
    budget.close();
  });

  if (isV2) {
    it('is never believed in page mode', async () => {
      const { open } = await serve();
      await open('/article');
      world.addBuyer(['PLUS']);
      expect((await open('/article')).body, 'in click mode').to.include({ status: 'ready' });
      expect((await open('/page')).body).to.include({ status: 'bought' });
      const { open: openPage } = await serve({ mode: 'page' });
      world.sandbox.refund({ externalUserId: ada.id }, 'PLUS');
      expect((await openPage('/gate')).status).to.equal(402);
      world.addBuyer(['PLUS']);
      expect((await openPage('/gate')).body, 'nor by requireAccess()').to.include({ status: 'bought' });
    });
  }

  it('is never believed while the reader may be buying: a purchase shows at once', async () => {
    const { open } = await serve();
    await open('/article');
    world.calls();
    const cookies = [BUYING, `theme=dark; ${BUYING}`, `theme=dark;${BUYING}; seen=1`];
    for (const cookie of cookies) await open('/article', { cookie });
    expect(world.calls()).to.deep.equal(cookies.map(() => access));
    world.addBuyer(['PLUS']);
    expect((await open('/article', { cookie: BUYING })).body).to.include({ status: 'bought' });
    expect((await open('/article')).body, 'the newer answer counts').to.include({ status: 'bought' });
  });

  it('is believed with cookies that are only like that one', async () => {
    const { open } = await serve();
    await open('/article');
    world.calls();
    for (const cookie of ['not_plenigo_buying=1', 'plenigo_buying_x=1', 'a="plenigo_buying"']) {
      await open('/article', { cookie });
    }
    expect(world.calls()).to.deep.equal([]);
  });

  it('is never believed on a click, with or without the cookie', async () => {
    world.addBuyer([]);
    const { open } = await world.site({ options: { mode: 'click' }, product: product('PLUS'), hasRouter: true });
    const { body } = await open('/article');
    const offer = /data-plenigo-checkout="([^"]+)"/.exec(body.button)?.[1];
    await open('/article');
    expect(world.calls().filter((call) => call === access)).to.deep.equal([access]);
    const click = () => open('/plenigo/checkout', { method: 'post', headers: OWN_PAGE }).send({ offer });
    expect((await click()).body).to.include({ status: 'ready' });
    expect(world.calls()).to.include(access);
    world.addBuyer(['PLUS']);
    expect((await click()).body).to.include({ status: 'bought' });
    expect((await open('/article')).body).to.include({ status: 'bought' });
  });

  it('is forgotten by forget(), of this reader alone, also while the answer is under way', async () => {
    const { fetch, hold } = createGatedFetch();
    const { open, plenigo } = await serve({ fetch });
    await open('/article');
    world.addBuyer(['PLUS'], bob);
    expect((await open('/article', { user: bob })).body).to.include({ status: 'bought' });
    world.addBuyer(['PLUS']);
    plenigo.forget(bob);
    expect((await open('/article')).body).to.include({ status: 'ready' });
    plenigo.forget(ada);
    expect((await open('/article')).body).to.include({ status: 'bought' });
    plenigo.forget(ada);
    world.sandbox.refund({ externalUserId: ada.id }, 'PLUS');
    const gate = hold(/user\/product|hasAccess/);
    const page = open('/article').then(({ body }) => body);
    await gate.reached;
    plenigo.forget(ada);
    gate.open();
    expect(await page).to.include({ status: 'ready' });
    world.addBuyer(['PLUS']);
    expect((await open('/article')).body).to.include({ status: 'bought' });
  });

  it('is forgotten when the reader is linked to a customer who has bought', async () => {
    const { customerId } = world.sandbox.addCustomer({ email: ada.email });
    world.sandbox.buy({ customerId }, 'PLUS');
    const { open } = await serve({}, { areCustomers: false });
    expect((await open('/article')).body).to.include({ status: 'ready' });
    const verified = { ...ada, emailVerified: true };
    expect((await open('/article', { user: verified })).body, 'not linked yet').to.include({ status: 'ready' });
    await open('/login', { user: verified });
    expect((await open('/article', { user: verified })).body).to.include({ status: 'bought' });
  });

  it('is no word of a plenigo that fails: that is asked again', async () => {
    const { open } = await serve();
    world.sandbox.inject({ call: access, status: 400 });
    expect((await open('/article')).body).to.include({ status: 'unavailable' });
    expect((await open('/article')).body).to.include({ status: 'ready' });
    expect(world.questions()).to.have.length(2);
  });

  it('lets a reader whom it has turned away buy by a click that makes its token then', async () => {
    const { open } = await serve();
    await open('/login');
    await open('/article');
    world.calls();
    const { body } = await open('/article');
    expect(body.offers).to.have.length(1);
    expect(body).not.to.have.property('loginToken');
    expect(body.customerId, 'from the record').to.equal(world.sandbox.find({ externalUserId: ada.id })?.customerId);
    expect(world.calls()).to.deep.equal([]);
  });
});

onBothApis('a change by the client', (api) => {
  const world = useWorld(api);

  /** A page for Ada, and another process with the same store. */
  async function begin(store?: Keyv) {
    const setup = { product: api.product('PLUS'), options: { store } };
    const [{ plenigo, open }, another] = [await world.site(setup), await world.site(setup)];
    world.addBuyer([], ada);
    const { customerId = '' } = world.sandbox.find({ externalUserId: ada.id }) ?? {};
    const desk = (plenigo as unknown as V3Plenigo).client;
    const customer = api.name === 'v3' ? customerId : ({ externalUserId: ada.id } as never);
    return {
      grant: () => desk.grantAccess(customer, 'PLUS'),
      remove: (whose = customer) => desk.removeAccess(whose, 'PLUS'),
      isOpen: async () => (await open()).body.access,
      isOpenElsewhere: async () => (await another.open()).body.access,
      refund: () => world.sandbox.refund({ customerId }, 'PLUS'),
    };
  }

  it('shows on the next page of the reader, also where nobody knows whether it arrived', async () => {
    const { grant, remove, isOpen, refund } = await begin();
    expect(await isOpen()).to.equal(false);
    await grant();
    expect(await isOpen()).to.equal(true);
    await remove();
    expect(await isOpen()).to.equal(false);
    await grant();
    expect(await isOpen()).to.equal(true);
    refund();
    expect(await isOpen(), 'remembered').to.equal(true);
    world.sandbox.inject({ call: 'removeAccess', reset: true });
    await failure(remove());
    expect(await isOpen()).to.equal(false);
    expect((await failure(remove(null as never))).code, 'nobody').to.equal('invalid-argument');
  });

  it('takes what is remembered out of the store as well', async () => {
    const { grant, remove, isOpen, isOpenElsewhere } = await begin(new Keyv());
    await grant();
    expect(await isOpen()).to.equal(true);
    await remove();
    expect(await isOpenElsewhere()).to.equal(false);
  });
});
