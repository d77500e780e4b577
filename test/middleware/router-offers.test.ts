/** Where the router may be mounted, and offers: a click is good for what its own page sells to its own reader. */
import { expect } from 'chai';
import express, { type RequestHandler } from 'express';
import supertest from 'supertest';
import { createPlenigo } from '../../lib/index.js';
import { ARTICLE, type Newsstand, type NewsstandSetup, openNewsstand } from '../support/newsstand.js';
import { claimsOf, enter, logIn, OWN_PAGE } from '../support/reader.js';
import { scriptOf } from '../support/scripts.js';
import { express4, useWorld } from './world.js';

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

describe('the path of router()', () => {
  const world = useWorld();
  const { name } = scriptOf('checkout');

  interface Mounted {
    /** `routerPath`. */
    path?: string;
    /** The path of the site at which a router of its own stands, and that at which ours stands in there. */
    at: [outer: string, inner: string];
    /** What the browser asks for, as the app sees it. */
    seen: string;
    /** How ours stands there. Default `use`. */
    how?: 'use' | 'all';
    /** Default: Express 5. */
    major?: typeof express;
  }

  async function mount({ path, at: [outer, inner], seen, how = 'use', major = express }: Mounted) {
    const warnings: string[] = [];
    const logger = { debug() {}, info() {}, error() {}, warn: (_: object, text: string) => warnings.push(text) };
    const plenigo = world.plenigo({ logger, ...(path !== undefined && { routerPath: path }) });
    const app = major();
    const nested = major.Router();
    nested[how](inner, plenigo.router());
    app.use(outer, nested);
    const own: RequestHandler = (_req, res) => res.send('the site’s own');
    app.use(own);
    const server = await world.serve(app);
    const loads = async (url: string) => (await supertest(server).get(url)).text === scriptOf('checkout').text;
    return { warnings, loads: await loads(seen), again: () => loads(seen), server };
  }

  const right: Record<string, Mounted> = {
    'is the usual one': { at: ['/', '/plenigo'], seen: `/plenigo/${name}` },
    'lies in a nested router that is named': {
      path: '/shop/plenigo',
      at: ['/shop', '/plenigo'],
      seen: `/shop/plenigo/${name}`,
    },
    'is not given, but only named': { at: ['/', '/'], seen: `/plenigo/${name}` },
    'is not given in a nested router, but named': { path: '/shop/pay', at: ['/shop', '/'], seen: `/shop/pay/${name}` },
    // As Nest's forRoutes has it, and with `setGlobalPrefix('api')`.
    'is a pattern': { at: ['/', '/plenigo/*path'], seen: `/plenigo/${name}` },
    'is a pattern of Express 4': { at: ['/', '/plenigo/*'], seen: `/plenigo/${name}`, major: express4 },
    'is a pattern for all methods': { at: ['/', '/plenigo/*path'], seen: `/plenigo/${name}`, how: 'all' },
    'is a pattern with a prefix that is named': {
      path: '/api/plenigo',
      at: ['/api', '/plenigo/*path'],
      seen: `/api/plenigo/${name}`,
    },
    'is a pattern behind a proxy that takes a prefix away': {
      path: '/api/plenigo',
      at: ['/', '/plenigo/*path'],
      seen: `/plenigo/${name}`,
    },
    'has a prefix that a proxy takes away': { path: '/shop/plenigo', at: ['/', '/plenigo'], seen: `/plenigo/${name}` },
  };
  for (const [what, mounted] of Object.entries(right)) {
    it(`works where it ${what}`, async () => {
      const { loads, warnings } = await mount(mounted);
      expect({ loads, warnings }).to.deep.equal({ loads: true, warnings: [] });
    });
  }

  const wrong: Record<string, Mounted & { says: string }> = {
    'lies in a nested router that is not named': {
      at: ['/shop', '/plenigo'],
      seen: `/shop/plenigo/${name}`,
      says: '/shop/plenigo',
    },
    'is another than the named one': {
      path: '/pay',
      at: ['/', '/plenigo'],
      seen: `/plenigo/${name}`,
      says: '/plenigo',
    },
    'is a pattern with a prefix that is not named': {
      at: ['/api', '/plenigo/*path'],
      seen: `/api/plenigo/${name}`,
      says: '/api/plenigo',
    },
    'is not given in a nested router': { at: ['/shop', '/'], seen: '/shop/article', says: '/shop' },
  };
  for (const [what, { says, ...mounted }] of Object.entries(wrong)) {
    it(`is told to the site once where it ${what}`, async () => {
      const { warnings, again } = await mount(mounted);
      await again();
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.include(`reached at ${says}, but pages look for it at ${mounted.path ?? '/plenigo'}:`);
    });
  }

  it('leaves the site its own pages, such as a checkout, with one of its own or without', async () => {
    for (const inner of ['/', '/plenigo']) {
      const { server, warnings } = await mount({ at: ['/', inner], seen: '/' });
      const others = ['/checkout', `/${name}`, '/plenigo', '/plenigoes/checkout', '/plenigo/checkout/more'];
      for (const path of [...others, '/plenigo/', '/plenigo/checkout/']) {
        expect((await supertest(server).post(path)).text, path).to.equal('the site’s own');
      }
      expect(warnings).to.deep.equal([]);
    }
  });
});
