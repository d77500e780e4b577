/** What the sandbox's console shows, over HTTP. */
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { readEntries, readPanel } from './console.js';
import { callApi, loginToken, send } from './support.js';

describe('the console shows', () => {
  let now: number;
  let sandbox: Sandbox;

  beforeEach(async () => {
    now = Date.now();
    sandbox = await startSandbox({
      now: () => now,
      products: {
        NEWS: { title: 'News', price: 2.49, currency: 'EUR' },
        PLUS: { title: 'Plus', price: 9.9, currency: 'EUR', subscription: true },
      },
    });
  });
  afterEach(() => sandbox.close());

  const add = () => sandbox.addCustomer({ email: 'ada@example.com', externalUserId: '7', firstName: 'Ada' });

  it('that nothing has happened yet', async () => {
    for (const [panel, text] of Object.entries({
      ...{ customers: 'No customers yet.', requests: 'No requests yet.', callbacks: 'None yet.' },
      ...{ tokens: 'No login tokens yet.', faults: 'None is on', paywall: 'On: readers get what they have bought.' },
    })) {
      expect(await readPanel(sandbox, panel)).to.include(text);
    }
  });

  it('customers, newest first, with one entry for each product, and their address in one line', async () => {
    const customer = add();
    const { customerId } = customer;
    sandbox.addCustomer({ email: 'bo@example.com' });
    for (const id of ['NEWS', 'OTHER', 'NEWS']) sandbox.buy({ customerId }, id);
    const [bo, ada = ''] = await readEntries(sandbox, 'customers');
    expect(bo).to.match(/bo@example\.com .* not linked/);
    expect(ada).to.include(`ada@example.com Customer ${customerId} User at your site 7 Name Ada`);
    expect(ada).to.match(/NEWS News · €2\.49 · 2 times · [\d:]+ Refund OTHER [\d:]+ Refund$/);
    const person = { gender: 'FEMALE', firstName: 'Ada', name: 'Lovelace' } as const;
    const place = { street: '12 St James’s Square', postCode: 'SW1Y 4JH', city: 'London', country: 'GB' };
    customer.postalAddress = { ...person, company: 'Engines Ltd', ...place };
    const line = 'Address Ms Ada Lovelace, Engines Ltd, 12 St James’s Square, SW1Y 4JH London, GB';
    expect(await readPanel(sandbox, 'customers')).to.include(line);
    customer.postalAddress = { gender: 'MALE', firstName: 'Bo', name: 'B' };
    expect(await readPanel(sandbox, 'customers')).to.include('Address Mr Bo B ');
  });

  it('until when a subscription is paid for, and whether the paywall is on', async () => {
    const { customerId } = add();
    sandbox.buy({ customerId }, 'PLUS');
    expect(await readPanel(sandbox, 'customers')).to.match(/renews \d+ \w+ \d{4} Unsubscribe Refund/);
    sandbox.cancel({ customerId }, 'PLUS');
    expect(await readPanel(sandbox, 'customers')).to.match(/cancelled, until \d+ \w+ \d{4} Refund/);
    sandbox.paywall.enabled = false;
    expect(await readPanel(sandbox, 'paywall')).to.include('Off: everybody may read everything');
  });

  it('login tokens by their first characters only, how long they work, and how many the checkout has refused', async () => {
    const { customerId } = add();
    const [used, open] = [await loginToken(sandbox, customerId), await loginToken(sandbox, customerId)];
    Object.assign(sandbox.tokens[0] ?? {}, { used: true });
    const tokens = () => readEntries(sandbox, 'tokens');
    expect(await tokens()).to.deep.equal([
      `${open.slice(0, 6)}… ada@example.com 5:00 left Expire`,
      `${used.slice(0, 6)}… ada@example.com Used`,
    ]);
    const { text } = await send(sandbox, { path: '/' });
    expect(text).not.to.include(open).and.not.to.include(used);
    expect(text).to.include(`aria-label="Expire the token ${open.slice(0, 6)}… of ada@example.com"`);
    now += 299_500;
    expect((await tokens())[0]).to.include('0:01 left');
    now += 500;
    expect((await tokens())[0]).to.include('Expired');
    expect(await readPanel(sandbox, 'tokens')).not.to.include('Expire all');
    Object.assign(sandbox.tokenFailures, { used: 3, unknown: 1 });
    expect(await readPanel(sandbox, 'tokens')).to.include('3 used before, 0 expired, 1 unknown.');
  });

  it('faults in the order in which they strike', async () => {
    sandbox.inject({ call: 'hasUserBought', status: 503, times: 2 });
    sandbox.inject({ hang: true, times: Number.POSITIVE_INFINITY });
    sandbox.inject({ body: 'anything', delay: 5 });
    sandbox.inject({ reset: true, hang: true, status: 500 });
    expect(await readEntries(sandbox, 'faults')).to.deep.equal([
      'hasUserBought: status 503 2 more requests Switch off',
      'Every call: no answer until switched off Switch off',
      'Every call: 5 ms late, a body of its own 1 more request Switch off',
      'Every call: connection reset 1 more request Switch off',
    ]);
  });

  it('requests, newest first, and which of them a fault has hit', async () => {
    sandbox.inject({ status: 503 });
    const path = '/api/v2/externalUser/nobody/createLoginToken?useExternalCustomerId=false';
    await callApi(sandbox, { method: 'POST', path });
    await callApi(sandbox, { method: 'POST', path });
    const [newest = '', oldest = ''] = await readEntries(sandbox, 'requests');
    expect(newest).to.match(/^404 createLoginToken no such customer \d+ ms [\d:]+ POST \/api.* Sent nothing Answered/);
    expect(newest).to.include('"description": "There is no such customer."');
    expect(oldest).to.match(/^503 createLoginToken fault \d+ ms .* Sent not read Answered/);
    // And one that waits for its answer.
    sandbox.inject({ hang: true });
    const answer = callApi(sandbox, { path: '/api/v2/x' }).catch(() => 'closed');
    await callApi(sandbox, { path: '/api/v2/y' });
    const entries = await readEntries(sandbox, 'requests');
    expect(entries.find((entry) => entry.includes('/api/v2/x'))).to.match(/^··· unknown call no answer fault/);
    await sandbox.close();
    expect(await answer).to.equal('closed');
  });

  it('the products to choose from: what the site asked about last before the others', async () => {
    for (const id of ['A 1', 'B', 'A 1']) {
      const query = `customerId=7&productId=${encodeURIComponent(id)}&testMode=false&useExternalCustomerId=true`;
      await callApi(sandbox, { path: `/api/v2/user/product?${query}` });
    }
    const { text } = await send(sandbox, { path: '/' });
    const [list = ''] = /<datalist id="products">.*?<\/datalist>/s.exec(text) ?? [];
    const products = [...list.matchAll(/value="([^"]+)"/g)].map(([, id]) => id);
    expect(products).to.deep.equal(['A 1', 'B', 'NEWS', 'PLUS']);
  });

  it('a part of long lists, and how long they are', async () => {
    for (let i = 0; i < 101; i += 1) sandbox.addCustomer({ email: `${i}@example.com` });
    const shown = await readEntries(sandbox, 'customers');
    expect(shown).to.have.length(100);
    expect(shown[0]).to.match(/^100@example\.com/);
    expect(await readPanel(sandbox, 'customers')).to.include('100 of 101 are shown.');
  });

  it('nothing again that the browser has', async () => {
    const headers = { 'if-none-match': String((await send(sandbox, { path: '/' })).headers.etag) };
    const again = await send(sandbox, { path: '/', headers });
    expect([again.status, again.text]).to.deep.equal([304, '']);
    add();
    expect((await send(sandbox, { path: '/', headers })).status).to.equal(200);
  });
});
