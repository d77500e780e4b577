// Readers to whom the site opens its pages by itself, asked before plenigo and once a page, and a shop that sells on.
import { expect } from 'chai';
import type { Request } from 'express';
import { PlenigoError } from '../../lib/base/errors.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { PRIVATE, PUBLIC, sayPublic } from '../support/caching.js';
import { OWN_PAGE } from '../support/reader.js';
import { viewsCookie } from '../support/view-cookie.js';
import { ada, useWorld } from './world.js';

const BOT = { 'user-agent': 'Googlebot' };

const isBot = (req: Request) => req.get('user-agent') === BOT['user-agent'];

describe('freeFor', () => {
  const world = useWorld();

  interface Words {
    option?: PlenigoOptions['freeFor'];
    setting?: PlenigoOptions['freeFor'];
    options?: Partial<PlenigoOptions>;
  }

  async function serve({ option, setting, options }: Words) {
    const plenigo = world.plenigo({ freeFor: option, ...options });
    const settings = { freeFor: setting };
    const pages = {
      '/article': plenigo.checkout('ARTICLE', settings),
      '/archive': plenigo.requireAccess('ARTICLE', settings),
      '/metered': plenigo.checkout('ARTICLE', { ...settings, metered: true }),
      '/both': [plenigo.requireAccess('ARTICLE', settings), plenigo.checkout('ARTICLE', settings)],
      '/three': [
        plenigo.checkout('ARTICLE', settings),
        plenigo.checkout('OTHER', settings),
        plenigo.checkout('ARTICLE'),
      ],
      '/nothing': plenigo.checkout(() => undefined, settings),
    };
    return world.pages(pages, { before: [sayPublic] });
  }

  for (const [title, words] of Object.entries<Words>({
    'as an option': { option: isBot },
    'as a setting': { setting: isBot },
    'that answers later': { option: async (req) => isBot(req) },
    'as a setting, instead of the option': { option: () => false, setting: isBot },
  })) {
    it(`${title} opens the page to those it names, logged in or not, with no call to plenigo`, async () => {
      const open = await serve(words);
      for (const user of [null, ada, { id: 'nameless' }, { id: '' }]) {
        for (const path of ['/article', '/archive']) {
          const { body, status, headers } = await open(path, { user, headers: BOT });
          expect(status).to.equal(200);
          expect(body, path).to.deep.include({
            status: 'free',
            access: true,
            bought: false,
            offers: [],
            scriptTag: '',
          });
          expect(headers['cache-control'], path).to.equal(PRIVATE);
        }
      }
      expect(world.calls()).to.deep.equal([]);
    });

    it(`${title} opens nothing to the others, whose pages caches keep as before`, async () => {
      const open = await serve(words);
      expect((await open('/article', { user: null })).headers['cache-control']).to.equal(PUBLIC);
      expect((await open('/article', { user: null })).body).to.include({ status: 'anonymous', access: false });
      expect((await open('/archive', { user: null })).status).to.equal(401);
      expect((await open('/article')).body).to.include({ status: 'ready', access: false });
      expect((await open('/archive')).status).to.equal(402);
    });
  }

  it('opens by true alone, at once or later', async () => {
    for (const answer of ['yes', 1, {}, [], 'true', undefined, null]) {
      for (const option of [() => answer, async () => answer]) {
        const open = await serve({ option: option as never });
        expect((await open('/article')).body, `${answer}`).to.include({ status: 'ready', access: false });
      }
    }
  });

  describe('is asked', () => {
    function counting(answer: boolean) {
      const seen: string[] = [];
      return { seen, freeFor: ({ path }: Request) => seen.push(path) > 0 && answer };
    }

    it('once a page, whatever number of our middlewares it passes', async () => {
      const { seen, freeFor } = counting(false);
      world.addBuyer(['ARTICLE']);
      for (const words of [{ option: freeFor }, { setting: freeFor }, { option: freeFor, setting: freeFor }]) {
        const open = await serve({ ...words, options: { boughtTtl: 0 } });
        await open('/both');
        await open('/three');
      }
      expect(seen).to.deep.equal(['/both', '/three', '/both', '/three', '/both', '/three']);
    });

    it('once a page also where it fails, and reported once', async () => {
      let asked = 0;
      const fail = async () => {
        asked += 1;
        throw new Error('the list of crawlers is gone');
      };
      const open = await serve({ option: fail });
      await open('/three');
      expect([asked, world.errors.map(({ code }) => code)]).to.deep.equal([1, ['free-for-failed']]);
    });

    it('by its own function only where the route has one', async () => {
      const [option, setting] = [counting(true), counting(false)];
      const open = await serve({ option: option.freeFor, setting: setting.freeFor });
      expect((await open('/article')).body).to.include({ status: 'ready' });
      expect([option.seen, setting.seen]).to.deep.equal([[], ['/article']]);
    });

    it('after what costs nothing: not where a purchase is remembered, nor where nothing is for sale', async () => {
      const { seen, freeFor } = counting(false);
      world.addBuyer(['ARTICLE']);
      const open = await serve({ option: freeFor });
      await open('/article');
      expect(seen).to.have.length(1);
      expect((await open('/article')).body).to.include({ status: 'bought' });
      await open('/nothing');
      expect(seen).to.have.length(1);
    });

    it('not while the publisher has opened everything', async () => {
      const { seen, freeFor } = counting(false);
      world.sandbox.paywall.enabled = false;
      const open = await serve({ option: freeFor, options: { paywallSwitch: true } });
      await open('/article');
      seen.length = 0;
      const { body, headers } = await open('/article', { user: null });
      expect(body).to.include({ status: 'free' });
      expect([headers['cache-control'], seen]).to.deep.equal(['public, max-age=60', []]);
    });

    it('before a free view is used: the page is not counted', async () => {
      const open = await serve({ option: isBot });
      const cookie = viewsCookie(world.sandbox.options.companyId);
      const { body } = await open('/metered', { user: null, cookie, headers: BOT });
      expect(body).to.include({ status: 'free' });
      expect(body.scriptTag).to.equal('');
      expect((await open('/metered', { user: null, cookie })).body).to.include({ status: 'metered' });
    });
  });

  const cause = new Error('DNS is down');
  for (const [title, freeFor] of Object.entries<NonNullable<PlenigoOptions['freeFor']>>({
    throws: () => {
      throw cause;
    },
    rejects: async () => {
      throw cause;
    },
    'rejects with nothing': () => Promise.reject(),
  })) {
    it(`that ${title} leaves the page as if it were not there, and tells onError why`, async () => {
      world.addBuyer(['ARTICLE'], { id: 'buyer', email: 'buyer@news.example' });
      for (const words of [{ option: freeFor }, { setting: freeFor }]) {
        const open = await serve(words);
        world.errors.length = 0;
        expect((await open('/article', { user: null })).body).to.include({ status: 'anonymous', access: false });
        const [error] = world.errors;
        expect(error).to.be.an.instanceOf(PlenigoError).and.have.property('code', 'free-for-failed');
        expect(error?.cause).to.equal(title === 'rejects with nothing' ? undefined : cause);
        expect((await open('/archive')).status).to.equal(402);
        expect((await open('/article', { user: { id: 'buyer' } })).body).to.include({ status: 'bought' });
        expect(world.errors.map(({ code }) => code)).to.deep.equal(Array(3).fill('free-for-failed'));
      }
    });
  }

  it('is refused at start unless it is a function', () => {
    const wrong = true as never;
    expect(() => world.plenigo({ freeFor: wrong })).to.throw('createPlenigo.freeFor: got');
    expect(() => world.plenigo().checkout('A', { freeFor: wrong })).to.throw('settings.freeFor');
    expect(() => world.plenigo().requireAccess('A', { freeFor: wrong })).to.throw('requireAccess.freeFor');
  });

  it('is not the last word: a page is free where the paywall turns out to be off meanwhile', async () => {
    const { now } = performance;
    const nobody = { user: null };
    let isLearning = false;
    // A reader's word takes until the pages of everybody else know that the paywall is off.
    const option = async (req: Request) => {
      while (isLearning && req.get('x-user') && (await open('/article', nobody)).body.status !== 'free');
      return false;
    };
    const open = await serve({ option, options: { mode: 'click', paywallSwitch: true, notBoughtTtl: 300_000 } });
    expect((await open('/article')).body).to.include({ status: 'ready' });
    world.sandbox.paywall.enabled = false;
    isLearning = true;
    // The last answer is no news any more.
    performance.now = () => now.call(performance) + 61_000;
    try {
      expect((await open('/article')).body).to.include({ status: 'free', access: true });
    } finally {
      performance.now = now;
    }
  });
});

