// A few accounts cannot close the shop: what costs them their time is no sign that plenigo is out.
import { expect } from 'chai';
import type { Fetch } from '../../lib/base/options.js';
import { createGate, type Gate, until } from '../middleware/gate.js';
import { useWorld } from '../middleware/world.js';
import { useHandClock } from '../resilience/clock.js';

const ACCOUNTS = 6;
const TIMEOUT = 1000;

describe('accounts with changing e-mails, at a plenigo that is slow and well', () => {
  const clock = useHandClock();
  const world = useWorld();

  it('do not make the pages of buyers fail', async () => {
    // Each search takes three calls here, and the page has time for two and a half.
    const CALL = 400;
    let held: Gate[] = [];
    const slow: Fetch = async (url, init) => {
      const isSearch = url.includes('mallory') || url.endsWith('/register');
      if (isSearch && !url.includes('productId=')) {
        const gate = createGate();
        held.push(gate);
        await gate.pass();
      }
      return fetch(url, init);
    };
    const { read: open } = await world.site({ options: { fetch: slow, timeout: TIMEOUT } });
    world.sandbox.addCustomer({ email: 'taken@news.example' });
    world.addBuyer(['ARTICLE'], { id: 'bob', email: 'bob@news.example' });

    const pages = Array.from({ length: ACCOUNTS }, (_value, index) =>
      open({ id: `mallory-${index}`, email: 'taken@news.example' }),
    );
    for (const step of [CALL, CALL]) {
      await until(() => held.length === ACCOUNTS);
      clock().tick(step);
      for (const gate of held) gate.open();
      held = [];
    }
    await until(() => held.length === ACCOUNTS);
    clock().tick(TIMEOUT - 2 * CALL);
    for (const page of await Promise.all(pages)) expect(page).to.include({ status: 'unavailable' });
    const errors = world.errors.map(({ code }) => code);
    expect(await open({ id: 'bob', email: 'bob@news.example' })).to.include({ status: 'bought' });
    expect(new Set(errors)).to.deep.equal(new Set(['budget-spent']));

    for (const gate of held) gate.open();
  });
});
