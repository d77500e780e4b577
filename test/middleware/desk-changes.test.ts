// What the desk changes with the client of `createPlenigo` shows on the reader's next page, whatever was remembered of them.
import { expect } from 'chai';
import type { Plenigo as V3Plenigo } from '../../lib/entries/v3.js';
import { onBothApis } from '../support/apis.js';
import { failure } from '../support/errors.js';
import { ada, useWorld } from './world.js';

onBothApis('a change by the client', (api) => {
  const world = useWorld(api);

  it('shows on the next page of the reader, also where nobody knows whether it arrived', async () => {
    const { plenigo, open } = await world.site({ product: api.product('PLUS') });
    world.addBuyer([], ada);
    const { customerId = '' } = world.sandbox.find({ externalUserId: ada.id }) ?? {};
    const desk = (plenigo as unknown as V3Plenigo).client;
    const [grant, remove] =
      api.name === 'v3'
        ? [() => desk.grantAccess(customerId, 'PLUS'), () => desk.removeAccess(customerId, 'PLUS')]
        : [
            () => plenigo.client.grantAccess({ externalUserId: ada.id }, 'PLUS'),
            () => plenigo.client.removeAccess({ externalUserId: ada.id }, 'PLUS'),
          ];
    const isOpen = async () => (await open()).body.access;
    expect(await isOpen()).to.equal(false);
    await grant();
    expect(await isOpen()).to.equal(true);
    await remove();
    expect(await isOpen()).to.equal(false);
    await grant();
    expect(await isOpen()).to.equal(true);
    world.sandbox.refund({ customerId }, 'PLUS');
    expect(await isOpen(), 'remembered').to.equal(true);
    world.sandbox.inject({ call: 'removeAccess', reset: true });
    await failure(remove());
    expect(await isOpen()).to.equal(false);
  });
});
