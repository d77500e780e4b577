/** The client of API v3: every example exchange, what it sends again or refuses, and what each error number means. */
import { expect } from 'chai';
import type { PlenigoErrorCode } from '../../lib/base/errors.js';
import { createPlenigo } from '../../lib/entries/v3.js';
import type { PlenigoClient } from '../../lib/v3/client.js';
import { failure } from '../support/errors.js';
import { inTurn, json, useRecordingServer } from '../support/recording-server.js';
import { API_TOKEN, exchange, exchanges, v3ClientFor } from '../support/v3.js';

const purchase = { customerId: '1', customerIpAddress: '::1', items: [{ quantity: 1 }] };
const customer = { customerId: '1', email: 'mara@news.example' };

describe('a call of API v3 that plenigo could not answer', () => {
  const server = useRecordingServer();

  /** Sent twice, these would open two sessions, of which a customer may have only a few. */
  const once: Readonly<Record<string, (client: PlenigoClient) => Promise<unknown>>> = {
    createSession: (client) => client.createSession('1'),
  };
  const twice: typeof once = {
    createCustomer: (client) => client.createCustomer(customer),
    'findCustomer by id': (client) => client.findCustomer({ customerId: '1' }),
    'findCustomer by e-mail': (client) => client.findCustomer({ email: customer.email }),
    changeEmail: (client) => client.changeEmail('1', customer.email),
    linkCustomer: (client) => client.linkCustomer('1', 'user-1'),
    hasAccess: (client) => client.hasAccess('1', 'PLUS'),
    accessRights: (client) => client.accessRights('1'),
    preparePurchase: (client) => client.preparePurchase(purchase),
    createTransferToken: (client) => client.createTransferToken('session'),
  };
  for (const [name, call] of Object.entries({ ...once, ...twice })) {
    const times = name in once ? 1 : 2;
    it(`is sent ${times === 1 ? 'once' : 'twice'} if it is ${name}`, async () => {
      server().answer = json(503, {});
      await failure(call(v3ClientFor(server().url)));
      expect(server().requests).to.have.length(times);
    });
  }

  it('is not sent again where it has ended other sessions, which it may have done', async () => {
    server().answer = inTurn(json(200, { removalToken: 'removal' }), json(503, {}));
    await failure(v3ClientFor(server().url).createSession('1', { endOthers: true }));
    expect(server().requests.map(({ method }) => method)).to.deep.equal(['POST', 'PUT']);
  });

  it('is sent again where it links a customer, after what plenigo knows of them was read', async () => {
    const linked = json(200, { ...customer, externalSystemId: 'user-1' });
    server().answer = inTurn(json(200, customer), json(503, {}), linked);
    expect(await v3ClientFor(server().url).linkCustomer('1', 'user-1')).to.include({ externalSystemId: 'user-1' });
    expect(server().requests.map(({ method }) => method)).to.deep.equal(['GET', 'PUT', 'PUT']);
  });
});

describe('a number of an error of API v3', () => {
  const server = useRecordingServer();

  const meanings: Partial<Record<PlenigoErrorCode, readonly number[]>> = {
    'email-exists': [20007],
    'external-id-conflict': [20023],
    'customer-conflict': [20027, 20068],
    'customer-not-found': [20404],
    'customer-blocked': [20001, 20011, 20022, 20073],
    'session-invalid': [20028, 99010, 99011],
    'already-bought': [90039, 90040],
    'not-for-sale': [90044, 90045, 90049, 90058, 90065, 90072],
    'purchase-outdated': [90003, 90032],
    'invalid-parameters': [90010, 21404, 30404, 40404, 60404, 90404, 99404],
    'service-unavailable': [99018],
  };
  /** Of these, and of any that is not known, the status decides. */
  const byStatus: readonly (readonly [status: number, number: number | string, code: PlenigoErrorCode])[] = [
    [401, 99008, 'invalid-credentials'],
    [401, 99015, 'invalid-credentials'],
    [402, 90402, 'module-missing'],
    [403, 20016, 'forbidden'],
    [423, 20026, 'registration-locked'],
    [429, 99429, 'rate-limited'],
    [502, 99502, 'bad-gateway'],
    [418, 12345, 'unexpected-status'],
    [418, 20008, 'unexpected-status'],
    [418, '20007', 'unexpected-status'],
  ];
  const refused = async (status: number, errorCode: unknown) => {
    server().answer = json(status, { errorCode, errorMessage: 'x' });
    return (await failure(v3ClientFor(server().url).preparePurchase(purchase))).code;
  };
  for (const [code, numbers] of Object.entries(meanings)) {
    it(`means ${code}, whatever the status, if it is ${numbers.join(', ')}`, async () => {
      for (const errorCode of numbers) {
        for (const status of [400, 401, 408, 418]) {
          expect(await refused(status, errorCode), `${errorCode} with status ${status}`).to.equal(code);
        }
      }
    });
  }

  it('means what its status does if it is another, or a text', async () => {
    for (const [status, errorCode, code] of byStatus) {
      expect(await refused(status, errorCode), `${errorCode} with status ${status}`).to.equal(code);
    }
  });
});

