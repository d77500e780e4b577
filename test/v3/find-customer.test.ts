/** Who is the customer, with API v3: which calls the search makes, and whom it never gives away. */
import { expect } from 'chai';
import { createGatedFetch } from '../middleware/gate.js';
import { ada, useWorld } from '../middleware/world.js';
import { v3 } from '../support/apis.js';
import { failure } from '../support/errors.js';
import { json, useRecordingServer } from '../support/recording-server.js';
import { v3ClientFor } from '../support/v3.js';

const verified = { ...ada, emailVerified: true };

describe('finding the customer of a user, API v3', () => {
  const world = useWorld(v3);
  const start = (options: object = {}) => world.site({ options });
  const codes = () => world.errors.map(({ code }) => code);
  const customerOfAda = () => world.sandbox.find({ externalUserId: ada.id });

  it('makes a new customer, with the names and the language it knows, and remembers who it is', async () => {
    const { read } = await start();
    const user = { ...ada, firstName: 'Ada', lastName: 'Lovelace', language: 'de' };
    await read(user, '/login');
    expect(world.answers()).to.deep.equal(['customerIdByExternalSystemId 404', 'createCustomer 201']);
    const customer = customerOfAda();
    expect(customer).to.include({ email: ada.email, firstName: 'Ada', name: 'Lovelace', language: 'de' });
    expect(await read(user)).to.include({ status: 'ready', customerId: customer?.customerId });
    expect(world.answers()).to.deep.equal(['hasAccess 200']);
    expect(await read(user)).to.include({ status: 'ready' });
    expect(world.answers(), 'the steady state').to.deep.equal([]);
  });

  it('finds a customer by the site’s user id, for a page in which nobody has logged in, too', async () => {
    const customer = world.sandbox.addCustomer({ email: 'old@news.example', externalUserId: ada.id });
    world.sandbox.buy(customer, 'ARTICLE');
    const { read } = await start({ boughtTtl: 0 });
    expect(await read(ada)).to.include({ status: 'bought' });
    expect(await read(ada)).to.include({ status: 'bought' });
    expect(world.calls()).to.deep.equal(['customerIdByExternalSystemId', 'hasAccess', 'hasAccess']);
  });

  it('has nothing to tell of a new address where plenigo knows no such customer', async () => {
    const plenigo = world.plenigo();
    await plenigo.changeEmail({ ...ada, email: 'countess@news.example' });
    expect(world.answers()).to.deep.equal(['customerIdByExternalSystemId 404']);
  });

  for (const id of ['shop/7', '50%', 'a\\b', 'github:1', 'ä b|c']) {
    it(`finds the customer of the user id ${id}`, async () => {
      const customer = world.sandbox.addCustomer({ email: ada.email, externalUserId: id });
      world.sandbox.buy(customer, 'ARTICLE');
      const { read } = await start();
      expect(await read({ ...ada, id })).to.include({ status: 'bought' });
    });
  }

  it('links by a verified address in five calls, and sends back what plenigo knows of the customer', async () => {
    const known = { firstName: 'Augusta', name: 'King', language: 'fr' };
    const customer = world.sandbox.addCustomer({ email: ada.email, ...known });
    const { read } = await start();
    await read(verified, '/login');
    expect(world.answers()).to.deep.equal([
      'customerIdByExternalSystemId 404',
      'createCustomer 400',
      'searchCustomers 200',
      'getCustomer 200',
      'updateCustomer 200',
    ]);
    expect(customer).to.include({ externalUserId: ada.id, ...known });
  });

  it('refuses an unverified address after one more look, in which nobody is found', async () => {
    world.sandbox.addCustomer({ email: ada.email });
    const { read } = await start();
    await read(ada, '/login');
    const search = 'customerIdByExternalSystemId 404';
    expect([world.answers(), codes()]).to.deep.equal([[search, 'createCustomer 400', search], ['email-conflict']]);
  });

  for (const user of [ada, verified]) {
    it(`finds the customer whom another process made meanwhile, ${user === ada ? 'unverified' : 'verified'}`, async () => {
      const { fetch, hold } = createGatedFetch();
      const { read } = await start({ fetch });
      const gate = hold(/customerIdByExternalSystemId/);
      const page = read(user, '/login');
      await gate.reached;
      const { customerId } = world.sandbox.addCustomer({ email: ada.email, externalUserId: ada.id });
      gate.open();
      await page;
      expect(codes()).to.deep.equal([]);
      expect(await read(user)).to.include({ customerId });
      expect(world.sandbox.customers).to.have.length(1);
    });
  }

  it('never takes the address of somebody else for the reader’s, whatever plenigo’s search finds', async () => {
    const email = 'kim@news.example';
    const found = [
      { customerId: '1', email: 'not.kim@news.example' },
      // A Kelvin sign: its small letter is a k.
      { customerId: '2', email: email.replace('k', '\u212A') },
      { customerId: '3' },
    ];
    world.sandbox.addCustomer({ email });
    const { read } = await start();
    const two = ['4', '5'].map((customerId) => ({ customerId, email }));
    for (const items of [...found.map((one) => [one]), two]) {
      world.sandbox.inject({ call: 'searchCustomers', status: 200, body: { items } });
      await read({ ...verified, email }, '/login');
      expect(world.calls()).to.include('searchCustomers').and.not.include('getCustomer');
      expect(codes()).to.deep.equal(['email-conflict']);
      world.errors.length = 0;
    }
  });

  it('believes no answer about another customer than was asked for', async () => {
    const { read } = await start();
    const other = { customerId: '7', externalSystemId: 'somebody-else', email: ada.email };
    world.sandbox.inject({ call: 'createCustomer', status: 201, body: other });
    await read(ada, '/login');
    expect(codes()).to.deep.equal(['email-conflict']);
  });

  it('looks a customer up anew whom plenigo has lost', async () => {
    const { read } = await start({ notBoughtTtl: 0 });
    await read(ada, '/login');
    const { customerId } = world.sandbox.find({ externalUserId: ada.id }) ?? {};
    world.sandbox.buy({ externalUserId: ada.id }, 'ARTICLE');
    world.sandbox.inject({ call: 'hasAccess', status: 404, body: { errorCode: 20404, errorMessage: 'unknown' } });
    world.sandbox.inject({ call: 'customerIdByExternalSystemId', status: 200, body: { customerId: '99' } });
    world.calls();
    expect(await read(ada), 'the new one has nothing').to.include({ status: 'ready' });
    const asked = world.sandbox.requests.map(({ url }) => /\d+/.exec(url.replace('v3.0', ''))?.[0]);
    expect(asked).to.deep.equal([customerId, '1', '99']);
  });

  it('needs one call in a process that shares a store with the one of the login, and a record without the id is none', async () => {
    const store = new Map<string, string>();
    const get = async (key: string) => store.get(key);
    const options = { store: { get, set: async (key: string, value: string) => store.set(key, value) } };
    await (await start(options)).read(ada, '/login');
    world.calls();
    expect(await (await start(options)).read(ada)).to.include({ status: 'ready' });
    expect(world.calls()).to.deep.equal(['hasAccess']);
    const key = `plenigo:v3:${world.sandbox.options.companyId}:${ada.id}`;
    const record = `${store.get(key)}`.replace(/"customerId":"\w+",?/, '');
    expect(JSON.parse(record)).to.have.all.keys('userId', 'email', 'at', 'confirmedAt');
    store.clear();
    store.set(key, record);
    expect(await (await start(options)).read(ada)).to.include({ status: 'ready' });
    expect(world.calls()).to.deep.equal(['customerIdByExternalSystemId', 'hasAccess']);
  });

  it('takes no record of API v2 for its own', async () => {
    const asked: string[] = [];
    const store = { get: async (key: string) => void asked.push(key), set: async () => {} };
    await (await start({ store })).read(ada);
    expect(asked[0]).to.equal(`plenigo:v3:${world.sandbox.options.companyId}:${ada.id}`);
    expect(asked.filter((key) => !key.includes(`:v3:${world.sandbox.options.companyId}:`))).to.deep.equal([]);
  });

  describe('with userIds: customerId', () => {
    const numbered = { id: '4711', email: ada.email };

    it('names customers by the site’s numbers', async () => {
      const { read } = await start({ userIds: 'customerId' });
      await read(numbered, '/login');
      expect(world.answers()).to.deep.equal(['getCustomer 404', 'createCustomer 201']);
      expect(world.sandbox.customers[0]?.customerId).to.equal('4711');
      world.sandbox.buy({ customerId: '4711' }, 'ARTICLE');
      expect(await read(numbered)).to.include({ status: 'bought' });
    });

    it('links nobody: an id that a customer has stays', async () => {
      world.sandbox.addCustomer({ email: ada.email });
      const { read } = await start({ userIds: 'customerId' });
      await read({ ...numbered, emailVerified: true }, '/login');
      expect(codes()).to.deep.equal(['email-conflict']);
    });

    it('believes no answer about another customer than was asked for', async () => {
      const other = world.sandbox.addCustomer({ email: 'eve@news.example' });
      world.sandbox.buy(other, 'ARTICLE');
      const { read } = await start({ userIds: 'customerId' });
      const body = { customerId: other.customerId, email: other.email };
      world.sandbox.inject({ call: 'getCustomer', status: 200, body, times: 9 });
      expect(await read(numbered)).to.include({ status: 'unavailable', access: false });
    });

    it('is no customer with an id of letters', async () => {
      const { read } = await start({ userIds: 'customerId' });
      expect(await read(ada)).to.include({ status: 'unavailable', access: false });
      expect([codes(), world.calls()]).to.deep.equal([['invalid-argument'], []]);
    });
  });
});

