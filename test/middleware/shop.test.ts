/** A page that asks for no purchase, such as one of offers, sells on whoever may read everything just now. */

import { expect } from 'chai';
import express from 'express';
import request from 'supertest';
import { present } from '../support/present.js';
import { ada, as, useWorld } from './world.js';

describe('a shop', () => {
  const world = useWorld();
  const open = async (options: object) => {
    const plenigo = world.plenigo({ mode: 'click', paywallSwitch: true, ...options });
    const app = express();
    app.use('/plenigo', plenigo.router());
    app.get('/article', plenigo.checkout('ARTICLE-1'), (_req, res) => res.json(res.locals.plenigo));
    app.get('/offers', plenigo.checkout(['PLUS-MONTH', 'PLUS-YEAR'], { checkAccess: false }), (_req, res) => {
      const { status, offers } = present(res.locals.plenigo);
      res.json({ status, buttons: offers.map(({ buyButton }) => buyButton('Buy')) });
    });
    const server = await world.serve(app);
    return {
      get: (path: string) => request(server).get(path).set(as(ada)),
      click: (offer: string | undefined) =>
        request(server)
          .post('/plenigo/checkout')
          .set({ ...as(ada), 'sec-fetch-site': 'same-origin' })
          .send({ offer }),
    };
  };

  it('sells on while the publisher has opened everything', async () => {
    world.sandbox.paywall.enabled = false;
    const { get } = await open({});
    expect((await get('/article')).body.status).to.equal('free');
    const { body } = await get('/offers');
    expect(body.status).to.equal('ready');
    expect(body.buttons).to.have.length(2);
  });

  it('sells to a reader for whom the site opens its pages, and its clicks begin a checkout', async () => {
    const { get, click } = await open({ freeFor: () => true });
    expect((await get('/article')).body.status).to.equal('free');
    const { buttons } = (await get('/offers')).body;
    const offer = /data-plenigo-checkout="([^"]+)"/.exec(buttons[1])?.[1];
    expect((await click(offer)).body.status).to.equal('ready');
  });
});
