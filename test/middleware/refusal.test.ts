// What a reader reads whom `requireAccess()` does not let through: in their language, in the site's words, with what to do next.
import { expect } from 'chai';
import { type Wording, wordingsWith } from '../../lib/base/texts.js';
import type { RouteProducts } from '../../lib/entries/v2.js';
import type { OfferLocals } from '../../lib/page/locals.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { nastyTexts } from '../support/nasty.js';
import { ada, useWorld } from './world.js';

const wordings = wordingsWith();
const english = wordings.get('en') as Wording;

describe('the refusal of requireAccess()', () => {
  const world = useWorld();

  interface Site {
    options?: Partial<PlenigoOptions>;
    products?: RouteProducts;
    hasRouter?: boolean;
  }

  async function createSite({ options, products = 'PASS', hasRouter = true }: Site = {}) {
    const site = await world.site({
      options,
      hasRouter,
      pages: (plenigo) => ({ '/archive': plenigo.requireAccess(products) }),
    });
    const open = (user?: object, { accept = 'text/html', method = 'get' as 'get' | 'post' } = {}) =>
      site.open('/archive?page=2', { user: user ?? null, headers: { accept }, method });
    return { open };
  }

  const readers: Record<
    string,
    { user?: object; prepare?: () => void; key: 'login' | 'buy' | 'emailMissing' | 'emailConflict' | 'unavailable' }
  > = {
    'is not logged in': { key: 'login' },
    'has not bought it': { user: ada, key: 'buy' },
    'has no e-mail address': { user: { id: 'ada-1' }, key: 'emailMissing' },
    'has an address that is a customer’s': {
      user: ada,
      prepare: () => world.sandbox.addCustomer({ email: ada.email }),
      key: 'emailConflict',
    },
    'cannot be asked about': {
      user: ada,
      prepare: () => world.sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY }),
      key: 'unavailable',
    },
  };
  for (const [who, { user, prepare, key }] of Object.entries(readers)) {
    for (const language of ['en', 'de']) {
      it(`is a heading and a sentence, and for programs the same sentence, for a reader who ${who}: ${language}`, async () => {
        prepare?.();
        const { open } = await createSite({ options: { language } });
        const wording = wordings.get(language) as Wording;
        const { text } = await open(user);
        expect(text).to.include(`<html lang="${language}">`);
        expect(text).to.include(`<h1>${wording[`${key}Heading`]}</h1>`);
        expect(text).to.include(`<title>${wording[`${key}Heading`]}</title>`);
        expect(text).to.include(`<p>${wording[key]}</p>`);
        expect(text).to.include('<meta name="color-scheme" content="light dark">').and.not.include('<style');
        expect((await open(user, { accept: 'application/json' })).body.message).to.equal(wording[key]);
      });
    }
  }

  it('speaks the reader’s own language before the site’s', async () => {
    const { open } = await createSite({ options: { language: 'en', texts: { de: { buyHeading: 'Jetzt mitlesen' } } } });
    const { text } = await open({ ...ada, language: 'de' });
    expect(text).to.include('<html lang="de">').and.include('<h1>Jetzt mitlesen</h1>').and.include('data-lang="de"');
  });

  it('has a buy button for each product, each with its name where there are several', async () => {
    const one = await (await createSite()).open(ada);
    expect(one.text.match(/<button.*?<\/button>/g)).to.have.length(1);
    expect(one.text).to.include('>Buy</button>');
    expect(one.text).to.match(/src="\/plenigo\/checkout-/);
    const titled = {
      id: 'ISSUE',
      external: true,
      title: 'Issue <47>',
      price: 2,
      currency: 'EUR',
      type: 'EBOOK',
    } as const;
    const several = await (await createSite({ products: ['MONTH', titled] })).open(ada);
    expect(several.text).to.include('>Buy: MONTH</button>').and.include('>Buy: Issue &lt;47&gt;</button>');
  });

  it('is for a program what a page that it builds needs to sell, and no more where it could not', async () => {
    const json = { accept: 'application/json' };
    const { open } = await createSite({ products: ['MONTH', 'YEAR'] });
    const { body } = await open(ada, json);
    expect(body).to.include({ error: 'not-bought', message: english.buy, status: 'ready', access: false });
    expect(body.offers.map(({ product }: OfferLocals) => product.id)).to.deep.equal(['MONTH', 'YEAR']);
    expect(body.offers[1].button.attributes).to.have.keys('type', 'data-plenigo-checkout', 'data-plenigo-product');
    expect(body.scripts[0].attributes).to.include({ defer: true });
    expect(world.sandbox.tokens).to.deep.equal([]);
    const withoutRouter = await createSite({ hasRouter: false });
    for (const other of [
      await open(undefined, json),
      await open({ id: 'eve' }, json),
      await withoutRouter.open(ada, json),
    ]) {
      expect(other.body).to.have.keys('error', 'message');
    }
  });

  it('has no button and no script where the router is not there to serve it', async () => {
    const { text } = await (await createSite({ hasRouter: false })).open(ada);
    expect(text).to.not.include('<button').and.not.include('<script');
  });

  it('leads to the login where another account may help, with the way back', async () => {
    const { open } = await createSite({ options: { loginUrl: '/login' } });
    const link = '<a href="/login?returnTo=%2Farchive%3Fpage%3D2">Log in</a>';
    expect((await open(ada)).text).to.include(link);
    world.sandbox.addCustomer({ email: 'bob@news.example' });
    expect((await open({ id: 'bob', email: 'bob@news.example' })).text).to.include(link);
    expect((await open({ id: 'eve' })).text).to.not.include('<a ');
    // A form that was sent cannot be sent again by a link.
    expect((await open(ada, { method: 'post' })).text).to.not.include('<a ');
  });

  it('names the site and leads back to it, and to the account where an address is missing or to be confirmed', async () => {
    const { open } = await createSite({
      options: { baseUrl: 'https://news.example', accountUrl: '/account?tab="mail"' },
    });
    const account = '<a href="/account?tab=&quot;mail&quot;">Your account</a>';
    for (const user of [undefined, ada, { id: 'eve' }]) {
      const { text } = await open(user);
      expect(text).to.include('<header><p><a href="https://news.example/">news.example</a></p></header>');
      expect(text).to.match(/<title>[^<]+ – news\.example<\/title>/);
      expect(text.includes(account), text).to.equal(user !== undefined && user !== ada);
    }
    world.sandbox.addCustomer({ email: 'bob@news.example' });
    expect((await open({ id: 'bob', email: 'bob@news.example', language: 'de' })).text).to.include('>Ihr Konto</a>');
  });

  it('leads to another try while plenigo is down', async () => {
    world.sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY });
    const { text } = await (await createSite({ options: { loginUrl: '/login' } })).open(ada);
    expect(text).to.include('<a href="">Try again</a>').and.not.include('/login');
  });

  it('keeps every text and address a text', async () => {
    for (const nasty of nastyTexts.filter((text) => text !== '' && text.isWellFormed())) {
      const texts = { en: { buyHeading: nasty, buy: nasty, buyLabel: nasty, loginLabel: nasty, noScript: nasty } };
      const { open } = await createSite({ options: { texts, loginUrl: () => nasty } });
      const { text } = await open(ada);
      const tags = text.replaceAll(/<script [^<>]*><\/script>/g, '').match(/<[^>]*>?/g) ?? [];
      const names = tags.map((tag) => /^<([\w!]*)/.exec(tag)?.[1]).filter((name) => name !== '');
      expect(names.join(' '), nasty).to.equal(
        '!doctype html head meta meta meta title body main h1 p p button noscript span span p a',
      );
    }
  });
});
