/** The router: the script it serves, and which clicks get credentials. */

import { expect } from 'chai';
import type { Request } from 'express';
import supertest from 'supertest';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { ARTICLE, type Newsstand, type NewsstandSetup, openNewsstand, openV3Newsstand } from '../support/newsstand.js';
import { claimsOf, enter, logIn, OWN_PAGE } from '../support/reader.js';
import { scriptOf, scripts } from '../support/scripts.js';

const script = scriptOf('checkout');

describe('router()', () => {
  let stand: Newsstand;
  const open = async (setup: NewsstandSetup = {}) => {
    stand = await openNewsstand({ ...setup, options: { mode: 'click', ...setup.options } });
    return stand;
  };
  afterEach(() => stand.close());

  it('answers the click of a page that a browser prepares, as any other', async () => {
    await open();
    const { ada, offer } = await enter(stand);
    for (const header of ['Sec-Purpose', 'Purpose', 'X-Moz']) {
      const { body } = await ada.click(offer).set(OWN_PAGE).set(header, 'prefetch;prerender').expect(200);
      expect(body, header).to.have.keys('status', 'call');
    }
  });

  describe('serves the script', () => {
    it('for good, under a name that changes with its content', async () => {
      await open();
      expect(new Set([...scripts.values()].map(({ text }) => text))).to.have.length(6);
      for (const [kind, { name, text: content }] of scripts) {
        expect(name).to.match(new RegExp(`^${kind}-[0-9a-f]{12}\\.js$`));
        const { headers, text } = await supertest(stand.url).get(`/plenigo/${name}`).expect(200);
        expect(text).to.equal(content);
        expect(headers['content-type']).to.match(/^text\/javascript/);
        expect(headers['cache-control']).to.equal('public, max-age=31536000, immutable');
        expect(headers['x-content-type-options']).to.equal('nosniff');
        await supertest(stand.url).head(`/plenigo/${name}`).expect(200);
      }
    });

    it('under the name of another version, too, but only for now', async () => {
      await open();
      for (const [kind, { text: content }] of scripts) {
        const { headers, text } = await supertest(stand.url).get(`/plenigo/${kind}-0123456789ab.js`).expect(200);
        expect(text).to.equal(content);
        expect(headers['cache-control']).to.equal('no-cache');
      }
    });

    it('that the page names, in German for readers of German and in English for all others', async () => {
      for (const language of ['de', 'en', 'fr']) {
        await open({ options: { user: () => ({ id: 'ada', email: 'ada@example.com', language }) } });
        const { text } = await supertest(stand.url).get(ARTICLE).expect(200);
        const { name } = scriptOf(language === 'de' ? 'checkout-de' : 'checkout');
        expect(text).to.include(`<script src="/plenigo/${name}"`);
        await stand.close();
      }
    });

    it('and leaves all else to the site', async () => {
      await open();
      const others = ['checkout', 'checkout.js', 'checkout-de.js', 'checkout-fr-0123456789ab.js', 'constructor'];
      for (const path of ['', ...others, 'constructor-0123456789ab.js']) {
        await supertest(stand.url).get(`/plenigo/${path}`).expect(404);
      }
      await supertest(stand.url).post(`/plenigo/${script.name}`).expect(404);
      await supertest(stand.url).put('/plenigo/checkout').expect(404);
    });
  });

  describe('in mode click', () => {
    it('the page makes no token, and the click makes one', async () => {
      await open({
        teaser: (_req, { locals: { plenigo } }) => `${plenigo?.buyButton('Buy')}${plenigo?.checkout?.snippet}`,
      });
      const { ada, offer } = await enter(stand);
      expect(stand.calls()).to.deep.equal(['hasUserBought']);
      const { body, headers } = await ada.click(offer).set(OWN_PAGE).expect(200);
      expect(stand.sandbox.tokens).to.have.length(1);
      expect(body.status).to.equal('ready');
      expect(body.call.loginToken).to.equal(stand.sandbox.tokens[0]?.token);
      expect(claimsOf(body.call.paymentData)).to.include({ pi: 'ARTICLE-1', aud: 'plenigo' });
      expect(headers['cache-control']).to.equal('private, no-store');
    });

    it('each click gets a token of its own, with the settings of the page', async () => {
      await open({
        settings: (req) => ({
          targetUrl: `${stand.url}${req.path}`,
          affiliateId: 'newsletter',
          showBuyingAgainScreen: false,
        }),
      });
      const { ada, offer } = await enter(stand);
      const first = await ada.click(offer).set(OWN_PAGE).expect(200);
      const second = await ada.click(offer).set(OWN_PAGE).expect(200);
      expect(first.body.call.loginToken).not.to.equal(second.body.call.loginToken);
      expect(first.body.call).to.include({
        targetUrl: stand.url + ARTICLE,
        affiliateId: 'newsletter',
        startWithRegistration: false,
      });
      expect(claimsOf(first.body.call.paymentData).sab).to.equal(false);
    });

    for (const checkAccess of [true, false]) {
      it(`what was bought meanwhile is ${checkAccess ? 'not sold again' : 'sold where it may be bought again'}`, async () => {
        await open({ settings: { checkAccess } });
        const { ada, offer } = await enter(stand);
        await ada.click(offer).set(OWN_PAGE).expect(200);
        stand.sandbox.buy({ externalUserId: 'ada' }, 'ARTICLE-1');
        const { body } = await ada.click(offer).set(OWN_PAGE).expect(200);
        expect(body).to.have.keys('status', checkAccess ? 'text' : 'call');
        expect(body.status).to.equal(checkAccess ? 'bought' : 'ready');
        if (!checkAccess) expect(stand.calls()).not.to.include('hasUserBought');
      });
    }

    it('what plenigo does not sell just now is told with 200, for the site has not failed', async () => {
      const v3 = await openV3Newsstand();
      stand = v3 as unknown as Newsstand;
      const { ada, offer } = await enter(v3);
      const body = { errorCode: 90072, errorMessage: 'not available' };
      v3.sandbox.inject({ call: 'preparePurchase', status: 400, body });
      const text = 'This cannot be bought just now. Please choose another offer.';
      await ada.click(offer).set(OWN_PAGE).expect(200, { status: 'not-for-sale', text });
      expect(v3.errors).to.deep.equal([]);
    });

    interface Trouble {
      user?: object;
      prepare?: () => void;
      answer: [http: number, status: string];
      errors?: string[];
    }
    const troubles: Record<string, Trouble> = {
      'plenigo does not answer': {
        prepare: () => stand.sandbox.inject({ status: 500, times: Infinity }),
        answer: [200, 'unavailable'],
        errors: ['server-error'],
      },
      'the e-mail address is another customer’s': {
        prepare: () => stand.sandbox.addCustomer({ email: 'ada@example.com' }),
        answer: [409, 'email-conflict'],
        errors: ['email-conflict'],
      },
      'the user has no e-mail address any more': { user: { id: 'ada' }, answer: [409, 'email-missing'] },
      'the user is one whom plenigo cannot have': {
        user: { id: 'ada', email: 'nobody' },
        answer: [200, 'unavailable'],
        errors: ['invalid-argument'],
      },
    };
    for (const [name, { user, prepare, answer, errors = [] }] of Object.entries(troubles)) {
      it(`says so when ${name}, in an answer that no cache keeps`, async () => {
        const ada = { id: 'ada', email: 'ada@example.com' };
        const options: Partial<PlenigoOptions> = {
          language: 'de',
          user: ({ method }) => (method === 'POST' && user ? user : ada) as never,
        };
        await open({ options });
        const { ada: reader, offer } = await enter(stand);
        prepare?.();
        const { status, body, headers } = await reader.click(offer).set(OWN_PAGE);
        expect([status, body.status]).to.deep.equal(answer);
        expect(body.text, 'in German').to.match(/^(Bitte|Das hat nicht) .+\.$/);
        expect(headers['cache-control']).to.equal('private, no-store');
        expect([stand.errors.map(({ code }) => code), stand.sandbox.tokens]).to.deep.equal([errors, []]);
      });
    }
  });

  it('a page for a prefetch, in mode page, has a button that asks on the click', async () => {
    await open({ options: { mode: 'page' } });
    const ada = await logIn(stand, 'ada');
    const { text } = await ada.agent.get(ARTICLE).set('X-Purpose', 'preview').expect(200);
    expect(stand.sandbox.tokens).to.deep.equal([]);
    const offer = /data-plenigo-checkout="([^"]+)"/.exec(text)?.[1];
    await ada.click(offer).set(OWN_PAGE).expect(200);
    expect(stand.sandbox.tokens).to.have.length(1);
  });

  it('a click of nobody is told where the login is, with the way back to the page that asks', async () => {
    const logins: [loginUrl: PlenigoOptions['loginUrl'], page: string, home: string | undefined][] = [
      ['/login', '/login?returnTo=%2Farticle%2F1%3Fa%3Db', '/login?returnTo=%2F'],
      [
        { path: 'https://id.example/in?x=1#form', param: 'weiter zu' },
        'https://id.example/in?x=1&weiter%20zu=%2Farticle%2F1%3Fa%3Db#form',
        'https://id.example/in?x=1&weiter%20zu=%2F#form',
      ],
      [
        async ({ originalUrl, query, get }) => `/in?${originalUrl}&${query.a}&${typeof get}`,
        '/in?/article/1?a=b&b&function',
        '/in?/&undefined&function',
      ],
      [undefined, '', ''],
    ];
    for (const [loginUrl, page, home] of logins) {
      await open({ options: { loginUrl } });
      const post = () => supertest(stand.url).post('/plenigo/checkout').set(OWN_PAGE);
      const ask = async (referer: string) =>
        (await post().set('Referer', referer).send({}).expect(401)).body.next?.href ?? '';
      expect(await ask(`${stand.url}/article/1?a=b`)).to.equal(page);
      for (const other of ['https://evil.example/article/1?a=b', 'nonsense', ''])
        expect(await ask(other)).to.equal(home);
      await stand.close();
    }
    await open();
  });

  it('plenigo refuses an offer as a checkout string', async () => {
    await open();
    const { offer } = await enter(stand);
    const { body } = await supertest(stand.sandbox.url)
      .post('/checkout/start')
      .set('Origin', stand.sandbox.url)
      .send({ paymentData: offer, startWithRegistration: false })
      .expect(200);
    expect(body).to.include({ step: 'error', code: 'payment-data-forged' });
  });

  it('a reader cannot choose product or price by anything else in the request', async () => {
    await open({
      product: { id: 'A', external: true, title: 'Story', price: 2.49, currency: 'EUR', type: 'DOWNLOAD' },
    });
    const { ada, offer } = await enter(stand);
    const { body } = await ada.agent
      .post('/plenigo/checkout?product=B&price=0.01&pi=B&pr=0.01')
      .set(OWN_PAGE)
      .send({ offer, product: 'B', price: 0.01, pi: 'B', pr: 0.01, claims: { pi: 'B' }, page: { targetUrl: 'x:' } })
      .expect(200);
    expect(claimsOf(body.call.paymentData)).to.include({ pi: 'A', pr: 2.49, ti: 'Story' });
    expect(body.call).to.have.keys('paymentData', 'loginToken', 'startWithRegistration');
  });

  it('hands a fault of the site itself to its error handler', async () => {
    await open({
      options: {
        user: (req: Request) => {
          if (req.method === 'POST') throw new Error('the user database is down');
          return { id: 'ada', email: 'ada@example.com' };
        },
      },
    });
    const { offer } = await (await logIn(stand, 'ada')).open();
    const answer = await supertest(stand.url).post('/plenigo/checkout').set(OWN_PAGE).send({ offer });
    expect([answer.status, answer.headers['cache-control']]).to.deep.equal([500, 'private, no-store']);
  });
});