describe('a shop', () => {
  const world = useWorld();
  const open = async (options: object) => {
    const { open } = await world.site({
      options: { mode: 'click', paywallSwitch: true, ...options },
      hasRouter: true,
      pages: (plenigo) => ({ '/offers': plenigo.checkout(['PLUS-MONTH', 'PLUS-YEAR'], { checkAccess: false }) }),
    });
    const click = (offer: string | undefined) =>
      open('/plenigo/checkout', { method: 'post', headers: OWN_PAGE }).send({ offer });
    return { get: open, click };
  };

  it('sells on while the publisher has opened everything', async () => {
    world.sandbox.paywall.enabled = false;
    const { get } = await open({});
    expect((await get('/article')).body.status).to.equal('free');
    const { body } = await get('/offers');
    expect(body.status).to.equal('ready');
    expect(body.offers).to.have.length(2);
  });

  it('sells to a reader for whom the site opens its pages, and its clicks begin a checkout', async () => {
    const { get, click } = await open({ freeFor: () => true });
    expect((await get('/article')).body.status).to.equal('free');
    const { offers } = (await get('/offers')).body;
    const offer = /data-plenigo-checkout="([^"]+)"/.exec(offers[1].button)?.[1];
    expect((await click(offer)).body.status).to.equal('ready');
  });
});
