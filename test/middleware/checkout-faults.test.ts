// What `checkout()` takes: products, settings, CSRF tokens and users; and what it does when the site fails, or plenigo.
import { expect } from 'chai';
import cookieParser from 'cookie-parser';
import csurf from 'csurf';
import type { Request, RequestHandler } from 'express';
import type { Plenigo } from '../../lib/entries/v2.js';
import { failure } from '../support/errors.js';
import { claimsOf } from '../support/reader.js';
import { ada, onBothExpresses, type SiteSetup, useWorld } from './world.js';

onBothExpresses('checkout()', (express) => {
  const world = useWorld();
  const createSite = (setup: SiteSetup) => world.site({ express, ...setup });

  /** A page that asks for the standing by itself. */
  const load =
    (standing: Plenigo['standing'], { product = 'ARTICLE', settings, handler }: SiteSetup): RequestHandler =>
    async (req, res, next) => {
      try {
        await standing(req, res, product, settings);
        handler?.(req, res, next);
      } catch (error) {
        next(error);
      }
    };

  describe('hands an error of the site to next, once,', () => {
    const error = new Error('a fault of the site');
    const fail = () => {
      throw error;
    };
    const reject = async () => {
      throw error;
    };
    for (const [title, site] of Object.entries<SiteSetup>({
      'when the product throws': { product: fail },
      'when the product rejects': { product: reject },
      'when the settings throw': { settings: fail },
      'when the settings reject': { settings: reject },
      'when options.user throws': { options: { user: fail } },
      'when options.user rejects': { options: { user: reject } },
      'when a field of the user throws': { options: { user: () => Object.create({}, { id: { get: fail } }) } },
      'when options.nonce throws': { options: { nonce: fail } },
      'when the page behind it throws': { handler: fail },
    })) {
      it(title, async () => {
        const { open, failures } = await createSite({
          ...site,
          pages: ({ standing }) => ({ '/loaded': load(standing, site) }),
        });
        for (const path of ['/article', '/loaded']) {
          const { status, body, headers } = await open(path);
          expect({ status, says: body.status }, path).to.deep.equal({
            status: 500,
            says: site.handler ? 'ready' : 'unavailable',
          });
          expect([headers['cache-control'], failures.splice(0)]).to.deep.equal(['private, no-store', [error]]);
        }
        expect(world.errors, 'nothing for onError').to.deep.equal([]);
      });
    }

    it('and lets the error page have the locals', async () => {
      const { open } = await createSite({ product: fail, options: { sdk: 'always' } });
      const { body } = await open();
      expect(body.status).to.equal('unavailable');
      expect(body.scriptTag).to.match(/^<script/);
    });

    it('and lets it have them without the script tags where it is `nonce` that fails', async () => {
      const { open } = await createSite({ options: { nonce: fail } });
      expect((await open()).body).to.include({ status: 'unavailable', scriptTag: '' });
    });

    it('when it is no error at all, also from standing()', async () => {
      const product = async () => Promise.reject();
      const pages = ({ standing }: Plenigo) => ({ '/loaded': load(standing, { product }) });
      const { open, failures, plenigo } = await createSite({ product, pages });
      for (const path of ['/article', '/loaded']) await open(path);
      expect(failures.map((each) => each instanceof Error)).to.deep.equal([true, true]);
      const calledLikeCheckout = await failure(() => Reflect.apply(plenigo.standing, plenigo, ['ARTICLE']));
      expect(calledLikeCheckout).to.include({ code: 'invalid-argument' });
    });

    for (const [title, site] of Object.entries<SiteSetup>({
      'a product': { product: () => ({ id: 'p'.repeat(21) }) },
      settings: { settings: () => ({ targetUrl: 'https://evil.example' }) },
    })) {
      it(`when a function gives wrong ${title}`, async () => {
        const { open, failures } = await createSite(site);
        expect((await open()).status).to.equal(500);
        expect(failures).to.have.length(1);
        expect(failures[0]).to.include({ code: 'invalid-product' });
        expect(world.calls()).to.deep.equal([]);
      });
    }
  });
});

describe('checkout()', () => {
  const world = useWorld();
  const createSite = world.site;

  describe('reports a fault that does not stop the page', () => {
    const down = () => world.sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY });

    for (const [title, onError] of Object.entries({
      throws: () => {
        throw new Error('in onError');
      },
      rejects: async () => {
        throw new Error('in onError');
      },
    })) {
      it(`and survives an onError that ${title}`, async () => {
        const { open, failures } = await createSite({ options: { onError } });
        down();
        const { status, body } = await open();
        expect(status).to.equal(200);
        expect(body).to.include({ status: 'unavailable' });
        expect([failures, world.log]).to.deep.equal([[], ['service-unavailable', 'service-unavailable']]);
      });
    }

    it('once for each page', async () => {
      const { open } = await createSite();
      down();
      await open();
      expect(world.errors).to.have.length(1);
    });

    it('to onError with the request', async () => {
      const seen: unknown[] = [];
      const onError = (_error: unknown, req: Request) => seen.push(req.path);
      const { open } = await createSite({ options: { onError } });
      down();
      await open();
      expect(seen).to.deep.equal(['/article']);
    });
  });
});

