/** What comes from API v3 beside its answers opens no page, nor does what a reader tries: another's price or customer. */
import { expect } from 'chai';
import type { PlenigoErrorCode } from '../../lib/base/errors.js';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { ada, useWorld } from '../middleware/world.js';
import { v3 } from '../support/apis.js';
import { claimsOf, OWN_PAGE } from '../support/reader.js';

interface Garbage {
  readonly status: number;
  /** Text as it is; else JSON. */
  readonly body: string | object;
}

const HTML = '<!doctype html><title>Welcome to the hotel</title>';
const error = (status: number, errorCode: number): Garbage => ({ status, body: { errorCode, errorMessage: 'x' } });
const CUSTOMER = '10001';
const GRANTED_ITEM = { accessRightUniqueId: 'PLUS', accessGranted: true };
/** A yes, but for these fields. */
const yes = (fields: object, status = 200): Garbage => ({
  status,
  body: { customerId: CUSTOMER, accessGranted: true, ...fields },
});
const SESSION_LIMIT = { status: 200, body: { removalToken: 'removal', activeSessions: { items: [] } } };

/** What is no answer of any call, and the code that `onError` is told. */
const nonsense: Record<string, [Garbage, PlenigoErrorCode]> = {
  'an empty 200': [{ status: 200, body: '' }, 'invalid-response'],
  'an empty object': [{ status: 200, body: {} }, 'invalid-response'],
  'a list': [{ status: 200, body: [{ customerId: CUSTOMER, accessGranted: true }] }, 'invalid-response'],
  'HTML with 200': [{ status: 200, body: HTML }, 'invalid-response'],
  'HTML with 403': [{ status: 403, body: HTML }, 'forbidden'],
  'HTML with 404': [{ status: 404, body: HTML }, 'invalid-response'],
  'the 404 of another service': [{ status: 404, body: { message: 'not found' } }, 'invalid-response'],
  'the session limit': [SESSION_LIMIT, 'invalid-response'],
  'a redirect to a login': [{ status: 302, body: HTML }, 'unexpected-status'],
  'emergency mode': [error(400, 99018), 'service-unavailable'],
  'a refusal of the token': [error(401, 99008), 'invalid-credentials'],
  'a time-out of a purchase': [error(408, 90003), 'purchase-outdated'],
  'a 408 of a proxy': [{ status: 408, body: HTML }, 'unexpected-status'],
};

/** Of the question about access alone. */
const answers: Record<string, [Garbage, PlenigoErrorCode | 'a no']> = {
  ...nonsense,
  'no word about access': [{ status: 200, body: { customerId: CUSTOMER } }, 'a no'],
  'a yes in other words': [yes({ accessGranted: 'true' }), 'a no'],
  'a yes for an item alone': [yes({ accessGranted: undefined, items: [GRANTED_ITEM] }), 'a no'],
  'a yes for a blocked customer': [yes({ customerBlocked: true }), 'a no'],
  'a yes for a customer who is blocked in other words': [yes({ customerBlocked: 'true' }), 'a no'],
  'a yes for another customer': [yes({ customerId: '7' }), 'invalid-response'],
  'a yes for nobody': [yes({ customerId: undefined }), 'invalid-response'],
  'a yes with status 403': [yes({}, 403), 'forbidden'],
  'a yes with status 404': [yes({}, 404), 'invalid-response'],
};

describe('API v3 that answers', () => {
  const world = useWorld(v3);

  async function createSite() {
    const product = v3.product('PLUS');
    const { open: visit } = await world.site({
      options: { notBoughtTtl: 0 },
      product,
      hasRouter: true,
      pages: (plenigo) => ({
        '/gate': plenigo.requireAccess(product),
        '/open': plenigo.requireAccess(product, { failOpen: true }),
      }),
    });
    const post = async (path: string, body: object) =>
      (await visit(`/plenigo/${path}`, { method: 'post', headers: OWN_PAGE }).send(body)).body;
    return { open: (path: string) => visit(path), post };
  }

  const always = (call: string, { status, body }: Garbage) =>
    world.sandbox.inject({ call: call as never, status, body, times: Number.POSITIVE_INFINITY });
  const told = () => [...new Set(world.errors.map(({ code }) => code))];

  for (const [call, cases] of Object.entries({ hasAccess: answers, customerIdByExternalSystemId: nonsense })) {
    for (const [title, [garbage, code]] of Object.entries(cases)) {
      it(`${call} with ${title} opens nothing: ${code}`, async () => {
        world.sandbox.addCustomer({ customerId: CUSTOMER, email: ada.email, externalUserId: ada.id });
        world.addBuyer(['PLUS']);
        const { open } = await createSite();
        always(call, garbage);
        const isNo = code === 'a no';
        const doors = ['/article', '/gate', '/open'].map(open);
        const [article, gate, opened] = await Promise.all(doors);
        expect(article?.body).to.include({ status: isNo ? 'ready' : 'unavailable', access: false, bought: false });
        expect(gate?.status).to.equal(isNo ? 402 : 503);
        // Only what is no answer of plenigo's at all, or a word of its own that it is out, is an outage.
        const isOutage = code === 'service-unavailable' || (code === 'invalid-response' && garbage.status === 200);
        expect(opened?.status).to.equal(isNo ? 402 : isOutage ? 200 : 503);
        expect(told()).to.deep.equal(isNo ? [] : [code]);
      });
    }
  }

  for (const [title, [garbage, code]] of Object.entries(nonsense)) {
    it(`a click with ${title} starts neither purchase nor self-service`, async () => {
      world.addBuyer([]);
      const { open, post } = await createSite();
      const { body } = await open('/article');
      const offer = /data-plenigo-checkout="([^"]+)"/.exec(body.button)?.[1];
      // The session limit is an answer to the call that makes a session.
      const calls = ['preparePurchase', 'createTransferToken', ...(garbage === SESSION_LIMIT ? [] : ['createSession'])];
      for (const call of calls) {
        always(call, garbage);
        const answer = await post(call === 'preparePurchase' ? 'checkout' : 'account', { offer, count: 1 });
        expect(answer, call).to.include({ status: 'unavailable' }).and.not.have.property('call');
      }
      // A 404 is no answer of these calls.
      expect(told()).to.deep.equal([garbage.status === 404 ? 'unexpected-status' : code]);
    });
  }
});