describe('a request of API v3', () => {
  const server = useRecordingServer();

  it('finds a customer by the site’s user id in the path, or in a query where plenigo could misread a path', async () => {
    const found = { 'user-1': 'customerIdByExternalSystemId/user-1', 'a b': 'customerIdByExternalSystemId/a%20b' };
    const searched = { 'a/b': 'a%2Fb', 'a\\b': 'a%5Cb', '50%': '50%25', '.': '.', '..': '..' };
    for (const [externalSystemId, path] of Object.entries(found)) {
      server().answer = json(200, { customerId: '7' });
      expect(await v3ClientFor(server().url).findCustomer({ externalSystemId })).to.include({ externalSystemId });
      expect(server().requests.at(-1)?.url).to.equal(`/api/v3.0/customers/${path}`);
    }
    for (const [externalSystemId, value] of Object.entries(searched)) {
      const ids = Object.entries({ 8: 'x', 7: externalSystemId });
      const items = ids.map(([customerId, externalSystemId]) => ({ customerId, externalSystemId }));
      server().answer = json(200, { items: items.reverse() });
      expect(await v3ClientFor(server().url).findCustomer({ externalSystemId })).to.include({ customerId: '7' });
      expect(server().requests.at(-1)?.url).to.equal(`/api/v3.0/customers?externalSystemId=${value}`);
    }
  });

  it('finds nobody in a list that is absent or holds two who are meant, and fails where it is none', async () => {
    const search = () => v3ClientFor(server().url).findCustomer({ email: customer.email });
    const second = { ...customer, customerId: '2' };
    const other = { ...second, email: 'x@y.zz' };
    for (const answer of [{}, { items: [] }, { items: [customer, second] }, { items: [other] }]) {
      server().answer = json(200, answer);
      expect(await search()).to.equal(undefined);
    }
    server().answer = json(200, { items: [other, customer, { email: customer.email }] });
    expect(await search()).to.include(customer);
    for (const answer of [{ items: 'none' }, { items: {} }, [customer]]) {
      server().answer = json(200, answer);
      expect((await failure(search())).code).to.equal('invalid-response');
    }
  });
});

describe('a text for API v3', () => {
  const server = useRecordingServer();

  for (const field of ['firstName', 'lastName', 'externalSystemId', 'registrationSource'] as const) {
    it(`has at most 100 characters if it is a customer’s ${field}`, async () => {
      const fits = { ...customer, [field]: 'x'.repeat(100) };
      server().answer = json(201, fits);
      expect(await v3ClientFor(server().url).createCustomer(fits)).to.include({ customerId: '1' });
      const error = await failure(v3ClientFor(server().url).createCustomer({ ...fits, [field]: 'x'.repeat(101) }));
      expect(error.message).to.include(`createCustomer.${field}`).and.include('101 characters');
      expect(server().requests).to.have.length(1);
    });
  }

  const plenigo = createPlenigo({ companyId: 'test-company', apiToken: API_TOKEN, baseUrl: 'https://news.example' });
  const sale = { offerId: 'O_1', accessRights: 'PLUS' };
  const priced = { ...sale, title: 'x', price: 1, currency: 'EUR' };
  const custom = { id: 'article', taxType: 'DIGITALPRODUCT', productId: 'P_1' } as const;
  const limits: Readonly<Record<string, [limit: number, mount: (text: string) => unknown]>> = {
    'a product’s title': [100, (title) => plenigo.checkout({ ...sale, title })],
    'an offer’s id': [20, (offerId) => plenigo.checkout({ ...sale, offerId })],
    'the id of an offer of the site’s own': [20, (id) => plenigo.checkout({ ...priced, custom: { ...custom, id } })],
    'an access right': [30, (accessRights) => plenigo.checkout({ ...sale, accessRights })],
    'an affiliate’s id': [100, (affiliateId) => plenigo.checkout(sale, { affiliateId })],
  };
  for (const [name, [limit, mount]] of Object.entries(limits)) {
    it(`has at most ${limit} characters if it is ${name}`, () => {
      expect(() => mount('x'.repeat(limit))).not.to.throw();
      expect(() => mount('x'.repeat(limit + 1))).to.throw(`${limit + 1} characters`);
    });
  }
});

