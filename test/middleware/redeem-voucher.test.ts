/** `redeemVoucher()`: what a code is for is the reader's at once, or what stands against it is said in their words. */
import { expect } from 'chai';
import express, { type Response } from 'express';
import request from 'supertest';
import { pollutedWith } from '../hostile/polluted.js';
import { onBothApis } from '../support/apis.js';
import { OWN_PAGE } from '../support/reader.js';
import { ada, as, useWorld } from './world.js';

const offers = { O_PLUS: { accessRights: ['PLUS'], title: 'Plus', price: 9.9, currency: 'EUR' } };
const vouchers = { GIFT: { offerId: 'O_PLUS' }, HALF: { offerId: 'O_PLUS', price: 5 }, 'A/B ?': { offerId: 'O_PLUS' } };

onBothApis('a voucher code', (api) => {
  const world = useWorld(api, { offers, vouchers });
  const isV3 = api.name === 'v3';

  async function open(options: object = {}) {
    const plenigo = world.plenigo({ mode: 'click', ...options });
    const app = express().use('/plenigo', plenigo.router());
    app.get('/', plenigo.checkout(api.product('PLUS')), (_req, res) => void res.json(res.locals.plenigo));
    app.post('/voucher', async (req, res: Response) => {
      const redemption = await plenigo.redeemVoucher(req, decodeURIComponent(req.get('x-code') ?? ''));
      res.json({ ...redemption, button: res.locals.plenigo?.buyButton('Go on'), plenigo: res.locals.plenigo });
    });
    const server = request(await world.serve(app));
    return {
      server,
      status: async () => (await server.get('/').set(as(ada))).body.status,
      redeem: async (code: string, user: object | null = ada) =>
        server.post('/voucher').set({ ...(user && as(user)), 'x-code': encodeURIComponent(code) }),
    };
  }
  type Site = Awaited<ReturnType<typeof open>>;
  const become = async ({ redeem }: Site, code: string, user?: object | null) => (await redeem(code, user)).body.status;

  it('opens what it is for, at once and for a reader who is new, and is used up then', async () => {
    const site = await open();
    expect(await site.status()).to.equal('ready');
    expect((await site.redeem(' GIFT ')).body).to.deep.equal({
      status: 'redeemed',
      message: 'Your code is redeemed, and what it is for is yours.',
    });
    expect(await site.status()).to.equal('bought');
    expect(await become(site, 'GIFT', { id: 'bob', email: 'bob@news.example' })).to.equal(
      isV3 ? 'voucher-used' : 'voucher-unknown',
    );
    expect(world.errors).to.deep.equal([]);
  });

  it('is redeemed once for a reader whose form is sent twice', async () => {
    const site = await open();
    await site.status();
    const both = await Promise.all([become(site, 'GIFT'), become(site, 'GIFT')]);
    expect(both).to.deep.equal(['redeemed', 'redeemed']);
    const others = [
      { id: 'bob', email: 'bob@news.example' },
      { id: 'eve', email: 'eve@news.example' },
    ];
    const [one, two] = await Promise.all(others.map((user) => become(site, 'A/B ?', user)));
    expect([one, two]).to.include('redeemed');
    expect([one, two]).to.include(isV3 ? 'voucher-used' : 'voucher-unknown');
  });

  it('may hold what an address is made of', async () => {
    expect(await become(await open(), 'A/B ?')).to.equal('redeemed');
  });

  it('is told to be none without a question where it cannot be one', async () => {
    const site = await open();
    for (const code of ['', '..', 'x'.repeat(21), 'A,B', 'a\u0000']) {
      expect(await become(site, code), JSON.stringify(code)).to.equal('voucher-unknown');
    }
    expect(world.calls()).to.deep.equal([]);
  });

  it('is refused in the reader’s language', async () => {
    const site = await open();
    const { body } = await site.redeem('NONE', { ...ada, language: 'de' });
    expect(body.message).to.equal('Dieser Code gilt nicht. Bitte prüfen Sie, ob er richtig geschrieben ist.');
    expect(world.errors).to.deep.equal([]);
  });

  it('that is not for nothing leads to the checkout, which API v3 begins with it', async () => {
    const site = await open();
    const poison = { targetUrl: 'https://evil.example', affiliateId: 'poison', freeFor: () => true };
    const { body, headers } = await pollutedWith(poison, () => site.redeem('HALF'));
    expect(body).to.include({ status: 'not-free' }).and.have.property('message').that.includes('the whole price');
    expect(await site.status()).to.equal('ready');
    expect('button' in body).to.equal(isV3);
    if (!isV3) return;
    expect(headers['cache-control']).to.equal('private, no-store');
    expect(body.plenigo.scriptTag).to.include('frisbii');
    const offer = /data-plenigo-checkout="([^"]+)"/.exec(body.button)?.[1];
    const click = () => site.server.post('/plenigo/checkout').set({ ...as(ada), ...OWN_PAGE });
    const { call, status } = (await click().send({ offer })).body;
    expect([status, call.frame, call.targetUrl]).to.deep.equal(['ready', {}, undefined]);
    expect(world.sandbox.v3.purchases).to.have.length(1);
    expect(world.sandbox.v3.purchases[0]).to.include({ price: 5 });
    expect(world.sandbox.v3.purchases[0]).to.deep.include({ accessRights: ['PLUS'] });
  });

  for (const [status, user, code = 'GIFT'] of [
    ['anonymous', null],
    ['email-missing', { id: ada.id }],
    ['email-conflict', ada],
  ] as const) {
    it(`is not used for a reader who is ${status}`, async () => {
      if (status === 'email-conflict') world.sandbox.addCustomer({ email: ada.email });
      const site = await open();
      expect(await become(site, code, user)).to.equal(status);
      expect(await become(site, code, { id: 'bob', email: 'bob@news.example' })).to.equal('redeemed');
    });
  }

  it('is not sent again by itself, and what went wrong is the site’s to know', async () => {
    const site = await open();
    const call = isV3 ? 'buyWithVoucher' : 'redeemVoucher';
    await site.status();
    world.sandbox.inject({ call, status: 503, times: Number.POSITIVE_INFINITY });
    world.calls();
    expect((await site.redeem('GIFT')).body).to.include({ status: 'unavailable' });
    expect(world.calls().filter((each) => each === call)).to.have.length(1);
    expect(world.errors.map(({ code }) => code)).to.deep.equal(['service-unavailable']);
  });

  it('is refused to a request that is none', async () => {
    const plenigo = world.plenigo();
    const error = await plenigo.redeemVoucher('GIFT' as never, 'GIFT').catch((reason: Error) => reason);
    expect(error).to.have.property('message').that.includes('expected the request');
  });

  if (!isV3) return;
  it('finds the customer anew whom plenigo has lost, and does not believe a status that is not ACTIVE', async () => {
    const lost = { userId: ada.id, customerId: '99', at: Date.now() };
    const site = await open({ store: { get: async () => lost, set: async () => {} } });
    expect(await become(site, 'A/B ?')).to.equal('redeemed');
    world.sandbox.inject({ call: 'validateVoucher', status: 200, body: { status: 'INACTIVE' } });
    expect([await become(site, 'GIFT'), await become(site, 'GIFT')]).to.deep.equal(['voucher-used', 'already-bought']);
  });

  it('goes to the customer whom the reader has now, where plenigo has lost another one meanwhile', async () => {
    world.addBuyer([], ada);
    const { customerId } = world.sandbox.addCustomer({ email: 'ada@home.example' });
    const known = { userId: ada.id, customerId: '99', at: Date.now() };
    const buyers: unknown[] = [];
    const reply = (status: number, body: object) => new Response(JSON.stringify(body), { status });
    const site = await open({
      store: { get: async () => known, set: async () => {} },
      async fetch(url: string, init: { body?: string }) {
        if (url.includes('buyWithVoucher')) buyers.push(JSON.parse(init.body ?? '').customerId);
        if (url.includes('buyWithVoucher') && buyers.length === 1) return reply(404, { errorCode: 20404 });
        if (url.includes('customerIdByExternal') && buyers.length > 0) return reply(200, { customerId });
        return fetch(url, init);
      },
    });
    expect(await become(site, 'GIFT')).to.equal('redeemed');
    expect(buyers[1]).to.equal(customerId);
  });
});
