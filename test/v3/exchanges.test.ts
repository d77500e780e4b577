/** Every example exchange of API v3: what the client sends for it, and what it makes of the answer. */
import { expect } from 'chai';
import type { PlenigoClient } from '../../lib/v3/client.js';
import { failure } from '../support/errors.js';
import { json, useRecordingServer } from '../support/recording-server.js';
import { API_TOKEN, exchange, exchanges, v3ClientFor } from '../support/v3.js';

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
      expect(sent?.body).to.deep.equal(request.body);
      expect(sent?.headers['x-plenigo-token']).to.equal(API_TOKEN);
      expect(sent?.headers['content-type']).to.equal(request.headers['Content-Type']);
      return expect(server().requests).to.have.length(before === undefined ? 1 : 2);
    });
  }
});
