// Customers, sessions and access rights by API v3: every recorded exchange as one story, and what none shows.

import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { startSandbox } from '../../../lib/sandbox/index.js';
import { type Answer, postCheckout, send, useSandbox } from '../support.js';
import { callV3, openSession } from './support.js';

const ADA = { email: 'ada@reader.example', language: 'de' };

describe('API v3 of the sandbox', () => {
  const sandbox = useSandbox({ now: () => Date.UTC(2027, 0, 1) });

  /** Status and body, or the code of the refusal. */
  const call = async (method: string, path: string, body?: object): Promise<[number, unknown]> => {
    const { status, json } = await callV3(sandbox(), { method, path, body });
    return [status, json?.errorCode ?? json];
  };
  const create = (body: object) => call('POST', '/customers', { ...ADA, ...body });
  const fieldsOf = async (customerId: string) => (await call('GET', `/customers/${customerId}`))[1];

  it('shares its customers with API v2', async () => {
    await create({ customerId: '7', externalSystemId: 'ada-1', lastName: 'Lovelace' });
    const customer = sandbox().find({ externalUserId: 'ada-1' });
    expect(customer).to.include({ customerId: '7', email: ADA.email, name: 'Lovelace', language: 'de' });
    const bob = sandbox().addCustomer({ email: 'bob@reader.example', externalUserId: 'bob/1' });
    expect(bob.customerId).to.match(/^[0-9]{1,18}$/);
    expect(await call('GET', '/customers/customerIdByExternalSystemId/bob%2F1')).to.deep.equal([
      200,
      { customerId: bob.customerId },
    ]);
    expect(() => sandbox().addCustomer({ email: 'c@reader.example', customerId: '7' })).to.throw(/this id/);
    expect(() => sandbox().addCustomer({ email: 'c@reader.example', customerId: 'x' })).to.throw(/digits/);
  });

  it('tells each clash of a new customer by a code', async () => {
    await create({ customerId: '7', externalSystemId: 'ada-1', username: 'ada' });
    expect((await create({ customerId: '7', externalSystemId: 'ada-1' }))[0]).to.equal(208);
    expect(await create({})).to.deep.equal([400, 20007]);
    expect(await create({ customerId: '7', externalSystemId: 'other' })).to.deep.equal([400, 20027]);
    const email = 'other@reader.example';
    expect(await create({ email, externalSystemId: 'ada-1' })).to.deep.equal([400, 20023]);
    expect(await create({ email, username: 'ada' })).to.deep.equal([400, 20008]);
    expect(sandbox().customers).to.have.length(1);
  });

  it('finds by e-mail, user name or external id, and leaves the list out for nobody', async () => {
    await create({ customerId: '7', externalSystemId: 'ada 1', username: 'ada' });
    for (const query of ['email=ADA%40reader.example', 'username=ada', 'externalSystemId=ada%201'])
      expect((await call('GET', `/customers?${query}`))[1], query).to.have.nested.property('items[0].customerId', '7');
    expect(await call('GET', '/customers?email=nobody%40reader.example&username=ada')).to.deep.equal([200, {}]);
    expect((await call('GET', '/customers'))[1], 'all').to.have.nested.property('items[0].customerId', '7');
  });

  it('forgets what an update leaves out, and links an external id once', async () => {
    await create({ customerId: '7', firstName: 'Ada', salutation: 'MRS' });
    await call('PUT', '/customers/7', { lastName: 'Lovelace', externalSystemId: 'ada-1' });
    const fields = await fieldsOf('7');
    const kept = { email: ADA.email, lastName: 'Lovelace', externalSystemId: 'ada-1', salutation: 'NONE' };
    expect(fields).to.include(kept);
    expect(fields).not.to.have.property('firstName');
    await call('PUT', '/customers/7', { externalSystemId: 'ada-2' });
    expect(await fieldsOf('7')).to.include({ externalSystemId: 'ada-1' });
    await create({ email: 'bob@reader.example', customerId: '8' });
    expect(await call('PUT', '/customers/8', { externalSystemId: 'ada-1' })).to.deep.equal([400, 20023]);
    expect(await call('PUT', '/customers/8', { email: ADA.email })).to.deep.equal([400, 20007]);
    expect(await call('PUT', '/customers/8/email', { email: ADA.email })).to.deep.equal([400, 20007]);
  });

  it('ends sessions when it is asked to, one or all', async () => {
    await create({ customerId: '7' });
    const open = () => callV3(sandbox(), { method: 'POST', path: '/sessions/7', body: {} });
    const ids = () => sandbox().v3.sessions.map(({ sessionId }) => sessionId);
    const credential = (await open()).json?.customerSession;
    await open();
    const [first, second] = ids();
    const change = (token: unknown, query = '') => call('PUT', `/processes/login/changeSessions/${token}${query}`);
    const { json } = await open();
    expect((await change(json?.removalToken, `?sessionId=${first}`))[0]).to.equal(202);
    expect(ids().indexOf(String(second))).to.equal(0);
    expect(ids()).to.have.length(2);
    expect(await change(json?.removalToken)).to.deep.equal([401, 99015]);
    const ended = { customerSession: credential };
    expect(await call('POST', '/sessions/transferToken', ended)).to.deep.equal([401, 20028]);
    expect((await change((await open()).json?.removalToken))[0]).to.equal(202);
    expect(ids()).to.have.length(1);
    sandbox().v3.sessionLimit = 1;
    expect((await open()).status).to.equal(200);
    sandbox().clock.advance(14 * 86_400_000);
    expect((await open()).status).to.equal(202);
  });

  it('lets a transfer token be used once, within 30 seconds', async () => {
    await create({ customerId: '7' });
    const customerSession = await openSession(sandbox(), '7');
    const transferring = { method: 'POST', path: '/sessions/transferToken', body: { customerSession } };
    const transfer = async () => (await callV3(sandbox(), transferring)).json?.transferToken;
    const show = async (transferToken: unknown) =>
      (await postCheckout(sandbox(), '/account/v3/start', { snippetId: 'order', transferToken })).json;
    const [first, late, last] = [await transfer(), await transfer(), await transfer()];
    expect(await show(first)).to.include({ step: 'page' });
    expect(await show(first)).to.include({ code: 'transfer-token-invalid' });
    sandbox().clock.advance(29_999);
    expect(await show(late)).to.include({ step: 'page' });
    sandbox().clock.advance(1);
    expect(await show(last)).to.include({ code: 'transfer-token-invalid' });
    expect(await call('POST', '/sessions/transferToken', { customerSession: 'none' })).to.deep.equal([401, 20028]);
  });

  it('opens no session of a blocked customer, and says so beside the access', async () => {
    await create({ customerId: '7', processingBlocked: true });
    sandbox().buy({ customerId: '7' }, 'PLUS');
    expect(await call('POST', '/sessions/7', {})).to.deep.equal([403, 20011]);
    const [, access] = await call('GET', '/accessRights/7/hasAccess?accessRightUniqueIds=PLUS');
    expect(access).to.include({ customerBlocked: true, accessGranted: true });
  });

  it('lists a right that is held and not granted, and tells how long a bought one may be remembered', async () => {
    await create({ customerId: '7' });
    sandbox().buy({ customerId: '7' }, 'PLUS');
    await call('POST', '/accessRights/7', { accessRightUniqueId: 'PRINT', blocked: true });
    const [, access] = await call('GET', '/accessRights/7/hasAccess?accessRightUniqueIds=PLUS,PRINT,NONE');
    const [plus, print, ...more] = (access as { items: object[] }).items;
    expect(plus).to.include({ accessGranted: true, maxCacheDate: '2027-01-01T00:05:00.000000Z' });
    expect(print).to.include({ accessRightUniqueId: 'PRINT', maxCacheDate: null });
    expect(print).to.not.have.property('accessGranted');
    expect(more).to.deep.equal([]);
  });

  it('lists its calls by name, and fails as it is told with an error of API v3', async () => {
    await create({ customerId: '7' });
    sandbox().inject({ call: 'hasAccess', status: 503 });
    const path = '/accessRights/7/hasAccess?accessRightUniqueIds=PLUS';
    expect([await call('GET', path), (await call('GET', path))[0]]).to.deep.equal([[503, 99503], 200]);
    expect(await call('GET', '/nothing')).to.deep.equal([404, 99404]);
    expect(sandbox().calls()).to.deep.equal(['createCustomer', 'hasAccess', 'hasAccess', 'unknown']);
  });

  it('refuses bodies that are no JSON, and ids that are no text', async () => {
    const wrong = await callV3(sandbox(), { method: 'POST', path: '/customers', body: '{' });
    expect([wrong.status, wrong.json?.errorCode]).to.deep.equal([400, 99002]);
    expect(await call('GET', '/customers/%zz')).to.deep.equal([400, 99002]);
  });
});

