// What `checkout()` takes: products, settings, CSRF tokens and users.

import { expect } from 'chai';
import cookieParser from 'cookie-parser';
import csurf from 'csurf';
import type { RequestHandler } from 'express';
import { claimsOf } from '../support/reader.js';
import { ada, type SiteSetup, useWorld } from './world.js';

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

  // What a user may be, and what becomes of their names, is in test/customer/site-user.test.ts.
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
