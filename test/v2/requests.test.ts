/** What the client sends: the recorded requests, ids as one path segment, who calls, and connections that stay open. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { V2CallName } from '../../lib/sandbox/types.js';
import type { PlenigoClient } from '../../lib/v2/client.js';
import { COMPANY_ID, clientFor, sampleCall, sampleCalls } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { inTurn, json, type RecordedRequest, reset, text, useRecordingServer } from '../support/recording-server.js';

type RequestVector = Record<'call' | 'method' | 'url', string> & { contentType?: string; body?: object };
const vectors: RequestVector[] = JSON.parse(
  readFileSync(new URL('../data/requests.json', import.meta.url), 'utf8'),
).requests;

/** Calls that are done when plenigo says so. */
const bringNothing = ['changeEmail', 'importCustomerAccess', 'addExternalCustomerId', 'changeAddress'] as const;

/** The recorded registration asks for an existing customer's id, which this package does only when told to. */
function runAsRecorded(client: PlenigoClient, call: string): Promise<unknown> {
  if (call !== 'registerUser') return sampleCall(call as V2CallName).run(client);
  const customer = { email: 'test@mail.com', language: 'en', externalUserId: '12345' };
  return client.registerUser({ ...customer, firstName: 'new', lastName: 'customer', failByExistingEmail: false });
}

describe('what the client sends', () => {
  const server = useRecordingServer();

  it('covers all calls with recorded requests', () => {
    expect(vectors.map(({ call }) => call)).to.deep.equal(sampleCalls.map(({ call }) => call));
  });

  for (const { call, method, url, contentType, body } of vectors) {
    it(`equals the recorded request of ${call}`, async () => {
      server().answer = json(200, { customerId: '1', loginToken: 't', enabled: true, accessGranted: true });
      await runAsRecorded(clientFor(server().url), call);

      expect(server().requests).to.have.length(1);
      const { headers, ...sent } = server().requests[0] as RecordedRequest;
      expect(sent).to.deep.equal({ method, url, body });
      expect(headers['content-type']).to.equal(contentType);
      expect(headers).to.include.keys('plenigotoken');
    });
  }

  it('answers what plenigo answered', async () => {
    server().answer = json(200, { customerId: '56202510', loginToken: 'TKN1234567890', accessGranted: true });
    const client = clientFor(server().url);
    const before = Date.now();

    expect(await sampleCall('registerUser').run(client)).to.equal('56202510');
    const login = await client.createLoginToken({ customerId: '56202510' });
    expect(login.token).to.equal('TKN1234567890');
    expect(login.expiresAt.getTime()).to.be.within(before + 300_000, Date.now() + 300_000);
    expect(await sampleCall('hasUserBought').run(client)).to.equal(true);
    // It is done when plenigo says so, with or without words.
    for (const answer of [json(201, { id: 1 }), text(200, ''), text(204, '')]) {
      server().answer = answer;
      for (const call of bringNothing) expect(await sampleCall(call).run(client), call).to.equal(undefined);
    }
  });

  it('reads answers that come in chunks, with a byte order mark, and with accents', async () => {
    server().answer = (response) => {
      const body = Buffer.from('\uFEFF{"customerId":"Zoë-1"}');
      response.write(body.subarray(0, 22));
      response.end(body.subarray(22));
    };
    expect(await sampleCall('registerUser').run(clientFor(server().url))).to.equal('Zoë-1');
  });

  it('leaves out of a registration what the site does not know, and fails on an existing e-mail by default', async () => {
    server().answer = json(200, { customerId: '1' });
    await clientFor(server().url, { language: 'de' }).registerUser({ email: 'a@b.example' });
    const flags = { withPasswordReset: false, failByExistingEmail: true };
    expect(server().requests[0]?.body).to.deep.equal({ email: 'a@b.example', language: 'de', ...flags });
  });

  it('sends only as many access ids as there are', async () => {
    await clientFor(server().url).importCustomerAccess({ customerId: 'C1' }, ['one']);
    const named = { customerId: 'C1', useExternalCustomerId: false };
    expect(server().requests[0]?.body).to.deep.equal({ ...named, yourFirstIdentifier: 'one' });
  });

  it('asks for test purchases in test mode', async () => {
    const client = clientFor(server().url, { testMode: true });
    await client.hasUserBought({ externalUserId: 'u' }, 'P1');
    await client.productsBought({ externalUserId: 'u' });
    expect(server().requests.map(({ url }) => url)).to.deep.equal([
      '/api/v2/user/product?customerId=u&productId=P1&testMode=true&useExternalCustomerId=true',
      '/api/v2/user/u/products?testMode=true&useExternalCustomerId=true',
    ]);
  });

  it('keeps the connection open for the next call, also after an error', async () => {
    const client = clientFor(server().url);
    for (let round = 0; round < 5; round += 1) {
      for (const { call, run, reply } of sampleCalls) {
        server().answer = json(200, reply);
        await run(client);
        server().answer = json(403, { error: 'no' });
        if (call === 'hasUserBought') expect(await run(client)).to.equal(false);
        else await failure(run(client));
      }
    }
    expect(server().requests).to.have.length(10 * sampleCalls.length);
    expect(server().connections).to.equal(1);
  });
});

