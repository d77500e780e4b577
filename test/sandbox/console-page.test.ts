/** The sandbox's own page in a real browser: what it shows, and its buttons. */
import { expect } from 'chai';
import { startSandbox } from '../../lib/sandbox/index.js';
import { expectProblem } from '../support/browser.js';
import { useStage } from './console-stage.js';
import { callApi, loginToken } from './support.js';

const NOBODY = '/api/v2/externalUser/nobody/createLoginToken?useExternalCustomerId=false';

describe("the sandbox's page in a browser", function () {
  this.timeout(60_000);
  const stage = useStage();

  it('shows what is there, and what happens while it is open', async () => {
    const { sandbox } = stage();
    const ada = sandbox.addCustomer({ email: 'ada@example.com', externalUserId: 'reader-1' });
    await stage().open();
    const customers = stage().panel('Customers');
    await customers.getByRole('heading', { name: 'ada@example.com' }).waitFor();
    expect(await customers.textContent())
      .to.include('User at your site')
      .and.include('reader-1');
    expect(await stage().panel('Requests').textContent()).to.include('No requests yet');

    sandbox.buy({ externalUserId: 'reader-1' }, 'NEWS');
    await customers.getByText('The long way home · €2.49').waitFor();
    const token = await loginToken(sandbox, ada.customerId);
    const tokens = stage().panel('Login tokens');
    await tokens.getByText(/^[45]:\d\d left$/).waitFor();
    expect(await tokens.textContent())
      .to.include('ada@example.com')
      .and.include(`${token.slice(0, 6)}…`);
    expect(await stage().page.content()).not.to.include(token);
    await callApi(sandbox, { method: 'POST', path: NOBODY });
    const requests = stage().panel('Requests').getByRole('listitem');
    await requests.filter({ hasText: 'no such customer' }).waitFor();
    expect(await requests.first().textContent())
      .to.match(/^404createLoginToken/)
      .and.include(NOBODY);
    const counts = stage().page.getByRole('navigation', { name: 'On this page' });
    expect(await counts.textContent()).to.equal('Customers 1Requests 2Paywall onFaults 0Tokens 1');
  });

  it('adds a customer', async () => {
    await stage().open();
    await stage().button('Add a customer').click();
    const dialog = stage().page.getByRole('dialog', { name: 'Add a customer' });
    await dialog.getByLabel('E-mail address').fill('bo@example.com');
    await dialog.getByLabel('User id at your site').fill('reader-2');
    await dialog.getByLabel('First name').fill('Bo');
    await stage().button('Add the customer').click();
    await stage().said('Added bo@example.com.');
    await stage().panel('Customers').getByRole('heading', { name: 'bo@example.com' }).waitFor();
    expect(stage().sandbox.customers[0]).to.include({ externalUserId: 'reader-2', firstName: 'Bo' });
    await dialog.waitFor({ state: 'hidden' });
  });

  it('says what is wrong with a new customer, where it can be mended', async () => {
    expectProblem(/409/);
    stage().sandbox.addCustomer({ email: 'ada@example.com', externalUserId: 'reader-1' });
    await stage().open();
    await stage().button('Add a customer').click();
    const dialog = stage().page.getByRole('dialog', { name: 'Add a customer' });
    const alert = dialog.getByRole('alert');
    const email = dialog.getByLabel('E-mail address');
    await email.fill('bo');
    await stage().button('Add the customer').click();
    await alert.getByText('Please enter an e-mail address').waitFor();
    expect(await email.getAttribute('aria-invalid')).to.equal('true');
    await email.fill('bo@example.com');
    await dialog.getByLabel('User id at your site').fill('reader-1');
    await stage().button('Add the customer').click();
    await alert.getByText('has a customer with this external user id').waitFor();
    expect(await stage().focused()).to.match(/^User id at your site/);
    expect(await email.getAttribute('aria-invalid')).to.equal(null);
    await stage().button('Cancel').click();
    await stage().button('Add a customer').click();
    expect(await alert.textContent()).to.equal('');
    expect(await email.inputValue()).to.equal('');
  });

  it('buys what the site asked for last, and refunds it', async () => {
    const { sandbox } = stage();
    const ada = sandbox.addCustomer({ email: 'ada@example.com' });
    await callApi(sandbox, {
      path: '/api/v2/user/product?customerId=x&productId=ART-1&testMode=false&useExternalCustomerId=true',
    });
    await stage().open();
    await stage().panel('Requests').getByText('not bought').waitFor();
    await stage().button('Buy for ada@example.com').click();
    const dialog = stage().page.getByRole('dialog', { name: 'Buy for ada@example.com' });
    expect(await dialog.getByLabel('Product id').inputValue()).to.equal('ART-1');
    await stage().button('Record the purchase').click();
    await stage().said('Bought ART-1 for ada@example.com.');
    expect(ada.purchases[0]).to.include({ productId: 'ART-1' });
    await stage().button('Refund ART-1 to ada@example.com').click();
    await stage().said('Refunded ART-1 to ada@example.com.');
    expect(ada.purchases).to.deep.equal([]);
    await stage().button('Refund ART-1 to ada@example.com').waitFor({ state: 'detached' });
  });

  it('lets one token expire, and then all', async () => {
    const { sandbox } = stage();
    const { customerId } = sandbox.addCustomer({ email: 'ada@example.com' });
    await stage().open();
    for (let i = 0; i < 3; i += 1) await loginToken(sandbox, customerId);
    const start = sandbox.tokens[0]?.token.slice(0, 6);
    await stage().button(`Expire the token ${start}… of ada@example.com`).click();
    await stage().said(`Expired the token ${start}….`);
    const expired = stage().panel('Login tokens').getByText('Expired', { exact: true });
    // One: it would not wait for several.
    await expired.waitFor();
    await stage().button('Expire all').click();
    await stage().said('Expired 2 tokens.');
    await expired.nth(2).waitFor();
    await stage().button('Expire all').waitFor({ state: 'hidden' });
  });

  it('switches a fault on and off', async () => {
    const { sandbox } = stage();
    const ask = async () => (await callApi(sandbox, { method: 'POST', path: NOBODY })).status;
    await stage().open();
    const faults = stage().panel('Faults');
    await faults.getByLabel('Which call').selectOption('createLoginToken');
    await faults.getByLabel('Status').fill('429');
    await stage().button('Switch the fault on').click();
    await faults.getByText('createLoginToken: status 429').waitFor();
    expect([await ask(), await ask()]).to.deep.equal([429, 429]);
    await stage().panel('Requests').getByText('fault', { exact: true }).nth(1).waitFor();
    await stage().button('Switch off: createLoginToken, status 429').click();
    await stage().said('Switched the fault off.');
    expect(await ask()).to.equal(404);
    await faults.getByText('None is on').waitFor();
  });

  it('switches on a late answer, none, or a reset, for some requests', async () => {
    await stage().open();
    const faults = stage().panel('Faults');
    const [effect, until] = [faults.getByLabel('What happens'), faults.getByLabel('How long')];
    const on = stage().button('Switch the fault on');
    await until.selectOption('For some requests');
    await faults.getByLabel('Requests').fill('2');
    await effect.selectOption('A late answer');
    await faults.getByLabel('Delay in ms').fill('10');
    await on.click();
    await faults.getByText('Every call: 10 ms late').waitFor();
    await faults.getByText('2 more requests').waitFor();
    expect((await callApi(stage().sandbox, { path: '/api/v2/x' })).status).to.equal(404);
    await faults.getByText('1 more request', { exact: true }).waitFor();
    await callApi(stage().sandbox, { path: '/api/v2/x' });
    await faults.getByText('None is on').waitFor();

    await effect.selectOption('A reset connection');
    expect(await faults.getByLabel('Delay in ms').isVisible()).to.equal(false);
    await faults.getByLabel('Requests').fill('1');
    await on.click();
    await faults.getByText('Every call: connection reset').waitFor();
    await effect.selectOption('No answer');
    await on.click();
    await faults.getByText('Every call: no answer').waitFor();
    const error = await callApi(stage().sandbox, { path: '/api/v2/x' }).catch((reason) => reason.code);
    expect(error).to.equal('ECONNRESET');
  });

  it('says which number a fault cannot have', async () => {
    await stage().open();
    const status = stage().panel('Faults').getByLabel('Status');
    await status.fill('99');
    await stage().button('Switch the fault on').click();
    await stage().page.getByRole('alert').getByText('a whole number from 200 to 599').waitFor();
    expect(await status.getAttribute('aria-invalid')).to.equal('true');
    expect(await status.evaluate((field) => field === document.activeElement)).to.equal(true);
  });

  it('shows whatever somebody is called as text', async () => {
    const { sandbox, page } = stage();
    const nasty = '"><img/src=x/onerror=alert(1)><b>';
    const email = `${nasty}@example.com`;
    sandbox.addCustomer({ email, externalUserId: nasty, firstName: nasty }).accessIds.push(nasty);
    sandbox.buy({ externalUserId: nasty }, nasty);
    await callApi(sandbox, {
      method: 'POST',
      path: `/api/v2/externalUser/${encodeURIComponent(nasty)}/createLoginToken?useExternalCustomerId=true`,
    });
    await callApi(sandbox, {
      path: `/api/v2/user/product?customerId=${encodeURIComponent(nasty)}&productId=${encodeURIComponent(`${nasty}2`)}&testMode=false&useExternalCustomerId=true`,
    });
    await stage().open();
    await page.getByRole('heading', { name: email }).waitFor();
    await stage().button(`Buy for ${email}`).click();
    expect(await page.getByLabel('Product id').inputValue()).to.equal(`${nasty}2`);
    await stage().button('Record the purchase').click();
    await stage().said(`Bought ${nasty}2 for ${email}.`);
    expect(await page.locator('img, b').count(), 'only the mark').to.equal(1);
  });

  it('says when the sandbox has stopped, and goes on with the next one on the port', async () => {
    expectProblem(/ERR_|Failed to load/);
    const { page, sandbox } = stage();
    sandbox.addCustomer({ email: 'ada@example.com' });
    await stage().open();
    await page.getByRole('heading', { name: 'ada@example.com' }).waitFor();
    await sandbox.close();
    await page.getByText('Connection lost').waitFor();
    await stage().button('Buy for ada@example.com').click();
    await page.getByLabel('Product id').fill('P');
    await stage().button('Record the purchase').click();
    await page.getByRole('alert').getByText('Is it still running?').waitFor();
    stage().sandbox = await startSandbox({ port: Number(new URL(sandbox.url).port), companyId: 'ANOTHER' });
    await page.getByText('ANOTHER', { exact: true }).waitFor();
    await stage().live();
    await page.getByText('No customers yet').waitFor();
  });

  it('leaves the connection to others while nobody sees it', async () => {
    const { page, sandbox } = stage();
    await stage().open();
    /** Makes the page believe it is hidden, or visible again. */
    const look = (state: string) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/console/events'));
    await look('hidden');
    await ended;
    sandbox.addCustomer({ email: 'ada@example.com' });
    await look('visible');
    await page.getByRole('heading', { name: 'ada@example.com' }).waitFor();
  });
});
