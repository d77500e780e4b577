// Faults in the middle of a search: they stay what they are, nothing is remembered of them, and the next page heals.
import { expect } from 'chai';
import { ada, onBothExpresses, useWorld } from '../middleware/world.js';

onBothExpresses('a fault of plenigo in the middle of a search', (express) => {
  const world = useWorld();

  it('when a customer is linked: unavailable, not a conflict, and linked on the next page', async () => {
    const customer = world.sandbox.addCustomer({ email: ada.email });
    const { read } = await world.site({ express });
    const verified = { ...ada, emailVerified: true };
    world.sandbox.inject({ call: 'addExternalCustomerId', status: 503 });
    expect(await read(verified)).to.include({ status: 'unavailable' });
    expect(world.errors.map(({ code }) => code)).to.deep.equal(['service-unavailable']);
    expect(await read(verified)).to.include({ status: 'ready' });
    expect(customer).to.include({ externalUserId: ada.id });
  });

  for (const [status, code] of [
    [400, 'invalid-parameters'],
    [403, 'forbidden'],
    [404, 'customer-not-found'],
  ] as const) {
    it(`when plenigo refuses to link a customer with ${status}: unavailable with the real code, no e-mail-conflict`, async () => {
      const customer = world.sandbox.addCustomer({ email: ada.email });
      const { read } = await world.site({ express, options: { trustEmails: true } });
      world.sandbox.inject({ call: 'addExternalCustomerId', status });
      expect(await read(ada)).to.include({ status: 'unavailable' });
      expect(world.errors.map(({ code: told }) => told)).to.deep.equal([code]);
      expect(await read(ada)).to.include({ status: 'ready', customerId: customer.customerId });
    });
  }

  it('when the page of a firewall says 404: nobody is taken for unknown and registered', async () => {
    const { read } = await world.site({ express });
    world.sandbox.inject({ call: 'createLoginToken', status: 404, body: '<!doctype html><h1>Not found</h1>' });
    expect(await read(ada)).to.include({ status: 'unavailable' });
    expect(world.errors.map(({ code }) => code)).to.deep.equal(['unexpected-status']);
    expect(world.calls()).to.not.include('registerUser');
  });

  it('when registrations are locked for longer than the page may take: unavailable at once, and not asked again', async () => {
    const { read } = await world.site({ express });
    world.sandbox.inject({ call: 'registerUser', status: 423, headers: { 'retry-after': '3600' } });
    expect(await read(ada)).to.include({ status: 'unavailable' });
    expect(world.calls().filter((call) => call !== 'hasUserBought')).to.deep.equal([
      'createLoginToken',
      'registerUser',
    ]);
  });

  it('when plenigo says that the customer has another id (409): a conflict', async () => {
    world.sandbox.addCustomer({ email: ada.email });
    const { read } = await world.site({ express, options: { trustEmails: true } });
    world.sandbox.inject({ call: 'addExternalCustomerId', status: 409 });
    expect(await read(ada)).to.include({ status: 'email-conflict' });
    expect(world.errors.map(({ code }) => code)).to.deep.equal(['email-conflict']);
  });
});
