// Faults in the middle of a search: they stay what they are, nothing is remembered of them, and the next page heals.
import { expect } from 'chai';
import { ada, onBothExpresses, useWorld } from '../middleware/world.js';
import { failure } from '../support/errors.js';
import { startSearchSite } from './search-site.js';

onBothExpresses('a fault of plenigo in the middle of a search', (express) => {
  const world = useWorld();

  it('when a changed e-mail is told: unavailable, and told again on the next page', async () => {
    const { open } = await startSearchSite(express, world);
    await open(ada);
    const moved = { ...ada, email: 'countess@news.example' };
    world.sandbox.inject({ call: 'changeEmail', status: 500, times: 2 });
    expect(await open(moved)).to.include({ status: 'unavailable' });
    expect(world.errors.map(({ code }) => code)).to.deep.equal(['server-error']);
    expect(await open(moved)).to.include({ status: 'ready' });
    expect(world.sandbox.customers.map(({ email }) => email)).to.deep.equal([moved.email]);
  });

  it('when a customer is linked: unavailable, not a conflict, and linked on the next page', async () => {
    const customer = world.sandbox.addCustomer({ email: ada.email });
    const { open } = await startSearchSite(express, world);
    const verified = { ...ada, emailVerified: true };
    world.sandbox.inject({ call: 'addExternalCustomerId', status: 503 });
    expect(await open(verified)).to.include({ status: 'unavailable' });
    expect(world.errors.map(({ code }) => code)).to.deep.equal(['service-unavailable']);
    expect(await open(verified)).to.include({ status: 'ready' });
    expect(customer).to.include({ externalUserId: ada.id });
  });

  it('when the site itself tells a changed e-mail: the call’s own error', async () => {
    const { open, plenigo } = await startSearchSite(express, world);
    await open(ada);
    world.sandbox.inject({ call: 'changeEmail', status: 402 });
    const error = await failure(plenigo.changeEmail({ ...ada, email: 'countess@news.example' }));
    expect(error).to.include({ name: 'PlenigoApiError', code: 'module-missing' });
  });
});