interface Exchange {
  name: string;
  request: { method: string; path: string; headers: Record<string, string>; body?: Record<string, unknown> };
  response: { status: number; body: Record<string, unknown> };
}

const exchanges: Exchange[] = JSON.parse(readFileSync(new URL('../../data/v3.json', import.meta.url), 'utf8'));

/** What the service makes up, and what the recorded customer had from before: only its type is compared. */
const MADE_UP = [
  ...['registrationDate', 'registrationSource', 'createdDate', 'changedDate', 'invoiceEmail', 'createdAt'],
  ...['customerSession', 'removalToken', 'sessionId', 'transferToken', 'purchaseId', 'errorMessage'],
  ...['lifeTimeStart', 'maxCacheDate', 'itemId', 'itemType', 'productId', 'plenigoProductId', 'plenigoStepId'],
];

function compare(actual: unknown, expected: unknown, path: string): void {
  const name = path.split('.').pop() ?? '';
  if (Array.isArray(expected)) {
    expect(actual, path).to.be.an('array').of.length(expected.length);
    expected.forEach((entry, i) => {
      compare((actual as unknown[])[i], entry, `${path}.${i}`);
    });
  } else if (typeof expected === 'object' && expected !== null) {
    for (const [key, value] of Object.entries(expected)) {
      const found = (actual as Record<string, unknown>)[key];
      if (found === undefined && MADE_UP.includes(key)) continue;
      compare(found, value, `${path}.${key}`);
    }
  } else if (MADE_UP.includes(name)) {
    expect(typeof actual, path).to.equal(typeof expected);
  } else {
    expect(actual, path).to.equal(expected);
  }
}

