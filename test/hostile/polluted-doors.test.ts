/** Prototype pollution at the door of a page for buyers: what every object inherits opens nothing, with either API. */

import { expect } from 'chai';
import express from 'express';
import type { PlenigoOptions, SiteUser } from '../../lib/index.js';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { onBothApis } from '../support/apis.js';
import { silentLogger } from '../support/calls.js';
import { errorCodes } from '../support/errors.js';
import { listen } from '../support/listen.js';
import { pollutedWith } from './polluted.js';

const READY = '4711';

onBothApis('a polluted prototype opens nothing, asked through the door', (api) => {
  let sandbox: Sandbox;
  let site: Awaited<ReturnType<typeof listen>>;

  /** By the name that the request carries; `ready` is a customer. */
  const readers: Readonly<Record<string, SiteUser>> = {
    ready: { id: 'ready', email: 'ready@example.com' },
    'email-missing': { id: 'no-address' },
    'email-conflict': { id: 'other', email: 'taken@example.com' },
    unavailable: { id: '\ud800', email: 'half@example.com' },
  };

  // A site of its own for each test: what one of them remembers of a reader would answer the questions of the next.
  beforeEach(async () => {
    sandbox = await startSandbox();
    const plenigo = api.create({
      ...api.connection(sandbox),
      user: (req) => readers[String(req.headers.reader)],
      logger: silentLogger,
      // Each question is one answer of the table below; a machine with much to do must not turn it into another.
      circuitBreaker: false,
      notBoughtTtl: 0,
      timeout: 20_000,
    } as PlenigoOptions);
    const app = express();
    app.use('/plenigo', plenigo.router());
    app.get('/', plenigo.requireAccess(['AA', 'BB'].map(api.product), { openedBy: ['PLUS'] }), (_req, res) =>
      res.send('paid'),
    );
    app.get('/offer', plenigo.checkout(api.product('AA') as string, { checkAccess: false }), (_req, res) =>
      res.send(res.locals.plenigo?.buyButton('Buy')),
    );
    site = await listen(app);
    begin();
  });
  function begin(): void {
    sandbox.reset();
    sandbox.addCustomer({ email: 'taken@example.com' });
    sandbox.addCustomer({ customerId: READY, email: 'ready@example.com', externalUserId: 'ready' });
  }
  afterEach(async () => {
    await site.close();
    await sandbox.close();
  });

  const open = (reader: string, path = '/') => fetch(site.url + path, { headers: { reader } });

  for (const value of [true, 200, 'bought']) {
    it(`a status or a call with its status that is ${JSON.stringify(value)}`, async () => {
      for (const status of [400, 401, 402, 403, 404, 409, 418, 423, 429, 500, 502, 503, 504]) {
        begin();
        sandbox.inject({ call: api.calls.access, status, times: Number.POSITIVE_INFINITY });
        const poison = { [status]: value, [`${api.calls.access} ${status}`]: value };
        const answer = await pollutedWith(poison, () => open('ready'));
        expect(answer.status, String(status)).to.be.oneOf([402, 503]);
        expect(await answer.text()).not.to.include('paid');
      }
    });

    it(`every status of a reader and every code that is ${JSON.stringify(value)}`, async () => {
      // An inherited `timeout` breaks Node's own requests.
      const codes = errorCodes.filter((code) => code !== 'timeout');
      const names = ['anonymous', 'free', 'bought', 'ready', 'not-bought', ...Object.keys(readers), ...codes];
      const poison = Object.fromEntries(names.map((name) => [name, value]));
      const expected = { anonymous: 401, ready: 402, 'email-missing': 402, 'email-conflict': 402, unavailable: 503 };
      // An inherited `ready` breaks the connections that Node opens: those of before are used again.
      for (const reader of Object.keys(readers)) await open(reader);
      for (const [status, code] of Object.entries(expected)) {
        // The names of the readers are among the poison, so nobody is somebody who has none.
        const answer = await pollutedWith(poison, () => open(status === 'anonymous' ? 'nobody' : status));
        expect(answer.status, status).to.equal(code);
        const { error } = (await answer.json()) as { error: string };
        // With API v3 no page looks for the customer of an address.
        const isNo = status === 'ready' || (status === 'email-conflict' && api.name === 'v3');
        expect(error).to.equal(isNo ? 'not-bought' : status);
      }
    });
  }

  it('what is known of a reader', async () => {
    const known = { bought: true, openedBy: 'site', freeView: {}, isForSale: false, access: true, isPersonal: false };
    for (const [name, value] of Object.entries(known)) {
      for (const [reader, status] of Object.entries({ nobody: 401, ready: 402, 'email-missing': 402 })) {
        begin();
        const answer = await pollutedWith({ [name]: value }, () => open(reader));
        expect(answer.status, `${name}, ${reader}`).to.equal(status);
        expect(answer.headers.get('cache-control')).to.equal('private, no-store');
      }
    }
  });

  it('what a template is told of the reader and of what is for sale', async () => {
    const poison = { customerId: 'foreign', paymentData: 'foreign' };
    // Not the sandbox, which would inherit them as well.
    const fetch = async () => Response.json({ customerId: '4711', loginToken: 'token', items: [] });
    const plenigo = api.create({ ...api.connection(sandbox), user: () => readers.ready, fetch } as PlenigoOptions);
    const app = express().get('/', plenigo.checkout(api.product('AA') as string, { checkAccess: false }), (_req, res) =>
      res.json(res.locals.plenigo),
    );
    const other = await listen(app);
    try {
      // Once found, once remembered.
      for (const _page of [1, 2]) {
        const locals = await pollutedWith(poison, async () => (await globalThis.fetch(other.url)).text());
        expect(locals).to.include('"status":"ready"').and.not.include('foreign');
      }
    } finally {
      await other.close();
    }
  });

  it('an answer to a click, and its HTTP status', async () => {
    const poison = {
      call: { paymentData: 'foreign' },
      text: 'foreign',
      anonymous: [200, 'foreign'],
      'offer-invalid': 200,
    };
    for (const [reader, status] of [
      ['nobody', 401],
      ['ready', 403],
    ] as const) {
      const headers = { reader, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
      const click = () => fetch(`${site.url}/plenigo/checkout`, { method: 'POST', headers, body: '{}' });
      const [plain, polluted] = [await click(), await pollutedWith(poison, click)];
      expect(polluted.status).to.equal(status);
      expect(await polluted.json()).to.deep.equal(await plain.json());
    }
  });

  it('what a click starts the checkout with', async () => {
    const offer = /data-plenigo-checkout="([^"]+)"/.exec(await (await open('ready', '/offer')).text())?.[1];
    const headers = { reader: 'ready', 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
    const body = JSON.stringify({ offer });
    const click = async () => {
      const answer = await fetch(`${site.url}/plenigo/checkout`, { method: 'POST', headers, body });
      return (await answer.json()) as { status: string; call: object };
    };
    const names = ['sourceUrl', 'targetUrl', 'returnUrl', 'affiliateId', 'elementId', 'startWithRegistration'];
    const poison = Object.fromEntries(names.map((name) => [name, 'https://evil.example/']));
    const [plain, polluted] = [await click(), await pollutedWith(poison, click)];
    expect(polluted.status).to.equal('ready');
    expect(Object.keys(polluted.call)).to.have.members(Object.keys(plain.call));
    expect(JSON.stringify(polluted)).to.not.include('evil');
  });

  it('answers of plenigo with nothing of their own', async () => {
    const customerId = READY;
    // By now API v3 knows who it is, and asks nothing but the question.
    await open('ready');
    const items = [{ accessRightUniqueId: 'AA', accessGranted: true }];
    const poison = { accessGranted: true, userProducts: [{ productId: 'AA' }], productId: 'AA', customerId, items };
    for (const [status, body] of [
      [403, {}],
      [403, ''],
      [404, {}],
      [200, ''],
      [200, 'null'],
      [200, { error: 'no' }],
      [200, { accessGranted: false }],
      [200, api.name === 'v3' ? { customerId } : []],
      [202, {}],
      [204, ''],
    ] as const) {
      begin();
      sandbox.inject({ call: api.calls.access, status, body, times: Number.POSITIVE_INFINITY });
      const answer = await pollutedWith(poison, () => open('ready'));
      expect(sandbox.requests.map(({ call }) => call)).to.include(api.calls.access);
      expect(answer.status, `${status} ${JSON.stringify(body)}`).to.be.oneOf([402, 503]);
    }
  });
});
