/** API v3's self-service pages in a real browser: opened by a request of the page, with one login at plenigo. */

import { expect } from 'chai';
import helmet from 'helmet';
import type { Page } from 'playwright-core';
import type { AccountPage, OfRequest } from '../../../lib/entries/v3.js';
import { expectProblem, newPage, useBrowser } from '../../support/browser.js';
import { document, openV3Newsstand, openV3Page, type V3Setup, type V3Stand } from '../../support/newsstand.js';
import { present } from '../../support/present.js';

const ASK = 'POST /plenigo/account';

describe('the account page of API v3', function () {
  this.timeout(60_000);
  useBrowser();
  let stand: V3Stand;
  let page: Page;
  /** The account page as it left the server. */
  let html: string;
  let hasElements: boolean;
  beforeEach(() => {
    hasElements = true;
  });
  afterEach(() => stand.close());

  const withAccount = ({ options, front }: V3Setup = {}): V3Setup => ({
    options,
    front,
    routes: (app, { plenigo }) => {
      const parts = [
        { snippet: 'PERSONAL_DATA', elementId: 'data' },
        { snippet: 'ORDER', elementId: 'orders' },
      ] as const;
      app.get('/account', plenigo.account(parts), (_req, res) => {
        const { elements, scriptTag } = present(res.locals.plenigoAccount);
        html = document(`<h1>Your account</h1>${hasElements ? elements : ''}`, scriptTag);
        res.send(html);
      });
    },
  });
  async function open(setup?: V3Setup): Promise<void> {
    ({ stand, page } = await openV3Page(withAccount(setup)));
    await page.goto(`${stand.url}/account`);
  }
  const isShown = (element = 'data') =>
    page.frameLocator(`#${element} iframe`).locator('button, table, p').first().waitFor();
  const sessions = () => stand.sandbox.v3.sessions;
  /** Logs the customer in at plenigo elsewhere, as often as is allowed. */
  async function fillUp(): Promise<void> {
    const { sandbox, plenigo } = stand;
    const { customerId } = sandbox.addCustomer({ email: 'ada@example.com', externalUserId: 'ada' });
    while (sessions().length < sandbox.v3.sessionLimit) await plenigo.client.createSession(customerId);
  }

  it('says of its elements that they are busy for as long as they are', async () => {
    ({ stand, page } = await openV3Page(withAccount()));
    const asked = new Promise<() => void>((resolve) => {
      void page.route('**/plenigo/account', (route) => resolve(() => void route.continue()));
    });
    await page.goto(`${stand.url}/account`);
    const answer = await asked;
    expect(await page.locator('[aria-busy=true]').count()).to.equal(2);
    answer();
    await isShown();
    expect(await page.locator('[aria-busy]').count()).to.equal(0);
  });

  it('shows its snippets under a strict policy, with one login for all of them', async () => {
    await open({
      front: (plenigo) => [helmet({ contentSecurityPolicy: { directives: { ...plenigo.cspDirectives() } } })],
    });
    await isShown();
    await isShown('orders');
    expect(sessions()).to.have.length(1);
    expect(stand.calls().filter((call) => call === 'createTransferToken')).to.have.length(2);
    expect(html).not.to.match(/token/i);
    expect(stand.errors).to.deep.equal([]);
  });

  it('tells plenigo’s script what the site says of this page', async () => {
    const settings: OfRequest<AccountPage> = ({ query }) =>
      query.number === undefined
        ? { orderTiles: ['INVOICES', 'PAYMENT'], navigation: 'VERTICAL' }
        : { subscriptionId: Number(query.number), personalDetails: 'HIDE' };
    const parts = [
      { snippet: 'DASHBOARD', elementId: 'a' },
      { snippet: 'SUBSCRIPTION', elementId: 'b' },
    ] as const;
    ({ stand, page } = await openV3Page({
      routes: (app, { plenigo }) =>
        app.get('/account', plenigo.account(parts, settings), (_req, res) => {
          const { elements, scriptTag } = present(res.locals.plenigoAccount);
          res.send(document(elements, scriptTag));
        }),
    }));
    const body = `window.told = []; const tell = (...more) => told.push(more);
      window.plenigo = { CONSTS: { SNIPPETS: { DASHBOARD: 'd', SUBSCRIPTION: 's' }, SNIPPET_NAVIGATION: { OFF: 'off',
      VERTICAL: 'v' } }, Snippets: class { constructor(_token, config) { Object.assign(this, { config }); }
      open(name) { tell(name, this.config); } start() { tell('start', this.config); } } }`;
    await page.route('**/frisbii_media.min.js', (route) => route.fulfill({ body, contentType: 'text/javascript' }));
    async function told(query: string): Promise<unknown> {
      await page.goto(`${stand.url}/account${query}`);
      const done = await page.waitForFunction(
        () => 'told' in window && (window.told as unknown[]).length === 2 && window.told,
      );
      return done.jsonValue();
    }
    const common = {
      displaySettings: { SSO: { twoFactor: 'HIDE' } },
      navigation: 'v',
      orderTiles: ['INVOICES', 'PAYMENT'],
    };
    const one = {
      displaySettings: { SSO: { twoFactor: 'HIDE', personalDetails: 'HIDE' } },
      navigation: 'off',
      subscriptionId: 7,
    };
    expect(await told('')).to.deep.equal([
      ['d', { ...common, elementId: 'a' }],
      ['s', { ...common, elementId: 'b' }],
    ]);
    expect(await told('?number=7')).to.deep.equal([
      ['d', { ...one, elementId: 'a' }],
      ['start', { ...one, elementId: 'b' }],
    ]);
  });

  it('asks for nothing while a browser prepares it unseen, and shows its snippets when it is seen', async () => {
    ({ stand, page } = await openV3Page(withAccount()));
    await page.addInitScript(() => Object.defineProperty(Document.prototype, 'prerendering', { value: true }));
    await page.goto(`${stand.url}/account`);
    expect(stand.visits).not.to.include(ASK);
    await page.evaluate(() => window.document.dispatchEvent(new Event('prerenderingchange')));
    await isShown();
  });

  it('asks for nothing where the site has left out the elements of its snippets', async () => {
    hasElements = false;
    await open();
    expect(stand.visits.filter((visit) => /\/plenigo\/account-/.test(visit))).to.have.length(1);
    expect(stand.visits).not.to.include(ASK);
  });

  it('uses that login again and again, also after a new login at the site and in another process with its store', async () => {
    const kept = new Map<string, unknown>();
    const store = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, value: unknown) => kept.set(key, value),
    };
    await open({ options: { store } });
    await isShown();
    await page.goto(`${stand.url}/login/ada?to=/account`);
    await isShown();
    expect(sessions()).to.have.length(1);
    const other = await openV3Newsstand(withAccount({ options: { store, ...stand.sandbox.v3.options } }));
    await page.goto(`${other.url}/login/ada?to=/account`);
    await isShown();
    await other.close();
    expect(sessions()).to.have.length(1);
    expect(JSON.stringify([...kept.values()]))
      .to.not.include('customerSession')
      .and.not.match(/"session/);
  });

  it('makes a new login where the old one has ended', async () => {
    await open();
    await isShown();
    stand.sandbox.clock.advance(15 * 24 * 60 * 60_000);
    await page.reload();
    await isShown();
    expect(stand.calls().filter((call) => call === 'createSession')).to.have.length(2);
    expect(stand.errors).to.deep.equal([]);
  });

  it('logs nobody out unasked, and lets the reader do so', async () => {
    stand = await openV3Newsstand(withAccount());
    page = await newPage();
    await fillUp();
    const before = sessions().map(({ sessionId }) => sessionId);
    await page.goto(`${stand.url}/login/ada?to=/account`);
    await page.getByRole('alert').getByText('open on too many devices').waitFor();
    expect(await page.getByRole('alert').count()).to.equal(1);
    expect(sessions().map(({ sessionId }) => sessionId)).to.deep.equal(before);
    await page.getByRole('button', { name: 'Log out on all other devices' }).click();
    await isShown();
    await isShown('orders');
    expect(sessions()).to.have.length(1);
    expect(before).to.not.include(sessions()[0]?.sessionId);
    expect(stand.errors).to.deep.equal([]);
  });

  it('says why it shows nothing', async () => {
    expectProblem(/status of 401/);
    await open();
    await isShown();
    stand.sandbox.inject({ call: 'createTransferToken', status: 500, times: 9 });
    await page.reload();
    await page.getByRole('alert').getByText('That did not work').waitFor();
    await page.route('**/plenigo/account', async (route) => {
      await page.context().clearCookies();
      await route.continue();
    });
    await page.reload();
    await page.getByRole('alert').getByText('Please log in again.').waitFor();
    await page.route('**/frisbii_media.min.js', (route) => route.fulfill({ body: '' }));
    await page.goto(`${stand.url}/login/ada?to=/account`);
    await page.getByRole('alert').getByText('was blocked').waitFor();
  });

  it('answers requests of its own pages alone', async () => {
    await open();
    await isShown();
    const calls = stand.calls().length;
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join(';');
    const foreign: Record<string, string>[] = [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }];
    for (const headers of foreign) {
      const response = await fetch(`${stand.url}/plenigo/account`, {
        method: 'POST',
        headers: { ...headers, cookie, 'content-type': 'application/json' },
        body: '{"count":1}',
      });
      expect(response.status).to.equal(403);
      expect(response.headers.get('cache-control')).to.equal('private, no-store');
    }
    expect(stand.calls()).to.have.length(calls);
    expect(stand.visits.filter((visit) => visit === ASK)).to.have.length(3);
  });
});
