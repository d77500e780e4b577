/** What the sandbox's own page gets to show, over HTTP. */
import { expect } from 'chai';
import type { ConsoleView } from '../../lib/sandbox/console/view.js';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { viewOf, watch } from './console.js';
import { callApi, loginToken, postCheckout } from './support.js';

describe("the sandbox's page shows", () => {
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
  const withoutIds = (shown: readonly { id: number }[]) => shown.map(({ id: _, ...rest }) => rest);

  it('nothing of a sandbox that is new, but its products', async () => {
    const { instance, ...view } = await viewOf(sandbox);
    expect(instance).to.match(/^[\w-]{36}$/);
    expect(view).to.deep.equal({
      ahead: 0,
      paywall: { enabled: true },
      metering: sandbox.metering,
      customers: { total: 0, shown: [] },
      tokens: { total: 0, open: 0, shown: [], failures: { used: 0, expired: 0, unknown: 0 } },
      faults: { total: 0, shown: [] },
      requests: { total: 0, shown: [] },
      callbacks: { total: 0, shown: [] },
      products: [
        { productId: 'NEWS', title: 'News' },
        { productId: 'PLUS', title: 'Plus' },
      ],
    });
  });

  it('customers, newest first, with one entry for each product', async () => {
    const { customerId } = add();
    sandbox.addCustomer({ email: 'bo@example.com' });
    for (const id of ['NEWS', 'OTHER', 'NEWS']) sandbox.buy({ customerId }, id);
    const { customers } = await viewOf(sandbox);
    expect(customers.shown.map(({ email }) => email)).to.deep.equal(['bo@example.com', 'ada@example.com']);
    expect(customers.shown[1]).to.deep.equal({
      customerId,
      email: 'ada@example.com',
      externalUserId: '7',
      fullName: 'Ada',
      accessIds: [],
      addresses: [],
      purchases: [
        { productId: 'NEWS', count: 2, title: 'News', price: 2.49, currency: 'EUR', at: now },
        { productId: 'OTHER', count: 1, at: now },
      ],
    });
  });

  it('the addresses of a customer: what the site told, and what was entered in snippets', async () => {
    const ada = add();
    ada.postalAddress = {
      gender: 'FEMALE',
      firstName: 'Ada',
      name: 'Lovelace',
      company: 'Engines Ltd',
      street: '12 St James’s Square',
      postCode: 'SW1Y 4JH',
      city: 'London',
      country: 'GB',
    };
    const token = await loginToken(sandbox, ada.customerId);
    const snippet = { snippetId: 'delivery-address-data', loginToken: token };
    const { json } = await postCheckout(sandbox, '/account/start', snippet);
    await postCheckout(sandbox, '/account/change', {
      accountId: json?.accountId,
      section: 'delivery',
      action: 'save',
      values: { street: 'Hauptstr. 1', postcode: '80331', city: 'München', country: 'DE' },
    });
    expect((await viewOf(sandbox)).customers.shown[0]?.addresses).to.deep.equal([
      {
        label: 'Address',
        text: 'Ms Ada Lovelace, Engines Ltd, 12 St James’s Square, SW1Y 4JH London, GB',
      },
      { label: 'Delivery address', text: 'Hauptstr. 1, 80331 München, DE' },
    ]);
    ada.postalAddress = { gender: 'MALE', firstName: 'Bo', name: 'B' };
    expect((await viewOf(sandbox)).customers.shown[0]?.addresses[0]?.text).to.equal('Mr Bo B');
  });

  it('until when a subscription is paid for', async () => {
    const { customerId } = add();
    sandbox.buy({ customerId }, 'PLUS');
    const [purchase] = (await viewOf(sandbox)).customers.shown[0]?.purchases ?? [];
    expect(purchase).to.include({ renews: true });
    expect(purchase?.paidUntil).to.be.within(now + 27 * 86_400_000, now + 32 * 86_400_000);
  });

  it('whether the paywall is on, and what views are free', async () => {
    sandbox.paywall.enabled = false;
    sandbox.metering = { freeViews: 3 };
    const { paywall, metering } = await viewOf(sandbox);
    expect(paywall).to.deep.equal({ enabled: false });
    expect(metering).to.include({ activated: true, freeViews: 3, freeViewsAfterLogin: 3, period: 'MONTH' });
  });

  it('login tokens by their first characters only, and how long they work', async () => {
    const { customerId } = add();
    const [used, open] = [await loginToken(sandbox, customerId), await loginToken(sandbox, customerId)];
    Object.assign(sandbox.tokens[0] ?? {}, { used: true });
    const page = await watch(sandbox);
    const first = await page.next();
    expect(withoutIds(first.tokens.shown)).to.deep.equal([
      { start: open.slice(0, 6), email: 'ada@example.com', state: 'open', secondsLeft: 300 },
      { start: used.slice(0, 6), email: 'ada@example.com', state: 'used', secondsLeft: 0 },
    ]);
    expect(first.tokens).to.include({ total: 2, open: 1 });
    expect(JSON.stringify(first)).not.to.include(open).and.not.to.include(used);
    now += 299_500;
    expect((await page.next()).tokens.shown[0]).to.include({ state: 'open', secondsLeft: 1 });
    now += 500;
    const last = await page.next();
    expect(last.tokens.shown[0]).to.include({ state: 'expired', secondsLeft: 0 });
    expect(last.tokens.open).to.equal(0);
    page.leave();
  });

  it('faults in the order in which they strike', async () => {
    sandbox.inject({ call: 'hasUserBought', status: 503, times: 2 });
    sandbox.inject({ hang: true, times: Number.POSITIVE_INFINITY });
    sandbox.inject({ body: 'anything', delay: 5 });
    const { faults } = await viewOf(sandbox);
    expect(faults.total).to.equal(3);
    expect(withoutIds(faults.shown)).to.deep.equal([
      { call: 'hasUserBought', status: 503, body: false, left: 2 },
      { hang: true, body: false, left: null },
      { delay: 5, body: true, left: 1 },
    ]);
  });

  it('requests, newest first, and which of them a fault has hit', async () => {
    sandbox.inject({ status: 503 });
    const path = '/api/v2/externalUser/nobody/createLoginToken?useExternalCustomerId=false';
    await callApi(sandbox, { method: 'POST', path });
    await callApi(sandbox, { method: 'POST', path });
    const common = { call: 'createLoginToken', method: 'POST', url: path, at: now };
    const { total, shown } = (await viewOf(sandbox)).requests;
    expect(total).to.equal(2);
    expect(shown.map(({ ms, ...rest }) => ({ ...rest, took: typeof ms }))).to.deep.equal([
      {
        ...common,
        id: 2,
        status: 404,
        fault: false,
        took: 'number',
        sent: '',
        answered: '{"error":"404","description":"There is no such customer."}',
      },
      {
        ...common,
        id: 1,
        status: 503,
        fault: true,
        took: 'number',
        answered: '{"error":"503","description":"A fault that was injected into the sandbox."}',
      },
    ]);
  });

  it('a request that waits for its answer, and then the answer', async () => {
    const page = await watch(sandbox);
    sandbox.inject({ hang: true });
    const answer = callApi(sandbox, { path: '/api/v2/x' }).catch(() => 'closed');
    const isThere = ({ requests }: ConsoleView) => requests.total === 1;
    expect((await page.until(isThere)).requests.shown[0]).to.include({ status: 0, fault: true });
    await callApi(sandbox, { path: '/api/v2/x' });
    expect((await page.until(({ requests }) => requests.total === 2)).requests.shown[0]?.status).to.equal(404);
    page.leave();
    await sandbox.close();
    expect(await answer).to.equal('closed');
  });

  it('the products that the site asked for last before the others', async () => {
    for (const id of ['A 1', 'B', 'A 1']) {
      const query = new URLSearchParams({
        customerId: '7',
        productId: id,
        testMode: 'false',
        useExternalCustomerId: 'true',
      });
      await callApi(sandbox, { path: `/api/v2/user/product?${query}` });
    }
    const { products } = await viewOf(sandbox);
    expect(products.map(({ productId }) => productId)).to.deep.equal(['A 1', 'B', 'NEWS', 'PLUS']);
  });

  it('a part of long lists, and how long they are', async () => {
    for (let i = 0; i < 101; i += 1) sandbox.addCustomer({ email: `${i}@example.com` });
    const { total, shown } = (await viewOf(sandbox)).customers;
    expect(total).to.equal(101);
    expect(shown).to.have.length(100);
    expect(shown[0]?.email).to.equal('100@example.com');
  });

  it('every change on every open page, whoever made it', async () => {
    const [one, two] = [await watch(sandbox), await watch(sandbox)];
    await one.next();
    await two.next();
    const customer = add();
    expect((await one.next()).customers.total).to.equal(1);
    expect((await two.next()).customers.total).to.equal(1);
    customer.accessIds.push('print');
    expect((await one.next()).customers.shown[0]?.accessIds).to.deep.equal(['print']);
    expect((await two.next()).customers.shown[0]?.accessIds).to.deep.equal(['print']);
    one.leave();
    sandbox.buy({ externalUserId: '7' }, 'NEWS');
    expect((await two.next()).customers.shown[0]?.purchases).to.have.length(1);
    two.leave();
  });

  it('that another sandbox on the same port is another one', async () => {
    const { instance } = await viewOf(sandbox);
    await sandbox.close();
    sandbox = await startSandbox({ port: Number(new URL(sandbox.url).port) });
    expect((await viewOf(sandbox)).instance).not.to.equal(instance);
  });

  it('nothing more when the sandbox stops, and does not keep it from stopping', async () => {
    const { ended } = await watch(sandbox);
    await sandbox.close();
    await ended;
  });
});
