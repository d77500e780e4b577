/** What a reader cannot get of API v3: another price, another's purchase, another's customer. */
import { expect } from 'chai';
import type { PlenigoOptions } from '../../lib/v2/options.js';
import { ada, useWorld } from '../middleware/world.js';
import { v3 } from '../support/apis.js';
import { claimsOf, OWN_PAGE } from '../support/reader.js';

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
