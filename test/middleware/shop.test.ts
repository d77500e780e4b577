/** A page that asks for no purchase, such as one of offers, sells on whoever may read everything just now. */

import { expect } from 'chai';
import { OWN_PAGE } from '../support/reader.js';
import { useWorld } from './world.js';

describe('a shop', () => {
  const world = useWorld();
  const open = async (options: object) => {
    const { open } = await world.site({
      options: { mode: 'click', paywallSwitch: true, ...options },
      hasRouter: true,
      pages: (plenigo) => ({ '/offers': plenigo.checkout(['PLUS-MONTH', 'PLUS-YEAR'], { checkAccess: false }) }),
    });
    const click = (offer: string | undefined) =>
      open('/plenigo/checkout', { method: 'post', headers: OWN_PAGE }).send({ offer });
    return { get: open, click };
  };

  it('sells on while the publisher has opened everything', async () => {
    world.sandbox.paywall.enabled = false;
    const { get } = await open({});
    expect((await get('/article')).body.status).to.equal('free');
    const { body } = await get('/offers');
    expect(body.status).to.equal('ready');
    expect(body.offers).to.have.length(2);
  });

  it('sells to a reader for whom the site opens its pages, and its clicks begin a checkout', async () => {
    const { get, click } = await open({ freeFor: () => true });
    expect((await get('/article')).body.status).to.equal('free');
    const { offers } = (await get('/offers')).body;
    const offer = /data-plenigo-checkout="([^"]+)"/.exec(offers[1].button)?.[1];
    expect((await click(offer)).body.status).to.equal('ready');
  });
});