describe('checkout()', () => {
  const world = useWorld();
  const createSite = world.site;

  describe('takes product and settings', () => {
    const product = { id: 'ARTICLE', title: 'An article', price: 2.49, currency: 'EUR' };
    const settings = { elementId: 'here', showBuyingAgainScreen: false };

    for (const [title, site] of Object.entries<SiteSetup>({
      'as values': { product, settings },
      'from functions': { product: () => product, settings: () => settings },
      'from async functions': { product: async () => product, settings: async () => settings },
    })) {
      it(title, async () => {
        const { open } = await createSite(site);
        const { checkout } = (await open()).body;
        expect(claimsOf(checkout.paymentData)).to.include({ pi: 'ARTICLE', pr: 2.49, cu: 'EUR', sab: false });
        expect(checkout.snippet).to.include('elementId:/here/.source');
      });
    }

    it('from functions that see the request', async () => {
      const { open } = await createSite({
        product: (req) => String(req.query.product ?? req.path.slice(1)).toUpperCase(),
        settings: (req) => ({ affiliateId: req.method }),
      });
      const { checkout } = (await open()).body;
      expect(claimsOf(checkout.paymentData)).to.include({ pi: 'ARTICLE' });
      expect(checkout.snippet).to.include('affiliateId:/GET/.source');
    });

    it('the settings only where something is for sale', async () => {
      const asked: string[] = [];
      const settingsOf = () => {
        asked.push('settings');
        return settings;
      };
      await (await createSite({ product: () => undefined, settings: settingsOf })).open();
      expect(asked).to.deep.equal([]);
      await (await createSite({ product, settings: settingsOf })).open();
      expect(asked).to.deep.equal(['settings']);
    });

    it('and refuses wrong values at start', () => {
      const plenigo = world.plenigo({ baseUrl: 'https://news.example' });
      const start = (product: unknown, settings?: unknown) => () =>
        Reflect.apply(plenigo.checkout, plenigo, [product, settings]);
      expect(start('p'.repeat(21))).to.throw('product.id');
      expect(start({ id: 'P', external: true })).to.throw('price, currency, type, title');
      expect(start('P', { mode: 'popup' })).to.throw('settings.mode');
      expect(start('P', { checkAccess: 'no' })).to.throw('settings.checkAccess');
      expect(start('P', { openedBy: ['a,b', ''] })).to.throw('settings.openedBy');
      expect(start('P', 'page')).to.throw('settings');
      expect(start([])).to.throw('at least one product');
      expect(start(['P', 'p'.repeat(21)])).to.throw('products[1].id');
      expect(start('P', { elementID: 'x' })).to.throw('did you mean elementId?');
      expect(start('P', { targetUrl: 'https://evil.example/' })).to.throw('settings.targetUrl');
      expect(start('P', { targetUrl: 'https://news.example/thanks' })).to.not.throw();
    });
  });

  describe('puts the site’s CSRF token into the checkout string, where oauth2RedirectUrl leads back with it,', () => {
    const baseUrl = 'https://news.example';
    const oauth = { oauth2RedirectUrl: `${baseUrl}/back` };
    const csrfOf = async ({ settings, ...site }: SiteSetup) => {
      const { open } = await createSite({ options: { baseUrl }, settings: settings ?? oauth, ...site });
      return claimsOf((await open()).body.checkout.paymentData).csrf;
    };

    it('unless the settings have another, and nowhere else: a checkout string is readable to all who see the page', async () => {
      const before = [cookieParser(), csurf({ cookie: true }) as RequestHandler];
      expect(await csrfOf({ before }))
        .to.be.a('string')
        .with.length.above(10);
      expect(await csrfOf({ before, settings: { ...oauth, csrfToken: 'mine' } })).to.equal('mine');
      expect(await csrfOf({ before, settings: {} })).to.equal(undefined);
      expect(await csrfOf({}), 'where the site has none').to.equal(undefined);
    });
  });

  // What a user may be, and what becomes of their names, is in test/customer/email-proofs.test.ts.
  it('renders the page for users that plenigo cannot have, and says why', async () => {
    const { open } = await createSite();
    for (const user of [{ id: 'ada', email: 'nobody' }, { email: ada.email }, { id: '', email: ada.email }]) {
      const { status, body } = await open('/article', { user });
      expect([status, body.status]).to.deep.equal([200, 'unavailable']);
      const [error, ...others] = world.errors.splice(0);
      expect(error).to.include({ code: 'invalid-argument' });
      expect(error?.message).to.match(/user\.(id|email)/);
      expect(others).to.deep.equal([]);
    }
    expect(world.calls()).to.deep.equal([]);
  });

  it('reads nothing of the user but its six fields, takes a number as id, and sends no more', async () => {
    const user = { id: 42, email: ada.email, passwordHash: 'x', firstName: null, lastName: '', language: 'klingon' };
    const { open } = await createSite();
    expect((await open('/article', { user })).body).to.include({ status: 'ready' });
    const [customer] = world.sandbox.customers;
    expect(customer).to.include({ externalUserId: '42', language: 'en' }).and.not.have.any.keys('firstName', 'name');
  });
});
