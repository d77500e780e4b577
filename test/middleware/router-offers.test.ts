/** Offers: a click is good for what its own page was made to sell to its own reader, and for nothing else. */

import { expect } from 'chai';
import supertest from 'supertest';
import { createPlenigo } from '../../lib/index.js';
import { ARTICLE, type Newsstand, type NewsstandSetup, openNewsstand } from '../support/newsstand.js';
import { claimsOf, enter, logIn, OWN_PAGE } from '../support/reader.js';

describe('a click is refused, and no token is made,', () => {
  let stand: Newsstand;
  const open = async (setup: NewsstandSetup = {}) => {
    stand = await openNewsstand({ ...setup, options: { mode: 'click', ...setup.options } });
  };
  afterEach(() => stand.close());

  /** Everything that leads to a refusal ends here. */
  async function refuses(click: supertest.Test, { status, says }: { status: number; says: string }) {
    const before = stand.calls().length;
    const { body, headers } = await click.expect(status);
    expect(body).to.have.keys('status', 'text').and.include({ status: says });
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
    const { ada, offer } = await enter(stand);
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
    await open({ teaser: (_req, res) => `<b>${res.locals.plenigo?.checkout?.paymentData}</b>` });
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
      app.get(`/${name}`, other.checkout('CHEAP'), (_req, res) => res.send(res.locals.plenigo?.buyButton('Buy')));
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
    const { ada, offer } = await enter(stand);
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