describe('every exchange of API v3', () => {
  const MARA = '480015';
  /** What the sandbox has answered, and the id that it gave the customer who was created. */
  const answers = new Map<string, { answer: Answer; createdId: string | undefined }>();

  // The exchanges build on one another, so they are told once and in order; the tests only compare.
  before(async () => {
    let sandbox = await startSandbox({ apiToken: 'test-api-token' });
    let session = '';
    const meanwhile: Record<string, () => unknown> = {
      'create a customer session: too many are open (status 200 is the refusal)': () =>
        openSession(sandbox, MARA, { os: 'Android 15', browser: 'Chrome' }),
      'access: one of the asked rights is held': () =>
        sandbox
          .find({ customerId: MARA })
          ?.purchases.push({ productId: 'archive-pass', offerId: 'O_EXAMPLE00000000003', at: sandbox.clock.now() }),
      'any call with a wrong API token': async () => {
        await sandbox.close();
        sandbox = await startSandbox();
      },
    };
    try {
      for (const { name, request } of exchanges) {
        await meanwhile[name]?.();
        const { body, ...call } = request;
        const sent = body?.customerSession ? { customerSession: session } : body;
        const answer = await send(sandbox, { ...call, body: sent });
        session = String(answer.json?.customerSession ?? session);
        answers.set(name, { answer, createdId: sandbox.find({ externalUserId: 'user-7f3c9a' })?.customerId });
      }
    } finally {
      await sandbox.close();
    }
  });

  for (const { name, request, response } of exchanges) {
    it(name, () => {
      const told = answers.get(name);
      if (!told) throw new Error('the exchange was not told');
      const { answer, createdId = '771204' } = told;
      expect(answer.status, answer.text).to.equal(response.status);
      compare(answer.json, JSON.parse(JSON.stringify(response.body).replaceAll('771204', createdId)), 'body');
      if (!('customerBlocked' in response.body) && request.path.includes('hasAccess'))
        expect(Object.keys(answer.json ?? {})).to.deep.equal(Object.keys(response.body));
    });
  }
});
