// The algorithm that finds a user's customer: its calls, whom it never gives away, and what a fault in the middle is.
import { expect } from 'chai';
import type { Fetch } from '../../lib/base/options.js';
import { createGatedFetch } from '../middleware/gate.js';
import { ada, onBothExpresses, useWorld } from '../middleware/world.js';

onBothExpresses('finding the customer of a user', (express) => {
  const world = useWorld();
  /** The answers so far, those about purchases apart from those of the search. */
  function takeAnswers() {
    const answers = world.answers();
    const isPurchase = (answer: string) => answer.startsWith('hasUserBought');
    return { purchases: answers.filter(isPurchase), search: answers.filter((answer) => !isPurchase(answer)) };
  }
  /** What plenigo answers to a search that links a customer. */
  const linking = ['createLoginToken 404', 'registerUser 409', 'registerUser 200', 'addExternalCustomerId 204'];

  describe('step by step', () => {
    it('uses the record of a user it has seen before: one token, no search', async () => {
      const { read } = await world.site({ express });
      await read(ada);
      world.calls();
      expect(await read(ada)).to.include({ status: 'ready' });
      expect(world.answers()).to.have.members(['hasUserBought 403', 'createLoginToken 200']);
    });

    it('finds a customer by the site’s user id; the token of the search is the page’s token', async () => {
      world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
      const { read } = await world.site({ express });
      const page = await read(ada);
      expect(page.loginToken).to.equal(world.sandbox.tokens[0]?.token);
      expect(world.answers()).to.have.members(['hasUserBought 403', 'createLoginToken 200']);
    });

    it('registers a new user, with the names and the language it knows', async () => {
      const { read } = await world.site({ express });
      const user = { ...ada, firstName: 'Ada', lastName: 'Lovelace', language: 'de' };
      const page = await read(user);
      const [customer] = world.sandbox.customers;
      const names = { firstName: 'Ada', name: 'Lovelace', language: 'de' };
      expect(customer).to.include({ email: ada.email, externalUserId: ada.id, ...names });
      expect(page).to.include({ status: 'ready', customerId: customer?.customerId });
      const { purchases, search } = takeAnswers();
      expect(search).to.deep.equal(['createLoginToken 404', 'registerUser 200', 'createLoginToken 200']);
      expect(purchases).to.have.length(1);
    });

    it('refuses an unverified e-mail of an existing customer, on every kind of page', async () => {
      const customer = world.sandbox.addCustomer({ email: ada.email });
      world.sandbox.buy(customer, 'ARTICLE');
      const { read } = await world.site({ express });
      expect(await read(ada)).to.deep.include({ status: 'email-conflict', bought: false });
      expect(world.calls()).to.have.members(['hasUserBought', 'createLoginToken', 'registerUser', 'createLoginToken']);
      await read(ada, '/login');
      expect(await read(ada, '/archive')).to.include({ error: 'email-conflict' });
      expect(world.errors.map(({ code }) => code)).to.deep.equal(Array(3).fill('email-conflict'));
      expect(customer).to.not.have.property('externalUserId');
      expect(world.sandbox.tokens).to.deep.equal([]);
      expect(world.sandbox.customers).to.have.length(1);
    });

    for (const [title, user, options] of [
      ['a verified e-mail', { ...ada, emailVerified: true }, {}],
      ['any e-mail of a site that trusts its e-mails', ada, { trustEmails: true }],
    ] as const) {
      it(`links an existing customer by ${title}, and their earlier purchases open the page at once`, async () => {
        const customer = world.sandbox.addCustomer({ email: ada.email });
        world.sandbox.buy(customer, 'ARTICLE');
        const { read } = await world.site({ express, options });
        expect(await read(user)).to.include({ status: 'bought', customerId: customer.customerId });
        expect(customer.externalUserId).to.equal(ada.id);
        const { purchases, search } = takeAnswers();
        expect([search.slice(0, 4), purchases]).to.deep.equal([linking, ['hasUserBought 403', 'hasUserBought 200']]);
      });
    }

    it('changes nothing of a customer before the link: neither id nor name goes along', async () => {
      world.sandbox.addCustomer({ email: ada.email });
      const bodies: unknown[] = [];
      const spy: Fetch = (url, init) => {
        if (url.endsWith('/register')) bodies.push(JSON.parse(init.body ?? ''));
        return fetch(url, init);
      };
      const { read } = await world.site({ express, options: { trustEmails: true, fetch: spy } });
      await read({ ...ada, firstName: 'Ada', lastName: 'Lovelace' });
      const flags = { withPasswordReset: false, failByExistingEmail: false };
      expect(bodies[1]).to.deep.equal({ email: ada.email, language: 'en', ...flags });
    });

    it('links for a page that lets only buyers through, too', async () => {
      const customer = world.sandbox.addCustomer({ email: ada.email });
      world.sandbox.buy(customer, 'ARTICLE');
      const { read } = await world.site({ express, options: { trustEmails: true } });
      expect(await read(ada, '/archive')).to.include({ status: 'bought' });
    });

    it('does not believe an answer about purchases that was asked before the link', async () => {
      const customer = world.sandbox.addCustomer({ email: ada.email });
      world.sandbox.buy(customer, 'ARTICLE');
      const { fetch, hold } = createGatedFetch();
      const { read } = await world.site({ express, options: { trustEmails: true, fetch } });
      const early = hold(/user\/product/);
      const tokens = hold(/addExternalUserId/);
      const page = read(ada);
      await Promise.all([early.reached, tokens.reached]);
      tokens.open();
      early.open();
      expect(await page).to.include({ status: 'bought' });
      expect(takeAnswers().purchases).to.deep.equal(['hasUserBought 403', 'hasUserBought 200']);
    });
  });

  describe('a record that is out of date', () => {
    it('leads to a new search if plenigo has lost the customer', async () => {
      const { read } = await world.site({ express });
      await read(ada);
      world.calls();
      world.sandbox.inject({ call: 'createLoginToken', status: 404, times: 2 });
      // The sandbox forgets nobody, so it is made to say so; the registration then meets the customer it has forgotten.
      expect(await read({ ...ada, emailVerified: true })).to.include({ status: 'ready' });
      expect(takeAnswers().search).to.deep.equal(['createLoginToken 404', ...linking, 'createLoginToken 200']);
    });

    it('with another e-mail, too', async () => {
      const { read } = await world.site({ express });
      await read(ada);
      world.sandbox.inject({ call: 'changeEmail', status: 404 });
      world.sandbox.inject({ call: 'createLoginToken', status: 404, times: 2 });
      world.calls();
      expect(await read({ ...ada, email: 'countess@news.example' })).to.include({ status: 'ready' });
      const { search } = takeAnswers();
      expect(search).to.include('changeEmail 404');
      const missing = Array(2).fill('createLoginToken 404');
      const steps = search.filter((answer) => answer !== 'changeEmail 404');
      expect(steps).to.deep.equal([...missing, 'registerUser 409', 'createLoginToken 200']);
    });

    it('asks for the purchases of the customer who is linked instead', async () => {
      const { read } = await world.site({ express, options: { trustEmails: true } });
      await read(ada);
      world.sandbox.buy({ externalUserId: ada.id }, 'ARTICLE');
      world.sandbox.inject({ call: 'hasUserBought', status: 403 });
      world.sandbox.inject({ call: 'createLoginToken', status: 404, times: 2 });
      expect(await read(ada)).to.include({ status: 'bought' });
    });
  });
});

onBothExpresses('a fault of plenigo in the middle of a search', (express) => {
  const world = useWorld();

  for (const [status, outcome, code] of [
    [400, 'unavailable', 'invalid-parameters'],
    [403, 'unavailable', 'forbidden'],
    [404, 'unavailable', 'customer-not-found'],
    // plenigo says that the customer has another id.
    [409, 'email-conflict', 'email-conflict'],
    [503, 'unavailable', 'service-unavailable'],
  ] as const) {
    it(`when a customer is linked, by ${status}: ${outcome} with the real code, and linked on the next page`, async () => {
      const customer = world.sandbox.addCustomer({ email: ada.email });
      const { read } = await world.site({ express });
      const verified = { ...ada, emailVerified: true };
      world.sandbox.inject({ call: 'addExternalCustomerId', status });
      expect(await read(verified)).to.include({ status: outcome });
      expect(world.errors.map(({ code: told }) => told)).to.deep.equal([code]);
      expect(await read(verified)).to.include({ status: 'ready', customerId: customer.customerId });
      expect(customer).to.include({ externalUserId: ada.id });
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
});
