/** A site that blocks its own event loop is no outage of plenigo: it opens no page and closes no shop. */

import { expect } from 'chai';
import type { Fetch } from '../../lib/base/options.js';
import { until } from '../middleware/gate.js';
import { useWorld } from '../middleware/world.js';
import { onBothApis } from '../support/apis.js';

const TIMEOUT = 500;
const READERS = 8;

onBothApis('a site that is busy with something else for as long as a page may wait', (api) => {
  const world = useWorld(api);

  it('lets in nobody who has not bought, and keeps asking plenigo', async () => {
    let asked = 0;
    const counted: Fetch = (url, init) => {
      asked += 1;
      return fetch(url, init);
    };
    const plenigo = world.plenigo({ timeout: TIMEOUT, fetch: counted });
    const visit = await world.pages({ '/archive': plenigo.requireAccess(api.product('PASS'), { failOpen: true }) });
    const user = (id: string) => ({ id, email: `${id}@news.example` });
    const open = (id: string) => visit('/archive', { user: user(id) });
    for (let reader = 0; reader < READERS; reader += 1) world.addBuyer([], user(`reader-${reader}`));
    world.sandbox.inject({ call: api.calls.access, delay: 50, times: READERS });
    const pages = Array.from({ length: READERS }, (_each, index) => open(`reader-${index}`).then((page) => page));
    await until(() => asked >= READERS);
    const end = performance.now() + TIMEOUT * 1.2;
    while (performance.now() < end);
    for (const { status } of await Promise.all(pages)) expect(status).to.not.equal(200);
    world.addBuyer(['PASS'], user('buyer'));
    expect((await open('buyer')).status).to.equal(200);
    expect(world.errors.map(({ code }) => code)).to.not.include('circuit-open');
  });
});
