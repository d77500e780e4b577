// The browser SDK of API v3 in a real browser, on a site with a strict CSP.
import { expect } from 'chai';
import type { FrameLocator, Page } from 'playwright-core';
import { type Sandbox, type SandboxCustomer, startSandbox } from '../../../lib/sandbox/index.js';
import { newPage, useBrowser } from '../../support/browser.js';
import { type Site, startSite } from '../site.js';
import { postCheckout } from '../support.js';
import { callV3, item, openSession, prepare } from './support.js';

const OFFERS = { O_PLUS: { accessRights: ['PLUS'], title: 'Everything', price: 12, currency: 'EUR' } };

describe('the browser SDK of API v3', () => {
  useBrowser();
  let sandbox: Sandbox;
  let site: Site;
  let page: Page;
  let frame: FrameLocator;
  let customer: SandboxCustomer;

  before(async () => {
    sandbox = await startSandbox({ offers: OFFERS });
    site = await startSite(sandbox, sandbox.v3.options.sdkUrl);
  });
  after(async () => {
    await site.close();
    await sandbox.close();
  });
  beforeEach(async () => {
    sandbox.reset();
    customer = sandbox.addCustomer({ email: 'ada@reader.example' });
    site.attributes = `data-company-id="${sandbox.v3.options.companyId}"`;
    page = await newPage();
    frame = page.frameLocator('#place iframe');
  });

  /** Loads the page, which keeps every event in an element, and runs `text` there. */
  const open = async (text: string, path = '/article') => {
    site.onLoad(`const events = [];
      for (const name of ['PurchaseSuccess', 'PurchaseFailed', 'Error']) {
        document.addEventListener('plenigo.' + name, ({ detail }) => {
          events.push([name, detail]);
          document.body.dataset.events = JSON.stringify(events);
        });
      }
      document.addEventListener('plenigo.WebAnalyticsLoad', ({ detail }) => {
        document.body.dataset.pages = \`\${document.body.dataset.pages ?? ''} \${detail.pageName}\`;
      });
      ${text}`);
    await page.goto(site.url + path);
  };
  const checkout = async (purchaseId: string, config: object = {}, path?: string) =>
    await open(
      `new plenigo.Checkout(${JSON.stringify(purchaseId)}, ${JSON.stringify({ elementId: 'place', ...config })}).start();`,
      path,
    );
  const purchase = () => prepare(sandbox, { customerId: customer.customerId, items: [item('O_PLUS')] });
  /** The last event, once there is one. */
  const event = async (): Promise<[string, Record<string, unknown>]> => {
    await page.locator('body[data-events]').waitFor({ state: 'attached' });
    return JSON.parse((await page.locator('body').getAttribute('data-events')) ?? '[]').pop();
  };
  const press = (name: string | RegExp) => frame.getByRole('button', { name }).click();

  it('pays in an element of the page, and says so with what the site has given along', async () => {
    await checkout(await purchase(), { redirectUrl: '/thanks', title: 'Buy' });
    expect(await page.locator('#place iframe').getAttribute('title')).to.equal('Buy');
    await press(/^Pay €12/);
    const paid = await event();
    const orderId = String(sandbox.v3.purchases[0]?.orderId);
    expect(paid).to.deep.equal(['PurchaseSuccess', { orderId, data: { redirectUrl: '/thanks' } }]);
    expect(customer.purchases[0]).to.include({ productId: 'PLUS' });
    // For the site's analytics; plenigo names each page.
    await page.locator('[data-pages=" defaultPaymentSelectForm defaultPurchaseFinishedForm"]').waitFor();
    await checkout(await purchase());
    expect(await event(), 'it is bought already').to.deep.equal(['PurchaseSuccess', { orderId: '-1' }]);
  });

  it('has a button for whatever else may happen', async () => {
    await checkout(await purchase());
    for (const [name, ...expected] of [
      ['Not allowed (-2)', 'PurchaseSuccess', { orderId: '-2' }],
      ['The payment fails', 'PurchaseFailed', {}],
      ['An error', 'Error', { errorMsg: 'An error that was asked for in the sandbox.' }],
    ] as const) {
      await page.evaluate(() => delete document.body.dataset.events);
      await press(name);
      expect(await event()).to.deep.equal(expected);
    }
    await frame.getByLabel('Card number').fill('4000 0000 0000 0002');
    await page.evaluate(() => delete document.body.dataset.events);
    await press(/^Pay €12/);
    expect([await event(), customer.purchases]).to.deep.equal([['PurchaseFailed', {}], []]);
  });

  it('says why a checkout cannot be shown', async () => {
    await checkout('unknown');
    expect((await event())[1].errorMsg).to.include('90003');
    await Promise.all([page.waitForEvent('load'), press('Start again')]);
    await checkout(await purchase(), { elementId: 'missing' });
    expect((await event())[1].errorMsg).to.include('"missing"');
    await checkout(await purchase(), {}, `/article?${'x'.repeat(220)}`);
    expect((await event())[1].errorMsg).to.include('220');
    site.attributes = '';
    await checkout(await purchase());
    expect((await event())[1].errorMsg).to.include('data-company-id');
  });

  /** A transfer token of the customer. */
  const transfer = async () => {
    const customerSession = await openSession(sandbox, customer.customerId);
    const call = { method: 'POST', path: '/sessions/transferToken', body: { customerSession } };
    return String((await callV3(sandbox, call)).json?.transferToken);
  };

  it('shows one part of the account, or all of it, and each transfer token once', async () => {
    const snippets = async () => `new plenigo.Snippets('${await transfer()}', { elementId: 'place' })`;
    const one = `${await snippets()}.open(plenigo.CONSTS.SNIPPETS.PERSONAL_DATA);`;
    await open(one);
    await frame.getByRole('heading', { name: 'Personal data' }).waitFor();
    expect(await frame.getByRole('heading').count()).to.equal(1);
    await open(one);
    expect((await event())[1].errorMsg).to.include('20032');
    await open(`${await snippets()}.start();`);
    for (const name of ['Personal data', 'Orders', 'Subscriptions', 'Address'])
      await frame.getByRole('heading', { name }).waitFor();
  });

  it('keeps the focus in the part of the account that has changed, and says so in a frame out of sight, too', async () => {
    await open(`new plenigo.Snippets('${await transfer()}', { elementId: 'place' }).start();`);
    const address = frame.getByRole('region', { name: 'Address' });
    for (const label of ['First name', 'Family name', 'Street and number', 'Postcode', 'City'])
      await address.getByLabel(label).fill('x');
    const save = address.getByRole('button', { name: 'Save' });
    // Something may grow above the frame meanwhile. A frame that is out of sight is not drawn.
    await page.route('**/account/change', async (route) => {
      await page.evaluate("scrollTo(0, 0); document.body.style.paddingTop = '3000px'");
      await route.continue();
    });
    await save.click();
    await address.getByText('Your address is saved.').waitFor();
    expect(await save.evaluate((button) => button === document.activeElement)).to.equal(true);
  });

  it('has every name of plenigo’s, and a part of the account for each', async () => {
    await open('');
    const ids = await page.evaluate<string[]>('Object.values(plenigo.CONSTS.SNIPPETS)');
    expect(ids).to.have.length(19);
    sandbox.v3.sessionLimit = ids.length;
    for (const snippetId of ids) {
      const body = { snippetId, transferToken: await transfer() };
      expect((await postCheckout(sandbox, '/account/v3/start', body)).json?.step, snippetId).to.equal('page');
    }
  });
});