interface Example {
  run(client: PlenigoClient, body: never): Promise<unknown>;
  /** What comes of it. */
  result?: unknown;
  /** Or the code of the error that does. */
  error?: string;
  /** What is answered before, to a question that the example does not show. */
  before?: object;
}

const active = { status: 'ACTIVATED' };
const email = 'mara.linde@example.com';
const mara = { customerId: '480015', email, language: 'de', firstName: 'Mara', lastName: 'Linde', ...active };
const link = { customerId: '771204', externalSystemId: 'user-7f3c9a' };
const jon = { ...link, email: 'jon.ebert@example.com', language: 'en', firstName: 'Jon', lastName: 'Ebert', ...active };
const session = 'sess.example.0001.not-a-real-token';

const create: Example['run'] = (client, body) => client.createCustomer(body);
const prepare: Example['run'] = (client, body) => client.preparePurchase(body);

const examples: Record<string, Example> = {
  'create customer: numeric site id becomes the customer id': { run: create, result: { ...mara, isNew: true } },
  'create customer again: same e-mail and same id': { run: create, result: { ...mara, isNew: false } },
  'create customer with an external system id': { run: create, result: { ...jon, isNew: true } },
  'create customer: the e-mail belongs to somebody else': { run: create, error: 'email-exists' },
  'create customer: e-mail or id known in another combination': { run: create, error: 'customer-conflict' },
  'create customer: an id with letters is refused': { run: create, error: 'invalid-argument' },
  'find a customer by e-mail': { run: (client) => client.findCustomer({ email }), result: mara },
  'customer id for an external system id': {
    run: (client) => client.findCustomer({ externalSystemId: 'user-7f3c9a' }),
    result: link,
  },
  'customer id for an unknown external system id': {
    run: (client) => client.findCustomer({ externalSystemId: 'user-unknown' }),
    result: undefined,
  },
  'link an existing customer to an external system id': {
    run: (client) => client.linkCustomer('480015', 'user-000112'),
    before: (exchange('find a customer by e-mail').response.body as { items: [object] }).items[0],
    result: { ...mara, externalSystemId: 'user-000112' },
  },
  'change the e-mail: the answer is a list envelope': {
    run: (client) => client.changeEmail('480015', 'mara@neu.example'),
    result: undefined,
  },
  'create a customer session': { run: (client, body) => client.createSession('480015', body), result: session },
  'create a customer session: too many are open (status 200 is the refusal)': {
    run: (client) => client.createSession('480015', { browser: 'Safari', source: 'news.example' }),
    error: 'session-limit',
  },
  'exchange a customer session for a one-time transfer token': {
    run: async (client) => (await client.createTransferToken(session)).token,
    result: 'tt-example-0001',
  },
  'prepare the purchase of a managed offer': { run: prepare, result: 'pu-example-0001' },
  'prepare the purchase of one article under a managed offer (override)': { run: prepare, result: 'pu-example-0002' },
  'access: one of the asked rights is held': {
    run: (client) => client.hasAccess('480015', ['article-4711', 'archive-pass']),
    result: true,
  },
  'access: nothing held, and the service left its default values out': {
    run: (client) => client.hasAccess('480015', 'article-4711'),
    result: false,
  },
  'access: the customer is unknown at plenigo': {
    run: (client) => client.hasAccess('999999', ['archive-pass']),
    result: false,
  },
  'any call with a wrong API token': {
    run: (client) => client.findCustomer({ customerId: '480015' }),
    error: 'invalid-credentials',
  },
};

describe('the example exchanges of API v3', () => {
  const server = useRecordingServer();

  it('are all tried', () => expect(exchanges.map(({ name }) => name)).to.deep.equal(Object.keys(examples)));

  for (const { name, request, response, requestIsInvalid = false } of exchanges) {
    it(name, async () => {
      const { run, result, error, before } = examples[name] as Example;
      server().answer = (res, req) => {
        const { status, body } =
          req.method === request.method || before === undefined ? response : { status: 200, body: before };
        json(status, body)(res, req);
      };

      const running = run(v3ClientFor(server().url), request.body as never);

      if (error === undefined) expect(await running).to.deep.equal(result);
      else expect((await failure(running)).code).to.equal(error);
      const sent = server().requests.at(-1);
      if (requestIsInvalid) return expect(server().requests).to.deep.equal([]);
      expect(`${sent?.method} ${sent?.url}`).to.equal(`${request.method} ${request.path}`);
      expect([sent?.body, sent?.headers['x-plenigo-token']]).to.deep.equal([request.body, API_TOKEN]);
      expect(sent?.headers['content-type']).to.equal(request.headers['Content-Type']);
      return expect(server().requests).to.have.length(before === undefined ? 1 : 2);
    });
  }
});