const bo = { id: 'bo-2', email: 'bo@news.example' };
const custom = { id: 'story', taxType: 'DOWNLOAD', legalText: 'Terms' };
const ARTICLE = { accessRights: 'ARTICLE', title: 'Story', price: 2.49, currency: 'EUR', custom };

describe('a hostile reader of API v3', () => {
  const world = useWorld(v3);

  async function open(options: Partial<PlenigoOptions> = {}) {
    const { open: visit, read } = await world.site({
      options: { baseUrl: 'https://news.example', ...options },
      product: ARTICLE as never,
      hasRouter: true,
    });
    return {
      page: (user: object) => read(user),
      offer: async (user: object) => /data-plenigo-checkout="([^"]+)"/.exec((await read(user)).button)?.[1] ?? '',
      click: async (user: object, offer: unknown) =>
        (await visit('/plenigo/checkout', { user, method: 'post', headers: OWN_PAGE }).send({ offer })).body,
    };
  }

  it('buys nothing by an offer that was changed, or made for another reader or site', async () => {
    const site = await open();
    const offer = await site.offer(ada);
    const [header, , signature] = offer.split('.');
    const claims = claimsOf(offer) as unknown as { terms: { purchase: { items: { products: object[] }[] } } };
    const { purchase } = claims.terms;
    const [item] = purchase.items;
    const products = [{ ...item?.products[0], price: 0.01 }];
    const sell = (other: object) => ({ ...claims, terms: { ...claims.terms, purchase: { ...purchase, ...other } } });
    const forged = [
      { ...claims, ids: [] },
      sell({ allowMultiplePurchases: true }),
      sell({ items: [{ ...item, products }] }),
      sell({ items: [{ plenigoOfferId: 'O_ELSE', quantity: 1 }] }),
    ].map((value) => `${header}.${Buffer.from(JSON.stringify(value)).toString('base64url')}.${signature}`);
    const foreign = [await site.offer(bo), await (await open({ baseUrl: 'https://sister.example' })).offer(ada)];
    world.calls();
    for (const each of [...forged, ...foreign, { offer }])
      expect(await site.click(ada, each)).to.include({ status: 'offer-invalid' });
    expect(foreign.map(claimsOf)).to.have.length(2);
    expect(world.calls()).to.deep.equal([]);
    expect(await site.click(ada, offer)).to.have.nested.property('call.purchaseId');
    expect(world.sandbox.v3.purchases).to.have.length(1);
  });

  it('becomes nobody else’s customer by an address, whatever plenigo makes of its registration', async () => {
    const victim = world.sandbox.addCustomer({ email: 'victim@news.example' });
    world.sandbox.buy(victim, 'ARTICLE');
    const thief = { id: 'thief', email: victim.email };
    const { customerId, email } = victim;
    for (const body of [
      { customerId, email },
      { customerId, email, externalSystemId: '' },
      { customerId, email, externalSystemId: 'somebody' },
      { customerId, email: 'other@news.example', externalSystemId: 'thief' },
    ]) {
      const site = await open();
      world.sandbox.inject({ call: 'createCustomer', status: 208, body });
      expect(await site.page(thief)).to.include({ status: 'ready' });
      expect(await site.click(thief, await site.offer(thief))).to.include({ status: 'email-conflict' });
    }
    const site = await open();
    await site.click(bo, await site.offer(bo));
    expect(await site.page({ ...bo, email: victim.email }), 'by a new address').to.include({ status: 'ready' });
    expect(victim).to.not.have.property('externalUserId');
    expect(world.answers()).to.not.include('updateCustomer 200');
  });
});
