// What the desk changes with the client of `createPlenigo` shows on the reader's next page, whatever was remembered of them.
import { expect } from 'chai';
import Keyv from 'keyv';
import type { Plenigo as V3Plenigo } from '../../lib/entries/v3.js';
import { onBothApis } from '../support/apis.js';
import { failure } from '../support/errors.js';
import { ada, useWorld } from './world.js';

onBothApis('a change by the client', (api) => {
  const world = useWorld(api);

  /** A page for Ada, and another process with the same store. */
  async function begin(store?: Keyv) {
    const setup = { product: api.product('PLUS'), options: { store } };
    const [{ plenigo, open }, another] = [await world.site(setup), await world.site(setup)];
    world.addBuyer([], ada);
    const { customerId = '' } = world.sandbox.find({ externalUserId: ada.id }) ?? {};
    const desk = (plenigo as unknown as V3Plenigo).client;
    const customer = api.name === 'v3' ? customerId : ({ externalUserId: ada.id } as never);
    return {
      grant: () => desk.grantAccess(customer, 'PLUS'),
      remove: () => desk.removeAccess(customer, 'PLUS'),
      isOpen: async () => (await open()).body.access,
      isOpenElsewhere: async () => (await another.open()).body.access,
      refund: () => world.sandbox.refund({ customerId }, 'PLUS'),
    };
  }

  it('shows on the next page of the reader, also where nobody knows whether it arrived', async () => {
    const { grant, remove, isOpen, refund } = await begin();
    expect(await isOpen()).to.equal(false);
    await grant();
    expect(await isOpen()).to.equal(true);
    await remove();
    expect(await isOpen()).to.equal(false);
    await grant();
    expect(await isOpen()).to.equal(true);
    refund();
    expect(await isOpen(), 'remembered').to.equal(true);
    world.sandbox.inject({ call: 'removeAccess', reset: true });
    await failure(remove());
    expect(await isOpen()).to.equal(false);
  });

  it('takes what is remembered out of the store as well', async () => {
    const { grant, remove, isOpen, isOpenElsewhere } = await begin(new Keyv());
    await grant();
    expect(await isOpen()).to.equal(true);
    await remove();
    expect(await isOpenElsewhere()).to.equal(false);
  });
});
