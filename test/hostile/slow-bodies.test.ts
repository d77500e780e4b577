/** Bodies of clicks that are slow, or text already, end no process and are read all the same. */

import { expect } from 'chai';
import type { RequestHandler } from 'express';
import { ada, useWorld } from '../middleware/world.js';
import { OWN_PAGE } from '../support/reader.js';

describe('the body of a click', () => {
  const world = useWorld();

  it('is read where the site has set an encoding', async () => {
    const setEncoding: RequestHandler = (req, _res, next) => {
      req.setEncoding('utf8');
      next();
    };
    const site = await world.site({ options: { mode: 'click' }, before: [setEncoding], hasRouter: true });
    const offer = /data-plenigo-checkout="([^"]+)"/.exec((await site.read(ada)).button)?.[1];
    const click = site.open('/plenigo/checkout', { method: 'post', headers: OWN_PAGE });
    expect((await click.send({ offer })).body.status).to.equal('ready');
  });
});
