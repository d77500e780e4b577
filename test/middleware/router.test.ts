/** The router: the script it serves, and which clicks get credentials. */

import { expect } from 'chai';
import type { Request } from 'express';
import supertest from 'supertest';
import { createPlenigo } from '../../lib/index.js';
import { clientScripts } from '../../lib/page/client-script.js';
import { ARTICLE, type Newsstand, type NewsstandSetup, openNewsstand } from '../support/newsstand.js';
import { claimsOf, logIn, OWN_PAGE } from '../support/reader.js';

const script = clientScripts.checkout;

describe('router()', () => {
  let stand: Newsstand;
  const open = async (setup: NewsstandSetup = {}) => {
    stand = await openNewsstand({ ...setup, options: { mode: 'click', ...setup.options } });
    return stand;
  };
  afterEach(() => stand.close());

  describe('serves the script', () => {
    it('for good, under a name that changes with its content', async () => {
      await open();
      const { headers, text } = await supertest(stand.url).get(`/plenigo/${script.name}`).expect(200);
      expect(text).to.equal(script.text);
      expect(headers['content-type']).to.match(/^text\/javascript/);
      expect(headers['cache-control']).to.equal('public, max-age=31536000, immutable');
      expect(headers['x-content-type-options']).to.equal('nosniff');
      await supertest(stand.url).head(`/plenigo/${script.name}`).expect(200);
    });

    it('under the name of another version, too, but only for now', async () => {
      await open();
      const { headers, text } = await supertest(stand.url)
        .get('/plenigo/checkout-0123456789ab.js')
        .expect(200);
      expect(text).to.equal(script.text);
      expect(headers['cache-control']).to.equal('no-cache');
    });

    it('and leaves all else to the site', async () => {
      await open();
      for (const path of ['/plenigo/', '/plenigo/checkout', '/plenigo/checkout.js', '/plenigo/constructor']) {
        await supertest(stand.url).get(path).expect(404);
      }
      await supertest(stand.url).post(`/plenigo/${script.name}`).expect(404);
      await supertest(stand.url).put('/plenigo/checkout').expect(404);
    });
  });

  describe('in mode click', () => {
    it('the page makes no token, and the click makes one', async () => {
      await open();
      const ada = await logIn(stand, 'ada');
      const { offer } = await ada.open();
      expect(stand.calls()).to.deep.equal(['hasUserBought']);
      const { body, headers } = await ada.click(offer).set(OWN_PAGE).expect(200);
      expect(stand.sandbox.tokens).to.have.length(1);
      expect(body.status).to.equal('ready');
      expect(body.call.loginToken).to.equal(stand.sandbox.tokens[0]?.token);
      expect(claimsOf(body.call.paymentData)).to.include({ pi: 'ARTICLE-1', aud: 'plenigo' });
      expect(headers['cache-control']).to.equal('private, no-store');
    });

    it('an inline snippet makes none before it runs, either', async () => {
      await open({ teaser: (_req, res) => String(res.locals.plenigo.checkout?.snippet) });
      const ada = await logIn(stand, 'ada');
      const { text } = await ada.agent.get(ARTICLE).expect(200);
      expect(text).to.include('expressPlenigo.checkout(/');
      expect(stand.calls()).to.deep.equal(['hasUserBought']);
    });

    it('each click gets a token of its own, with the settings of the page', async () => {
      await open({
        settings: (req) => ({
          targetUrl: `${stand.url}${req.path}`,
          affiliateId: 'newsletter',
          showBuyingAgainScreen: false,
        }),
      });
      const ada = await logIn(stand, 'ada');
      const { offer } = await ada.open();
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

    it('what was bought meanwhile is not sold again', async () => {
      await open();
      const ada = await logIn(stand, 'ada');
      const { offer } = await ada.open();
      await ada.click(offer).set(OWN_PAGE).expect(200);
      stand.sandbox.buy({ externalUserId: 'ada' }, 'ARTICLE-1');
      const { body } = await ada.click(offer).set(OWN_PAGE).expect(200);
      expect(body).to.deep.equal({ status: 'bought' });
    });

    it('what may be bought again is', async () => {
      await open({ settings: { checkAccess: false } });
      const ada = await logIn(stand, 'ada');
      const { offer } = await ada.open();
      await ada.click(offer).set(OWN_PAGE).expect(200);
      stand.sandbox.buy({ externalUserId: 'ada' }, 'ARTICLE-1');
      const { body } = await ada.click(offer).set(OWN_PAGE).expect(200);
      expect(body.status).to.equal('ready');
      expect(stand.calls()).not.to.include('hasUserBought');
    });

    interface Trouble {
      user?: object;
      prepare?: () => void;
      /** What the click is answered with. */
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
        await open({ options: { user: ({ method }) => (method === 'POST' && user ? user : ada) as never } });
        const reader = await logIn(stand, 'ada');
        const { offer } = await reader.open();
        prepare?.();
        const { status, body, headers } = await reader.click(offer).set(OWN_PAGE);
        expect([status, body]).to.deep.equal([answer[0], { status: answer[1] }]);
        expect(headers['cache-control']).to.equal('private, no-store');
        expect(stand.errors.map(({ code }) => code)).to.deep.equal(errors);
        expect(stand.sandbox.tokens).to.deep.equal([]);
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

  describe('a click is refused, and no token is made,', () => {
    /** Everything that leads to a refusal ends here. */
    async function refuses(click: supertest.Test, { status, says }: { status: number; says: string }) {
      const before = stand.calls().length;
      const { body, headers } = await click.expect(status);
      expect(body).to.deep.equal({ status: says });
      expect(headers['cache-control']).to.equal('private, no-store');
      expect(stand.calls()).to.have.length(before);
    }
    const invalid = { status: 403, says: 'offer-invalid' };

    it('for someone who is not logged in', async () => {
      await open();
      const { offer } = await (await logIn(stand, 'ada')).open();
      await refuses(supertest(stand.url).post('/plenigo/checkout').set(OWN_PAGE).send({ offer }), {
        status: 401,
        says: 'anonymous',
      });
    });

    it('with the offer of another reader', async () => {
      await open();
      const { offer } = await (await logIn(stand, 'ada')).open();
      const bo = await logIn(stand, 'bo');
      await refuses(bo.click(offer).set(OWN_PAGE), invalid);
      expect(stand.errors.map(({ code }) => code)).to.deep.equal(['offer-invalid']);
    });

    it('with an offer whose price, product, reader or settings were changed', async () => {
      await open({
        product: { id: 'A', external: true, title: 'Story', price: 2.49, currency: 'EUR', type: 'DOWNLOAD' },
      });
      const ada = await logIn(stand, 'ada');
      const { offer } = await ada.open();
      const [header, payload, signature] = offer.split('.');
      const claims = claimsOf(offer) as { claims: object; page: object; exp: number };
      const changed = [
        { ...claims, claims: { ...claims.claims, pr: 0.01 } },
        { ...claims, claims: { ...claims.claims, pi: 'B' } },
        { ...claims, page: { ...claims.page, targetUrl: 'https://evil.example' } },
        { ...claims, exp: claims.exp + 60 },
        { ...claims, sub: 'bo' },
        { ...claims, access: false },
      ].map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
      const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
      for (const forged of [
        ...changed.map((text) => [header, text, signature].join('.')),
        [unsigned, payload, ''].join('.'),
        [unsigned, payload, signature].join('.'),
        `${offer}.`,
        `${offer.slice(0, -4)}AAAA`,
        `${header}.${payload}`,
        '',
        'constructor',
        [offer],
        { offer },
        42,
        null,
        undefined,
      ]) {
        await refuses(ada.click(forged).set(OWN_PAGE), invalid);
      }
      await ada.click(offer).set(OWN_PAGE).expect(200);
    });

    it('with an offer of yesterday', async () => {
      await open();
      const ada = await logIn(stand, 'ada');
      const { now } = Date;
      const { offer } = await ada.open();
      const day = 24 * 60 * 60 * 1000;
      try {
        Date.now = () => now() + day - 10_000;
        await ada.click(offer).set(OWN_PAGE).expect(200);
        Date.now = () => now() + day;
        await refuses(ada.click(offer).set(OWN_PAGE), invalid);
      } finally {
        Date.now = now;
      }
    });

    it('with a checkout string instead of an offer', async () => {
      await open({ teaser: (_req, res) => `<b>${res.locals.plenigo.checkout?.paymentData}</b>` });
      const ada = await logIn(stand, 'ada');
      const { text } = await ada.agent.get(ARTICLE).expect(200);
      await refuses(ada.click(/<b>(.+)<\/b>/.exec(text)?.[1]).set(OWN_PAGE), invalid);
    });

    it('with an offer of a sister site of the same company, whose prices are its own', async () => {
      await open();
      const { app, sandbox } = stand;
      const others = { sister: 'https://sister.example', twin: stand.url };
      for (const [name, baseUrl] of Object.entries(others)) {
        const other = createPlenigo({
          ...sandbox.options,
          baseUrl,
          mode: 'click',
          user: ({ session: { reader = '' } }) => ({ id: reader, email: `${reader}@example.com` }),
        });
        app.use(`/${name}/plenigo`, other.router());
        app.get(`/${name}`, other.checkout('CHEAP'), (_req, res) => {
          res.send(res.locals.plenigo.buyButton('Buy'));
        });
      }
      const ada = await logIn(stand, 'ada');
      const { offer } = await ada.open('/sister');
      await refuses(ada.click(offer).set(OWN_PAGE), invalid);
      // It is the site alone that makes the difference: there it is good, and so is that of another process of this one.
      await ada.agent.post('/sister/plenigo/checkout').send({ offer }).set(OWN_PAGE).expect(200);
      await ada
        .click((await ada.open('/twin')).offer)
        .set(OWN_PAGE)
        .expect(200);
    });

    it('with an offer in another spelling', async () => {
      await open();
      const ada = await logIn(stand, 'ada');
      const { offer } = await ada.open();
      const [header = '', payload = '', signature = ''] = offer.split('.');
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      // The last character of a signature has bits to spare.
      const spare = signature.slice(0, -1) + alphabet[(alphabet.indexOf(signature.slice(-1)) ^ 1) % 64];
      expect(Buffer.from(spare, 'base64url').equals(Buffer.from(signature, 'base64url'))).to.equal(true);
      for (const other of [
        `${header}.${payload}.${spare}`,
        `${header}.${payload}=.${signature}`,
        `${header}.${payload}.${signature}==`,
        `${header}.${payload} .${signature}`,
        `${header}.${payload.slice(0, 8)}\n${payload.slice(8)}.${signature}`,
        ` ${offer}`,
      ]) {
        await refuses(ada.click(other).set(OWN_PAGE), invalid);
      }
      await ada.click(offer).set(OWN_PAGE).expect(200);
    });

    it('with an offer of a site with another secret', async () => {
      const other = await openNewsstand({ options: { mode: 'click' } });
      const { offer } = await (await logIn(other, 'ada')).open();
      await other.close();
      await open();
      const ada = await logIn(stand, 'ada');
      await refuses(ada.click(offer).set(OWN_PAGE), invalid);
    });
  });

  it('plenigo refuses an offer as a checkout string', async () => {
    await open();
    const ada = await logIn(stand, 'ada');
    const { offer } = await ada.open();
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
    const ada = await logIn(stand, 'ada');
    const { offer } = await ada.open();
    const { body } = await ada.agent
      .post('/plenigo/checkout?product=B&price=0.01&pi=B&pr=0.01')
      .set(OWN_PAGE)
      .send({
        offer,
        product: 'B',
        price: 0.01,
        pi: 'B',
        pr: 0.01,
        claims: { pi: 'B' },
        page: { targetUrl: 'x:' },
      })
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
    expect(answer.status).to.equal(500);
    expect(answer.headers['cache-control']).to.equal('private, no-store');
  });
});