describe('linkCustomer()', () => {
  const server = useRecordingServer();
  const serve = (known: object, linked: object) => {
    server().answer = (res, req) => json(200, req.method === 'GET' ? known : linked)(res, req);
    return v3ClientFor(server().url);
  };
  const customer = { customerId: '1', email: ada.email, language: 'de' };

  it('sends back every field that is set and that the change of a customer knows, and nothing empty', async () => {
    for (const [flag, empty] of [
      [true, undefined],
      [false, { invoiceEmail: null, mobileNumber: '' }],
    ] as const) {
      const fields = {
        ...{ email: 'ada@news.example', language: 'de', salutation: 'MRS', username: 'ada', firstName: 'Ada' },
        ...{ lastName: 'Reed', birthday: '1980-12-10', pseudoEmail: flag, processingBlocked: flag },
        ...{ miscellaneousData: { leitwegId: '04011000-1234512345-06' } },
        ...(!empty && { invoiceEmail: 'bills@news.example', mobileNumber: '+491701234567' }),
      };
      const known = { customerId: '1', ...fields, ...empty };
      await serve(known, { ...known, externalSystemId: 'u' }).linkCustomer('1', 'u');
      expect(server().requests.at(-1)).to.include({ method: 'PUT', url: '/api/v3.0/customers/1' });
      expect(server().requests.at(-1)?.body).to.deep.equal({ ...fields, externalSystemId: 'u' });
    }
  });

  it('refuses a customer who has another id, or has one afterwards', async () => {
    for (const [known, linked] of [
      [{ ...customer, externalSystemId: 'other' }, {}],
      [customer, { ...customer, externalSystemId: 'other' }],
      [customer, customer],
      [customer, { ...customer, customerId: '2', externalSystemId: 'u' }],
    ] as const) {
      const { code } = await failure(serve(known, linked).linkCustomer('1', 'u'));
      expect(code).to.equal('external-id-conflict');
    }
  });

  it('sends nothing of one customer to another', async () => {
    const { code } = await failure(serve({ ...customer, customerId: '2' }, {}).linkCustomer('1', 'u'));
    expect(code).to.equal('invalid-response');
    expect(server().requests.map(({ method }) => method)).not.to.include('PUT');
  });
});