describe('an id in a path or query', () => {
  const server = useRecordingServer();
  const nobody = { gender: 'MALE', firstName: 'A', lastName: 'B' } as const;

  const encoded: Record<string, string> = {
    'A1/B?C#é': 'A1%2FB%3FC%23%C3%A9',
    '../register': '..%2Fregister',
    'a\\b': 'a%5Cb',
    '%2e%2e': '%252e%252e',
    ' ': '%20',
    '...': '...',
    'a&useExternalCustomerId=true': 'a%26useExternalCustomerId%3Dtrue',
    '😀': '%F0%9F%98%80',
  };

  for (const [id, segment] of Object.entries(encoded)) {
    it(`is percent-encoded: ${JSON.stringify(id)}`, async () => {
      server().answer = json(200, { loginToken: 't', accessGranted: true });
      const client = clientFor(server().url);
      await client.createLoginToken({ externalUserId: id });
      await client.changeEmail({ customerId: id }, 'a@b.example');
      await client.addExternalCustomerId(id, 'x');
      await client.hasUserBought({ externalUserId: id }, 'a&b=c#d é');
      await client.productsBought({ externalUserId: id });
      await client.changeAddress({ customerId: id }, nobody);
      const flags = 'testMode=false&useExternalCustomerId=true';
      expect(server().requests.map(({ url }) => url)).to.deep.equal([
        `/api/v2/externalUser/${segment}/createLoginToken?useExternalCustomerId=true`,
        `/api/v2/externalUser/${segment}/changeEmail?useExternalCustomerId=false`,
        `/api/v2/externalUser/${segment}/addExternalUserId`,
        `/api/v2/user/product?customerId=${segment}&productId=a%26b%3Dc%23d%20%C3%A9&${flags}`,
        `/api/v2/user/${segment}/products?${flags}`,
        `/api/v2/user/${segment}/address?useExternalCustomerId=false`,
      ]);
    });
  }

  for (const id of ['.', '..', '', 'a\uD800b', 'a\nb']) {
    it(`is refused where it is no id, or cannot be a path segment: ${JSON.stringify(id)}`, async () => {
      const client = clientFor(server().url);
      for (const work of [
        () => client.createLoginToken({ externalUserId: id }),
        () => client.createLoginToken({ customerId: id }),
        () => client.changeEmail({ customerId: id }, 'a@b.example'),
        () => client.addExternalCustomerId(id, 'x'),
        () => client.productsBought({ externalUserId: id }),
        () => client.product(id),
        () => client.changeAddress({ customerId: id }, nobody),
      ]) {
        expect((await failure(work)).code).to.equal('invalid-argument');
      }
      expect(server().requests).to.deep.equal([]);
    });
  }
});

function read(token: unknown): { header: string; claims: Record<string, unknown> } {
  const [header, payload] = String(token).split('.');
  const decode = (part: string | undefined) => Buffer.from(part ?? '', 'base64url').toString();
  return { header: decode(header), claims: JSON.parse(decode(payload)) };
}

describe('the plenigoToken header', () => {
  const server = useRecordingServer();

  it('has the header and claims that plenigo documents, ends in five minutes, and is another for a retry', async () => {
    const client = clientFor(server().url);
    const before = Math.floor(Date.now() / 1000);
    server().answer = inTurn(reset, json(503, {}), json(200, { loginToken: 't' }));
    const { run } = sampleCall('createLoginToken');
    await run(client).catch(() => {});
    await run(client);

    const tokens = server().requests.map(({ headers }) => read(headers.plenigotoken));
    expect(new Set(tokens.map(({ claims }) => claims.jti)).size).to.equal(3);
    for (const { header, claims } of tokens) {
      const { jti, exp, ...rest } = claims;
      expect([header, rest]).to.deep.equal(['{"alg":"HS256"}', { companyId: COMPANY_ID, aud: 'plenigo' }]);
      expect(jti).to.match(/^[0-9a-f-]{36}$/);
      expect(exp).to.be.within(before + 300, Math.floor(Date.now() / 1000) + 300);
    }
  });
});
