// What `checkout()` takes: products, settings, CSRF tokens and users.

import { expect } from 'chai';
import cookieParser from 'cookie-parser';
import { csrfSync } from 'csrf-sync';
import csurf from 'csurf';
import type { RequestHandler } from 'express';
import session from 'express-session';
import { ada, claimsOf, type SiteSetup, useWorld } from './world.js';

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

    it('where undefined means that nothing is for sale, whoever the reader is', async () => {
      const { open } = await createSite({ product: async () => undefined });
      expect((await open()).body).to.include({ status: 'free', access: true, button: '' });
      expect((await open('/article', { user: null })).body).to.include({ status: 'free', access: true, button: '' });
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
    const sessions = () => session({ secret: 's', resave: false, saveUninitialized: false });
    const csrfOf = async ({ settings, ...site }: SiteSetup) => {
      const { open } = await createSite({ options: { baseUrl }, settings: settings ?? oauth, ...site });
      return claimsOf((await open()).body.checkout.paymentData).csrf;
    };
    const withCsurf = () => [cookieParser(), csurf({ cookie: true }) as RequestHandler];

    it('from csurf', async () => {
      expect(await csrfOf({ before: withCsurf() }))
        .to.be.a('string')
        .with.length.above(10);
    });

    it('from csrf-sync', async () => {
      const { csrfSynchronisedProtection } = csrfSync();
      const csrf = await csrfOf({ before: [sessions(), csrfSynchronisedProtection] });
      expect(csrf).to.be.a('string').with.length.above(10);
    });

    it('unless the settings have another', async () => {
      expect(await csrfOf({ before: withCsurf(), settings: { ...oauth, csrfToken: 'mine' } })).to.equal('mine');
    });

    it('and none where the site has none', async () => {
      expect(await csrfOf({})).to.equal(undefined);
    });

    it('and nowhere else: a checkout string is readable to all who see the page', async () => {
      expect(await csrfOf({ before: withCsurf(), settings: {} })).to.equal(undefined);
    });
  });

  describe('with users that plenigo cannot have', () => {
    for (const [title, user] of Object.entries({
      'an e-mail that is none': { id: 'ada', email: 'nobody' },
      'no id': { email: ada.email },
      'an empty id': { id: '', email: ada.email },
      'an id that is an object': { id: {}, email: ada.email },
      'an id that is half a number': { id: 0.5, email: ada.email },
    })) {
      it(`renders the page and says why: ${title}`, async () => {
        const { open } = await createSite();
        const { status, body } = await open('/article', { user });
        expect(status).to.equal(200);
        expect(body).to.include({ status: 'unavailable' });
        expect(world.errors.map(({ code }) => code)).to.deep.equal(['invalid-argument']);
        expect(world.errors[0]?.message).to.match(/user\.(id|email)/);
        expect(world.calls()).to.deep.equal([]);
      });
    }

    it('takes the numbers of a database as ids', async () => {
      const { open } = await createSite();
      expect((await open('/article', { user: { id: 42, email: ada.email } })).body).to.include({ status: 'ready' });
      expect(world.sandbox.customers[0]?.externalUserId).to.equal('42');
    });

    it('cuts names that are longer than plenigo could take, and sends no half of a character', async () => {
      const user = { ...ada, firstName: 'A'.repeat(5_000_000), lastName: `${'x'.repeat(99)}😀` };
      const { open } = await createSite({ options: { user: () => user } });
      expect((await open()).body).to.include({ status: 'ready' });
      expect(world.sandbox.customers[0]).to.include({ firstName: 'A'.repeat(100), name: `${'x'.repeat(99)}\ufffd` });
    });

    it('reads nothing of the user but its six fields, and sends no more', async () => {
      const user = { ...ada, passwordHash: 'x', firstName: null, lastName: '', language: 'klingon' };
      const { open } = await createSite();
      expect((await open('/article', { user })).body).to.include({ status: 'ready' });
      expect(world.sandbox.customers[0]).to.not.have.any.keys('firstName', 'name');
      expect(world.sandbox.customers[0]?.language).to.equal('en');
    });
  });
});
